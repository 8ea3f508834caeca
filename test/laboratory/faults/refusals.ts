import { instead } from "../changes.js";
import type { Fault } from "../fault.js";
import { fetches, shows } from "../symptoms.js";
import { answers, bothAnswer, front, json, page } from "./answering.js";

/** How an API refuses a request: by status, by a login page, by a filter. */

const status = (code: number) => fetches(new RegExp(`^${code} `, "m"));

export const refusals: readonly Fault[] = [
  {
    id: "api-rate-limited/all",
    cause: "api-rate-limited",
    ...answers(json(429, { message: "slow down" }, "add_header Retry-After 30 always;")),
    symptom: status(429),
  },
  {
    id: "api-rate-limited/by-minute",
    cause: "api-rate-limited",
    ...instead("api", ({ start }) =>
      start.front({
        http: "limit_req_zone $binary_remote_addr zone=each:1m rate=1r/m; upstream backends { server 127.0.0.1:9001; }",
        also: "limit_req zone=each nodelay; limit_req_status 429;",
      }),
    ),
    symptom: status(429),
  },
  {
    id: "api-unauthenticated/bearer",
    cause: "api-unauthenticated",
    ...answers(json(401, { error: "invalid_token" }, "add_header WWW-Authenticate Bearer always;")),
    symptom: status(401),
  },
  {
    id: "api-unauthenticated/basic",
    cause: "api-unauthenticated",
    ...front('auth_basic "Invoices"; auth_basic_user_file /dev/null;'),
    symptom: status(401),
    routers: 2,
  },
  {
    id: "api-forbidden/everybody",
    cause: "api-forbidden",
    ...answers("location / { deny all; }"),
    symptom: status(403),
  },
  {
    id: "api-forbidden/our-network",
    cause: "api-forbidden",
    ...front("deny 10.200.1.0/24;"),
    symptom: status(403),
    routers: 2,
  },
  {
    id: "api-not-found/moved",
    cause: "api-not-found",
    ...answers(`location /api/v2/ { proxy_pass http://backends; } location / { return 404; }`),
    symptom: status(404),
  },
  {
    id: "api-not-found/withdrawn",
    cause: "api-not-found",
    ...bothAnswer(json(410, { message: "gone" })),
    symptom: status(410),
  },
  {
    id: "api-client-error/method",
    cause: "api-client-error",
    ...bothAnswer(json(405, { message: "use POST" })),
    symptom: status(405),
  },
  {
    id: "api-login-redirect/page",
    cause: "api-login-redirect",
    ...answers("location / { return 302 /login?next=/api/health; }"),
    symptom: status(302),
  },
  {
    id: "api-login-redirect/sso",
    cause: "api-login-redirect",
    ...answers("location / { return 307 https://sso.example.test/cas/login?service=invoice; }"),
    symptom: status(307),
    routers: 2,
  },
  {
    id: "waf-blocked/aliyun",
    cause: "waf-blocked",
    ...answers(page(405, "<html><title>405</title>您的请求可能对网站造成安全威胁，您的访问被阻断</html>")),
    symptom: status(405),
  },
  {
    id: "waf-blocked/safeline",
    cause: "waf-blocked",
    ...answers(page(403, "<html><title>请求被拦截</title><a href=x>雷池 WAF</a></html>")),
    symptom: status(403),
    routers: 2,
  },
  {
    id: "waf-blocked/status-200",
    cause: "waf-blocked",
    ...answers(page(200, "<html><title>访问被拦截</title>请求带有不合法参数，已被网站管理员设置拦截</html>")),
    symptom: shows(/访问被拦截/, /"status":"ok"/),
  },
];
