import type { Signals } from "./check.js";
import type { Bilingual } from "./text.js";

/** What is asked about a MySQL server, as one would ask it. */
export const mysqlQuestions = {
  connect: { en: "Does the database's port accept connections?", zh: "数据库端口能否连通？" },
  life: { en: "Does its host give another sign of life?", zh: "该主机是否有其他存活迹象？" },
  greeting: { en: "Does a MySQL server greet us?", zh: "MySQL 服务器是否正常握手？" },
  login: { en: "Is the account let in?", zh: "账号能否登录？" },
  "login-speed": { en: "How long does it take to get in?", zh: "登录耗时多久？" },
  select: { en: "Does a query work?", zh: "查询能否执行？" },
  speed: { en: "How quickly does it answer?", zh: "应答速度如何？" },
  use: { en: "Are there connections left?", zh: "连接数是否有余量？" },
  pool: { en: "Do the configured pools fit?", zh: "所配置的连接池能否容纳？" },
  idle: { en: "Are idle connections kept as long as the pool keeps them?", zh: "空闲连接的保留时间是否满足连接池？" },
  tables: { en: "Can the tables be read?", zh: "所需的表能否读取？" },
  writable: { en: "Does the server take writes?", zh: "服务器是否可写？" },
  grants: { en: "May the account see all that is asked?", zh: "账号权限是否足以完成全部检查？" },
  steadiness: { en: "Does the same attempt end alike twice?", zh: "两次相同的尝试结果是否一致？" },
} as const satisfies { readonly [id: string]: Bilingual };

