import type { Signals } from "../../src/model/check.js";

/** The answers to how the addresses of a name compare with those of the profile's other names. None of them is a fault by itself. */
export const companySignals = {
  "like-the-others": {
    answers: "company",
    level: "pass",
    text: { en: "the addresses of {name} are of no other kind than they should be", zh: "{name} 的地址类型没有异常" },
  },
  // Split-horizon DNS and dedicated lines lead to private addresses, and serve there.
  "private-among-public": {
    answers: "company",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "{name} leads to the private {addresses}, while {others} lead to public addresses: an internal entrance or a dedicated line, or a wrong answer",
      zh: "{name} 指向内网地址 {addresses}，而 {others} 指向公网地址：可能是内网入口或专线，也可能是错误应答",
    },
  },
  "reserved-among-public": {
    answers: "company",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "{name} leads to {addresses}, which the internet does not use, while {others} lead to public addresses",
      zh: "{name} 指向互联网不使用的保留地址 {addresses}，而 {others} 指向公网地址",
    },
  },
  "reserved-alone": {
    answers: "company",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "{name} leads to {addresses}, which the internet does not use; there is no public name to compare it with",
      zh: "{name} 指向互联网不使用的保留地址 {addresses}，没有公网域名可供对照",
    },
  },
  "reserved-by-custom": {
    answers: "company",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "{name} leads to the reserved {addresses}, as others do here: this network uses such addresses",
      zh: "{name} 指向保留地址 {addresses}，此处其他主机亦然：本网络使用这类地址",
    },
  },
} as const satisfies Signals;
