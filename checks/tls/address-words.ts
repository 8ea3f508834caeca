import type { Signals } from "../../src/model/check.js";

/** What TLS does at the several addresses of a name. */
export const addressSignals = {
  "all-addresses-hold": {
    answers: "addresses",
    level: "pass",
    text: { en: "it holds at all {count} addresses", zh: "在全部 {count} 个地址上均有效" },
  },
  "some-addresses-fail": {
    answers: "addresses",
    level: "fail",
    doubt: true,
    text: {
      en: "TLS holds at {good}, but the handshake fails at {bad} ({how})",
      zh: "{good} 上 TLS 有效，但 {bad} 上握手失败（{how}）",
    },
  },
  "ipv6-fails": {
    answers: "addresses",
    level: "fail",
    doubt: true,
    text: {
      en: "TLS holds over IPv4 ({good}), but the handshake fails over IPv6 at {bad} ({how})",
      zh: "IPv4（{good}）上 TLS 有效，但 IPv6 地址 {bad} 上握手失败（{how}）",
    },
  },
  "some-certificates-bad": {
    answers: "addresses",
    level: "fail",
    text: {
      en: "the certificate holds at {good}, but not at {bad} ({how})",
      zh: "{good} 上的证书有效，但 {bad} 上的无效（{how}）",
    },
  },
} as const satisfies Signals;