/** The answers: the words of the check `db`. Their ids never change. */
export const mysqlSignals = {
  accepts: {
    answers: "connect",
    level: "pass",
    text: { en: "{address} accepts connections", zh: "{address} 接受连接" },
  },
  refused: {
    answers: "connect",
    level: "fail",
    stops: true,
    text: { en: "{address} refuses: nothing listens there", zh: "{address} 拒绝连接：端口无监听" },
  },
  silent: {
    answers: "connect",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "{address} does not answer a connection request within {ms} ms",
      zh: "{address} 在 {ms} 毫秒内对连接请求无应答",
    },
  },
  "host-unreachable": {
    answers: "connect",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The host of {address} cannot be reached: after {ms} ms nobody had answered for it",
      zh: "{address} 所在主机不可达：{ms} 毫秒后仍无应答",
    },
  },
  rejected: {
    answers: "connect",
    level: "fail",
    stops: true,
    text: { en: "Something on the way rejects connections to {address}", zh: "途中有设备拒绝到 {address} 的连接" },
  },
  "network-unreachable": {
    answers: "connect",
    level: "fail",
    stops: true,
    text: { en: "No route leads to {address}", zh: "没有到 {address} 的路由" },
  },
  reset: {
    answers: "connect",
    level: "fail",
    stops: true,
    doubt: true,
    text: { en: "Connections to {address} are reset while they are made", zh: "到 {address} 的连接在建立时被重置" },
  },
  alive: {
    answers: "life",
    level: "note",
    whenHealthy: "usually",
    text: { en: "The host is alive: it answers on port {ports}", zh: "主机存活：端口 {ports} 有应答" },
  },
  lifeless: {
    answers: "life",
    level: "note",
    whenHealthy: "usually",
    text: { en: "No other port of the host answers ({ports})", zh: "该主机其他端口均无应答（{ports}）" },
  },
  greets: {
    answers: "greeting",
    level: "pass",
    text: { en: "{version} greets", zh: "{version} 正常握手" },
  },
  frozen: {
    answers: "greeting",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The connection is accepted, then no greeting comes for {ms} ms",
      zh: "连接被接受，但 {ms} 毫秒内没有握手信息",
    },
  },
  "too-many-connections": {
    answers: "greeting",
    level: "fail",
    stops: true,
    text: { en: "The server has no connection left (error {number})", zh: "服务器连接数已用尽（错误 {number}）" },
  },
  "host-blocked": {
    answers: "greeting",
    level: "fail",
    stops: true,
    text: {
      en: "The server has blocked this host after too many connection errors (error 1129)",
      zh: "连接错误过多，服务器已封锁本机（错误 1129）",
    },
  },
  "host-not-allowed": {
    answers: "greeting",
    level: "fail",
    stops: true,
    text: {
      en: "The server admits no account from this host (error 1130)",
      zh: "服务器不允许任何账号从本机连接（错误 1130）",
    },
  },
  "not-mysql": {
    answers: "greeting",
    level: "fail",
    stops: true,
    text: { en: "No MySQL server: what answers speaks {spoke}", zh: "不是 MySQL 服务器：应答方的协议为 {spoke}" },
  },
  closed: {
    answers: "greeting",
    level: "fail",
    stops: true,
    doubt: true,
    text: { en: "The connection ends ({how}) before a greeting comes", zh: "握手之前连接即被断开（{how}）" },
  },
  "greeting-error": {
    answers: "greeting",
    level: "fail",
    stops: true,
    text: { en: "The server greets with error {number}: {message}", zh: "服务器以错误 {number} 代替握手：{message}" },
  },
  "logged-in": { answers: "login", level: "pass", text: { en: "The login works", zh: "登录成功" } },
  "access-denied": {
    answers: "login",
    level: "fail",
    stops: true,
    text: { en: "User or password are refused (error {number})", zh: "用户名或密码被拒绝（错误 {number}）" },
  },
  "unknown-database": {
    answers: "login",
    level: "fail",
    stops: true,
    text: { en: "There is no database {database} (error 1049)", zh: "数据库 {database} 不存在（错误 1049）" },
  },
  "database-denied": {
    answers: "login",
    level: "fail",
    stops: true,
    text: {
      en: "The account has no right on the database {database}, or there is none of that name (error 1044)",
      zh: "账号对数据库 {database} 无权限，或该库不存在（错误 1044）",
    },
  },
  "account-locked": {
    answers: "login",
    level: "fail",
    stops: true,
    text: { en: "The account is locked (error {number})", zh: "账号已被锁定（错误 {number}）" },
  },
  "tls-required": {
    answers: "login",
    level: "fail",
    stops: true,
    text: {
      en: "Logins without TLS are refused ({by}); if your program uses TLS, say `tls: true` in the profile",
      zh: "不使用 TLS 的登录会被拒绝（{by}）；若您的程序使用 TLS，请在配置中写明 tls: true",
    },
  },
  "user-limit": {
    answers: "login",
    level: "fail",
    stops: true,
    text: {
      en: "The account has reached its limit of connections (error {number})",
      zh: "账号已达到连接数上限（错误 {number}）",
    },
  },
  "password-expired": {
    answers: "login",
    level: "fail",
    stops: true,
    text: { en: "The account's password has expired (error {number})", zh: "账号密码已过期（错误 {number}）" },
  },
  "auth-plugin-unsupported": {
    answers: "login",
    level: "note",
    text: {
      en: "This tool cannot log in in the way that the server demands ({plugin})",
      zh: "本工具不支持服务器要求的登录方式（{plugin}）",
    },
  },
  "login-silent": {
    answers: "login",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The server greets, then leaves the login unanswered for {ms} ms",
      zh: "服务器已握手，但 {ms} 毫秒内未答复登录",
    },
  },
  "login-cut": {
    answers: "login",
    level: "fail",
    stops: true,
    doubt: true,
    text: { en: "The connection ends ({how}) during the login", zh: "登录过程中连接被断开（{how}）" },
  },
  "login-error": {
    answers: "login",
    level: "fail",
    stops: true,
    text: { en: "The login ends with {reason}: {message}", zh: "登录失败，{reason}：{message}" },
  },
  "quick-login": {
    answers: "login-speed",
    level: "pass",
    text: { en: "Getting in takes {ms} ms", zh: "登录耗时 {ms} 毫秒" },
  },
  "slow-login": {
    answers: "login-speed",
    level: "fail",
    text: {
      en: "Getting in takes {ms} ms ({greeting} ms until the greeting, {login} ms for the login)",
      zh: "登录耗时 {ms} 毫秒（握手 {greeting} 毫秒，登录 {login} 毫秒）",
    },
  },
  "select-works": { answers: "select", level: "pass", text: { en: "SELECT 1 works", zh: "SELECT 1 执行正常" } },
  "select-fails": {
    answers: "select",
    level: "fail",
    text: { en: "SELECT 1 fails: {reason}", zh: "SELECT 1 执行失败：{reason}" },
  },
  "quick-answers": {
    answers: "speed",
    level: "pass",
    text: { en: "SELECT 1 takes {ms} ms", zh: "SELECT 1 耗时 {ms} 毫秒" },
  },
  "slow-answers": {
    answers: "speed",
    level: "fail",
    doubt: true,
    text: { en: "Even SELECT 1 takes {ms} ms", zh: "连 SELECT 1 也要 {ms} 毫秒" },
  },
  "connections-free": {
    answers: "use",
    level: "pass",
    text: { en: "{threads} of {max} connections are in use", zh: "连接数 {threads}/{max}" },
  },
  "nearly-full": {
    answers: "use",
    level: "warn",
    text: {
      en: "{threads} of {max} connections are in use ({percent} %)",
      zh: "连接数 {threads}/{max}，已用 {percent} %",
    },
  },
  "pool-fits": {
    answers: "pool",
    level: "pass",
    text: {
      en: "The pools need at most {demand} of {max} connections",
      zh: "连接池最多需要 {demand} 个连接，上限为 {max}",
    },
  },
  "pool-oversubscribed": {
    answers: "pool",
    level: "warn",
    text: {
      en: "The pools can ask for {demand} connections ({processes} × {size}); the server has {max}, one of them reserved",
      zh: "连接池可能需要 {demand} 个连接（{processes} × {size}），而服务器上限为 {max}，其中一个为保留连接",
    },
  },
  "idle-kept": {
    answers: "idle",
    level: "pass",
    text: {
      en: "The server keeps idle connections for {wait} s, the pool for {idle} s",
      zh: "服务器保留空闲连接 {wait} 秒，连接池为 {idle} 秒",
    },
  },
  "idle-cut": {
    answers: "idle",
    level: "fail",
    text: {
      en: "The server ends idle connections after {wait} s, the pool keeps them for {idle} s",
      zh: "服务器在空闲 {wait} 秒后断开连接，而连接池保留 {idle} 秒",
    },
  },
  "tables-readable": { answers: "tables", level: "pass", text: { en: "{tables} can be read", zh: "{tables} 可读取" } },
  "table-missing": {
    answers: "tables",
    level: "fail",
    text: { en: "There is no table {tables} (error 1146)", zh: "表 {tables} 不存在（错误 1146）" },
  },
  "table-denied": {
    answers: "tables",
    level: "fail",
    text: { en: "The account may not read {tables} (error 1142)", zh: "账号无权读取 {tables}（错误 1142）" },
  },
  "table-unreadable": {
    answers: "tables",
    level: "fail",
    text: { en: "{tables} cannot be read: {reason}", zh: "{tables} 无法读取：{reason}" },
  },
  writable: { answers: "writable", level: "pass", text: { en: "The server takes writes", zh: "服务器可写" } },
  "read-only": {
    answers: "writable",
    level: "fail",
    text: { en: "The server is read-only", zh: "服务器处于只读状态" },
  },
  "grants-enough": {
    answers: "grants",
    level: "pass",
    text: { en: "The account may see all that is asked", zh: "账号权限足以完成全部检查" },
  },
  "grants-limited": {
    answers: "grants",
    level: "note",
    text: {
      en: "With the right {missing} this check could also say how many connections are asleep",
      zh: "若授予 {missing} 权限，还可得知有多少连接处于休眠",
    },
  },
  unsteady: {
    answers: "steadiness",
    level: "warn",
    text: {
      en: "One of two attempts failed in the phase {phase} ({code}), the other got through",
      zh: "两次尝试中有一次在 {phase} 阶段失败（{code}），另一次成功",
    },
  },
} as const satisfies Signals;
