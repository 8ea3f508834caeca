import type { Bilingual } from "../text.js";

/** Families of clients, as far as their error texts can be told apart; `any`: texts of operating systems and gateways. */
export const clients = [
  "any",
  "node",
  "java",
  "apache-httpclient",
  "okhttp",
  "curl",
  "chromium",
  "firefox",
  "python",
  "dotnet",
  "go",
  "windows",
  "invoicing",
] as const;
export type Client = (typeof clients)[number];

/**
 * Clients that by themselves send a request again when a kept connection dies under it, a POST too: the last error then says
 * nothing of the first sending. Measured: HttpURLConnection (JDK 17), OkHttp 4.12 and libcurl 7.88 end in "connection refused" after a
 * whole request had arrived. Chromium: HttpNetworkTransaction::ShouldResendRequest. WinINet: Microsoft KB 895954.
 */
export const clientRepeats: { readonly [client in Client]?: "always" | "by-default" } = {
  chromium: "always",
  firefox: "always",
  windows: "always",
  java: "by-default",
  okhttp: "by-default",
  curl: "by-default",
};

/** How a known text tells that fact: its stable name, whose text it is, and a pattern over the cleaned text (case is ignored). */
export type Sign = readonly [name: string, client: Client, pattern: RegExp];
export type SignTable<Fact extends string> = { readonly [fact in Fact]: readonly Sign[] };

/** A clause about the attempt, without a full stop. */
type Says = { readonly [fact: string]: Bilingual };

/** What proves that no byte of the request left, or that none of it was processed. */
export const notSentFacts = {
  "not-processed": {
    en: "the server refused the stream before any processing (HTTP/2 REFUSED_STREAM, RFC 9113 section 8.7)",
    zh: "服务器在作任何处理之前即拒绝了该请求（HTTP/2 REFUSED_STREAM，RFC 9113 第 8.7 节）",
  },
  "proxy-refused": { en: "the proxy let no request through", zh: "代理未放行该请求" },
  "certificate-rejected": {
    en: "the client rejected the server's certificate before it sent anything",
    zh: "客户端在发送之前即拒绝了服务器证书",
  },
  "tls-not-established": {
    en: "the TLS handshake failed before anything could be sent",
    zh: "TLS 握手失败，其后才会发送请求",
  },
  "connect-timed-out": { en: "the connection was not established in time", zh: "建立连接超时，连接未曾建立" },
  unreachable: { en: "the host could not be reached, no connection was opened", zh: "主机不可达，连接未曾建立" },
  "name-not-resolved": {
    en: "the name could not be resolved, no connection was opened",
    zh: "域名未能解析，连接未曾建立",
  },
  "connect-failed": { en: "no connection could be established", zh: "未能建立连接" },
  refused: { en: "the connection was refused", zh: "连接被拒绝，未能建立" },
  "not-started": { en: "the client gave up before it opened a connection", zh: "客户端在建立连接之前即已放弃" },
} as const satisfies Says;
export type NotSentFact = keyof typeof notSentFacts;

/** What leaves open whether the request arrived. The first that is found is told. */
export const maybeSentFacts = {
  elsewhere: {
    en: "the text speaks of another service (a database, a cache, a queue), not of the issuing interface",
    zh: "该报错涉及其他服务（数据库、缓存、消息队列等），而非开票接口",
  },
  repeated: {
    en: "the text shows that the client repeated the request, and it tells only how the last try ended",
    zh: "该报错表明客户端曾自动重试，而它只说明最后一次的结果",
  },
  relayed: {
    en: "the text looks like an answer or a log record: the failure in it may be one behind the server",
    zh: "该文本像是应答或日志，其中的错误可能发生在服务器后方",
  },
  "gateway-error": {
    en: "a gateway answered instead of the service behind it, which may have got the request",
    zh: "应答来自网关，其后的服务可能已收到请求",
  },
  "server-error": {
    en: "the server failed after it had received the request",
    zh: "服务器在收到请求之后出错",
  },
  redirected: { en: "the request was sent and redirected", zh: "请求已发出并被重定向" },
  reset: {
    en: "the connection was reset, which also happens after a request has arrived",
    zh: "连接被重置，请求到达之后也会如此",
  },
  "client-certificate": {
    en: "TLS refused the client's certificate, which TLS 1.3 says only after the request may have been sent",
    zh: "TLS 拒绝了客户端证书，而 TLS 1.3 在请求可能已发出之后才会告知",
  },
  "ended-early": {
    en: "the connection ended before a whole answer had come",
    zh: "连接在收到完整应答之前即已结束",
  },
  "send-failed": {
    en: "sending broke off: part of the request or all of it had left",
    zh: "发送中断，请求可能已部分或全部发出",
  },
  "answer-timed-out": { en: "no answer came in time to a request already sent", zh: "请求发出后未在时限内收到应答" },
  "answer-unreadable": { en: "an answer came that could not be read", zh: "收到了无法解析的应答" },
  "tls-broken": {
    en: "TLS failed at a point that the text does not tell",
    zh: "TLS 出错，但该报错未说明发生在哪一步",
  },
  cancelled: { en: "the request was cancelled while it was under way", zh: "请求在途中被取消" },
  "timed-out": {
    en: "the text does not say whether connecting or waiting for the answer took too long",
    zh: "该报错未说明是连接超时还是等待应答超时",
  },
  "some-failure": {
    en: "this client says the same for failures before and after sending",
    zh: "该客户端对发送前和发送后的失败给出同样的提示",
  },
  exchange: {
    en: "the text speaks of sending, of an answer or of the end of a connection",
    zh: "该报错提到了发送、应答或连接结束",
  },
  unrecognised: {
    en: "the text is none that is known to prove that nothing was sent",
    zh: "该报错不在可证明“请求未发出”的已知文本之列",
  },
} as const satisfies Says;
export type MaybeSentFact = keyof typeof maybeSentFacts;

/** What shows that the server answered for itself. */
export const answeredFacts = {
  "number-exists": {
    en: "the platform says that it already has this number, so an earlier sending very likely succeeded",
    zh: "平台答复该号码已存在，此前的请求很可能已经成功",
  },
  "in-process": { en: "the platform says that it is still processing", zh: "平台答复仍在处理" },
  "rejected-by-server": { en: "the server answered and rejected the request", zh: "服务器已应答并拒绝了该请求" },
} as const satisfies Says;
export type AnsweredFact = keyof typeof answeredFacts;

export type AttemptFact = NotSentFact | MaybeSentFact | AnsweredFact;
