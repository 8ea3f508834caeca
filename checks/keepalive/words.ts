import type { Signals } from "../../src/model/check.js";

/** The questions and answers of the check `keepalive`. */
export const keepaliveQuestions = {
  reuse: { en: "Is one connection used for several requests?", zh: "一条连接能否用于多次请求？" },
  idle: {
    en: "Does a connection survive the client's idle time?",
    zh: "连接能否经受客户端的空闲时间？",
  },
  announced: {
    en: "Does the server announce an idle time that suits the client?",
    zh: "服务器公布的保持时间是否适合客户端？",
  },
} as const;

export const keepaliveSignals = {
  reused: {
    answers: "reuse",
    level: "pass",
    text: { en: "{requests} requests on one connection", zh: "同一连接完成 {requests} 次请求" },
  },
  "closed-each-time": {
    answers: "reuse",
    level: "fail",
    text: {
      en: "the connection ends after one answer ({how}): no request can follow on it",
      zh: "连接在一次应答后即结束（{how}），无法继续使用",
    },
  },
  "request-limit": {
    answers: "reuse",
    level: "fail",
    text: {
      en: "the connection ends after {after} requests ({how}); {requests} were tried",
      zh: "连接在 {after} 次请求后结束（{how}），共尝试 {requests} 次",
    },
  },
  "survives-idle": {
    answers: "idle",
    level: "pass",
    text: { en: "still usable after {seconds} s of idling", zh: "空闲 {seconds} 秒后仍可使用" },
  },
  "ends-idle": {
    answers: "idle",
    level: "fail",
    text: {
      en: "the server ends an idle connection after {seconds} s; the client keeps it {idle} s",
      zh: "服务器在空闲 {seconds} 秒后关闭连接，而客户端保留 {idle} 秒",
    },
  },
  "resets-idle": {
    answers: "idle",
    level: "fail",
    text: {
      en: "an idle connection is reset after {seconds} s; the client keeps it {idle} s",
      zh: "空闲连接在 {seconds} 秒后被重置，而客户端保留 {idle} 秒",
    },
  },
  "drops-idle": {
    answers: "idle",
    level: "fail",
    doubt: true,
    text: {
      en: "after {seconds} s of idling nothing comes back on the connection, not even a reset",
      zh: "空闲 {seconds} 秒后，连接上毫无回应，连重置也没有",
    },
  },
  "drops-idle-sometimes": {
    answers: "idle",
    level: "warn",
    text: {
      en: "after {seconds} s of idling one of two connections gave no answer",
      zh: "空闲 {seconds} 秒后，两条连接中有一条无回应",
    },
  },
  "announces-enough": {
    answers: "announced",
    level: "pass",
    text: {
      en: "announces {announced} s of keep-alive; the client keeps connections {idle} s",
      zh: "公布的保持时间为 {announced} 秒，客户端保留 {idle} 秒",
    },
  },
  "announces-shorter": {
    answers: "announced",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "announces {announced} s of keep-alive, less than the {idle} s that the client keeps connections",
      zh: "公布的保持时间为 {announced} 秒，短于客户端保留的 {idle} 秒",
    },
  },
} as const satisfies Signals;
