import type { Signals } from "../../src/model/check.js";
import type { Reason } from "./reason.js";

/** What an answer gives as its reason in words: as good as a business code, where there is none that is known. */
const reason = { answers: "code", level: "fail" } as const;

export const saidSignals = {
  "said-waf-blocked": {
    ...reason,
    text: {
      en: "the answer says that a filter blocks the request: “{words}”",
      zh: "应答表明请求被安全设备拦截：“{words}”",
    },
  },
  "said-ip-not-whitelisted": {
    ...reason,
    text: {
      en: "the answer says that this exit address is not admitted: “{words}”",
      zh: "应答表明出口地址未获准：“{words}”",
    },
  },
  "said-signature-clock-skew": {
    ...reason,
    text: {
      en: "the answer says that the request's time is not accepted: “{words}”",
      zh: "应答表明请求的时间不被接受：“{words}”",
    },
  },
  "said-quota-exhausted": {
    ...reason,
    text: { en: "the answer says that the quota is used up: “{words}”", zh: "应答表明调用额度已用完：“{words}”" },
  },
  "said-credit-exhausted": {
    ...reason,
    text: { en: "the answer says that the credit line is used up: “{words}”", zh: "应答表明授信额度已用尽：“{words}”" },
  },
  "said-rate-limited": {
    ...reason,
    text: { en: "the answer says that requests come too often: “{words}”", zh: "应答表明请求过于频繁：“{words}”" },
  },
  "said-login-expired": {
    ...reason,
    text: { en: "the answer says that the login has ended: “{words}”", zh: "应答表明登录已失效：“{words}”" },
  },
  "said-credentials-refused": {
    ...reason,
    text: {
      en: "the answer says that token or credentials are missing or wrong: “{words}”",
      zh: "应答表明令牌或凭据缺失、无效：“{words}”",
    },
  },
  "said-address-banned": {
    ...reason,
    text: {
      en: "the answer says that this exit address is banned: “{words}”",
      zh: "应答表明出口地址已被封禁：“{words}”",
    },
  },
  "said-grant-missing": {
    ...reason,
    text: { en: "the answer says that the service is not granted: “{words}”", zh: "应答表明服务未授权：“{words}”" },
  },
  "said-environment-mixed-up": {
    ...reason,
    text: {
      en: "the answer says that address and keys belong to different environments: “{words}”",
      zh: "应答表明地址与密钥属于不同环境：“{words}”",
    },
  },
  "said-payload-invalid": {
    ...reason,
    text: {
      en: "the answer says that the request breaks a rule: “{words}”",
      zh: "应答表明请求报文不符合规则：“{words}”",
    },
  },
  "said-already-accepted": {
    ...reason,
    level: "warn",
    text: {
      en: "the answer says that an earlier request was accepted: “{words}”",
      zh: "应答表明此前的请求已受理：“{words}”",
    },
  },
  "said-still-processing": {
    ...reason,
    level: "warn",
    text: {
      en: "the answer says that an earlier request is being worked on: “{words}”",
      zh: "应答表明此前的请求仍在处理：“{words}”",
    },
  },
  "said-maintenance": {
    ...reason,
    text: {
      en: "the answer says that the platform is in maintenance: “{words}”",
      zh: "应答表明平台正在维护：“{words}”",
    },
  },
  "said-failure": {
    ...reason,
    text: {
      en: "the answer says that the request failed, whatever the status: “{words}”",
      zh: "应答自称失败（与状态码无关）：“{words}”",
    },
  },
} as const satisfies Signals;

/** Every reason has its signal. */
export const saidSignal = {
  "waf-blocked": "said-waf-blocked",
  "ip-not-whitelisted": "said-ip-not-whitelisted",
  "signature-clock-skew": "said-signature-clock-skew",
  "quota-exhausted": "said-quota-exhausted",
  "credit-exhausted": "said-credit-exhausted",
  "rate-limited": "said-rate-limited",
  "login-expired": "said-login-expired",
  "grant-missing": "said-grant-missing",
  "right-missing": "said-grant-missing",
  "environment-mixed-up": "said-environment-mixed-up",
  "payload-invalid": "said-payload-invalid",
  "already-accepted": "said-already-accepted",
  "still-processing": "said-still-processing",
  maintenance: "said-maintenance",
  "login-missing": "said-login-expired",
  "credentials-refused": "said-credentials-refused",
  "address-banned": "said-address-banned",
} as const satisfies { readonly [R in Reason]: keyof typeof saidSignals };
