import { defineCauses } from "../cause.js";
import { fetchFresh, fetchRepeated } from "./commands.js";

const far = { kind: "fault", layer: "session", locus: ["far-side"], sits: "endpoint" } as const;
/** Two requests with the idle time of the client's pool between them. */
const afterIdle = fetchRepeated(2, "--rate", "{rate}");
const diesIdle = {
  command: afterIdle,
  expect: {
    en: "before the second request the connection “seems to be dead” or “died” now; only “Re-using existing connection” after the mending",
    zh: "现在第二次请求前显示 seems to be dead 或 died，修复后仅显示 Re-using existing connection",
  },
} as const;

/** Where clients set how long their pools keep an idle connection. */
const poolSettings =
  "undici keepAliveTimeout, Node agentkeepalive freeSocketTimeout, Apache HttpClient evictIdleConnections, OkHttp keepAliveDuration, .NET PooledConnectionIdleTimeout, Go IdleConnTimeout";

const giveUpSooner = {
  en: `Let the client's pool give a connection up sooner than was measured: ${poolSettings}.`,
  zh: `让客户端连接池在实测时间之前释放连接：${poolSettings}。`,
} as const;
const someFail = {
  command: fetchFresh,
  expect: {
    en: "some of the twenty lines are failures now, none after the mending",
    zh: "现在二十行中有失败，修复后全部正常",
  },
} as const;

const takeBackEndOut = {
  text: {
    en: "Look at the health checks of the load balancer; take the broken back end out.",
    zh: "检查负载均衡的健康检查，移除故障后端。",
  },
  ...someFail,
} as const;

