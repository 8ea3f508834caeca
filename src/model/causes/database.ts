import { defineCauses } from "../cause.js";
import { databaseCertificate, logIn, logInAndLook, logInTimed, logInto, query, queryIn, refusal } from "./commands.js";

const number = (code: string, command = logIn) =>
  ({
    command,
    expect: {
      en: `ERROR ${code} now, “1 row in set” after the mending`,
      zh: `现在显示 ERROR ${code}，修复后显示 1 row in set`,
    },
  }) as const;
const seenNumber = {
  command: logIn,
  expect: {
    en: "ERROR and the number that was seen now, “1 row in set” after the mending",
    zh: "现在显示 ERROR 与所见编号，修复后显示 1 row in set",
  },
} as const;
/** Clients of MariaDB may hide what a server says before its greeting behind a message about TLS: it is read as it comes. */
const refusing = (said: string) =>
  ({
    command: refusal,
    expect: {
      en: `“${said}” now, the server's version after the mending`,
      zh: `现在显示“${said}”，修复后显示服务器版本`,
    },
  }) as const;
const far = { kind: "fault", layer: "application", locus: ["far-side"], sits: "endpoint" } as const;

/** Causes in the database. */
export const database = defineCauses({
  "db-down": {
    ...far,
    prior: "common",
    title: { en: "The database is not running", zh: "数据库未运行" },
    about: { en: "Its host answers that nothing listens on the port.", zh: "其主机明确表示该端口无监听。" },
    expects: { "db/refused": "always", "db/refused-on-the-way": "never", "db/refused-by-message": "never" },
    lookAlikes: ["firewall-rejects-port"],
    tellApart: {
      en: "On the database's host, see whether it listens: ss -ltn.",
      zh: "在数据库主机上查看是否监听：ss -ltn。",
    },
    advice: [
      {
        text: {
          en: "Start the database on {host}; look at its error log.",
          zh: "在 {host} 上启动数据库，并查看错误日志。",
        },
        ...number("2002/2003"),
      },
    ],
  },
  "db-frozen": {
    ...far,
    prior: "usual",
    title: { en: "The database accepts connections but never greets", zh: "数据库接受连接但不发送握手" },
    about: { en: "Its process hangs, or its disk does.", zh: "数据库进程或其磁盘挂起。" },
    expects: { "db/frozen": "always", "db/login-silent": "usually" },
    advice: [
      {
        text: {
          en: "Look at disk and processes on {host}; restart the database.",
          zh: "检查 {host} 的磁盘与进程，重启数据库。",
        },
        ...number("2013 (reading initial communication packet)"),
      },
    ],
  },
  "db-too-many-connections": {
    ...far,
    prior: "common",
    title: { en: "The database has no connection left", zh: "数据库连接数已耗尽" },
    about: { en: "Error 1040: all of max_connections are in use.", zh: "错误 1040：max_connections 已全部占用。" },
    expects: { "db/too-many-connections": "always", "db/sometimes-full": "always", "db/user-limit": "sometimes" },
    // The first login had the last one.
    certainBy: ["db/sometimes-full"],
    advice: [
      {
        text: {
          en: "Find who holds the connections; lower the pools or raise max_connections.",
          zh: "找出占用连接者，减小连接池或提高 max_connections。",
        },
        ...refusing("Too many connections"),
      },
    ],
  },
  "db-user-limit": {
    reportedAs: "db-too-many-connections",
    ...far,
    sits: "target",
    prior: "rare",
    title: { en: "The account has reached its limit of connections", zh: "该账号已达到连接上限" },
    about: {
      en: "Error 1203 or 1226: a limit for this account, not for the server.",
      zh: "错误 1203 或 1226：账号级上限，而非服务器上限。",
    },
    expects: { "db/user-limit": "always" },
    advice: [
      {
        text: { en: "Lower the pools, or raise the account's limit.", zh: "减小连接池，或提高该账号的上限。" },
        ...number("1203/1226"),
      },
    ],
  },
  "db-pool-nearly-full": {
    ...far,
    kind: "warning",
    prior: "common",
    title: { en: "The database's connections are nearly used up", zh: "数据库连接即将用尽" },
    about: { en: "Most of max_connections are in use.", zh: "max_connections 已大部分占用。" },
    // They are used up by what goes on, or by what lies idle.
    expects: { "db/nearly-full": "always", "db/many-running": "sometimes" },
    advice: [
      {
        text: { en: "Find who holds the connections before they run out.", zh: "在耗尽之前找出占用连接者。" },
        command: query("SHOW STATUS LIKE 'Threads_connected'"),
        expect: {
          en: "Threads_connected near max_connections now, far below after the mending",
          zh: "现在 Threads_connected 接近 max_connections，修复后远低于它",
        },
      },
    ],
  },
  "db-pool-oversubscribed": {
    ...far,
    kind: "warning",
    sits: "target",
    prior: "common",
    title: { en: "The configured pools cannot all fit", zh: "所配置的连接池总和超过上限" },
    about: {
      en: "Processes × pool size exceed max_connections: it fails under full load.",
      zh: "进程数 × 连接池大小超过 max_connections：满负荷时将失败。",
    },
    expects: { "db/pool-oversubscribed": "always" },
    advice: [
      {
        text: { en: "Lower the pool size or raise max_connections.", zh: "减小连接池或提高 max_connections。" },
        command: query("SELECT @@max_connections"),
        expect: {
          en: "less than processes × size now, as much or more after the mending",
          zh: "现在小于进程数 × 池大小，修复后不小于它",
        },
      },
    ],
  },
  "db-access-denied": {
    ...far,
    sits: "target",
    prior: "common",
    title: { en: "The database refuses the login", zh: "数据库拒绝登录" },
    about: {
      en: "Error 1045: user or password is wrong, or this host is not allowed for it.",
      zh: "错误 1045：用户名或密码错误，或不允许从本机登录。",
    },
    expects: { "db/access-denied": "usually", "db/access-denied-openly": "usually" },
    lookAlikes: ["db-host-not-allowed", "db-tls-required"],
    tellApart: {
      en: "Ask the database's owner what SHOW CREATE USER says of the account: from which hosts it may come, and whether it demands TLS. The server answers all three alike.",
      zh: "请数据库管理员查看 SHOW CREATE USER：账号允许的来源主机，以及是否要求 TLS。三种情况服务器的应答相同。",
    },
    advice: [
      {
        text: {
          en: "Compare user and password (where none was given, name it in a profile as `password`); ask the database's owner which hosts the account may use.",
          zh: "核对用户名与密码（未提供时请在配置文件中用 password 指定），并确认该账号允许的来源主机。",
        },
        ...number("1045"),
      },
    ],
  },
  "db-password-expired": {
    reportedAs: "db-access-denied",
    ...far,
    sits: "target",
    prior: "rare",
    title: { en: "The account's password has expired", zh: "数据库账号密码已过期" },
    about: {
      en: "Error 1820 or 1862: the login works, nothing else does.",
      zh: "错误 1820 或 1862：能登录但无法执行其他操作。",
    },
    expects: { "db/password-expired": "always" },
    advice: [{ text: { en: "Have the password changed.", zh: "请更换密码。" }, ...number("1820/1862") }],
  },
  "db-account-locked": {
    ...far,
    sits: "target",
    prior: "rare",
    title: { en: "The database account is locked", zh: "数据库账号已被锁定" },
    about: {
      en: "Error 4151 (MariaDB) or 3118 (MySQL); 4150 or 3955 after too many wrong passwords.",
      zh: "错误 4151（MariaDB）或 3118（MySQL）；密码错误次数过多时为 4150 或 3955。",
    },
    expects: { "db/account-locked": "always" },
    advice: [
      {
        text: {
          en: "Have the account unlocked by the database's owner; where wrong passwords locked it, find the program that sends them.",
          zh: "请数据库管理员解锁该账号；若因密码错误被锁，找出发送错误密码的程序。",
        },
        ...number("4151/4150/3118/3955"),
      },
    ],
  },
  "db-host-not-allowed": {
    ...far,
    prior: "usual",
    title: { en: "This machine may not connect to the database", zh: "数据库不允许本机连接" },
    about: {
      en: "Error 1130: no account is allowed from this address.",
      zh: "错误 1130：没有账号允许从本机地址连接。",
    },
    expects: {
      "db/host-not-allowed": "usually",
      "db/access-denied": "sometimes",
      "db/access-denied-openly": "sometimes",
    },
    lookAlikes: ["db-access-denied"],
    why: "Where another account may come from this address, the server greets, and answers an account that may not as it answers a wrong password.",
    advice: [
      {
        text: {
          en: "Ask the database's owner to allow an account from this address.",
          zh: "请数据库管理员允许从本机地址连接。",
        },
        ...refusing("is not allowed to connect"),
      },
    ],
  },
  "db-host-blocked": {
    ...far,
    prior: "rare",
    title: { en: "The database has blocked this machine", zh: "数据库已封锁本机" },
    about: { en: "Error 1129: too many broken connections came from here.", zh: "错误 1129：本机产生了过多异常连接。" },
    expects: { "db/host-blocked": "always" },
    advice: [
      {
        text: {
          en: "Ask the database's owner for FLUSH HOSTS, and find what opens broken connections (health checks on the bare port).",
          zh: "请数据库管理员执行 FLUSH HOSTS，并查找产生异常连接者（对裸端口的健康检查）。",
        },
        ...refusing("is blocked because of many connection errors"),
      },
    ],
  },
  "db-tls-required": {
    ...far,
    sits: "target",
    prior: "rare",
    title: { en: "The database demands TLS", zh: "数据库要求 TLS 连接" },
    about: {
      en: "Logins without TLS are refused; MariaDB then says 1045, as for a wrong password, MySQL 3159.",
      zh: "不使用 TLS 的登录被拒绝；此时 MariaDB 返回与密码错误相同的 1045，MySQL 返回 3159。",
    },
    expects: { "db/tls-required": "usually", "db/access-denied-openly": "sometimes" },
    lookAlikes: ["db-access-denied"],
    advice: [
      {
        text: {
          en: "Use TLS in the program's connection, and say `tls: true` in the profile.",
          zh: "在程序的连接中启用 TLS，并在配置中写明 tls: true。",
        },
        command: query("SELECT @@require_secure_transport"),
        expect: {
          en: "1 where the server demands TLS of everybody, 0 where only this account must; the client uses TLS by itself",
          zh: "若服务器要求所有连接则显示 1，仅此账号须用则显示 0；该客户端会自行使用 TLS",
        },
      },
    ],
  },
  "db-backend-failing": {
    reportedAs: "backend-partly-failing",
    ...far,
    prior: "usual",
    title: { en: "Some of the databases behind one address fail", zh: "同一地址背后的部分数据库故障" },
    about: {
      en: "One login works and the next is refused, cut off or turned away: a balancer sends some of them to a server that is not there, or not like the others.",
      zh: "一次登录成功，下一次被拒绝或中断：负载均衡把部分连接分给了不可用或配置不同的服务器。",
    },
    expects: {
      "db/sometimes-cut": "always",
      "db/sometimes-turned-away": "always",
      // Or it was started meanwhile.
      "db/refused-at-first": "sometimes",
    },
    shownBy: ["db/sometimes-cut", "db/sometimes-turned-away", "db/refused-at-first"],
    advice: [
      {
        text: {
          en: "See at the balancer before {host} which of its databases are down, and have it test them before it sends them clients.",
          zh: "在 {host} 之前的负载均衡上查看哪些数据库不可用，并启用健康检查。",
        },
        command: logIn,
        expect: {
          en: "called several times, ERROR 2013, 2002 or 1045 at some now, “1 row in set” each time after the mending",
          zh: "多次执行：现在部分显示 ERROR 2013、2002 或 1045，修复后每次都显示 1 row in set",
        },
      },
    ],
  },
  "db-backend-slow": {
    reportedAs: "backend-partly-slow",
    ...far,
    prior: "usual",
    title: { en: "Some of the databases behind one address are slow", zh: "同一地址背后的部分数据库缓慢" },
    about: {
      en: "Some logins take a second or more and others next to nothing: a balancer sends some of them to a server that is busy or ill.",
      zh: "部分登录耗时一秒以上，其余极快：负载均衡把部分连接分给了繁忙或异常的服务器。",
    },
    expects: { "db/sometimes-slow": "always", "db/slow-login": "sometimes", "db/slow-answers": "sometimes" },
    shownBy: "db/sometimes-slow",
    advice: [
      {
        text: {
          en: "Log in several times; see at the balancer before {host} which of its databases is slow, and why.",
          zh: "多次登录比较，并在 {host} 之前的负载均衡上查看哪台数据库缓慢及其原因。",
        },
        command: logInTimed,
        expect: {
          en: "called several times, “real” of seconds at some now, below one each time after the mending",
          zh: "多次执行：现在部分 real 为数秒，修复后每次均低于一秒",
        },
      },
    ],
  },
  "db-cert-expired": {
    reportedAs: "cert-expired",
    ...far,
    prior: "usual",
    title: { en: "The database's certificate has expired", zh: "数据库证书已过期" },
    about: {
      en: "The certificate's validity has ended; clients that verify it refuse the connection.",
      zh: "证书有效期已结束，校验证书的客户端会拒绝连接。",
    },
    expects: { "db/certificate-expired": "always" },
    lookAlikes: ["clock-wrong"],
    advice: [
      {
        text: {
          en: "Have a new certificate issued and loaded at the database (FLUSH SSL or ALTER INSTANCE RELOAD TLS).",
          zh: "签发新证书并在数据库上加载（FLUSH SSL 或 ALTER INSTANCE RELOAD TLS）。",
        },
        command: databaseCertificate,
        expect: {
          en: "notAfter in the past now, in the future after the mending",
          zh: "现在 notAfter 已过，修复后为将来",
        },
      },
    ],
  },
  "db-cert-self-signed": {
    reportedAs: "cert-self-signed",
    ...far,
    prior: "usual",
    title: { en: "The database's certificate signed itself", zh: "数据库使用自签名证书" },
    about: {
      en: "The profile names an authority, and none vouches for the certificate: servers make such ones by themselves.",
      zh: "配置指定了 CA，而没有机构为该证书背书：服务器会自动生成此类证书。",
    },
    expects: { "db/certificate-self-signed": "always" },
    advice: [
      {
        text: {
          en: "Set ssl-cert, ssl-key and ssl-ca at the database to a certificate of the authority that clients know.",
          zh: "在数据库设置 ssl-cert、ssl-key 与 ssl-ca，使用客户端已知 CA 签发的证书。",
        },
        command: databaseCertificate,
        expect: {
          en: "subject and issuer alike now, the authority as the issuer after the mending",
          zh: "现在 subject 与 issuer 相同，修复后 issuer 为该 CA",
        },
      },
    ],
  },
  "db-cert-untrusted": {
    reportedAs: "cert-untrusted-ca",
    ...far,
    prior: "usual",
    title: {
      en: "The database's certificate is of an authority that is not trusted",
      zh: "数据库证书的签发机构不受信",
    },
    about: {
      en: "It leads neither to the authority that the profile names nor to one of the system: another one, or an intermediate is not sent.",
      zh: "证书既不能追溯到配置中的 CA，也不能追溯到系统信任的 CA：机构不同，或未发送中间证书。",
    },
    expects: { "db/certificate-untrusted": "always" },
    advice: [
      {
        text: {
          en: "Compare the issuer with the authority in the profile's ca; if it is an intermediate of it, have it appended to ssl-cert.",
          zh: "将签发者与配置 ca 中的机构比较；若为其中间 CA，请将其附加到 ssl-cert。",
        },
        command: databaseCertificate,
        expect: {
          en: "an issuer that is not in the profile's ca now, one that is after the mending",
          zh: "现在 issuer 不在配置的 ca 中，修复后在其中",
        },
      },
    ],
  },
  "db-unknown-database": {
    ...far,
    sits: "target",
    prior: "usual",
    title: { en: "The database name does not exist", zh: "数据库名不存在" },
    about: { en: "Error 1049: the server is there, the schema is not.", zh: "错误 1049：服务器正常，但没有该库。" },
    expects: { "db/unknown-database": "always", "db/database-denied": "sometimes" },
    lookAlikes: ["db-grant-missing"],
    tellApart: {
      en: "Look with an account that may see all databases: to one without a right on it, the server never says whether a database exists.",
      zh: "用可查看所有库的账号确认：对无权限的账号，服务器从不说明该库是否存在。",
    },
    advice: [
      {
        text: {
          en: "Compare the name with SHOW DATABASES; restore it if it was dropped.",
          zh: "用 SHOW DATABASES 核对名称；若被删除则恢复。",
        },
        ...number("1049", logInto),
      },
      {
        text: { en: "See which databases this account is shown.", zh: "查看该账号可见的库。" },
        command: query("SHOW DATABASES"),
        expect: { en: "{database} is missing now, listed after the mending", zh: "现在缺少 {database}，修复后列出" },
      },
    ],
  },
  "db-grant-missing": {
    reportedAs: "db-access-denied",
    ...far,
    sits: "target",
    prior: "usual",
    title: { en: "The account lacks a right on the database", zh: "账号缺少该数据库的权限" },
    about: {
      en: "Error 1044 or 1142: the login works, the right is missing.",
      zh: "错误 1044 或 1142：登录正常，但缺少权限。",
    },
    // A right that is missing shows in one of two ways: no way into the database, or, once let in, none to a table.
    expects: { "db/database-denied": "always", "db/logged-in": "sometimes", "db/table-denied": "always" },
    lookAlikes: ["db-unknown-database"],
    advice: [
      {
        text: { en: "Ask the database's owner for the right.", zh: "请数据库管理员授权。" },
        command: query("SELECT table_schema, privilege_type FROM information_schema.schema_privileges"),
        expect: {
          en: "the database is not listed now, is with its right after the mending",
          zh: "现在未列出该库，修复后连同权限列出",
        },
      },
    ],
  },
  "db-login-failed": {
    ...far,
    sits: "target",
    prior: "rare",
    title: { en: "The database ends the login with another error", zh: "数据库以其他错误终止登录" },
    about: { en: "An error number that says neither password nor limit.", zh: "错误号既非密码也非上限问题。" },
    expects: {
      "db/login-error": "always",
      "db/login-cut": "always",
      "db/greeting-error": "always",
    },
    advice: [
      {
        text: { en: "Look the number up and ask the database's owner.", zh: "查询该错误号，并询问数据库管理员。" },
        ...seenNumber,
      },
    ],
  },
  "db-statements-refused": {
    ...far,
    sits: "target",
    prior: "rare",
    title: { en: "The database lets the account in and refuses its statements", zh: "数据库允许登录，但拒绝执行语句" },
    about: {
      en: "Even SELECT 1 ends with an error: a failing init_connect, a server that shuts down, a broken proxy before it.",
      zh: "连 SELECT 1 也以错误结束：init_connect 失败、服务器正在关闭，或其前的代理损坏。",
    },
    expects: { "db/select-fails": "always" },
    advice: [
      {
        text: {
          en: "Look the number up, see the server's error log and init_connect, and ask the database's owner.",
          zh: "查询该错误号，查看服务器错误日志与 init_connect，并询问数据库管理员。",
        },
        ...seenNumber,
      },
    ],
  },

  "db-unknown-table": {
    ...far,
    sits: "target",
    prior: "usual",
    title: { en: "A table that must exist is missing", zh: "缺少必需的表" },
    about: {
      en: "Error 1146: a migration did not run, or the wrong database is used; 1932 or 1812: its file is gone; 1356: what a view is made of is gone.",
      zh: "错误 1146：迁移未执行，或连错了库；1932 或 1812：表文件丢失；1356：视图所依赖的表已不存在。",
    },
    expects: { "db/table-missing": "always" },
    advice: [
      {
        text: { en: "Run the migration, or correct the database's name.", zh: "执行迁移，或更正数据库名。" },
        command: queryIn("SHOW TABLES"),
        expect: { en: "the table is not listed now, is after the mending", zh: "现在未列出该表，修复后列出" },
      },
    ],
  },
  "db-table-unreadable": {
    reportedAs: "db-unknown-table",
    ...far,
    sits: "target",
    prior: "rare",
    title: { en: "A table exists and cannot be read", zh: "表存在但无法读取" },
    about: {
      en: "It is locked or damaged, or its disk fails; the error number says which.",
      zh: "表被锁定、损坏，或其磁盘故障；错误号会说明原因。",
    },
    expects: { "db/table-unreadable": "usually", "db/table-waits": "sometimes" },
    advice: [
      {
        text: {
          en: "Find who locks the table, or have it checked by the database's owner.",
          zh: "找出锁表者，或请数据库管理员检查该表。",
        },
        command: query("SHOW OPEN TABLES WHERE In_use > 0"),
        expect: {
          en: "the table is listed while it is locked, no longer after the mending",
          zh: "锁定时列出该表，修复后不再列出",
        },
      },
    ],
  },
  "db-slow-login": {
    ...far,
    prior: "usual",
    title: { en: "Logging in takes seconds", zh: "登录耗时数秒" },
    about: {
      en: "The server looks up this host's name for each login (reverse DNS), or is overloaded.",
      zh: "服务器每次登录都反查本机域名，或已过载。",
    },
    expects: { "db/slow-login": "always" },
    advice: [
      {
        text: {
          en: "Set skip-name-resolve at the server, or mend its DNS.",
          zh: "在服务器设置 skip-name-resolve，或修复其 DNS。",
        },
        command: logInTimed,
        expect: { en: "“real” of seconds now, below one after the mending", zh: "现在 real 为数秒，修复后低于一秒" },
      },
      {
        text: { en: "See whether the server looks names up.", zh: "查看服务器是否反查域名。" },
        command: query("SELECT @@skip_name_resolve"),
        expect: { en: "0 where it does, 1 after the setting", zh: "反查时为 0，设置后为 1" },
      },
    ],
  },
  "db-overloaded": {
    ...far,
    prior: "usual",
    title: { en: "The database answers slowly", zh: "数据库应答缓慢" },
    about: { en: "Even SELECT 1 takes long.", zh: "即使 SELECT 1 也很慢。" },
    expects: {
      "db/slow-answers": "always",
      "db/select-silent": "usually",
      "db/slow-login": "sometimes",
      "db/many-running": "sometimes",
    },
    advice: [
      {
        text: { en: "Look for long queries and the load of {host}.", zh: "检查长查询与 {host} 的负载。" },
        command: logInAndLook,
        expect: {
          en: "a second or more in brackets after “1 row in set”, and what else runs, now; 0.0… after the mending",
          zh: "现在 1 row in set 后的括号内为一秒以上，其下为正在执行的语句；修复后为 0.0…",
        },
      },
    ],
  },
  "db-busy": {
    reportedAs: "db-overloaded",
    ...far,
    kind: "warning",
    prior: "usual",
    title: { en: "The database works on very many statements at once", zh: "数据库同时执行的语句过多" },
    about: {
      en: "It still answers quickly; beyond a few per processor, each more makes all slower.",
      zh: "目前应答仍快；但超过每核数条之后，每多一条都会拖慢全部。",
    },
    expects: { "db/many-running": "always" },
    advice: [
      {
        text: {
          en: "Find what they have in common: a missing index, a job, a pool that is too large.",
          zh: "找出这些语句的共同点：缺少索引、批量任务或连接池过大。",
        },
        command: query("SHOW STATUS LIKE 'Threads_running'; SHOW PROCESSLIST"),
        expect: { en: "dozens running now, a few after the mending", zh: "现在有数十条在执行，修复后只有几条" },
      },
    ],
  },
  "db-lock-wait": {
    ...far,
    prior: "usual",
    title: { en: "Sessions of the database wait for a lock", zh: "数据库会话在等待锁" },
    about: {
      en: "One connection holds rows or a table, others wait for it until they give up (error 1205).",
      zh: "某一连接持有行锁或表锁，其他会话等待直至超时放弃（错误 1205）。",
    },
    expects: {
      "db/lock-waits": "always",
      "db/long-transaction": "sometimes",
      "db/many-running": "sometimes",
      "db/table-waits": "usually",
      "db/table-locked": "always",
    },
    // Who waits is a fact: another lock leaves the tables that are asked for readable.
    certainBy: ["db/lock-waits", "db/table-locked"],
    advice: [
      {
        text: {
          en: "Have the transaction that holds everything up ended by the program that owns it; KILL it only if its owner agrees.",
          zh: "让持锁事务的所属程序提交或回滚；仅在其负责人同意后才 KILL。",
        },
        command: query(
          "SELECT trx_mysql_thread_id, trx_state, trx_started, trx_wait_started FROM information_schema.INNODB_TRX",
        ),
        expect: { en: "a line LOCK WAIT now, none after the mending", zh: "现在有 LOCK WAIT 行，修复后没有" },
      },
      {
        text: {
          en: "See who blocks whom (needs rights on the schemas sys and performance_schema).",
          zh: "查看谁阻塞了谁（需要 sys 与 performance_schema 的权限）。",
        },
        command: query("SELECT waiting_pid, blocking_pid, locked_table FROM sys.innodb_lock_waits"),
        expect: { en: "the pairs now, nothing after the mending", zh: "现在列出等待与阻塞的连接，修复后无输出" },
      },
    ],
  },
  "db-long-transaction": {
    ...far,
    kind: "warning",
    prior: "usual",
    title: { en: "A transaction of the database stays open", zh: "数据库有长时间未结束的事务" },
    about: {
      en: "It keeps its locks and old row versions: a program that forgot to commit, a large job, or a backup.",
      zh: "它一直持有锁与旧版本数据：可能是程序忘记提交、大批量任务或备份。",
    },
    expects: { "db/long-transaction": "always" },
    advice: [
      {
        text: {
          en: "Find the program behind the connection, and have it commit or roll back.",
          zh: "找到该连接所属的程序，让其提交或回滚。",
        },
        command: query("SELECT trx_mysql_thread_id, trx_state, trx_started FROM information_schema.INNODB_TRX"),
        expect: {
          en: "a transaction that began long ago now, none after the mending",
          zh: "现在有很早开始的事务，修复后没有",
        },
      },
    ],
  },
  "db-deadlocks": {
    ...far,
    kind: "warning",
    prior: "usual",
    title: { en: "Transactions of the database run into deadlocks", zh: "数据库事务发生死锁" },
    about: {
      en: "The server ends one of the two with error 1213; a program that does not repeat it loses the work.",
      zh: "服务器以错误 1213 终止其中之一；若程序不重试，该操作即丢失。",
    },
    expects: { "db/recent-deadlock": "always" },
    advice: [
      {
        text: {
          en: "Have all programs lock in the same order, keep transactions short, and repeat on error 1213.",
          zh: "统一各程序的加锁顺序，缩短事务，遇错误 1213 时重试。",
        },
        command: query("SHOW ENGINE INNODB STATUS\\G"),
        expect: {
          en: "LATEST DETECTED DEADLOCK with a time of today now; the same time, and no later one, after the mending",
          zh: "LATEST DETECTED DEADLOCK 显示今天的时间；修复后该时间不再更新",
        },
      },
    ],
  },
  "db-storage-full": {
    ...far,
    prior: "usual",
    title: { en: "The disk of the database is full", zh: "数据库磁盘已满" },
    about: {
      en: "Writes wait for room or fail (errors 1021, 1114); reading still works.",
      zh: "写入在等待空间或失败（错误 1021、1114）；读取仍正常。",
    },
    expects: { "db/storage-full": "always", "db/storage-refused": "always", "db/storage-exhausted": "always" },
    advice: [
      {
        text: {
          en: "On {host}, see what fills the disk (df -h, then binary logs and temporary tables), and make room.",
          zh: "在 {host} 上查看磁盘占用（df -h，再看二进制日志与临时表），并腾出空间。",
        },
        command: query("SHOW PROCESSLIST"),
        expect: {
          en: "“Waiting for someone to free space” or “Waiting for disk space” now, no such state after the mending",
          zh: "现在有 Waiting for someone to free space 或 Waiting for disk space 状态，修复后没有",
        },
      },
    ],
  },
  "db-replica-lag": {
    ...far,
    prior: "usual",
    title: { en: "The database is a replica, and behind", zh: "数据库是副本，且数据滞后" },
    about: {
      en: "What was just written at the primary is not yet seen here.",
      zh: "主库刚写入的数据在此处尚不可见。",
    },
    expects: { "db/replica-far-behind": "always", "db/replica-lags": "always" },
    advice: [
      {
        text: {
          en: "Look for a large transaction, a lock or a busy disk on {host}, or a delay set on purpose (SQL_Delay); read from the primary meanwhile.",
          zh: "检查 {host} 上的大事务、锁、磁盘负载，或有意设置的延迟（SQL_Delay）；期间改从主库读取。",
        },
        command: query("SHOW REPLICA STATUS\\G"),
        expect: {
          en: "Seconds_Behind (…_Source or …_Master) well above 0 now, near 0 after the mending",
          zh: "现在 Seconds_Behind（…_Source 或 …_Master）远大于 0，修复后接近 0",
        },
      },
    ],
  },
  "db-replica-stopped": {
    reportedAs: "db-replica-lag",
    ...far,
    prior: "usual",
    title: { en: "The database is a replica that has stopped", zh: "数据库是副本，且复制已停止" },
    about: {
      en: "An error, or somebody, stopped it: its data gets older by the minute.",
      zh: "因错误或人为操作而停止：数据持续变旧。",
    },
    expects: { "db/replica-stopped": "always" },
    advice: [
      {
        text: {
          en: "Read Last_SQL_Error and Last_IO_Error; mend what they name, then start the replica again.",
          zh: "查看 Last_SQL_Error 与 Last_IO_Error，排除后重新启动复制。",
        },
        command: query("SHOW REPLICA STATUS\\G"),
        expect: { en: "a …_Running: No now, Yes twice after the mending", zh: "现在有 …_Running: No，修复后均为 Yes" },
      },
    ],
  },
  "db-replica-disconnected": {
    reportedAs: "db-replica-lag",
    ...far,
    prior: "usual",
    title: { en: "The database is a replica that cannot reach its primary", zh: "数据库是副本，但无法连接主库" },
    about: {
      en: "Its own connection to the primary fails: network, login, or the primary itself.",
      zh: "副本到主库的连接失败：网络、登录或主库本身。",
    },
    expects: { "db/replica-disconnected": "always" },
    advice: [
      {
        text: {
          en: "From {host}, try the primary's port and the replication account.",
          zh: "在 {host} 上测试主库端口与复制账号。",
        },
        command: query("SHOW REPLICA STATUS\\G"),
        expect: {
          en: "IO_Running: Connecting and a Last_IO_Errno now; Yes and 0 after the mending",
          zh: "现在 IO_Running 为 Connecting 且有 Last_IO_Errno；修复后为 Yes 与 0",
        },
      },
    ],
  },
  "db-read-only": {
    ...far,
    prior: "usual",
    title: { en: "The database takes no writes", zh: "数据库处于只读状态" },
    about: { en: "The server is read only: a replica, or one in failover.", zh: "服务器只读：副本或故障切换中。" },
    expects: { "db/read-only": "always" },
    advice: [
      {
        text: { en: "Connect to the primary, or end the read-only state.", zh: "连接主库，或解除只读。" },
        command: query("SELECT @@read_only"),
        expect: { en: "1 (or ON) now, 0 (or OFF) after the mending", zh: "现在为 1（或 ON），修复后为 0（或 OFF）" },
      },
    ],
  },
  "db-idle-timeout-short": {
    ...far,
    sits: "target",
    prior: "usual",
    title: {
      en: "The database ends idle connections sooner than the pool keeps them",
      zh: "数据库断开空闲连接的时间短于连接池保留时间",
    },
    about: {
      en: "The pool hands out connections that the server has closed; no pool keeps them for less than some seconds.",
      zh: "连接池会取出已被服务器关闭的连接；任何连接池的保留时间都不会短至数秒。",
    },
    expects: { "db/idle-cut": "always", "db/idle-brief": "always" },
    advice: [
      {
        text: {
          en: "Make the pool's idle time shorter than wait_timeout, or raise wait_timeout where it is a few seconds.",
          zh: "将连接池空闲时间设为短于 wait_timeout；若 wait_timeout 仅数秒则调大它。",
        },
        command: query("SELECT @@wait_timeout"),
        expect: {
          en: "fewer seconds than the pool's idle time now, more after the mending",
          zh: "现在秒数小于连接池空闲时间，修复后大于它",
        },
      },
    ],
  },
});
