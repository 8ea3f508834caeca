import type { Signals } from "../../src/model/check.js";

/** The questions and answers of the check `egress`. */
export const egressQuestions = {
  address: { en: "Is the address that requests leave from registered?", zh: "请求的出口地址是否已登记？" },
  ways: {
    en: "Is a request refused on one way out and answered on the other?",
    zh: "请求是否在某一出口被拒而另一出口正常？",
  },
} as const;

export const egressSignals = {
  registered: {
    answers: "address",
    level: "pass",
    text: { en: "leaves ({way}) from {address}, which is registered", zh: "经 {way} 从 {address} 发出，已登记" },
  },
  "not-registered": {
    answers: "address",
    level: "fail",
    text: {
      en: "leaves ({way}) from {address}, which is none of the registered {registered}",
      zh: "经 {way} 从 {address} 发出，不在已登记的 {registered} 之中",
    },
  },
  "spare-not-registered": {
    answers: "address",
    level: "note",
    text: {
      en: "would leave ({way}) from {address}, which is not registered; no target goes this way",
      zh: "若经 {way} 则从 {address} 发出，未登记；没有目标走此出口",
    },
  },
  "address-seen": {
    answers: "address",
    level: "note",
    text: {
      en: "leaves ({way}) from {address}; the profile names no registered address",
      zh: "经 {way} 从 {address} 发出；配置未列出已登记地址",
    },
  },
  "address-not-told": {
    answers: "address",
    level: "note",
    text: {
      en: "the answer ({way}, status {status}) bears no address",
      zh: "应答（{way}，状态码 {status}）中没有地址",
    },
  },

  "not-refused": {
    answers: "ways",
    level: "pass",
    text: { en: "not refused on the way that requests take ({status})", zh: "所用出口未被拒绝（{status}）" },
  },
  "refused-here": {
    answers: "ways",
    level: "fail",
    text: {
      en: "{status} on the way that requests take ({way}), {otherStatus} on the other ({other})",
      zh: "所用出口（{way}）返回 {status}，另一出口（{other}）返回 {otherStatus}",
    },
  },
  "refused-through-proxy": {
    answers: "ways",
    level: "fail",
    text: {
      en: "{status} through the proxy, {otherStatus} on the other way ({other}): in plain HTTP the proxy may say so itself",
      zh: "经代理返回 {status}，另一出口（{other}）返回 {otherStatus}：明文 HTTP 中也可能是代理自身的应答",
    },
  },
  "refused-on-both": {
    answers: "ways",
    level: "note",
    text: {
      en: "{status} on the way that requests take ({way}), and no better on the other ({other}: {otherStatus})",
      zh: "所用出口（{way}）返回 {status}，另一出口（{other}）亦不正常：{otherStatus}",
    },
  },
} as const satisfies Signals;
