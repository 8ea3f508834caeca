import type { Signals } from "../../src/model/check.js";
import { chainSignals } from "./chain-words.js";

const expired = {
  en: "{subject} expired {days} days ago, on {date}",
  zh: "{subject} 已于 {date} 过期，过期 {days} 天",
} as const;

/** What a completed handshake answers besides itself. */
export const certificateSignals = {
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
    text: expired,
  },
  "intermediate-not-yet-valid": {
    answers: "intermediate",
    level: "fail",
    stops: true,
    text: {
      en: "{subject}, above it, is not valid before {date}, in {days} days",
      zh: "其上级 {subject} 自 {date} 起才生效，还有 {days} 天",
    },
  },
  "root-expired": {
    answers: "intermediate",
    level: "fail",
    stops: true,
    text: {
      en: "{subject}, the trusted root that it leads to, expired {days} days ago, on {date}",
      zh: "其所通向的受信任的根 {subject} 已于 {date} 过期，过期 {days} 天",
    },
  },

  ...chainSignals,

  "own-issuer": {
    answers: "issuer",
    level: "pass",
    text: {
      en: "other hosts ({others}) show other issuers than {issuer}",
      zh: "其他主机（{others}）的签发者并非 {issuer}",
    },
  },
  interceptor: {
    answers: "issuer",
    level: "fail",
    text: {
      en: "{issuer} signed it: that is how products of {vendor} sign in place of a server",
      zh: "证书由 {issuer} 签发：{vendor} 产品代替服务器签发证书时即如此署名",
    },
  },
  "shared-issuer": {
    answers: "issuer",
    level: "fail",
    text: {
      en: "the same unknown issuer {issuer} signs for unrelated hosts ({others}) too",
      zh: "同一未知机构 {issuer} 还为互不相干的主机（{others}）签发证书",
    },
  },
  "name-matches": { answers: "name", level: "pass", text: { en: "it is for {name}", zh: "证书属于 {name}" } },
  "name-mismatch": {
    answers: "name",
    level: "fail",
    stops: true,
    text: { en: "it is for {names}, not for {name}", zh: "证书属于 {names}，而非 {name}" },
  },
  "holds-elsewhere": {
    answers: "elsewhere",
    level: "fail",
    text: {
      en: "the service is at {address}, as {server} says: TLS for {name} holds there, not at {used}",
      zh: "服务在 {server} 所答的 {address} 上：{name} 的 TLS 在该处有效，在 {used} 上无效",
    },
  },
  "nowhere-else": {
    answers: "elsewhere",
    level: "note",
    text: {
      en: "TLS for {name} does not hold at other addresses either ({tried})",
      zh: "{name} 的 TLS 在其他地址（{tried}）上同样无效",
    },
  },
  "not-revoked": {
    answers: "revocation",
    level: "pass",
    text: { en: "the authority said on {date} that it stands", zh: "证书机构于 {date} 表明其有效" },
  },
  revoked: {
    answers: "revocation",
    level: "fail",
    text: {
      en: "revoked by its authority on {date} ({reason}), as the server itself shows",
      zh: "已于 {date} 被证书机构吊销（{reason}），由服务器自己出示",
    },
  },
  "status-outdated": {
    answers: "revocation",
    level: "note",
    text: {
      en: "what the server shows of its authority's word has been out of date since {date}",
      zh: "服务器出示的证书状态自 {date} 起已过期",
    },
  },
  "own-in-date": {
    answers: "own-certificate",
    level: "pass",
    text: {
      en: "{subject} is valid for {days} more days, until {date}",
      zh: "{subject} 有效期至 {date}，还有 {days} 天",
    },
  },
  "own-expiring": {
    answers: "own-certificate",
    level: "warn",
    text: { en: "{subject} expires in {days} days, on {date}", zh: "{subject} 将于 {date} 过期，还有 {days} 天" },
  },
  "own-expired": {
    answers: "own-certificate",
    level: "fail",
    text: expired,
  },
  "own-not-yet-valid": {
    answers: "own-certificate",
    level: "fail",
    text: {
      en: "{subject} is not valid before {date}, in {days} days",
      zh: "{subject} 自 {date} 起才生效，还有 {days} 天",
    },
  },
  strong: { answers: "strength", level: "pass", text: { en: "strong enough", zh: "强度足够" } },
  "weak-key": { answers: "strength", level: "warn", text: { en: "weak: {weak}", zh: "强度不足：{weak}" } },
  "exchange-strong": {
    answers: "exchange",
    level: "pass",
    text: { en: "{type} of {bits} bits", zh: "{type}，{bits} 位" },
  },
  "exchange-weak": {
    answers: "exchange",
    level: "warn",
    text: {
      en: "{type} of {bits} bits: newer clients refuse fewer than 2048",
      zh: "{type} 仅 {bits} 位：较新的客户端拒绝少于 2048 位者",
    },
  },
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
