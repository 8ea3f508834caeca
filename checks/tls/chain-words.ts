import type { Signals } from "../../src/model/check.js";

/** Where the chain leads. */
export const chainSignals = {
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
  "tax-root-untrusted": {
    answers: "chain",
    level: "fail",
    stops: true,
    text: {
      en: "the chain leads to {root}, the tax authority's own root, which is not trusted here",
      zh: "证书链通向税务机关的根证书 {root}，本机未安装信任",
    },
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
  "strange-issuer": {
    answers: "chain",
    level: "fail",
    stops: true,
    text: {
      en: "only the server's own certificate was sent; its issuer {issuer} is not known here, nor any root of that name",
      zh: "服务器只发送了自身证书；本机没有其签发者 {issuer}，也没有同名系的根",
    },
  },
  gap: {
    answers: "chain",
    level: "fail",
    stops: true,
    text: {
      en: "the chain that was sent has a gap: {missing} is missing below {above}, which leads to a trusted root",
      zh: "发送的证书链有缺口：{above} 通向受信任的根，其下缺少 {missing}",
    },
  },
  "kin-missing": {
    answers: "chain",
    level: "fail",
    stops: true,
    text: {
      en: "{missing} was not sent and is not known here; a trusted root, {kin}, bears the same name",
      zh: "服务器未发送 {missing}，本机也没有；受信任的根 {kin} 与其同名系",
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
} as const satisfies Signals;
