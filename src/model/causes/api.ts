import { defineCauses } from "../cause.js";
import { fetchHead, fetchTimed, fetchWhole } from "./commands.js";

const status = (code: string) =>
  ({
    command: fetchHead,
    expect: {
      en: `status ${code} now, the expected one after the mending`,
      zh: `现在状态码为 ${code}，修复后为预期值`,
    },
  }) as const;
/** A fault of the API as a whole: what fails now and then, or in one place, is another cause. */
const wholly = {
  "balance/tied-to-address": "never",
  "balance/tied-to-backend": "never",
  "balance/random-failures": "never",
  "balance/failures-everywhere": "never",
  "balance/now-and-then": "never",
} as const;
/** Of a request that was sent and had no answer. */
const queryFirst = {
  en: "An invoice sent this way may have been issued: query first.",
  zh: "以此方式提交的发票可能已开具：先查询。",
} as const;
const far = { kind: "fault", layer: "application", locus: ["far-side"], sits: "target" } as const;

/** Causes in what the API says. */
export const api = defineCauses({
  "api-error": {
    ...far,
    prior: "common",
    yields: true,
    title: { en: "The API fails inside (500)", zh: "API 内部错误（500）" },
    about: { en: "The program behind the API broke while answering.", zh: "API 背后的程序在处理时出错。" },
    expects: { "api/error-500": "always", ...wholly },
    advice: [
      {
        text: {
          en: "Give the API's owner the time and the URL; they will find it in their log.",
          zh: "将时间与 URL 提供给 API 方，请其查日志。",
        },
        ...status("500"),
      },
    ],
  },
  "api-upstream-down": {
    ...far,
    prior: "common",
    yields: true,
    title: { en: "The gateway before the API cannot reach it (502)", zh: "API 前的网关无法连到后端（502）" },
    about: { en: "The reverse proxy lives, the program behind it does not.", zh: "反向代理正常，其后的程序不可用。" },
    expects: { "api/bad-gateway": "always", ...wholly },
    advice: [
      {
        text: { en: "Ask the API's owner to start the program behind the proxy.", zh: "请 API 方启动代理之后的程序。" },
        ...status("502"),
      },
    ],
  },
  "api-unavailable": {
    ...far,
    prior: "common",
    yields: true,
    title: { en: "The API is unavailable for now (503)", zh: "API 暂不可用（503）" },
    about: {
      en: "It says so itself: overloaded, in maintenance, or without a back end.",
      zh: "服务自称不可用：过载、维护或没有可用后端。",
    },
    expects: { "api/unavailable": "always", ...wholly },
    advice: [
      {
        text: {
          en: "Wait as long as Retry-After says; then ask the API's owner.",
          zh: "按 Retry-After 等待，仍不行则询问 API 方。",
        },
        ...status("503"),
      },
    ],
  },
  "api-upstream-timeout": {
    ...far,
    prior: "common",
    yields: true,
    title: { en: "The program behind the gateway answers too late (504)", zh: "网关之后的程序应答超时（504）" },
    about: {
      en: "The reverse proxy waited in vain. What was sent may have been processed all the same.",
      zh: "反向代理等待超时。已提交的请求仍可能已被处理。",
    },
    expects: { "api/gateway-timeout": "always", ...wholly },
    advice: [
      {
        text: {
          en: "Ask the API's owner what the program waits for; query before sending again.",
          zh: "请 API 方查程序在等待什么；重发前先查询。",
        },
        ...status("504"),
      },
    ],
  },
  "api-rate-limited": {
    ...far,
    prior: "common",
    title: { en: "Too many requests (429)", zh: "请求过于频繁（429）" },
    about: { en: "The API lets this client in again later.", zh: "API 限制了本客户端的频率，稍后恢复。" },
    expects: { "api/rate-limited": "usually", "api/said-rate-limited": "sometimes" },
    advice: [
      {
        text: { en: "Send less often; wait as long as Retry-After says.", zh: "降低频率，并按 Retry-After 等待。" },
        ...status("429"),
      },
    ],
  },
  "api-unauthenticated": {
    ...far,
    prior: "common",
    title: { en: "The API does not accept the credentials (401)", zh: "API 不接受所用凭据（401）" },
    about: { en: "The token or password is missing, wrong or expired.", zh: "令牌或密码缺失、错误或已过期。" },
    expects: {
      "api/unauthenticated": "usually",
      "api/said-credentials-refused": "sometimes",
    },
    why: "Where the status is 200, the words say it.",
    advice: [
      {
        text: { en: "Renew the token in the profile's headers.", zh: "更新配置 headers 中的令牌。" },
        command: fetchHead,
        expect: {
          en: "status 401 with today's credentials, the expected one with renewed ones",
          zh: "使用现有凭据时状态码为 401，更新后为预期值",
        },
      },
    ],
  },
  "api-forbidden": {
    ...far,
    prior: "usual",
    yields: "to-its-own",
    title: { en: "The API forbids the request (403)", zh: "API 禁止该请求（403）" },
    about: {
      en: "Known, but not allowed: a missing right, an address that is not registered, or a filter.",
      zh: "已识别但不允许：缺少权限、地址未登记或被过滤。",
    },
    expects: { "api/forbidden": "always" },
    advice: [
      {
        text: {
          en: "Ask the API's owner for the right, and whether your exit address is registered.",
          zh: "向 API 方申请权限，并确认出口地址是否已登记。",
        },
        ...status("403"),
      },
    ],
  },
  "api-not-found": {
    ...far,
    prior: "usual",
    title: { en: "The API does not know the address (404)", zh: "API 不存在该地址（404）" },
    about: { en: "The path is wrong, or the version was withdrawn.", zh: "路径有误，或该版本已下线。" },
    expects: { "api/not-found": "always" },
    advice: [
      {
        text: { en: "Compare the path with the API's documentation.", zh: "对照 API 文档核对路径。" },
        ...status("404"),
      },
    ],
  },
  "api-client-error": {
    ...far,
    prior: "usual",
    title: { en: "The API refuses the request", zh: "API 拒绝了该请求" },
    about: {
      en: "A status of the 4xx family: the request itself is at fault in the API's eyes.",
      zh: "4xx 状态码：API 认为请求本身有误。",
    },
    expects: { "api/client-error": "always", "api/proxy-auth": "sometimes" },
    advice: [
      {
        text: { en: "Compare the request with the API's documentation.", zh: "对照 API 文档核对请求。" },
        command: fetchHead,
        expect: {
          en: "a status from 400 to 499 now, the expected one after the mending",
          zh: "现在状态码为 400 至 499，修复后为预期值",
        },
      },
    ],
  },
  "api-scheme-wrong": {
    ...far,
    locus: ["this-host", "far-side"],
    prior: "usual",
    title: { en: "The URL says http, the port speaks HTTPS", zh: "URL 写的是 http，端口使用 HTTPS" },
    about: {
      en: "The server tells in its answer that plain HTTP came to a port of HTTPS.",
      zh: "服务器在应答中指出：明文 HTTP 请求发到了 HTTPS 端口。",
    },
    expects: { "api/wants-tls": "always" },
    advice: [
      {
        text: { en: "Write https:// in the URL, or correct its port.", zh: "将 URL 改为 https://，或更正端口。" },
        command: fetchHead,
        expect: {
          en: "status 400 now, the expected one after the mending",
          zh: "现在状态码为 400，修复后为预期值",
        },
      },
    ],
  },
  "api-unexpected-status": {
    ...far,
    prior: "usual",
    title: { en: "The API answers with another status than expected", zh: "API 返回了非预期的状态码" },
    about: { en: "It answers, but not as the profile expects.", zh: "有应答，但与配置的预期不符。" },
    expects: { "api/unexpected-status": "always", "api/redirect": "always" },
    advice: [
      {
        text: { en: "Correct the URL, or what the profile expects.", zh: "更正 URL 或配置中的预期。" },
        command: fetchHead,
        expect: {
          en: "another status than the expected one now, that one after the mending",
          zh: "现在状态码与预期不符，修复后一致",
        },
      },
    ],
  },
  "api-login-redirect": {
    ...far,
    prior: "usual",
    title: { en: "The API sends to a login page", zh: "API 跳转到登录页" },
    about: { en: "The session has ended, or a portal stands before the API.", zh: "会话已失效，或 API 前有登录门户。" },
    expects: { "api/login-redirect": "always" },
    advice: [
      {
        text: { en: "Log in again, or renew the token.", zh: "重新登录或更新令牌。" },
        command: fetchHead,
        expect: {
          en: "a status from 301 to 308 and the login page as Location now, the expected status after the mending",
          zh: "现在状态码为 301 至 308 且 Location 为登录页，修复后为预期状态码",
        },
      },
    ],
  },
  "api-maintenance-page": {
    ...far,
    prior: "usual",
    title: { en: "A maintenance page answers with status 200", zh: "维护页面以 200 状态应答" },
    about: {
      en: "The platform is being worked on, though the status says success.",
      zh: "平台正在维护，尽管状态码为成功。",
    },
    expects: { "api/maintenance-page": "always", "api/said-maintenance": "sometimes" },
    advice: [
      {
        text: { en: "Look for the announcement; wait until it is over.", zh: "查看公告，等待维护结束。" },
        command: fetchWhole,
        expect: {
          en: "a page that speaks of maintenance now, the API's own content after the mending",
          zh: "现在为维护页面，修复后为 API 自身的内容",
        },
      },
    ],
  },
  "api-slow": {
    ...far,
    prior: "common",
    yields: true,
    title: { en: "The API is slow", zh: "API 响应缓慢" },
    about: { en: "It answers rightly, but later than allowed.", zh: "应答正确，但超过允许的时间。" },
    // A segment that was sent again beside it need not be why.
    expects: {
      "api/slow": "always",
      "api/slowish": "always",
      "api/late-after-loss": "sometimes",
      // So may a way that is far, which one answer does not tell from it.
      "api/late-by-way": "sometimes",
      "api/latish-by-way": "sometimes",
      // One answer may have been a quick one by chance.
      "api/in-time": "sometimes",
      "balance/evenly-slow": "sometimes",
      "balance/often-late": "sometimes",
    },
    advice: [
      {
        text: {
          en: "See in which phase the time goes; ask the API's owner if it is the first byte.",
          zh: "查看耗时在哪个阶段；若在首字节，请询问 API 方。",
        },
        command: fetchTimed,
        expect: {
          en: "a total above the limit now, below it after the mending",
          zh: "现在 total 超过限值，修复后低于限值",
        },
      },
    ],
  },
  "api-no-response": {
    ...far,
    prior: "usual",
    title: { en: "The request is accepted and never answered", zh: "请求已被接受，但始终无应答" },
    about: {
      en: "The connection and TLS work; no byte of an answer comes.",
      zh: "连接与 TLS 正常，但没有任何应答字节。",
    },
    expects: {
      "api/no-response": "always",
      "api/body-stalled": "sometimes",
      "api/not-sent": "sometimes",
      // Over plain HTTP the port hears nothing, either.
      "port/unheard": "usually",
      ...wholly,
    },
    advice: [
      {
        text: {
          en: `Ask the API's owner what the program waits for. ${queryFirst.en}`,
          zh: `请 API 方查程序在等待什么。${queryFirst.zh}`,
        },
        command: fetchHead,
        expect: {
          en: "“timed out” and no status now, a status after the mending",
          zh: "现在显示 timed out 且无状态码，修复后有状态码",
        },
      },
    ],
  },
  "api-wrong-content": {
    ...far,
    prior: "usual",
    title: { en: "The API answers with the wrong kind of content", zh: "API 返回了错误类型的内容" },
    about: {
      en: "HTML where JSON is expected, JSON that does not parse, or one without anything of what is expected: another program answers in its place.",
      zh: "预期 JSON 却得到 HTML，或 JSON 无法解析，或其中毫无预期字段：应答者可能不是该程序。",
    },
    expects: {
      "api/wrong-type": "always",
      "api/not-json": "always",
      "api/json-other": "always",
      "api/maintenance-page": "sometimes",
      ...wholly,
    },
    advice: [
      {
        text: {
          en: "Look at the answer: a portal, an error page or another virtual host.",
          zh: "查看应答内容：门户、错误页或其他虚拟主机。",
        },
        command: fetchWhole,
        expect: {
          en: "another kind of content than expected now, the expected one after the mending",
          zh: "现在内容类型与预期不符，修复后一致",
        },
      },
    ],
  },
  "api-body-truncated": {
    ...far,
    prior: "usual",
    title: { en: "The answer is cut off", zh: "应答内容被截断" },
    about: { en: "Fewer bytes arrive than were announced.", zh: "收到的字节少于所声明的长度。" },
    expects: { "api/body-truncated": "always", "api/body-stalled": "always", ...wholly },
    advice: [
      {
        text: {
          en: "Look for a proxy or a crash that ends the connection too early.",
          zh: "检查是否有代理或程序崩溃提前中断连接。",
        },
        command: fetchHead,
        expect: {
          en: "curl says “transfer closed with … bytes remaining” now, no more after the mending",
          zh: "现在 curl 提示 transfer closed with … bytes remaining，修复后不再提示",
        },
      },
    ],
  },
  "api-malformed-response": {
    ...far,
    prior: "usual",
    title: { en: "What answers is not HTTP", zh: "应答不是合法的 HTTP" },
    about: { en: "The bytes that come back do not form an HTTP message.", zh: "返回的字节不构成 HTTP 报文。" },
    expects: { "api/malformed": "always", "port/no-protocol": "sometimes", ...wholly },
    lookAlikes: ["wrong-service"],
    tellApart: {
      en: "See which program listens on the port there: ss -ltnp.",
      zh: "在对端查看该端口由哪个程序监听：ss -ltnp。",
    },
    advice: [
      {
        text: {
          en: "Look at what listens there; a broken proxy or another program.",
          zh: "检查监听者：损坏的代理或其他程序。",
        },
        command: fetchHead,
        expect: {
          en: "curl complains of the answer now, shows a status after the mending",
          zh: "现在 curl 报告应答异常，修复后显示状态码",
        },
      },
    ],
  },
  "api-connection-cut": {
    reportedAs: "api-no-response",
    ...far,
    locus: ["far-side", "path"],
    prior: "usual",
    title: { en: "The connection is closed before an answer", zh: "应答之前连接被关闭" },
    about: {
      en: "The request was sent; the server closed the connection without a byte of an answer.",
      zh: "请求已发出，服务器未返回任何字节即关闭连接。",
    },
    expects: { "api/closed": "always", ...wholly },
    advice: [
      {
        text: {
          en: `Look for a crash or a filter at the far side. ${queryFirst.en}`,
          zh: `检查对端是否崩溃或有过滤。${queryFirst.zh}`,
        },
        command: fetchHead,
        expect: {
          en: "“Empty reply” now, a status after the mending",
          zh: "现在显示 Empty reply，修复后有状态码",
        },
      },
    ],
  },
  "api-connection-reset": {
    reportedAs: "connection-reset",
    ...far,
    locus: ["path", "far-side"],
    prior: "usual",
    title: { en: "The connection is reset as soon as the request is sent", zh: "请求一发出连接即被重置" },
    about: {
      en: "Connection and handshake succeed, the request itself is answered by a reset: a filter on the way that reads along, or a program that crashes on it.",
      zh: "连接与握手均成功，请求本身却换来 RST：途中有读取内容的过滤设备，或程序处理时崩溃。",
    },
    expects: { "api/reset": "always", ...wholly },
    advice: [
      {
        text: {
          en: `Look for a crash at the far side, and for a filter before it. ${queryFirst.en}`,
          zh: `检查对端是否崩溃、其前是否有过滤设备。${queryFirst.zh}`,
        },
        command: fetchHead,
        expect: {
          en: "a reset now, a status after the mending",
          zh: "现在显示被重置，修复后有状态码",
        },
      },
    ],
  },
  "api-business-error": {
    ...far,
    prior: "common",
    title: { en: "Success by status, failure by content", zh: "状态码成功，业务内容失败" },
    about: {
      en: "The API answers 200, but its content says that something is wrong.",
      zh: "API 返回 200，但内容表明业务异常。",
    },
    expects: {
      "api/json-differs": "sometimes",
      "api/code-business-error": "sometimes",
      "api/said-failure": "sometimes",
      ...wholly,
    },
    why: "The content shows it at a path that the profile names, by a code of its catalogue, or by calling itself a failure: either is enough.",
    advice: [
      {
        text: {
          en: "Look the code up in the platform's list; ask the API's owner.",
          zh: "在平台错误码表中查询该代码，或询问 API 方。",
        },
        command: fetchWhole,
        expect: {
          en: "a content that tells of the error now, the expected one after the mending",
          zh: "现在内容报告错误，修复后为预期内容",
        },
      },
    ],
  },
});
