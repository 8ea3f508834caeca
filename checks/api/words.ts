import type { Signals } from "../../src/model/check.js";
import { elsewhereSignals } from "./elsewhere-words.js";
import { saidSignals } from "./said-words.js";
import { speedSignals } from "./speed-words.js";
import { toldQuestions, toldSignals } from "./told-words.js";

/** The questions and answers of the check `api`. */
export const apiQuestions = {
  answer: { en: "Does the API answer a request?", zh: "API 是否应答请求？" },
  status: { en: "Is the status the expected one?", zh: "状态码是否符合预期？" },
  content: { en: "Is the content the expected one?", zh: "内容是否符合预期？" },
  ...toldQuestions,
  speed: { en: "Does the answer come in time?", zh: "应答是否及时？" },
  elsewhere: { en: "Is the API at an address that is not in use here?", zh: "API 是否在本机未使用的另一地址上？" },
} as const;

const cut = { answers: "answer", level: "fail", doubt: true } as const;
const status = { answers: "status", level: "fail" } as const;
const content = { answers: "content", level: "fail" } as const;

export const apiSignals = {
  ...elsewhereSignals,
  answers: { answers: "answer", level: "pass", text: { en: "answers in {ms} ms", zh: "{ms} 毫秒内应答" } },
  unsteady: {
    answers: "answer",
    level: "warn",
    text: { en: "{failed} of {tried} requests failed ({how})", zh: "{tried} 次请求中有 {failed} 次失败（{how}）" },
  },
  "no-response": {
    ...cut,
    text: {
      en: "takes the request and sends no answer within {ms} ms",
      zh: "接受了请求，但 {ms} 毫秒内未应答",
    },
  },
  "not-sent": {
    ...cut,
    text: {
      en: "no request could be sent: {reason} ({phase}), though others of this run came through",
      zh: "无法发送请求：{reason}（{phase}），而本次运行的其他检查曾成功",
    },
  },
  reset: { ...cut, text: { en: "resets the connection instead of answering", zh: "不应答而重置连接" } },
  closed: { ...cut, text: { en: "closes the connection instead of answering", zh: "不应答而关闭连接" } },
  "certificate-demanded": {
    answers: "answer",
    level: "fail",
    text: {
      en: "the server demands a client certificate for this request ({reason})",
      zh: "服务器对该请求要求客户端证书（{reason}）",
    },
  },
  "certificate-declined": {
    answers: "answer",
    level: "fail",
    text: {
      en: "the server refuses our client certificate for this request ({reason})",
      zh: "服务器对该请求拒绝我方客户端证书（{reason}）",
    },
  },
  distrusted: {
    answers: "answer",
    level: "fail",
    text: {
      en: "no request is sent: the certificate does not pass the verification ({reason})",
      zh: "未发送请求：证书未通过校验（{reason}）",
    },
  },
  malformed: {
    answers: "answer",
    level: "fail",
    text: { en: "what comes back is not HTTP ({reason})", zh: "返回内容不符合 HTTP（{reason}）" },
  },
  "body-truncated": {
    ...cut,
    text: { en: "the content is cut off before its end", zh: "内容在结束前被截断" },
  },
  "body-stalled": {
    ...cut,
    text: { en: "the content begins and is not whole after {ms} ms", zh: "内容开始传输，但 {ms} 毫秒后仍未传完" },
  },

  "status-ok": { answers: "status", level: "pass", text: { en: "status {status}", zh: "状态码 {status}" } },
  "error-500": { ...status, text: { en: "{status}: the API fails inside", zh: "{status}：API 内部出错" } },
  "bad-gateway": {
    ...status,
    text: {
      en: "{status}: the gateway before the API gets no answer from it",
      zh: "{status}：API 前的网关得不到后端应答",
    },
  },
  unavailable: {
    ...status,
    text: {
      en: "{status}: unavailable for now (Retry-After: {retry})",
      zh: "{status}：暂不可用（Retry-After：{retry}）",
    },
  },
  "gateway-timeout": {
    ...status,
    text: { en: "{status}: the program behind the gateway answers too late", zh: "{status}：网关之后的程序应答超时" },
  },
  "rate-limited": {
    ...status,
    text: {
      en: "{status}: too many requests (Retry-After: {retry})",
      zh: "{status}：请求过于频繁（Retry-After：{retry}）",
    },
  },
  unauthenticated: {
    ...status,
    text: { en: "{status}: credentials are missing or not accepted", zh: "{status}：凭据缺失或不被接受" },
  },
  "login-ended": {
    ...status,
    text: {
      en: "{status}: the login or token has run out, says the answer: “{words}”",
      zh: "{status}：应答表明登录或令牌已过期：“{words}”",
    },
  },
  forbidden: { ...status, text: { en: "{status}: forbidden", zh: "{status}：禁止访问" } },
  "not-found": {
    ...status,
    text: { en: "{status}: no such address on this server", zh: "{status}：服务器上没有该地址" },
  },
  "proxy-auth": {
    ...status,
    text: { en: "{status}: a proxy asks for a login", zh: "{status}：代理要求身份认证" },
  },
  "client-cert-missing": {
    ...status,
    text: { en: "{status}: the web server demands a client certificate", zh: "{status}：Web 服务器要求客户端证书" },
  },
  "client-cert-refused": {
    ...status,
    text: {
      en: "{status}: the web server refuses our client certificate",
      zh: "{status}：Web 服务器拒绝我方客户端证书",
    },
  },
  "wants-tls": {
    ...status,
    text: {
      en: "{status}: the server says that this port speaks HTTPS, and the URL says http",
      zh: "{status}：服务器指出此端口使用 HTTPS，而 URL 写的是 http",
    },
  },
  "portal-redirect": {
    ...status,
    text: {
      en: "{status}: a login portal of this network answers instead; Location: {location}",
      zh: "{status}：应答来自本网络的认证门户；Location：{location}",
    },
  },
  "login-redirect": {
    ...status,
    text: { en: "{status}: redirected to a login page, {location}", zh: "{status}：跳转到登录页 {location}" },
  },
  redirect: { ...status, text: { en: "{status}: redirected to {location}", zh: "{status}：跳转到 {location}" } },
  "client-error": {
    ...status,
    text: { en: "{status}: the API refuses the request as such", zh: "{status}：API 认为请求有误" },
  },
  filtered: {
    ...status,
    text: {
      en: "{status}: a web application firewall refuses the request ({filter})",
      zh: "{status}：请求被 Web 应用防火墙拦截（{filter}）",
    },
  },
  "status-told": {
    answers: "status",
    level: "note",
    // It comes only where something is wrong: the answers of a bad back end keep what is left over for them.
    whenHealthy: "never",
    text: { en: "status {status}; the answer itself says why", zh: "状态码 {status}，原因见应答内容" },
  },
  "unexpected-status": {
    ...status,
    text: { en: "status {status} instead of {expected}", zh: "状态码为 {status}，预期 {expected}" },
  },

  "content-ok": { answers: "content", level: "pass", text: { en: "content as expected", zh: "内容符合预期" } },
  "wrong-type": {
    ...content,
    text: { en: "{type} instead of {expected}", zh: "内容类型为 {type}，预期 {expected}" },
  },
  "portal-page": {
    ...content,
    text: {
      en: "the page of a login portal answers in the API's place ({portal})",
      zh: "认证门户的页面代替 API 应答（{portal}）",
    },
  },
  "maintenance-page": {
    ...content,
    text: { en: "a maintenance page answers: {excerpt}", zh: "返回的是维护页面：{excerpt}" },
  },
  "filter-page": {
    ...content,
    text: {
      en: "the page of a web application firewall answers ({filter})",
      zh: "返回的是 Web 应用防火墙的拦截页（{filter}）",
    },
  },
  "content-told": {
    answers: "content",
    level: "note",
    whenHealthy: "never",
    text: { en: "another content than expected; the answer itself says why", zh: "内容与预期不同，原因见应答内容" },
  },
  "not-json": { ...content, text: { en: "the content is not JSON: “{excerpt}”", zh: "内容不是 JSON：“{excerpt}”" } },
  "json-other": {
    ...content,
    text: { en: "another JSON: it has no {path}", zh: "JSON 内容不同：其中没有 {path}" },
  },
  "json-differs": {
    ...content,
    text: { en: "{path} is {found} instead of {expected}", zh: "{path} 为 {found}，预期 {expected}" },
  },

  ...toldSignals,
  ...saidSignals,

  ...speedSignals,
} as const satisfies Signals;
