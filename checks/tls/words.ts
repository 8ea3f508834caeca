import type { Signals } from "../../src/model/check.js";

/** The questions and answers of the check `tls`. */
export const tlsQuestions = {
  handshake: { en: "Does the TLS handshake complete?", zh: "TLS 握手能否完成？" },
  dates: { en: "Is the certificate in date by this machine's clock?", zh: "按本机时钟，证书是否在有效期内？" },
  "dates-by-others": { en: "Is the certificate in date by other clocks?", zh: "按其他时钟，证书是否在有效期内？" },
  intermediate: { en: "Are the certificates above it in date?", zh: "上级证书是否在有效期内？" },
  chain: { en: "Does the chain lead to a trusted root?", zh: "证书链能否通向受信任的根？" },
  name: { en: "Is the certificate for the name that is called?", zh: "证书是否属于所访问的域名？" },
  strength: { en: "Are keys and signatures strong enough?", zh: "密钥与签名强度是否足够？" },
  versions: { en: "Is the TLS version a current one?", zh: "TLS 版本是否为现行版本？" },
} as const;

const stops = { answers: "handshake", level: "fail", stops: true } as const;
const doubtful = { ...stops, doubt: true } as const;

export const tlsSignals = {
  completes: {
    answers: "handshake",
    level: "pass",
    text: { en: "{version} with {cipher} in {ms} ms", zh: "{version}，{cipher}，{ms} 毫秒" },
  },
  unsteady: {
    answers: "handshake",
    level: "warn",
    text: { en: "{failed} of {tried} handshakes failed ({how})", zh: "{tried} 次握手中 {failed} 次失败（{how}）" },
  },
  "mostly-failing": {
    answers: "handshake",
    level: "fail",
    text: {
      en: "only some handshakes complete: {failed} of {tried} failed ({how})",
      zh: "仅部分握手成功：{tried} 次中 {failed} 次失败（{how}）",
    },
  },
  "plain-http": {
    ...stops,
    text: { en: "{peer} speaks plain HTTP, not TLS", zh: "{peer} 使用明文 HTTP，而非 TLS" },
  },
  "not-tls": { ...stops, text: { en: "what {peer} answers is not TLS", zh: "{peer} 的应答不是 TLS" } },
  reset: {
    ...doubtful,
    text: {
      en: "{peer} resets the connection at the TLS handshake, though it takes other data",
      zh: "{peer} 接受其他数据，却在 TLS 握手时重置连接",
    },
  },
  closed: {
    ...doubtful,
    text: {
      en: "{peer} closes the connection at the TLS handshake, though it takes other data",
      zh: "{peer} 接受其他数据，却在 TLS 握手时关闭连接",
    },
  },
  "reset-any": {
    ...doubtful,
    text: {
      en: "{peer} cuts the connection on the first data, be it TLS or not",
      zh: "{peer} 收到首个数据即切断连接，无论是否为 TLS",
    },
  },
  stalled: {
    ...doubtful,
    text: {
      en: "{peer} does not answer the TLS handshake within {ms} ms, though it answers other data",
      zh: "{peer} 对其他数据有反应，但 {ms} 毫秒内不应答 TLS 握手",
    },
  },
  frozen: {
    ...doubtful,
    text: {
      en: "{peer} accepts connections and then stays silent, be it asked in TLS or not ({ms} ms)",
      zh: "{peer} 接受连接后始终沉默，无论以 TLS 还是其他方式询问（{ms} 毫秒）",
    },
  },
  "version-unsupported": {
    ...stops,
    text: {
      en: "no TLS version in common; the server speaks {spoken}",
      zh: "没有共同的 TLS 版本；服务器使用 {spoken}",
    },
  },
  "cipher-mismatch": {
    ...stops,
    text: { en: "no cipher in common; the server takes {spoken}", zh: "没有共同的加密套件；服务器接受 {spoken}" },
  },
  "weak-dh": {
    ...stops,
    text: { en: "the server's Diffie-Hellman key is too small", zh: "服务器的 DH 密钥过短" },
  },
  "legacy-renegotiation": {
    ...stops,
    text: {
      en: "the server knows only the unsafe renegotiation from before RFC 5746",
      zh: "服务器仅支持 RFC 5746 之前的不安全重协商",
    },
  },
  "client-cert-required": {
    ...stops,
    text: { en: "the server demands a client certificate", zh: "服务器要求客户端证书" },
  },
  "client-cert-rejected": {
    ...stops,
    text: { en: "the server refuses our client certificate ({reason})", zh: "服务器拒绝我方客户端证书（{reason}）" },
  },
  "refused-by-alert": {
    ...stops,
    text: { en: "the server refuses the handshake with alert {alert}", zh: "服务器以告警 {alert} 拒绝握手" },
  },

  "in-date": {
    answers: "dates",
    level: "pass",
    text: { en: "valid for {days} more days, until {date}", zh: "有效期至 {date}，还有 {days} 天" },
  },
  expiring: {
    answers: "dates",
    level: "warn",
    text: { en: "expires in {days} days, on {date}", zh: "将于 {date} 过期，还有 {days} 天" },
  },
  expired: {
    answers: "dates",
    level: "fail",
    stops: true,
    text: { en: "expired {days} days ago, on {date}", zh: "已于 {date} 过期，过期 {days} 天" },
  },
  "not-yet-valid": {
    answers: "dates",
    level: "fail",
    stops: true,
    text: { en: "not valid before {date}, in {days} days", zh: "{date} 起才生效，还有 {days} 天" },
  },
  "in-date-by-others": {
    answers: "dates-by-others",
    level: "pass",
    text: { en: "in date by the clocks of {sources}", zh: "按 {sources} 的时钟，证书在有效期内" },
  },
  "out-of-date-by-others": {
    answers: "dates-by-others",
    level: "fail",
    text: { en: "out of date by the clocks of {sources} too", zh: "按 {sources} 的时钟，证书同样不在有效期内" },
  },
  "intermediates-in-date": {
    answers: "intermediate",
    level: "pass",
    text: { en: "{subjects} in date", zh: "{subjects} 在有效期内" },
  },
  "intermediate-expired": {
    answers: "intermediate",
    level: "fail",
    stops: true,
    text: { en: "{subject} expired {days} days ago, on {date}", zh: "{subject} 已于 {date} 过期，过期 {days} 天" },
  },

  trusted: {
    answers: "chain",
    level: "pass",
    text: { en: "issued by {issuer}, a trusted root above it", zh: "由 {issuer} 签发，上级为受信任的根" },
  },
  "self-signed": {
    answers: "chain",
    level: "fail",
    stops: true,
    text: { en: "the certificate signed itself ({subject})", zh: "证书为自签名（{subject}）" },
  },
  "untrusted-root": {
    answers: "chain",
    level: "fail",
    stops: true,
    text: { en: "the chain leads to {root}, which is not trusted here", zh: "证书链通向 {root}，本机不信任" },
  },
  "lone-leaf": {
    answers: "chain",
    level: "fail",
    stops: true,
    text: {
      en: "only the server's own certificate was sent; its issuer {issuer} is not known here",
      zh: "服务器只发送了自身证书，本机没有其签发者 {issuer}",
    },
  },
  "missing-intermediate": {
    answers: "chain",
    level: "fail",
    stops: true,
    text: {
      en: "the server does not send {missing}, which was seen elsewhere in this run and leads to a trusted root",
      zh: "服务器未发送 {missing}；本次检查在别处见到该证书，且它通向受信任的根",
    },
  },
  unacceptable: {
    answers: "chain",
    level: "fail",
    stops: true,
    text: {
      en: "the chain leads to a trusted root, but may not be used like this ({reason})",
      zh: "证书链通向受信任的根，但不得如此使用（{reason}）",
    },
  },
  "name-matches": { answers: "name", level: "pass", text: { en: "it is for {name}", zh: "证书属于 {name}" } },
  "name-mismatch": {
    answers: "name",
    level: "fail",
    stops: true,
    text: { en: "it is for {names}, not for {name}", zh: "证书属于 {names}，而非 {name}" },
  },
  strong: { answers: "strength", level: "pass", text: { en: "strong enough", zh: "强度足够" } },
  "weak-key": { answers: "strength", level: "warn", text: { en: "weak: {weak}", zh: "强度不足：{weak}" } },
  "current-version": {
    answers: "versions",
    level: "pass",
    text: { en: "{version} is current", zh: "{version} 为现行版本" },
  },
  "old-version": {
    answers: "versions",
    level: "warn",
    text: { en: "{version} is outdated (RFC 8996)", zh: "{version} 已过时（RFC 8996）" },
  },
} as const satisfies Signals;
