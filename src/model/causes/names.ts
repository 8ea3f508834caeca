import { defineCauses } from "../cause.js";
import { dig } from "./commands.js";

const digAnswers = {
  en: "no usable answer now, status NOERROR with an address after the mending",
  zh: "现在没有可用的应答，修复后为 NOERROR 并带有地址",
} as const;

const lookAtLoad = {
  en: "Look at the load and the forwarders of {resolver}.",
  zh: "检查 {resolver} 的负载与转发设置。",
} as const;

const wrongAnswer = [
  {
    text: { en: "Compare the answer with the resolver of another network.", zh: "与另一网络的解析结果比较。" },
    command: dig,
    expect: {
      en: "a wrong address now, the service's own after the mending",
      zh: "现在为错误地址，修复后为服务的真实地址",
    },
  },
] as const;

/** What is met at an address where nobody lives, or somebody else. */
const deadEnd = {
  "port/silent": "usually",
  "port/refused": "usually",
  "port/rejected": "sometimes",
  "port/host-unreachable": "sometimes",
  "port/network-unreachable": "sometimes",
  "port/lifeless": "always",
  "db/silent": "usually",
  "db/refused": "usually",
  "db/rejected": "sometimes",
  "db/host-unreachable": "sometimes",
  "db/network-unreachable": "sometimes",
  "db/lifeless": "always",
  "ping/silent": "usually",
  "ping/unreachable": "sometimes",
  "ping/prohibited": "sometimes",
  "ping/announced": "usually",
  "ping/unannounced": "usually",
  "path/unreachable-from": "sometimes",
  "path/host-unreachable-from": "sometimes",
  "path/gateway-has-no-way": "sometimes",
  "path/gateway-finds-nobody": "sometimes",
  "path/prohibited-from": "sometimes",
  "path/ends-at": "sometimes",
  "path/ends-at-gateway": "sometimes",
  "path/no-hop": "sometimes",
  // Whom it lets in, it serves: what is wrong there is told by TLS, the database or the API.
  "port/open": "never",
  "db/accepts": "never",
} as const;

/** What is met at an address that is not the service's: the machine there may be dead, or no more than another one. */
const elsewhere = {
  "port/open-elsewhere": "usually",
  "port/refused": "sometimes",
  "port/silent": "sometimes",
  "port/lifeless": "usually",
  "port/host-unreachable": "sometimes",
  "port/network-unreachable": "sometimes",
  "db/network-unreachable": "sometimes",
  "db/alive-elsewhere": "usually",
  "db/refused": "sometimes",
  "db/silent": "sometimes",
  "db/lifeless": "usually",
  "db/host-unreachable": "sometimes",
  "ping/silent": "sometimes",
  "ping/announced": "sometimes",
  // The last router may say that nobody lives there.
  "ping/unreachable": "sometimes",
  "path/host-unreachable-from": "sometimes",
  "path/gateway-finds-nobody": "sometimes",
  "tls/holds-elsewhere": "always",
  "tls/name-mismatch": "sometimes",
  "tls/untrusted-root": "sometimes",
  "tls/lone-leaf": "sometimes",
  "tls/strange-issuer": "sometimes",
  "tls/self-signed": "sometimes",
  // A machine that lives and is not the one that is meant: a development server, a predecessor.
  "db/works-elsewhere": "always",
  "db/not-mysql": "sometimes",
  "db/host-not-allowed": "sometimes",
  "db/access-denied": "sometimes",
  "db/access-denied-openly": "sometimes",
  "db/unknown-database": "sometimes",
  "db/database-denied": "sometimes",
  "db/account-locked": "sometimes",
  "db/table-missing": "sometimes",
  "db/table-denied": "sometimes",
  "db/read-only": "sometimes",
  "api/works-elsewhere": "always",
  "api/error-500": "sometimes",
  "api/bad-gateway": "sometimes",
  "api/unavailable": "sometimes",
  "api/gateway-timeout": "sometimes",
  "api/unauthenticated": "sometimes",
  "api/forbidden": "sometimes",
  "api/not-found": "sometimes",
  "api/redirect": "sometimes",
  "api/login-redirect": "sometimes",
  "api/client-error": "sometimes",
  "api/unexpected-status": "sometimes",
  "api/wrong-type": "sometimes",
  "api/not-json": "sometimes",
  "api/json-differs": "sometimes",
  "api/json-other": "sometimes",
  "api/maintenance-page": "sometimes",
  "api/code-business-error": "sometimes",
  "api/said-failure": "sometimes",
} as const;
const servesElsewhere = [
  ...["port/open-elsewhere", "db/alive-elsewhere", "tls/holds-elsewhere"],
  ...["db/works-elsewhere", "api/works-elsewhere"],
] as const;

