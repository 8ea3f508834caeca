import type { Signals } from "../../src/model/check.js";
import { addressSignals } from "./address-words.js";
import { certificateSignals } from "./certificate-words.js";

/** The questions and answers of the check `tls`. */
export const tlsQuestions = {
  handshake: { en: "Does the TLS handshake complete?", zh: "TLS 握手能否完成？" },
  dates: { en: "Is the certificate in date by this machine's clock?", zh: "按本机时钟，证书是否在有效期内？" },
  "dates-by-others": { en: "Is the certificate in date by other clocks?", zh: "按其他时钟，证书是否在有效期内？" },
  intermediate: { en: "Are the certificates above it in date?", zh: "上级证书是否在有效期内？" },
  chain: { en: "Does the chain lead to a trusted root?", zh: "证书链能否通向受信任的根？" },
  issuer: { en: "Does something on the way sign in the server's place?", zh: "途中是否有设备代替服务器签发证书？" },
  name: { en: "Is the certificate for the name that is called?", zh: "证书是否属于所访问的域名？" },
  revocation: {
    en: "Does the server itself show that its certificate was not revoked?",
    zh: "服务器自己出示的状态是否表明证书未被吊销？",
  },
  "own-certificate": { en: "Is this side's own client certificate in date?", zh: "我方客户端证书是否在有效期内？" },
  strength: { en: "Are keys and signatures strong enough?", zh: "密钥与签名强度是否足够？" },
  exchange: { en: "Is the key exchange strong enough?", zh: "密钥交换强度是否足够？" },
  elsewhere: { en: "Is the service at an address that is not in use here?", zh: "服务是否在本机未使用的另一地址上？" },
  addresses: { en: "Does TLS hold at every address of the name?", zh: "该域名的每个地址上 TLS 是否都有效？" },
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
  "gm-only": {
    ...stops,
    text: {
      en: "the server speaks only TLS with the Chinese commercial algorithms ({spoken})",
      zh: "服务器仅支持国密 TLS（{spoken}）",
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
  ...addressSignals,
  ...certificateSignals,
} as const satisfies Signals;
