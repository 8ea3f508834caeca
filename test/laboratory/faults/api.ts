import { all, forward, frozen, instead, stopped } from "../changes.js";
import type { Fault } from "../fault.js";
import { at } from "../network.js";
import { apiUrl } from "../profile.js";
import { fetches } from "../symptoms.js";
import { answers, bothAnswer, bothRun, haproxy, haproxyBackEnds, json, late, page, patient } from "./answering.js";
import { contents } from "./contents.js";
import { refusals } from "./refusals.js";

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

export const api: readonly Fault[] = [...failing, ...refusals, ...contents, ...several];
