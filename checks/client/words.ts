/** What the check `client` may answer. Times in seconds. */
export const clientSignals = {
  "answer-enough": {
    answers: "answer",
    level: "pass",
    text: {
      en: "the client waits {own} s for an answer; {need} s are enough",
      zh: "客户端等待应答 {own} 秒，{need} 秒已足够",
    },
  },
  "answer-unmeasured": {
    answers: "answer",
    level: "note",
    text: {
      en: "the client waits {own} s for an answer; no normal answer was measured to compare it with",
      zh: "客户端等待应答 {own} 秒；未测得正常应答时间，无从比较",
    },
  },
  "answer-tight": {
    answers: "answer",
    level: "warn",
    text: {
      en: "the client waits {own} s for an answer; less than {need} s is tight (measured {measured}, issuing takes {issuing})",
      zh: "客户端等待应答 {own} 秒，低于 {need} 秒偏紧（实测 {measured}，开票需 {issuing}）",
    },
  },
  "answer-too-short": {
    answers: "answer",
    level: "fail",
    text: {
      en: "the client gives up after {own} s without an answer; the service needs longer (measured {measured}, issuing takes {issuing})",
      zh: "客户端 {own} 秒无应答即放弃，而服务正常耗时更长（实测 {measured}，开票需 {issuing}）",
    },
  },
  "connect-enough": {
    answers: "connect",
    level: "pass",
    text: {
      en: "the client waits {own} s for a connection; measured {measured}",
      zh: "客户端等待连接 {own} 秒，实测 {measured}",
    },
  },
  "connect-unmeasured": {
    answers: "connect",
    level: "note",
    text: {
      en: "the client waits {own} s for a connection; no connection was measured to compare it with",
      zh: "客户端等待连接 {own} 秒；未测得连接时间，无从比较",
    },
  },
  "connect-tight": {
    answers: "connect",
    level: "warn",
    text: {
      en: "the client waits {own} s for a connection; that is tight (measured {measured}; a lost packet costs {least} s)",
      zh: "客户端等待连接 {own} 秒，偏紧（实测 {measured}，丢一个包即多耗 {least} 秒）",
    },
  },
  "connect-too-short": {
    answers: "connect",
    level: "fail",
    text: {
      en: "the client gives a connection up after {own} s; it takes {measured}",
      zh: "客户端 {own} 秒未连上即放弃，而实测需 {measured}",
    },
  },
  "sends-once": {
    answers: "retries",
    level: "pass",
    text: { en: "the client sends each request once", zh: "客户端每个请求只发送一次" },
  },
  "sends-again": {
    answers: "retries",
    level: "warn",
    text: {
      en: "the client sends a request up to {retries} times again by itself: an invoice may be issued twice",
      zh: "客户端会自动重发请求（最多 {retries} 次）：可能重复开票",
    },
  },
} as const;
