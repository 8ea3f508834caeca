import { all, forward, frozen, instead, stopped } from "../changes.js";
import type { Fault } from "../fault.js";
import { at } from "../network.js";
import { apiUrl } from "../profile.js";
import { fetches, shows } from "../symptoms.js";
import {
  answers,
  bothAnswer,
  bothRun,
  front,
  haproxy,
  haproxyBackEnds,
  json,
  late,
  page,
  patient,
  speaks,
} from "./answering.js";

/** What the API answers: by status, by content, by its silence. */

const status = (code: number) => fetches(new RegExp(`^${code} `, "m"));

const failing: readonly Fault[] = [
  { id: "api-error/both", cause: "api-error", ...bothAnswer(json(500, { status: "error" })), symptom: status(500) },
  {
    id: "api-error/page",
    cause: "api-error",
    ...answers(page(500, "<html><title>Whitelabel Error Page</title></html>")),
    symptom: status(500),
    routers: 2,
  },
  {
    id: "api-error/haproxy",
    cause: "api-error",
    ...all(bothRun('answer.statusCode = 500; answer.end("boom")'), haproxy(haproxyBackEnds)),
    symptom: status(500),
    profile: { api: "own: true" },
  },
  {
    id: "api-upstream-down/both-stopped",
    cause: "api-upstream-down",
    ...all(stopped("first"), stopped("second"), patient("")),
    symptom: status(502),
  },
  {
    id: "api-upstream-down/wrong-port",
    cause: "api-upstream-down",
    ...answers("location / { proxy_pass http://127.0.0.1:9; }"),
    symptom: status(502),
    routers: 2,
  },
  {
    id: "api-upstream-down/haproxy",
    cause: "api-upstream-down",
    ...all(bothRun("asked.socket.destroy()"), haproxy(haproxyBackEnds)),
    symptom: status(502),
  },
  {
    id: "api-unavailable/retry-after",
    cause: "api-unavailable",
    ...answers(json(503, { message: "busy" }, "add_header Retry-After 120 always;")),
    symptom: status(503),
  },
  {
    id: "api-unavailable/haproxy",
    cause: "api-unavailable",
    ...all(stopped("first"), stopped("second"), haproxy(haproxyBackEnds)),
    symptom: status(503),
  },
  {
    id: "api-upstream-timeout/frozen",
    cause: "api-upstream-timeout",
    ...all(frozen("first"), frozen("second"), patient("proxy_read_timeout 1s;")),
    symptom: status(504),
  },
  {
    id: "api-upstream-timeout/haproxy",
    cause: "api-upstream-timeout",
    ...all(frozen("first"), frozen("second"), haproxy(haproxyBackEnds, { defaults: "timeout server 1s" })),
    symptom: status(504),
    routers: 2,
  },
  {
    id: "api-slow/both",
    cause: "api-slow",
    ...late(2700),
    symptom: fetches(/^200 .* total=[2-9]/m, { healthy: /^200 .* total=0\.[0-9]/m }),
  },
  {
    id: "api-slow/body",
    cause: "api-slow",
    ...bothRun(`answer.setHeader("content-type", "application/json"); answer.write('{"status":"ok"');
      setTimeout(() => answer.end("}"), 2700)`),
    symptom: fetches(/^200 .* total=[2-9]/m, { healthy: /^200 .* total=0\.[0-9]/m }),
    routers: 2,
  },
  {
    id: "api-no-response/frozen",
    cause: "api-no-response",
    ...all(frozen("first"), frozen("second"), patient("")),
    symptom: fetches(/timed out/),
  },
  {
    id: "api-no-response/silent",
    cause: "api-no-response",
    ...bothRun(""),
    symptom: fetches(/timed out/),
    profile: { api: "own: true" },
    routers: 2,
  },
];

