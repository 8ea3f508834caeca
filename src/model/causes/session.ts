import { defineCauses } from "../cause.js";
import { fetchRepeated } from "./commands.js";

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

/** Causes in how connections are kept and shared. */
export const session = defineCauses({
  "keepalive-disabled": {
    ...far,
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
  "keepalive-request-limit": {
    ...far,
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
        command: fetchRepeated(3),
        expect: {
          en: "“Closing connection” within three requests now, only “Re-using existing connection” after the mending",
          zh: "现在三次请求内显示 Closing connection，修复后仅显示 Re-using existing connection",
        },
      },
    ],
  },
  "keepalive-too-short": {
    ...far,
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
        text: {
          en: "Make the client's pool idle time shorter than the server's keep-alive time-out, or raise the latter (nginx: keepalive_timeout).",
          zh: "将客户端连接池空闲时间设为短于服务器的 keep-alive 超时，或调大后者（nginx：keepalive_timeout）。",
        },
        ...diesIdle,
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
        text: {
          en: "Make the client's pool idle time shorter than that of the load balancer or firewall, or raise theirs.",
          zh: "将客户端连接池空闲时间设为短于负载均衡或防火墙，或调大后者。",
        },
        ...diesIdle,
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
        text: {
          en: "Switch TCP keep-alive on in the client below the firewall's idle time, or shorten the pool's idle time.",
          zh: "在客户端启用间隔小于防火墙空闲时间的 TCP keep-alive，或缩短连接池空闲时间。",
        },
        command: afterIdle,
        expect: {
          en: "the second request, on the re-used connection, has “timed out” now, is answered after the mending",
          zh: "现在复用连接上的第二次请求显示 timed out，修复后有应答",
        },
      },
    ],
  },
  "backend-partly-failing": {
    ...far,
    prior: "usual",
    title: { en: "Some of the servers behind one name fail", zh: "同一域名背后的部分服务器故障" },
    about: {
      en: "One attempt works and the next does not: a load balancer sends some of them to a broken back end.",
      zh: "时好时坏：负载均衡把部分请求分给了故障后端。",
    },
    expects: {
      "tls/mostly-failing": "usually",
      "tls/unsteady": "usually",
      "api/unsteady": "usually",
    },
    advice: [
      {
        text: {
          en: "Look at the health checks of the load balancer; take the broken back end out.",
          zh: "检查负载均衡的健康检查，移除故障后端。",
        },
        command: fetchRepeated(9, "-H", "Connection: close"),
        expect: {
          en: "some of the nine answers are failures now, none after the mending",
          zh: "现在九次应答中有失败，修复后全部正常",
        },
      },
    ],
  },
});
