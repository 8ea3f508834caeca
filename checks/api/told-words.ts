import type { Signals } from "../../src/model/check.js";
import type { CodeMeaning } from "../../src/model/codes.js";

/** What an API says of itself within its answer: a business code, a SOAP fault. */
export const toldQuestions = {
  code: {
    en: "What does the answer say of itself, by its business code or in words?",
    zh: "应答通过业务码或文字说明了什么？",
  },
  health: { en: "Does the gRPC server say that it serves?", zh: "gRPC 服务是否报告正在服务？" },
  soap: { en: "Does the SOAP answer carry a fault?", zh: "SOAP 应答是否为 Fault？" },
} as const;

const code = { answers: "code", level: "fail" } as const;

export const toldSignals = {
  "code-ok": {
    answers: "code",
    level: "pass",
    text: { en: "business code {code}: success", zh: "业务码 {code}：成功" },
  },
  "code-unknown": {
    answers: "code",
    level: "note",
    text: {
      en: "business code {code} is not in the catalogue: what it means is unknown",
      zh: "业务码 {code} 不在目录中，含义未知",
    },
  },
  "code-missing": {
    answers: "code",
    level: "note",
    text: { en: "the answer bears no business code at {at}", zh: "应答在 {at} 处没有业务码" },
  },
  "code-already-accepted": {
    ...code,
    level: "warn",
    text: {
      en: "business code {code}: an earlier request was accepted already ({text})",
      zh: "业务码 {code}：此前的请求已受理（{text}）",
    },
  },
  "code-still-processing": {
    ...code,
    level: "warn",
    text: {
      en: "business code {code}: an earlier request is still being worked on ({text})",
      zh: "业务码 {code}：此前的请求仍在处理（{text}）",
    },
  },
  "code-login-expired": {
    ...code,
    text: { en: "business code {code}: the login has ended ({text})", zh: "业务码 {code}：登录已失效（{text}）" },
  },
  "code-grant-missing": {
    ...code,
    text: { en: "business code {code}: a right is not granted ({text})", zh: "业务码 {code}：未授权（{text}）" },
  },
  "code-credit-exhausted": {
    ...code,
    text: {
      en: "business code {code}: the credit line is used up ({text})",
      zh: "业务码 {code}：授信额度已用尽（{text}）",
    },
  },
  "code-quota-exhausted": {
    ...code,
    text: { en: "business code {code}: the quota is used up ({text})", zh: "业务码 {code}：调用配额已用尽（{text}）" },
  },
  "code-ip-not-whitelisted": {
    ...code,
    text: {
      en: "business code {code}: this exit address is not registered ({text})",
      zh: "业务码 {code}：出口地址未登记（{text}）",
    },
  },
  "code-signature-clock-skew": {
    ...code,
    text: {
      en: "business code {code}: the signature is refused for its time ({text})",
      zh: "业务码 {code}：签名时间戳被拒（{text}）",
    },
  },
  "code-waf-blocked": {
    ...code,
    text: {
      en: "business code {code}: a filter refuses the request ({text})",
      zh: "业务码 {code}：请求被过滤（{text}）",
    },
  },
  "code-payload-invalid": {
    ...code,
    text: {
      en: "business code {code}: the request breaks a rule of the platform ({text})",
      zh: "业务码 {code}：报文违反平台规则（{text}）",
    },
  },
  "code-business-error": {
    ...code,
    text: { en: "business code {code}: failure ({text})", zh: "业务码 {code}：失败（{text}）" },
  },

  "health-serving": {
    answers: "health",
    level: "pass",
    text: { en: "gRPC health: serving", zh: "gRPC 健康状态：SERVING" },
  },
  "health-not-serving": {
    answers: "health",
    level: "fail",
    text: { en: "gRPC health: NOT_SERVING", zh: "gRPC 健康状态：NOT_SERVING" },
  },
  "health-no-service": {
    answers: "health",
    level: "fail",
    text: { en: "the gRPC server does not know the service", zh: "gRPC 服务器不认识该服务" },
  },
  "health-not-told": {
    answers: "health",
    level: "note",
    text: { en: "the gRPC server does not tell its health ({status})", zh: "gRPC 服务器未提供健康状态（{status}）" },
  },
  "soap-answer": {
    answers: "soap",
    level: "pass",
    text: { en: "a SOAP answer without a fault", zh: "SOAP 应答无 Fault" },
  },
  "soap-fault-client": {
    answers: "soap",
    level: "fail",
    text: {
      en: "SOAP fault {code}: the server finds fault with the request: {reason}",
      zh: "SOAP Fault {code}：服务端认为请求有误：{reason}",
    },
  },
  "soap-fault-server": {
    answers: "soap",
    level: "fail",
    text: { en: "SOAP fault {code}: the server failed: {reason}", zh: "SOAP Fault {code}：服务端处理失败：{reason}" },
  },
} as const satisfies Signals;

/** Every meaning of a catalogue has its signal. */
export const codeSignal = {
  ok: "code-ok",
  "already-accepted": "code-already-accepted",
  "still-processing": "code-still-processing",
  "login-expired": "code-login-expired",
  "grant-missing": "code-grant-missing",
  "credit-exhausted": "code-credit-exhausted",
  "quota-exhausted": "code-quota-exhausted",
  "ip-not-whitelisted": "code-ip-not-whitelisted",
  "signature-clock-skew": "code-signature-clock-skew",
  "waf-blocked": "code-waf-blocked",
  "payload-invalid": "code-payload-invalid",
  "business-error": "code-business-error",
} as const satisfies { readonly [M in CodeMeaning]: keyof typeof toldSignals };
