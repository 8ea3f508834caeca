import type { FaultTable } from "../fault.js";

const html = "text/html; charset=utf-8";
const page = (title: string, text: string): string =>
  `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`;
const error = (code: string, message: string): string => JSON.stringify({ code, message });

export const apiFaults = {
  "api-error": {
    title: { en: "The API answers 500 Internal Server Error", zh: "API 应答 500 内部错误" },
    breaks: { api: { answer: { status: 500, body: error("INTERNAL_ERROR", "系统内部错误") } } },
  },
  "api-upstream-down": {
    title: { en: "The core behind the API does not run (502)", zh: "API 后端的核心服务未运行（502）" },
    breaks: { api: { core: "closed" } },
  },
  "api-unavailable": {
    title: { en: "The API answers 503 Service Unavailable", zh: "API 应答 503 服务不可用" },
    breaks: { api: { answer: { status: 503, body: error("SERVICE_UNAVAILABLE", "服务暂不可用") } } },
  },
  "api-upstream-timeout": {
    title: { en: "The core behind the API does not answer (504)", zh: "API 后端的核心服务无响应（504）" },
    breaks: { api: { core: "frozen" } },
  },
  "api-rate-limited": {
    title: { en: "The API limits the rate of requests (429)", zh: "API 限制请求频率（429）" },
    breaks: {
      api: {
        answer: { status: 429, headers: { "retry-after": "30" }, body: error("TOO_MANY_REQUESTS", "请求过于频繁") },
      },
    },
  },
  "api-unauthenticated": {
    title: { en: "The API wants a login (401)", zh: "API 要求身份认证（401）" },
    breaks: {
      api: {
        answer: {
          status: 401,
          headers: { "www-authenticate": 'Bearer realm="invoice"' },
          body: error("UNAUTHENTICATED", "未登录或令牌无效"),
        },
      },
    },
  },
  "api-forbidden": {
    title: { en: "The API denies access (403)", zh: "API 拒绝访问（403）" },
    breaks: { api: { answer: { status: 403, body: error("FORBIDDEN", "无权访问") } } },
  },
  "api-not-found": {
    title: { en: "The API does not know the path (404)", zh: "API 上不存在该路径（404）" },
    breaks: { api: { answer: { status: 404, body: error("NOT_FOUND", "接口不存在") } } },
  },
  "api-login-redirect": {
    title: { en: "The API redirects to a login page", zh: "API 重定向到登录页面" },
    breaks: {
      api: { answer: { status: 302, type: html, headers: { location: "/login?back=%2Fapi%2Fhealth" }, body: "" } },
    },
  },
  "api-maintenance-page": {
    title: { en: "The API shows a maintenance page with status 200", zh: "API 以状态 200 返回系统维护页面" },
    breaks: {
      api: {
        answer: {
          status: 200,
          type: html,
          body: page("系统维护中 System maintenance", "系统正在升级维护，请稍后再试。 We will be back soon."),
        },
      },
    },
  },
  "api-wrong-content": {
    title: { en: "The API answers with a web page instead of JSON", zh: "API 返回网页而非 JSON" },
    breaks: { api: { answer: { status: 200, type: html, body: page("Welcome to nginx!", "It works.") } } },
  },
  "api-business-error": {
    title: { en: "The API reports a business error with status 200", zh: "API 以状态 200 返回业务错误" },
    breaks: {
      api: {
        answer: { status: 200, body: JSON.stringify({ status: "error", code: "E1001", message: "业务处理失败" }) },
      },
    },
  },
  "api-slow": {
    title: { en: "The API takes one and a half seconds to answer", zh: "API 的应答需要一秒半" },
    breaks: { api: { delay: 1_500 } },
  },
  "api-no-response": {
    title: { en: "The API never answers a request", zh: "API 从不应答请求" },
    breaks: { api: { answer: { raw: null } } },
  },
  "api-body-truncated": {
    title: { en: "The API's answers are cut off half-way", zh: "API 的应答中途截断" },
    breaks: {
      api: { answer: { status: 200, body: JSON.stringify({ status: "ok", service: "invoice-core" }), cut: true } },
    },
  },
  "api-malformed-response": {
    title: { en: "The API answers with something that is not HTTP", zh: "API 的应答不符合 HTTP 协议" },
    breaks: { api: { answer: { raw: "\u0002ERR 17 backend protocol mismatch\r\n\r\n" } } },
  },
} as const satisfies FaultTable;
