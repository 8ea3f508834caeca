import type { Signals } from "../../src/model/check.js";

/** What can be said of how long the answer took. */
export const speedSignals = {
  "in-time": { answers: "speed", level: "pass", text: { en: "{ms} ms", zh: "{ms} 毫秒" } },
  slow: {
    answers: "speed",
    level: "fail",
    text: {
      en: "{ms} ms, more than the {limit} ms allowed: name {name}, connect {connect}, TLS {tls}, first byte {firstByte}, content {body}",
      zh: "{ms} 毫秒，超过允许的 {limit} 毫秒：解析 {name}，连接 {connect}，TLS {tls}，首字节 {firstByte}，内容 {body}",
    },
  },
  "late-after-loss": {
    answers: "speed",
    level: "warn",
    text: {
      en: "{ms} ms, and {resent} segments were sent again meanwhile: name {name}, connect {connect}, TLS {tls}, first byte {firstByte}, content {body}",
      zh: "{ms} 毫秒，期间重传了 {resent} 个报文段：解析 {name}，连接 {connect}，TLS {tls}，首字节 {firstByte}，内容 {body}",
    },
  },
  "late-by-way": {
    answers: "speed",
    level: "fail",
    text: {
      en: "{ms} ms, more than the {limit} ms allowed, of which the way takes a part: name {name}, connect {connect}, TLS {tls}, first byte {firstByte}, content {body}",
      zh: "{ms} 毫秒，超过允许的 {limit} 毫秒，其中一部分耗在途中：解析 {name}，连接 {connect}，TLS {tls}，首字节 {firstByte}，内容 {body}",
    },
  },
  "latish-by-way": {
    answers: "speed",
    level: "warn",
    text: {
      en: "{ms} ms is slow, and the way takes a part of it: name {name}, connect {connect}, TLS {tls}, first byte {firstByte}, content {body}",
      zh: "{ms} 毫秒，偏慢，其中一部分耗在途中：解析 {name}，连接 {connect}，TLS {tls}，首字节 {firstByte}，内容 {body}",
    },
  },
  slowish: {
    answers: "speed",
    level: "warn",
    text: {
      en: "{ms} ms is slow: name {name}, connect {connect}, TLS {tls}, first byte {firstByte}, content {body}",
      zh: "{ms} 毫秒，偏慢：解析 {name}，连接 {connect}，TLS {tls}，首字节 {firstByte}，内容 {body}",
    },
  },
} as const satisfies Signals;
