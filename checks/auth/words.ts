import type { Raised, SettingValues, Signals } from "../../src/model/check.js";

/** The questions that `auth` asks, and every answer. */
export const questions = {
  baseline: { en: "Is the API protected, and our own token accepted?", zh: "API 是否受保护、我方令牌是否被接受？" },
  forged: { en: "Are forged tokens refused?", zh: "伪造的令牌是否被拒绝？" },
  expired: { en: "Is an expired token refused?", zh: "已过期的令牌是否被拒绝？" },
  headers: { en: "Are claims in plain headers ignored?", zh: "是否忽略普通 HTTP 头中的身份声明？" },
} as const;

export const signals = {
  protected: {
    answers: "baseline",
    level: "pass",
    text: {
      en: "no token: {absent}; our own token: {genuine}",
      zh: "无令牌时为 {absent}，使用我方令牌时为 {genuine}",
    },
  },
  unprotected: {
    answers: "baseline",
    level: "note",
    text: {
      en: "{absent} without any token: nothing to test here",
      zh: "无令牌也返回 {absent}：无从测试",
    },
  },
  unclear: {
    answers: "baseline",
    level: "note",
    text: {
      en: "without a valid token it answers {absent}, neither 401 nor 403: cannot be judged",
      zh: "无有效令牌时返回 {absent}，既非 401 也非 403：无法判断",
    },
  },
  "token-refused": {
    answers: "baseline",
    level: "note",
    text: {
      en: "our own token is not accepted ({genuine}): nothing to compare with",
      zh: "我方令牌未被接受（{genuine}）：无从比较",
    },
  },

  "forged-refused": {
    answers: "forged",
    level: "pass",
    text: { en: "all {tried} forged tokens are refused", zh: "{tried} 种伪造令牌均被拒绝" },
  },
  "forged-accepted": {
    answers: "forged",
    level: "fail",
    text: {
      en: "{accepted} of {tried} forged tokens are accepted: {forgeries}",
      zh: "{tried} 种伪造令牌中有 {accepted} 种被接受：{forgeries}",
    },
  },
  stopped: {
    answers: "forged",
    level: "note",
    text: {
      en: "stopped after {tried} forged tokens: {why}",
      zh: "测试 {tried} 种伪造令牌后停止：{why}",
    },
  },

  "expired-refused": {
    answers: "expired",
    level: "pass",
    text: { en: "the expired token is refused ({status})", zh: "已过期的令牌被拒绝（{status}）" },
  },
  "expired-accepted": {
    answers: "expired",
    level: "fail",
    text: { en: "a token that has expired is accepted ({status})", zh: "已过期的令牌仍被接受（{status}）" },
  },

  "headers-ignored": {
    answers: "headers",
    level: "pass",
    text: { en: "{tried} headers that claim rights change nothing", zh: "{tried} 个声称权限的 HTTP 头均不起作用" },
  },
  "header-grants": {
    answers: "headers",
    level: "fail",
    text: {
      en: "a header that any client can send grants access: {headers}",
      zh: "任何客户端都能发送的 HTTP 头即可获得权限：{headers}",
    },
  },
} as const satisfies Signals;

export const settings = {
  interval: {
    default: 500,
    unit: "duration",
    min: 500,
    max: 60_000,
    looking: true,
    help: { en: "From the beginning of one request to the next", zh: "相邻两次请求开始之间的时间" },
  },
} as const;

export type Answer = Raised<typeof signals>;
export type Values = SettingValues<typeof settings>;