const refusing: readonly Fault[] = [
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

const saysStatusOk = /"status":"ok"/;

const garbled: readonly Fault[] = [
  {
    id: "api-maintenance-page/chinese",
    cause: "api-maintenance-page",
    ...answers(page(200, "<html><title>系统维护中</title><h1>系统升级维护，请稍后再试</h1></html>")),
    symptom: shows(/系统维护中/, saysStatusOk),
  },
  {
    id: "api-maintenance-page/haproxy",
    cause: "api-maintenance-page",
    ...haproxy(
      'http-request return status 200 content-type text/html string "<html><title>Scheduled maintenance</title></html>"',
    ),
    symptom: shows(/Scheduled maintenance/, saysStatusOk),
    routers: 2,
  },
  {
    id: "api-wrong-content/default-host",
    cause: "api-wrong-content",
    ...answers(page(200, "<html><title>Welcome to nginx!</title></html>")),
    symptom: shows(/Welcome to nginx/, saysStatusOk),
  },
  {
    id: "api-wrong-content/stack-trace",
    cause: "api-wrong-content",
    ...bothAnswer("location / { default_type application/json; return 200 'java.lang.NullPointerException'; }"),
    symptom: shows(/NullPointer/, saysStatusOk),
  },
  {
    id: "api-body-truncated/crash",
    cause: "api-body-truncated",
    ...bothRun(`answer.writeHead(200, { "content-type": "application/json", "content-length": 5000 });
      answer.write('{"status":"ok"'); setTimeout(() => answer.destroy(), 50)`),
    symptom: fetches(/transfer closed|unexpected eof|bytes remaining/i, { healthy: /^200 [^\n]*\n\s*\[exit 0\]/ }),
  },
  {
    id: "api-body-truncated/chunked",
    cause: "api-body-truncated",
    ...speaks(`socket.write("HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nf\\r\\n{\\"status\\":");
      setTimeout(() => socket.end(), 50)`),
    symptom: fetches(/transfer closed|unexpected eof|outstanding read data/i, {
      healthy: /^200 [^\n]*\n\s*\[exit 0\]/,
    }),
    routers: 2,
  },
  {
    id: "api-malformed-response/headers",
    cause: "api-malformed-response",
    ...speaks('socket.end("HTTP/1.1 abc\\r\\n: nothing\\r\\n\\r\\n")'),
    symptom: fetches(/curl: \((1|8|56)\)|Unsupported|Invalid/i),
  },
  {
    id: "api-malformed-response/other-protocol",
    cause: "api-malformed-response",
    ...speaks('socket.end("-ERR unknown command GET\\r\\n")'),
    symptom: fetches(/HTTP\/0\.9|curl: \(1\)/),
  },
  {
    id: "api-connection-cut/closed",
    cause: "api-connection-cut",
    ...answers("location / { return 444; }"),
    symptom: fetches(/Empty reply|curl: \(52\)/),
  },
  {
    id: "api-connection-cut/crash",
    cause: "api-connection-cut",
    ...speaks("process.nextTick(() => socket.destroy())"),
    symptom: fetches(/Empty reply|reset|eof|curl: \((52|56)\)/i),
    routers: 2,
  },
];

/** One of several APIs of the platform fails; the other does not. */
const several: readonly Fault[] = [
  {
    id: "api-error/one-path",
    cause: "api-error",
    ...answers(
      `location /api/ { proxy_pass http://backends; } location /verify { default_type application/json; return 500 '{}'; }`,
    ),
    symptom: fetches(/^500 /m, { url: apiUrl.replace("/api/health", "/verify") }),
    profile: {
      targets: [
        `- { name: verification, owner: vendor, url: ${apiUrl.replace("/api/health", "/verify")}, ca: ./company-ca.pem }`,
      ],
    },
  },
  {
    id: "api-unavailable/answer-from-a-firewall",
    cause: "api-unavailable",
    ...all(answers(json(503, {})), forward("icmp type echo-request drop")),
    symptom: status(503),
    routers: 2,
  },
  {
    id: "api-error/plain-http",
    cause: "api-error",
    ...instead("web", ({ start }) => start.web({ directives: json(500, {}) })),
    symptom: fetches(/^500 /m, { url: `http://${at.server}:8080/` }),
    profile: { targets: [`- { name: intranet, owner: us, url: http://desktop.example.test:8080/ }`] },
  },
];

export const api: readonly Fault[] = [...failing, ...refusing, ...garbled, ...several];
