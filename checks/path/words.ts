import type { Raised } from "../../src/model/check.js";

/** What can be asked of a way, and every answer. */
export const questions = {
  end: { en: "How far does the way lead?", zh: "路径通到哪里？" },
  trace: { en: "Can the way be traced from here?", zh: "本机能否追踪路径？" },
  mtu: { en: "Do full-size packets pass?", zh: "满长数据包能否通过？" },
  jumbo: {
    en: "Do the larger packets pass that this machine may send?",
    zh: "本机可能发送的超长数据包（巨型帧）能否通过？",
  },
  bandwidth: { en: "Is the way wide enough?", zh: "带宽是否足够？" },
} as const;

export const signals = {
  reaches: {
    answers: "end",
    level: "pass",
    text: { en: "the way leads to {address} ({hops} hops seen)", zh: "路径可达 {address}（看到 {hops} 跳）" },
  },
  "ends-at": {
    answers: "end",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "the way to {address} is seen as far as {router} (hop {hop}); nothing answers behind it",
      zh: "通往 {address} 的路径可见至 {router}（第 {hop} 跳），其后无应答",
    },
  },
  "ends-at-gateway": {
    answers: "end",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "on the way to {address} our own gateway answers, and nobody behind it",
      zh: "通往 {address} 的路径上只有本方网关应答，其后无应答",
    },
  },
  "no-hop": {
    answers: "end",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "on the way to {address} nobody answers, not even a first hop",
      zh: "通往 {address} 的路径上无任何应答，连第一跳也没有",
    },
  },
  "unreachable-from": {
    answers: "end",
    level: "fail",
    doubt: true,
    text: {
      en: "{router} says that it has no way to {address} ({reason})",
      zh: "{router} 表示没有通往 {address} 的路径（{reason}）",
    },
  },
  "gateway-has-no-way": {
    answers: "end",
    level: "fail",
    doubt: true,
    text: {
      en: "our gateway {router} says that it has no way to {address} ({reason})",
      zh: "本网网关 {router} 表示没有通往 {address} 的路径（{reason}）",
    },
  },
  "host-unreachable-from": {
    answers: "end",
    level: "fail",
    doubt: true,
    text: {
      en: "{router} searched for the next machine on the way to {address}, and nobody answered ({reason})",
      zh: "{router} 寻找通往 {address} 的下一台设备，无应答（{reason}）",
    },
  },
  "gateway-finds-nobody": {
    answers: "end",
    level: "fail",
    doubt: true,
    text: {
      en: "our gateway {router} searched for the next machine on the way to {address}, and nobody answered ({reason})",
      zh: "本方网关 {router} 寻找通往 {address} 的下一台设备，无应答（{reason}）",
    },
  },
  "prohibited-from": {
    answers: "end",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "{router} forbids what the trace sends to {address} ({reason})",
      zh: "{router} 禁止追踪报文发往 {address}（{reason}）",
    },
  },
  loops: {
    answers: "end",
    level: "fail",
    doubt: true,
    text: {
      en: "packets to {address} circle between {routers} and never arrive",
      zh: "发往 {address} 的数据包在 {routers} 之间循环，无法到达",
    },
  },
  unsteady: {
    answers: "end",
    level: "warn",
    text: {
      en: "{address} was reached once, and once it was not: {otherwise}",
      zh: "{address} 一次可达、一次不可达：{otherwise}",
    },
  },
  "not-traced": {
    answers: "trace",
    level: "note",
    whenHealthy: "usually",
    text: { en: "the way cannot be traced from here ({reason})", zh: "本机无法追踪路径（{reason}）" },
  },
  "full-size": {
    answers: "mtu",
    level: "pass",
    text: { en: "packets of {size} bytes pass", zh: "{size} 字节的数据包可以通过" },
  },
  "smaller-discovered": {
    answers: "mtu",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "packets may have {size} bytes at most; senders are told so, and that size passes",
      zh: "数据包最大 {size} 字节；发送方会得到通知，且该长度可通过",
    },
  },
  "large-pings-lost": {
    answers: "mtu",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "pings of {size} bytes vanish, those of {passes} pass: they alone are filtered, or all large packets on their way back",
      zh: "{size} 字节的 ping 无应答，{passes} 字节的可通：可能仅过滤大 ping，也可能返程大包均被丢弃",
    },
  },
  "black-hole": {
    answers: "mtu",
    level: "fail",
    doubt: true,
    text: {
      en: "packets of {size} bytes vanish without a message ({direction}), while {passes} bytes pass",
      zh: "{size} 字节的数据包无声消失（{direction}），而 {passes} 字节可以通过",
    },
  },
  "jumbo-passes": {
    answers: "jumbo",
    level: "pass",
    text: {
      en: "packets of {size} bytes, as the interface may send them, pass as well",
      zh: "网卡允许的 {size} 字节数据包也可以通过",
    },
  },
  "jumbo-told": {
    answers: "jumbo",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "the interface may send larger packets than pass; senders are told so ({size} bytes at most)",
      zh: "网卡允许的数据包大于路径可通过的长度；发送方会得到通知（最大 {size} 字节）",
    },
  },
  "jumbo-unused": {
    answers: "jumbo",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "packets of {size} bytes, which the interface may send, vanish without a message; connections agree on {segment} bytes and send none",
      zh: "网卡允许的 {size} 字节数据包会无声消失；但连接协商的长度为 {segment} 字节，不会发送这种数据包",
    },
  },
  "jumbo-lost": {
    answers: "jumbo",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "packets of {size} bytes, which the interface may send, vanish without a message, while {passes} bytes pass",
      zh: "网卡允许的 {size} 字节数据包无声消失，而 {passes} 字节可以通过",
    },
  },
  "jumbo-agreed": {
    answers: "jumbo",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "packets of {size} bytes vanish without a message, while {passes} bytes pass; connections agree on {segment} bytes all the same",
      zh: "{size} 字节的数据包无声消失，而 {passes} 字节可以通过；但连接仍协商了 {segment} 字节的长度",
    },
  },
  enough: {
    answers: "bandwidth",
    level: "pass",
    text: { en: "full-size packets come back at {rate}", zh: "满长数据包的往返速率为 {rate}" },
  },
  narrow: {
    answers: "bandwidth",
    level: "warn",
    text: {
      en: "full-size packets come back at {rate} only, less than {limit}",
      zh: "满长数据包的往返速率仅 {rate}，低于 {limit}",
    },
  },
} as const;

export type Answer = Raised<typeof signals>;