/** Causes in the resolution of names. */
export const names = defineCauses({
  "dns-server-down": {
    kind: "fault",
    layer: "transport",
    locus: ["local-network"],
    sits: "resolver",
    prior: "usual",
    title: { en: "The DNS server is not running", zh: "DNS 服务未运行" },
    about: {
      en: "The resolver's host answers, but its DNS port is closed.",
      zh: "解析器所在主机有应答，但 DNS 端口已关闭。",
    },
    expects: { "dns/servers-closed": "always", "proxy/proxy-name-unresolved": "usually" },
    advice: [
      {
        text: {
          en: "Start the DNS service on {resolver}, or use another resolver.",
          zh: "在 {resolver} 上启动 DNS 服务，或改用其他解析器。",
        },
        command: dig,
        expect: digAnswers,
      },
    ],
  },
  "dns-blocked": {
    kind: "fault",
    layer: "transport",
    locus: ["path"],
    sits: "resolver",
    prior: "usual",
    title: { en: "Queries to the DNS server are blocked", zh: "发往 DNS 服务器的查询被阻断" },
    about: {
      en: "The resolver never answers: a firewall drops or rejects the queries, or the server hangs.",
      zh: "解析器始终不应答：查询被防火墙丢弃或拒绝，或服务器挂起。",
    },
    expects: {
      "dns/servers-silent": "always",
      // A filter that says so; programs that may not read the message itself are told no more than that.
      "dns/servers-prohibited": "usually",
      "dns/servers-unreachable": "sometimes",
      // Filters read the questions, too.
      "dns/name-unanswered": "sometimes",
      "dns/unanswered-by-gateway": "sometimes",
      "dns/blocked-here": "sometimes",
      "dns/resolver-alive": "usually",
      "dns/resolver-lifeless": "sometimes",
      "proxy/proxy-name-unresolved": "usually",
    },
    lookAlikes: ["resolver-misconfigured"],
    advice: [
      {
        text: {
          en: "Allow UDP and TCP port {resolverPort} to {resolver}, or use another resolver.",
          zh: "放行到 {resolver} 的 UDP/TCP {resolverPort} 端口，或改用其他解析器。",
        },
        command: dig,
        expect: digAnswers,
      },
    ],
  },
  "resolver-unset": {
    reportedAs: "resolver-misconfigured",
    kind: "fault",
    layer: "transport",
    locus: ["this-host"],
    sits: "this-host",
    prior: "usual",
    title: { en: "This machine has no DNS server to ask", zh: "本机未配置任何 DNS 服务器" },
    about: {
      en: "No resolver is configured, so that no name resolves but those of the hosts file.",
      zh: "未配置解析器，除 hosts 文件中的名称外，任何域名都无法解析。",
    },
    expects: { "dns/no-resolver": "always" },
    shownBy: "dns/no-resolver",
    advice: [
      {
        text: {
          en: "Let DHCP give one, or name the network's resolver in /etc/resolv.conf.",
          zh: "由 DHCP 下发，或在 /etc/resolv.conf 中填写本网络的解析器。",
        },
        command: ["grep", "-n", "nameserver", "/etc/resolv.conf"],
        expect: {
          en: "no line with “nameserver” now, one after the mending",
          zh: "现在没有 nameserver 行，修复后有",
        },
      },
    ],
  },
  "resolver-misconfigured": {
    kind: "fault",
    layer: "transport",
    locus: ["this-host"],
    sits: "resolver",
    prior: "usual",
    title: { en: "This machine asks a DNS server that does not exist", zh: "本机配置了不存在的 DNS 服务器" },
    about: {
      en: "Nothing lives at the configured resolver's address, or no resolver is configured at all.",
      zh: "所配置的解析器地址上没有主机，或根本没有配置解析器。",
    },
    expects: {
      "dns/servers-unreachable": "usually",
      "dns/servers-silent": "usually",
      "dns/resolver-alive": "never",
      "dns/resolver-lifeless": "always",
      // The last router may say that it finds nobody, or be the last that is seen.
      "dns/resolver-missing": "usually",
      "dns/resolver-way-ends-beyond": "sometimes",
      // An address of another network: somebody beyond our gateway has no way there, and says so only now and then.
      "dns/resolver-way-missing-beyond": "usually",
      "dns/resolver-way-ends-at-gateway": "sometimes",
      "proxy/proxy-name-unresolved": "usually",
    },
    lookAlikes: ["dns-blocked"],
    tellApart: {
      en: "Ask the network's administrator for the right resolver and compare it with this machine's.",
      zh: "向网络管理员确认正确的解析器，并与本机配置比较。",
    },
    advice: [
      {
        text: { en: "Correct the resolver address of this machine.", zh: "更正本机的解析器地址。" },
        command: dig,
        expect: digAnswers,
      },
    ],
  },
  "system-resolver-failed": {
    reportedAs: "resolver-misconfigured",
    kind: "fault",
    layer: "transport",
    locus: ["this-host"],
    sits: "this-host",
    prior: "rare",
    title: { en: "This system cannot resolve what its DNS server can", zh: "DNS 服务器能解析，但本机系统解析失败" },
    about: {
      en: "The resolver answers on the wire, the system's own look-up fails: nsswitch, a local cache or a stub is broken.",
      zh: "解析器应答正常，但系统自身解析失败：nsswitch、本地缓存或本地代理解析器异常。",
    },
    expects: { "dns/system-fails": "always" },
    advice: [
      {
        text: {
          en: "Check /etc/nsswitch.conf and the local caching resolver.",
          zh: "检查 /etc/nsswitch.conf 与本地缓存解析服务。",
        },
        command: ["getent", "ahosts", "{name}"],
        expect: { en: "nothing now, addresses after the mending", zh: "现在无输出，修复后显示地址" },
      },
    ],
  },
  "dns-first-server-dead": {
    kind: "fault",
    layer: "transport",
    locus: ["this-host", "local-network"],
    sits: "resolver",
    prior: "usual",
    shownBy: "dns/first-server-dead",
    title: { en: "The first DNS server is dead: every look-up is late", zh: "首选 DNS 服务器失效，每次解析都变慢" },
    about: {
      en: "The first resolver does not answer, a later one does: programs wait seconds before they ask it.",
      zh: "首选解析器无应答，备用解析器正常：程序要等待数秒才会询问备用。",
    },
    expects: {
      "dns/first-server-dead": "always",
      "dns/slow": "sometimes",
      "dns/system-fails": "sometimes",
      "api/slow": "sometimes",
      "api/slowish": "sometimes",
    },
    advice: [
      {
        text: {
          en: "Mend {resolver}, or take it out of this machine's list of resolvers.",
          zh: "修复 {resolver}，或将其从本机解析器列表中移除。",
        },
        command: dig,
        expect: digAnswers,
      },
    ],
  },
  "dns-refused": {
    kind: "fault",
    layer: "transport",
    locus: ["local-network", "far-side"],
    sits: "resolver",
    prior: "usual",
    title: { en: "The DNS server refuses to answer", zh: "DNS 服务器拒绝应答" },
    about: {
      en: "The resolver says REFUSED: this machine may not ask it, or not for this name.",
      zh: "解析器返回 REFUSED：不允许本机查询，或不允许查询该域名。",
    },
    expects: { "dns/servers-refuse": "always", "proxy/proxy-name-unresolved": "usually" },
    // It may refuse one zone and serve the others.
    shownBy: ["dns/servers-refuse", "proxy/proxy-name-unresolved"],
    advice: [
      {
        text: {
          en: "Have this machine allowed on {resolver}, or use another resolver.",
          zh: "请在 {resolver} 上允许本机查询，或改用其他解析器。",
        },
        command: dig,
        expect: {
          en: "status: REFUSED now, NOERROR after the mending",
          zh: "现在 status 为 REFUSED，修复后为 NOERROR",
        },
      },
    ],
  },
  "dns-server-failure": {
    kind: "fault",
    layer: "transport",
    locus: ["local-network", "far-side"],
    sits: ["resolver", "name"],
    prior: "usual",
    title: { en: "The DNS server fails on this name", zh: "DNS 服务器解析该域名失败" },
    about: {
      en: "The resolver says SERVFAIL, or lives and never answers for it: the zone is broken, the servers that the resolver asks are out of reach, or a signature is wrong.",
      zh: "解析器返回 SERVFAIL，或自身正常却始终不应答该域名：区域损坏、其上级或权威服务器不可达，或签名错误。",
    },
    expects: {
      "dns/server-failure": "always",
      "dns/malformed": "always",
      // Whoever waits for a forwarder that is dead says nothing, or says so when nobody listens any more.
      "dns/name-unanswered": "always",
      // With the line down its own DNS server can ask nobody either, and that is the commoner.
      "dns/unanswered-by-gateway": "usually",
      "proxy/proxy-name-unresolved": "usually",
    },
    advice: [
      {
        text: {
          en: "Tell the owner of the zone of {name}; look at the resolver's log.",
          zh: "通知 {name} 所属区域的管理者，并查看解析器日志。",
        },
        command: dig,
        expect: {
          en: "status: SERVFAIL now, NOERROR after the mending",
          zh: "现在 status 为 SERVFAIL，修复后为 NOERROR",
        },
      },
    ],
  },
  "dns-partly-refusing": {
    reportedAs: "dns-refused",
    kind: "fault",
    layer: "transport",
    locus: ["local-network", "far-side"],
    sits: "resolver",
    prior: "usual",
    shownBy: ["dns/refuses-now-and-then", "dns/first-server-refuses"],
    title: {
      en: "The DNS server refuses to answer, though the name is known",
      zh: "DNS 服务器拒绝应答，尽管域名可以解析",
    },
    about: {
      en: "It says REFUSED now and then, or the first resolver does while a later one knows the name: programs that ask only one fail.",
      zh: "解析器时而返回 REFUSED，或首选解析器拒绝而备用能解析：只询问一个解析器的程序会失败。",
    },
    expects: {
      "dns/refuses-now-and-then": "usually",
      "dns/first-server-refuses": "usually",
      "dns/servers-refuse": "sometimes",
      "dns/system-fails": "sometimes",
      "dns/unsteady": "sometimes",
      "proxy/proxy-name-unresolved": "sometimes",
    },
    advice: [
      {
        text: {
          en: "Have this machine allowed on {resolver} (some limit the questions of one client), or use another resolver.",
          zh: "请在 {resolver} 上允许本机查询（有的会限制单个客户端的查询频率），或改用其他解析器。",
        },
        command: dig,
        expect: {
          en: "status: REFUSED now, if only at times; NOERROR each time after the mending",
          zh: "现在（有时）status 为 REFUSED，修复后每次都为 NOERROR",
        },
      },
    ],
  },
  "dns-partly-failing": {
    reportedAs: "dns-server-failure",
    kind: "fault",
    layer: "transport",
    locus: ["local-network", "far-side"],
    sits: ["resolver", "name"],
    prior: "usual",
    shownBy: ["dns/fails-now-and-then", "dns/first-server-fails"],
    title: { en: "The DNS server fails on a name that is known", zh: "DNS 服务器对可解析的域名返回失败" },
    about: {
      en: "It says SERVFAIL now and then, or the first resolver does while a later one knows the name: each time a program asks no further it sees an error.",
      zh: "解析器时而返回 SERVFAIL，或首选解析器失败而备用能解析：程序不再追问时就会报错。",
    },
    expects: {
      "dns/fails-now-and-then": "usually",
      "dns/first-server-fails": "usually",
      // By chance each time that it was asked.
      "dns/server-failure": "sometimes",
      "dns/system-fails": "sometimes",
      "dns/unsteady": "sometimes",
      "proxy/proxy-name-unresolved": "sometimes",
    },
    advice: [
      {
        text: {
          en: "Look at the log and the forwarders of {resolver}: one of several may be dead. Until then use another resolver.",
          zh: "查看 {resolver} 的日志与转发设置：多个上游中可能有失效者；修复前可改用其他解析器。",
        },
        command: dig,
        expect: {
          en: "status: SERVFAIL now, if only at times; NOERROR each time after the mending",
          zh: "现在（有时）status 为 SERVFAIL，修复后每次都为 NOERROR",
        },
      },
    ],
  },
  "dns-name-missing": {
    kind: "fault",
    layer: "transport",
    locus: ["far-side"],
    sits: "name",
    prior: "usual",
    title: { en: "The name does not exist", zh: "域名不存在" },
    about: {
      en: "DNS says NXDOMAIN: the name was mistyped, removed, or is known only to another resolver.",
      zh: "DNS 返回 NXDOMAIN：域名写错、已删除，或只有其他解析器知道。",
    },
    // A name that another resolver knows does exist.
    expects: { "dns/name-missing": "always", "dns/only-elsewhere": "never" },
    advice: [
      {
        text: {
          en: "Compare {name} letter by letter; ask its owner; behind a VPN use the VPN's resolver.",
          zh: "逐字核对 {name}，询问其管理者；使用 VPN 时改用 VPN 的解析器。",
        },
        command: dig,
        expect: {
          en: "status: NXDOMAIN now, NOERROR after the mending",
          zh: "现在 status 为 NXDOMAIN，修复后为 NOERROR",
        },
      },
    ],
  },
  "dns-name-hidden": {
    reportedAs: "dns-name-missing",
    kind: "fault",
    layer: "transport",
    locus: ["local-network", "this-host"],
    sits: "name",
    prior: "rare",
    title: {
      en: "The DNS server in use does not know a name that exists",
      zh: "所用的 DNS 服务器不知道实际存在的域名",
    },
    about: {
      en: "Another resolver has addresses for it: a filter, a stale copy, or a name that only one network knows.",
      zh: "其他解析器有该域名的地址：可能被过滤、数据陈旧，或域名只在某一网络中可见。",
    },
    expects: { "dns/only-elsewhere": "always", "dns/name-missing": "sometimes", "dns/no-address": "sometimes" },
    advice: [
      {
        text: {
          en: "Ask who runs {resolver} why it does not know {name}; or use the resolver that does.",
          zh: "询问 {resolver} 的管理者为何不知道 {name}，或改用知道它的解析器。",
        },
        command: dig,
        expect: {
          en: "no address now, status NOERROR with an address after the mending",
          zh: "现在没有地址，修复后为 NOERROR 并带有地址",
        },
      },
    ],
  },
  "dns-no-address": {
    kind: "fault",
    layer: "transport",
    locus: ["far-side"],
    sits: "name",
    prior: "rare",
    title: { en: "The name exists but has no address", zh: "域名存在，但没有地址记录" },
    about: { en: "DNS knows the name and has neither A nor AAAA for it.", zh: "DNS 有该域名，但没有 A 或 AAAA 记录。" },
    expects: { "dns/no-address": "always", "dns/only-elsewhere": "never" },
    advice: [
      {
        text: { en: "Ask the owner of {name} for an address record.", zh: "请 {name} 的管理者补上地址记录。" },
        command: dig,
        expect: { en: "ANSWER: 0 now, an address after the mending", zh: "现在 ANSWER: 0，修复后有地址" },
      },
    ],
  },
  "dns-alias-dangling": {
    kind: "fault",
    layer: "transport",
    locus: ["far-side"],
    sits: "name",
    prior: "rare",
    title: { en: "The name is an alias to nothing", zh: "域名是指向空目标的别名" },
    about: { en: "The CNAME leads to a name that has no address.", zh: "CNAME 指向的域名没有地址。" },
    expects: { "dns/alias-dangling": "always" },
    advice: [
      {
        text: {
          en: "Ask the owner of {name} to correct the alias or its goal.",
          zh: "请 {name} 的管理者更正别名或其目标。",
        },
        command: dig,
        expect: {
          en: "a CNAME without an address now, with one after the mending",
          zh: "现在只有 CNAME 没有地址，修复后有地址",
        },
      },
    ],
  },
  "dns-slow": {
    kind: "fault",
    layer: "transport",
    locus: ["local-network"],
    sits: "resolver",
    prior: "usual",
    title: { en: "DNS answers come late", zh: "DNS 应答缓慢" },
    about: {
      en: "A look-up takes a second or more, and every new connection waits for it.",
      zh: "一次解析需一秒以上，每个新连接都要等待。",
    },
    expects: {
      "dns/slow": "always",
      // It drops what is too much for it.
      "dns/lost-now-and-then": "usually",
      "dns/system-fails": "sometimes",
      "dns/unsteady": "sometimes",
      "api/slow": "sometimes",
      "api/slowish": "sometimes",
    },
    advice: [
      {
        text: lookAtLoad,
        command: dig,
        expect: {
          en: "Query time above 1000 msec now, tens after the mending",
          zh: "现在 Query time 超过 1000 msec，修复后为数十毫秒",
        },
      },
    ],
  },
  "dns-late": {
    reportedAs: "dns-slow",
    kind: "fault",
    layer: "transport",
    locus: ["local-network"],
    sits: "resolver",
    prior: "usual",
    title: { en: "DNS answers come when nobody waits any more", zh: "DNS 应答过迟，查询方已放弃等待" },
    about: {
      en: "The resolver lives, and answers for the name only after the time-out of whoever asks.",
      zh: "解析器存活，但在查询方超时之后才对该域名作出应答。",
    },
    expects: {
      "dns/answered-too-late": "always",
      "dns/name-unanswered": "sometimes",
      "dns/unanswered-by-gateway": "sometimes",
      "proxy/proxy-name-unresolved": "sometimes",
    },
    advice: [
      {
        text: lookAtLoad,
        command: dig,
        expect: {
          en: "a time-out or a Query time of seconds now, tens of milliseconds after the mending",
          zh: "现在超时或 Query time 达数秒，修复后为数十毫秒",
        },
      },
    ],
  },
  "dns-wrong-answer": {
    kind: "fault",
    layer: "transport",
    locus: ["local-network", "far-side"],
    sits: "name",
    prior: "usual",
    title: { en: "The name resolves to an address that is not the service", zh: "域名解析到了错误的地址" },
    about: {
      en: "A hijacked or stale answer leads elsewhere: to a private address, or to a machine that is not the service.",
      zh: "解析被劫持或记录陈旧，指向内网地址或非该服务的主机。",
    },
    expects: {
      ...elsewhere,
      "dns/system-private": "usually",
      // Most wrong answers are ordinary addresses.
      "dns/reserved-answer": "sometimes",
      "dns/hole-answer": "sometimes",
      "dns/leads-back": "usually",
      "dns/out-of-reach": "sometimes",
      // The hosts file is then what is used, not DNS.
      "dns/hosts-differ": "never",
      "path/unreachable-from": "sometimes",
    },
    // Another address of the name serves, or nobody can at this one: whatever the one in use does is then no wonder.
    certainBy: [...servesElsewhere, "dns/hole-answer"],
    advice: wrongAnswer,
  },
  "dns-answer-unserved": {
    reportedAs: "dns-wrong-answer",
    kind: "fault",
    layer: "transport",
    locus: ["local-network", "far-side"],
    sits: "name",
    prior: "usual",
    // Alone, or beside private names, such an address may stand for the internet: that is how laboratories are built.
    shownBy: "dns/reserved-among-public",
    title: { en: "The name resolves to an address where no service can live", zh: "域名解析到了不可能有服务的地址" },
    about: {
      en: "A filter or a hijacked resolver gives an address of a reserved network; nothing is reached there, whatever says so.",
      zh: "过滤器或被劫持的解析器给出了保留网段的地址：无论以何种方式失败，该处都不可能连通。",
    },
    expects: { ...deadEnd, "dns/reserved-among-public": "always" },
    advice: wrongAnswer,
  },
  "dns-answer-private": {
    reportedAs: "dns-wrong-answer",
    kind: "fault",
    layer: "transport",
    locus: ["local-network", "far-side"],
    sits: "name",
    prior: "usual",
    shownBy: "dns/private-among-public",
    title: {
      en: "The name resolves to a private address, and the service is not there",
      zh: "域名解析到了内网地址，而服务不在该处",
    },
    about: {
      en: "Names of the same kind have public addresses; this one leads to a private network, where the connection fails: a hijacked or stale answer, unless the service there is down.",
      zh: "同类域名均为公网地址，唯独此域名指向内网且连接失败：可能是解析被劫持或记录陈旧，除非该处的服务本身停止。",
    },
    expects: {
      ...deadEnd,
      // What is private is let in by few.
      "port/rejected": "usually",
      "db/rejected": "usually",
      "dns/private-among-public": "usually",
    },
    advice: wrongAnswer,
  },
  "dns-answered-by-gateway": {
    reportedAs: "dns-wrong-answer",
    kind: "fault",
    layer: "transport",
    locus: ["local-network"],
    sits: "name",
    prior: "usual",
    shownBy: "dns/leads-to-gateway",
    title: { en: "The name is made to lead to our own gateway", zh: "域名被指向本机的网关" },
    about: {
      en: "A portal or a filter answers in DNS's place: every name leads to the router, which has no such service.",
      zh: "认证门户或过滤器代替 DNS 作答：域名都指向路由器，而其上没有该服务。",
    },
    expects: { ...elsewhere, "dns/leads-to-gateway": "always" },
    advice: [
      {
        text: {
          en: "Open a web page in a browser and log in if the network asks for it; else ask its administrator who answers for {name}.",
          zh: "用浏览器打开网页，若网络要求登录请先登录；否则请网络管理员查明是谁代答 {name}。",
        },
        command: dig,
        expect: {
          en: "the gateway's address now, the service's own after the mending",
          zh: "现在为网关地址，修复后为服务的真实地址",
        },
      },
    ],
  },
  "dns-tcp-blocked": {
    kind: "fault",
    layer: "transport",
    locus: ["path"],
    sits: "resolver",
    prior: "rare",
    title: { en: "Long DNS answers cannot be fetched over TCP", zh: "无法通过 TCP 获取较长的 DNS 应答" },
    about: {
      en: "The answer is truncated over UDP, and TCP to the resolver is blocked.",
      zh: "UDP 应答被截断，而到解析器的 TCP 被阻断。",
    },
    // Names whose answers are short get along without TCP: that it is silent for them, too, speaks against nothing.
    shownBy: "dns/truncated-and-tcp-blocked",
    expects: { "dns/truncated-and-tcp-blocked": "always" },
    advice: [
      {
        text: {
          en: "Allow TCP port {resolverPort} to {resolver}.",
          zh: "放行到 {resolver} 的 TCP {resolverPort} 端口。",
        },
        command: [...dig, "+tcp"],
        expect: digAnswers,
      },
    ],
  },
  "hosts-file-override": {
    kind: "fault",
    layer: "transport",
    locus: ["this-host"],
    sits: "name",
    prior: "rare",
    title: { en: "The hosts file overrules DNS", zh: "hosts 文件覆盖了 DNS 解析" },
    about: {
      en: "This machine's hosts file sends the name to another address than DNS does, and the service is not there.",
      zh: "本机 hosts 文件把域名指向与 DNS 不同的地址，而该处没有此服务。",
    },
    expects: {
      ...elsewhere,
      "dns/hosts-differ": "always",
      "dns/not-listed": "never",
      // A machine that serves no longer.
      "tls/expired": "sometimes",
      "tls/out-of-date-by-others": "sometimes",
      "dns/hole-answer": "sometimes",
    },
    certainBy: servesElsewhere,
    advice: [
      {
        text: { en: "Take the line for {name} out of the hosts file.", zh: "删除 hosts 文件中 {name} 的条目。" },
        command: ["grep", "-nwF", "{name}", "/etc/hosts"],
        expect: { en: "a line now, nothing after the mending", zh: "现在有一行，修复后无输出" },
      },
    ],
  },
  "dead-address": {
    kind: "fault",
    layer: "transport",
    locus: ["far-side"],
    sits: "host",
    prior: "usual",
    title: { en: "One of the addresses of the name is dead", zh: "域名的多个地址中有失效者" },
    about: {
      en: "Some addresses answer and some do not, so that connections fail or wait now and then.",
      zh: "部分地址有应答、部分没有，连接会时而失败或等待。",
    },
    expects: { "port/some-addresses-dead": "always", "db/some-addresses-dead": "always", "api/not-sent": "sometimes" },
    advice: [
      {
        text: {
          en: "Take the dead address out of DNS, or bring its machine back.",
          zh: "从 DNS 中移除失效地址，或恢复对应主机。",
        },
        command: dig,
        expect: {
          en: "the dead address is listed now, gone or alive after the mending",
          zh: "现在列有失效地址，修复后已移除或恢复",
        },
      },
    ],
  },
  "address-without-tls": {
    reportedAs: "dead-address",
    kind: "fault",
    layer: "transport",
    locus: ["far-side"],
    sits: "host",
    prior: "usual",
    title: { en: "TLS fails at one of the name's addresses", zh: "域名的多个地址中有 TLS 失败者" },
    about: {
      en: "Every address accepts connections, but at some the handshake is cut, refused or never answered: programs that are led there fail.",
      zh: "各地址均可连接，但部分地址上的握手被切断、拒绝或无应答：被引到该处的程序会失败。",
    },
    // The request goes to the address that the resolver names first.
    expects: { "tls/some-addresses-fail": "always", "api/not-sent": "usually" },
    advice: [
      {
        text: {
          en: "Mend the service at the address that fails, or take the address out of DNS.",
          zh: "修复失败地址上的服务，或从 DNS 中移除该地址。",
        },
        command: dig,
        expect: {
          en: "the failing address is listed now, gone or in order after the mending",
          zh: "现在列有失败的地址，修复后已移除或恢复正常",
        },
      },
    ],
  },
  "address-with-bad-certificate": {
    reportedAs: "backend-partly-failing",
    kind: "fault",
    layer: "transport",
    locus: ["far-side"],
    sits: "host",
    prior: "usual",
    title: {
      en: "One of the name's addresses shows a certificate that does not hold",
      zh: "域名的多个地址中有证书无效者",
    },
    about: {
      en: "At some addresses the certificate is in order, at others it has expired, is for another name or is not trusted: programs that are led there fail.",
      zh: "部分地址上的证书正常，其余地址上的已过期、域名不符或不受信任：被引到该处的程序会失败。",
    },
    expects: { "tls/some-certificates-bad": "always", "api/distrusted": "sometimes" },
    advice: [
      {
        text: {
          en: "Install the same valid certificate at every address of {name}, or take the other address out of DNS.",
          zh: "在 {name} 的每个地址上安装同一有效证书，或从 DNS 中移除该地址。",
        },
        command: dig,
        expect: {
          en: "the address with the bad certificate is listed now, gone or in order after the mending",
          zh: "现在列有证书无效的地址，修复后已移除或恢复正常",
        },
      },
    ],
  },
  "ipv6-without-tls": {
    reportedAs: "ipv6-broken",
    kind: "fault",
    layer: "transport",
    locus: ["path", "far-side"],
    sits: "host",
    prior: "usual",
    title: {
      en: "Over IPv6 connections open, but TLS fails",
      zh: "IPv6 可建立连接，但 TLS 失败",
    },
    about: {
      en: "IPv4 works; over IPv6 the handshake is never answered or cut: large packets vanish on the way, or another service is there.",
      zh: "IPv4 正常；IPv6 上握手无应答或被切断：大包在途中丢失，或该处是另一服务。",
    },
    expects: { "tls/ipv6-fails": "always", "api/not-sent": "usually" },
    advice: [
      {
        text: { en: "Mend IPv6, or take the AAAA record away.", zh: "修复 IPv6，或移除 AAAA 记录。" },
        command: ["ping", "-c", "3", "-M", "do", "-s", "1232", "{address6}"],
        expect: {
          en: "no reply now where large packets vanish, replies after the mending",
          zh: "若大包丢失，现在无应答；修复后有应答",
        },
      },
    ],
  },
  "ipv6-broken": {
    kind: "fault",
    layer: "transport",
    locus: ["path"],
    sits: "host",
    prior: "usual",
    title: { en: "An IPv6 address is published, but its path is dead", zh: "发布了 IPv6 地址，但其路径不通" },
    about: {
      en: "IPv4 works; programs that prefer IPv6 wait or fail.",
      zh: "IPv4 正常；优先使用 IPv6 的程序会等待或失败。",
    },
    expects: { "port/ipv6-dead": "always", "db/ipv6-dead": "always", "api/not-sent": "sometimes" },
    advice: [
      {
        text: { en: "Mend IPv6, or take the AAAA record away.", zh: "修复 IPv6，或移除 AAAA 记录。" },
        command: ["ping", "-c", "3", "{address6}"],
        expect: { en: "no reply now, replies after the mending", zh: "现在无应答，修复后有应答" },
      },
    ],
  },
});