/** Causes in how connections are kept and shared. */
export const session = defineCauses({
  "keepalive-disabled": {
    ...far,
    mild: true,
    prior: "usual",
    title: { en: "The server ends each connection after one answer", zh: "服务器每次应答后即关闭连接" },
    about: {
      en: "Every request pays for a new connection and handshake; pools of clients never help and may run dry.",
      zh: "每次请求都要重新建立连接与握手，客户端连接池无效且可能耗尽。",
    },
    expects: { "keepalive/closed-each-time": "always" },
    advice: [
      {
        text: {
          en: "Switch keep-alive on at the server (nginx: keepalive_timeout above 0) or at the proxy before it.",
          zh: "在服务器或其前置代理上启用 keep-alive（nginx：keepalive_timeout 大于 0）。",
        },
        command: fetchRepeated(2),
        expect: {
          en: "“Closing connection” after each request now, “Re-using existing connection” after the mending",
          zh: "现在每次请求后显示 Closing connection，修复后显示 Re-using existing connection",
        },
      },
    ],
  },
  "http-1.0": {
    ...far,
    kind: "note",
    reportedAs: "keepalive-disabled",
    prior: "common",
    title: {
      en: "The server speaks HTTP/1.0: one connection for each request",
      zh: "服务器使用 HTTP/1.0：每次请求各用一条连接",
    },
    about: {
      en: "Its version of the protocol ends each connection after one answer. This costs time and harms nothing.",
      zh: "该协议版本每次应答后即结束连接。只多花时间，并无妨碍。",
    },
    expects: { "keepalive/http-1.0": "always" },
    advice: [
      {
        text: {
          en: "Nothing needs to be done; a server that speaks HTTP/1.1 would save the handshakes.",
          zh: "无需处理；改用支持 HTTP/1.1 的服务器可省去重复握手。",
        },
        command: fetchRepeated(2),
        expect: {
          en: "“Closing connection” after each request now, “Re-using existing connection” with HTTP/1.1",
          zh: "现在每次请求后显示 Closing connection，使用 HTTP/1.1 后显示 Re-using existing connection",
        },
      },
    ],
  },
  "keepalive-request-limit": {
    ...far,
    mild: true,
    prior: "usual",
    title: { en: "The server ends connections after a few requests", zh: "服务器在少量请求后关闭连接" },
    about: {
      en: "A limit of requests per connection is set too low; under load clients meet closed connections.",
      zh: "每连接请求数上限过低；高负载时客户端会遇到已关闭的连接。",
    },
    expects: { "keepalive/request-limit": "always" },
    advice: [
      {
        text: {
          en: "Raise the limit (nginx: keepalive_requests 1000).",
          zh: "提高上限（nginx：keepalive_requests 1000）。",
        },
        command: fetchRepeated(5),
        expect: {
          en: "“Closing connection” within five requests now, only “Re-using existing connection” after the mending",
          zh: "现在五次请求内显示 Closing connection，修复后仅显示 Re-using existing connection",
        },
      },
    ],
  },
  "keepalive-too-short": {
    ...far,
    mild: true,
    prior: "common",
    title: {
      en: "The server ends idle connections sooner than the client keeps them",
      zh: "服务器关闭空闲连接的时间短于客户端的保留时间",
    },
    about: {
      en: "A client that re-uses a connection from its pool meets one that the server has just closed: a reset now and then.",
      zh: "客户端从连接池取用的连接可能刚被服务器关闭，于是偶发连接重置。",
    },
    expects: { "keepalive/ends-idle": "always", "keepalive/announces-shorter": "sometimes" },
    advice: [
      {
        text: giveUpSooner,
        ...diesIdle,
      },
      {
        text: {
          en: "Or let the server wait longer than the client: nginx keepalive_timeout, Apache KeepAliveTimeout, Tomcat keepAliveTimeout, Node server.keepAliveTimeout, HAProxy timeout http-keep-alive.",
          zh: "或让服务器的等待长于客户端：nginx keepalive_timeout、Apache KeepAliveTimeout、Tomcat keepAliveTimeout、Node server.keepAliveTimeout、HAProxy timeout http-keep-alive。",
        },
      },
    ],
  },
  "idle-connection-reset": {
    kind: "fault",
    layer: "session",
    locus: ["path", "far-side"],
    sits: "endpoint",
    prior: "usual",
    title: { en: "Idle connections are reset", zh: "空闲连接被重置" },
    about: {
      en: "A load balancer or firewall cuts idle connections with a reset, before the client's pool lets them go.",
      zh: "负载均衡或防火墙在客户端释放之前以 RST 切断空闲连接。",
    },
    expects: { "keepalive/resets-idle": "always" },
    advice: [
      {
        text: giveUpSooner,
        ...diesIdle,
      },
      {
        text: {
          en: "Or raise the idle time of what cuts: HAProxy timeout client and timeout server, the listener's idle time-out of a cloud load balancer (AWS idle_timeout.timeout_seconds), the firewall's session time for TCP.",
          zh: "或调大切断方的空闲时间：HAProxy timeout client／timeout server、云负载均衡监听的空闲超时（AWS 为 idle_timeout.timeout_seconds）、防火墙的 TCP 会话时长。",
        },
      },
    ],
  },
  "idle-flow-dropped": {
    kind: "fault",
    layer: "session",
    locus: ["path"],
    sits: "endpoint",
    prior: "usual",
    title: { en: "A firewall forgets idle connections and drops what follows", zh: "防火墙遗忘空闲连接并丢弃后续数据" },
    about: {
      en: "After an idle time nothing comes back on the connection, not even a reset: requests hang until they time out.",
      zh: "空闲一段时间后连接上毫无回应，连 RST 也没有：请求一直挂到超时。",
    },
    expects: { "keepalive/drops-idle": "always" },
    advice: [
      {
        text: giveUpSooner,
        command: afterIdle,
        expect: {
          en: "the second request, on the re-used connection, has “timed out” now, is answered after the mending",
          zh: "现在复用连接上的第二次请求显示 timed out，修复后有应答",
        },
      },
      {
        text: {
          en: "Or switch TCP keep-alive on with a shorter interval (SO_KEEPALIVE and net.ipv4.tcp_keepalive_time; Node socket.setKeepAlive), or raise the firewall's time: Linux net.netfilter.nf_conntrack_tcp_timeout_established.",
          zh: "或启用间隔更短的 TCP keep-alive（SO_KEEPALIVE 与 net.ipv4.tcp_keepalive_time；Node socket.setKeepAlive），或调大防火墙时长：Linux net.netfilter.nf_conntrack_tcp_timeout_established。",
        },
      },
    ],
  },
  "backend-partly-failing": {
    ...far,
    prior: "common",
    title: { en: "Some of the servers behind one name fail", zh: "同一域名背后的部分服务器故障" },
    about: {
      en: "One attempt works and the next does not: a load balancer sends some of them to a broken back end.",
      zh: "时好时坏：负载均衡把部分请求分给了故障后端。",
    },
    expects: {
      // One that fails ends its connections, and the next request on them meets that end.
      "keepalive/closed-each-time": "sometimes",
      "keepalive/reused": "usually",
      "balance/tied-to-address": "usually",
      "balance/tied-to-backend": "usually",
      "balance/random-failures": "usually",
      "balance/now-and-then": "sometimes",
      "balance/all-fail": "seldom",
      "balance/alike": "seldom",
      "balance/slowed-down": "seldom",
      "balance/only-when-hurried": "seldom",
      "balance/concurrent-fail": "never",
      "balance/sticks-to-bad": "sometimes",
      "keepalive/ends-unevenly": "sometimes",
      "tls/completes": "usually",
      "tls/mostly-failing": "sometimes",
      "tls/unsteady": "sometimes",
      // Where a dead one is given connections, and not their requests alone.
      "port/unsteady": "sometimes",
      // A single request may meet any back end: whatever a bad one answers is expected, by what these leave over.
      "api/answers": "usually",
      "api/unsteady": "sometimes",
      "api/status-ok": "usually",
    },
    lookAlikes: ["api-flapping"],
    tellApart: {
      en: "Name the response header that says which back end answered (`backend: X-Backend` in the profile), or ask each back end by itself.",
      zh: "在配置中写明标识后端的应答头（如 `backend: X-Backend`），或逐台直接请求后端。",
    },
    advice: [takeBackEndOut],
  },
  "api-flapping": {
    ...far,
    prior: "rare",
    title: { en: "The service itself fails now and then", zh: "服务自身时好时坏" },
    about: {
      en: "Requests fail on every back end alike: the program, or what all of them share, is overloaded or restarts.",
      zh: "各后端均会失败：程序或其共用的资源过载，或在反复重启。",
    },
    expects: {
      "keepalive/closed-each-time": "sometimes",
      "keepalive/reused": "usually",
      "balance/failures-everywhere": "usually",
      "balance/random-failures": "sometimes",
      "balance/now-and-then": "usually",
      "balance/all-fail": "seldom",
      "balance/alike": "seldom",
      "balance/slowed-down": "seldom",
      "balance/only-when-hurried": "seldom",
      "balance/concurrent-fail": "never",
      "keepalive/ends-unevenly": "sometimes",
      "api/answers": "usually",
      "api/unsteady": "sometimes",
      "api/status-ok": "usually",
    },
    lookAlikes: ["backend-partly-failing"],
    advice: [
      {
        text: {
          en: "Look at the program's log at the times of the failures: restarts, memory, time-outs of what it calls.",
          zh: "按失败时间查看程序日志：重启、内存、下游超时。",
        },
        ...someFail,
      },
    ],
  },
  "back-end-cuts": {
    reportedAs: "backend-partly-failing",
    ...far,
    prior: "common",
    shownBy: ["port/cut-at-times", "port/reset-at-times", "port/refused-at-times"],
    title: {
      en: "Some of the servers behind one port refuse or cut their connections",
      zh: "同一端口背后的部分服务器拒绝或切断连接",
    },
    about: {
      en: "Of connections one after another some are served and some are refused or cut: a balancer gives them to a broken back end, or a filter picks them.",
      zh: "依次建立的连接有的正常、有的被拒绝或切断：负载均衡把其中一部分交给了故障后端，或有过滤设备将其选中。",
    },
    expects: {
      "port/cut-at-times": "usually",
      "port/reset-at-times": "usually",
      "port/refused-at-times": "usually",
      // What opens each time alone is turned away by a limit.
      "port/one-at-a-time": "never",
      "port/few-at-a-time": "never",
      "tls/unsteady": "sometimes",
      "tls/mostly-failing": "sometimes",
      "api/unsteady": "sometimes",
      "balance/tied-to-address": "sometimes",
      "balance/tied-to-backend": "sometimes",
      "balance/random-failures": "usually",
      "balance/now-and-then": "usually",
      "balance/failures-everywhere": "sometimes",
      "keepalive/ends-unevenly": "sometimes",
    },
    lookAlikes: ["connection-reset"],
    tellApart: {
      en: "Ask each back end by itself; if none of them cuts connections, look at what stands before them.",
      zh: "逐台直接连接后端；若均不切断连接，则检查其前面的设备。",
    },
    advice: [takeBackEndOut],
  },
  "backend-partly-slow": {
    ...far,
    prior: "usual",
    title: { en: "Some of the servers behind one name are slow", zh: "同一域名背后的部分服务器缓慢" },
    about: {
      en: "A stable part of the answers takes many times longer than the rest: one address or back end is overloaded.",
      zh: "固定比例的应答比其余慢许多倍：某个地址或后端过载。",
    },
    expects: {
      "balance/some-slow": "always",
      "api/in-time": "usually",
      "api/slow": "sometimes",
      "api/slowish": "sometimes",
    },
    advice: [
      {
        text: {
          en: "Look at the load of each back end; take the slow one out, or give it less weight.",
          zh: "查看各后端负载，移除缓慢的后端或降低其权重。",
        },
        command: fetchFresh,
        expect: {
          en: "two kinds of times in the second column now, one kind after the mending",
          zh: "现在第二列的耗时分为快慢两类，修复后一致",
        },
      },
    ],
  },
  "reused-connection-fails": {
    ...far,
    prior: "usual",
    title: { en: "Requests fail only on connections that were used before", zh: "仅在复用的连接上请求失败" },
    about: {
      en: "New connections work each time; a further request on one gets an error or nothing: a stage on the way has lost what belongs to the connection.",
      zh: "新连接每次都成功，而同一连接上的后续请求报错或无应答：中间某一级丢失了连接状态。",
    },
    expects: { "balance/reused-connections-fail": "always" },
    advice: [
      {
        text: {
          en: "Compare the keep-alive time-outs of all stages (client, load balancer, back end): each must be shorter than that of the stage behind it. Until then let the client close each connection.",
          zh: "比较各级（客户端、负载均衡、后端）的 keep-alive 超时：每一级都应短于其后一级。修复前可让客户端每次关闭连接。",
        },
        command: fetchRepeated(6),
        expect: {
          en: "the first answer is right and later ones are not now, all are after the mending",
          zh: "现在仅首次应答正常，修复后全部正常",
        },
      },
    ],
  },
});
