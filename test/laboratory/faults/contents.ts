import type { Fault } from "../fault.js";
import { fetches, shows } from "../symptoms.js";
import { answers, bothAnswer, bothRun, haproxy, page, speaks } from "./answering.js";

/** Answers that are none: another page, cut off, no HTTP, nothing at all. */

const saysStatusOk = /"status":"ok"/;

export const contents: readonly Fault[] = [
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
    id: "api-no-response/closed",
    cause: "api-no-response",
    ...answers("location / { return 444; }"),
    symptom: fetches(/Empty reply|curl: \(52\)/),
  },
  {
    id: "api-no-response/crash",
    cause: "api-no-response",
    ...speaks("process.nextTick(() => socket.destroy())"),
    symptom: fetches(/Empty reply|reset|eof|curl: \((52|56)\)/i),
    routers: 2,
  },
];
