import type { Settings, Signals } from "../../src/model/check.js";

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
  session: {
    en: "Is a session that was let in still let in after the client's idle time?",
    zh: "经过客户端的空闲时间后，会话是否仍有效？",
  },
  cookie: {
    en: "Do the cookies that the server sets live as long as the client idles?",
    zh: "服务器设置的 Cookie 有效期是否不短于客户端空闲时间？",
  },
} as const;

export const keepaliveSettings = {
  requests: {
    default: 5,
    unit: "count",
    min: 2,
    max: 20,
    looking: true,
    help: { en: "Requests on one connection, back to back", zh: "在同一连接上连续发送的请求数" },
  },
  ours: {
    default: 20,
    unit: "count",
    min: 2,
    max: 100,
    looking: true,
    help: { en: "The same where the service is ours to test", zh: "目标为我方可测系统时的请求数" },
  },
  budget: {
    default: 120_000,
    unit: "duration",
    min: 100,
    looking: true,
    help: {
      en: "The longest that a connection is left idle at a stretch to see whether it lives",
      zh: "为观察连接是否存活而连续空闲的最长时间",
    },
  },
} as const satisfies Settings;

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
  "http-1.0": {
    answers: "reuse",
    level: "note",
    whenHealthy: "never",
    text: {
      en: "the server speaks HTTP/1.0, which has one connection for each request ({how})",
      zh: "服务器使用 HTTP/1.0，该版本每次请求各用一条连接（{how}）",
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
  "ends-unevenly": {
    answers: "reuse",
    level: "warn",
    text: {
      en: "connections end after different numbers of answers ({counts}; {how}): some requests fail, and no limit ends them",
      zh: "连接在不同次数的应答后结束（{counts}；{how}）：部分请求失败，并非次数上限所致",
    },
  },
  "survives-idle": {
    answers: "idle",
    level: "pass",
    text: { en: "still usable after {seconds} s of idling", zh: "空闲 {seconds} 秒后仍可使用" },
  },
  "budget-ended": {
    answers: "idle",
    level: "note",
    text: {
      en: "still usable after {seconds} s of idling; that the client keeps it {idle} s is more than this check waits",
      zh: "空闲 {seconds} 秒后仍可使用；客户端保留 {idle} 秒，超出本检查的等待时间",
    },
  },
  "ends-idle": {
    answers: "idle",
    level: "fail",
    text: {
      en: "the server ends an idle connection after {after} s; the client keeps it {idle} s",
      zh: "服务器在空闲 {after} 秒后关闭连接，而客户端保留 {idle} 秒",
    },
  },
  "resets-idle": {
    answers: "idle",
    level: "fail",
    text: {
      en: "an idle connection is reset after {after} s; the client keeps it {idle} s",
      zh: "空闲连接在 {after} 秒后被重置，而客户端保留 {idle} 秒",
    },
  },
  "drops-idle": {
    answers: "idle",
    level: "fail",
    doubt: true,
    text: {
      en: "after {after} s of idling nothing comes back on the connection, not even a reset",
      zh: "空闲 {after} 秒后，连接上毫无回应，连重置也没有",
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
  "session-kept": {
    answers: "session",
    level: "pass",
    text: { en: "still let in after {seconds} s of idling", zh: "空闲 {seconds} 秒后会话仍有效" },
  },
  "session-ended": {
    answers: "session",
    level: "fail",
    text: {
      en: "let in at first ({first}), asked to log in again after {seconds} s of idling ({status})",
      zh: "首次请求通过（{first}），空闲 {seconds} 秒后要求重新登录（{status}）",
    },
  },
  "cookie-lasts": {
    answers: "cookie",
    level: "pass",
    text: {
      en: "cookies live {life} s or longer; the client idles {idle} s",
      zh: "Cookie 至少有效 {life} 秒，客户端空闲 {idle} 秒",
    },
  },
  "cookie-shorter": {
    answers: "cookie",
    level: "note",
    text: {
      en: "a cookie lives {life} s, less than the {idle} s that the client keeps connections",
      zh: "Cookie 有效期为 {life} 秒，短于客户端保留连接的 {idle} 秒",
    },
  },
} as const satisfies Signals;
