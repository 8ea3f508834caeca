import { X509Certificate } from "node:crypto";
import type { Platform } from "../../src/lab/platform.js";
import { connectionRequest, type Tools, talk } from "./tools.js";

/** How an ordinary tool shows a fault: what it says of a faulty platform, and of a healthy one. */
export type Symptom = {
  readonly look: (tools: Tools, platform: Platform) => Promise<string>;
  readonly faulty: RegExp;
  readonly healthy: RegExp;
};

const head = "HEAD / HTTP/1.0\r\n\r\n";
const confirmed = /^connected 030000130ed0[0-9a-f]{26} (silence|end)$/;
const ok = /HTTP\/1\.1 200[\s\S]*application\/json[\s\S]*"status":"ok"[\s\S]*\[exit 0\]/;
const resolved = /status: NOERROR[\s\S]*\s5\s+IN\s+A\s+127\.0\.0\.1\n/;
const verified = /Verify return code: 0 \(ok\)/;
const web = /^connected [0-9a-f]+ end$/;

const health: Symptom["look"] = (tools) => tools.health();
const desktop: Symptom["look"] = (_, { ports }) => talk(ports.desktop, connectionRequest);
const digApi: Symptom["look"] = (tools) => tools.dig("api.invoice.test");
const s_client: Symptom["look"] = (tools) => tools.tls();
const select: Symptom["look"] = (tools) => tools.mysql("SELECT 1 AS one");
const one = /one\n1\n\n\[exit 0\]/;

const status = (code: number, more = ""): Symptom => ({
  look: health,
  faulty: new RegExp(`HTTP/1\\.1 ${code} ${more}`, "i"),
  healthy: ok,
});
const dns = (faulty: RegExp): Symptom => ({ look: digApi, faulty, healthy: resolved });
const verify = (faulty: RegExp): Symptom => ({ look: s_client, faulty, healthy: verified });
const mysqlError = (number: number): Symptom => ({
  look: select,
  faulty: new RegExp(`ERROR ${number} `),
  healthy: one,
});

export const symptoms: { readonly [fault: string]: Symptom } = {
  "port-closed": {
    look: (_, { ports }) => talk(ports.web, head),
    faulty: /^connecting {2}ECONNREFUSED/,
    healthy: web,
  },
  "firewall-drops-port": { look: desktop, faulty: /^connecting {2}silence/, healthy: confirmed },
  "service-frozen": { look: desktop, faulty: /^connected {2}silence/, healthy: confirmed },
  "wrong-service": { look: desktop, faulty: /^connected 5353482d322e30/, healthy: confirmed },
  "connection-reset": {
    look: (_, { ports }) => talk(ports.web, head),
    faulty: /^connected {2}ECONNRESET/,
    healthy: web,
  },

  "dns-server-down": dns(/connection refused/),
  "dns-blocked": dns(/timed out/),
  "dns-first-server-dead": {
    look: (tools) => tools.dig("api.invoice.test"),
    faulty: /connection refused/,
    healthy: resolved,
  },
  "dns-refused": dns(/status: REFUSED/),
  "dns-server-failure": dns(/status: SERVFAIL/),
  "dns-name-missing": dns(/status: NXDOMAIN[\s\S]*ANSWER: 0/),
  "dns-no-address": dns(/status: NOERROR[\s\S]*ANSWER: 0/),
  "dns-alias-dangling": dns(/status: NXDOMAIN[\s\S]*CNAME\s+gone\.invoice\.test\./),
  "dead-address": {
    look: async (tools, { ports }) =>
      (await tools.dig("+short", "desktop.invoice.test")) + (await talk(ports.web, head, "127.0.0.2")),
    faulty: /^127\.0\.0\.[12]\n127\.0\.0\.[12]\n[\s\S]*ECONNREFUSED/,
    healthy: /^127\.0\.0\.1\n\n\[exit 0\]/,
  },

  "cert-expired": verify(/certificate has expired/),
  "cert-not-yet-valid": verify(/certificate is not yet valid/),
  "cert-expiring": {
    look: async (tools) => String(daysLeft(await tools.tls("-showcerts"))),
    faulty: /^(9|10)$/,
    healthy: /^33[45]$/,
  },
  "cert-wrong-host": verify(/hostname mismatch/),
  "cert-self-signed": verify(/self-signed certificate\n/),
  "cert-untrusted-ca": verify(/self-signed certificate in certificate chain/),
  "cert-chain-incomplete": verify(/unable to (get local issuer|verify the first) certificate/),
  "cert-intermediate-expired": verify(/depth=1 [^\n]*\nverify error:num=10:certificate has expired/),

  "tls-plain-http": {
    look: (_, { ports }) => talk(ports.api, "GET /api/health HTTP/1.0\r\n\r\n"),
    faulty: /^connected 485454502f312e3120323030/, // HTTP/1.1 200
    healthy: /^connected (485454502f312e3120343030|1503)?/, // a TLS server answers 400 or an alert
  },
  "tls-reset": verify(/errno=104|Connection reset/),
  "tls-stalled": {
    look: (tools) => tools.curl("-v", "--max-time", "2", `${tools.origin}/api/health`),
    faulty: /Client hello[\s\S]*timed out after/,
    healthy: /SSL connection using TLS/,
  },
  "tls-version-unsupported": {
    look: (tools) => tools.tls("-tls1_2"),
    faulty: /unsupported protocol|alert protocol version/,
    healthy: /New, TLSv1\.2/,
  },
  "tls-cipher-mismatch": verify(/alert handshake failure/),
  "client-cert-required": {
    look: health,
    faulty: /certificate required|alert certificate/,
    healthy: ok,
  },

  "keepalive-disabled": { look: health, faulty: /connection: close/i, healthy: /connection: keep-alive/i },
  "keepalive-request-limit": {
    look: (tools) => tools.curl("-v", ...Array(3).fill(`${tools.origin}/api/health`)),
    faulty: /Re-using existing[\s\S]*connection: close[\s\S]*Connected to/i,
    healthy: /^(?![\s\S]*connection: close)[\s\S]*Re-using existing[\s\S]*Re-using existing/i,
  },
  "keepalive-too-short": {
    look: (tools) => tools.pause(),
    faulty: /^(?![\s\S]*errno)(?![\s\S]*status[\s\S]*status)[\s\S]*"status":"ok"/,
    healthy: /"status":"ok"[\s\S]*"status":"ok"/,
  },
  "idle-connection-reset": {
    look: (tools) => tools.pause(),
    faulty: /"status":"ok"[\s\S]*errno=104/,
    healthy: /"status":"ok"[\s\S]*"status":"ok"/,
  },
  "idle-flow-dropped": {
    look: (tools) =>
      tools.curl("-v", "-m", "3", "--rate", "60/m", `${tools.origin}/api/health`, `${tools.origin}/api/health`),
    faulty: /"status":"ok"[\s\S]*Re-using existing[\s\S]*timed out after/,
    healthy: /"status":"ok"[\s\S]*Re-using existing[\s\S]*"status":"ok"/,
  },

  "api-error": status(500, "Internal Server Error[\\s\\S]*INTERNAL_ERROR"),
  "api-upstream-down": status(502, "Bad Gateway"),
  "api-unavailable": status(503, "Service Unavailable"),
  "api-upstream-timeout": status(504, "Gateway Timeout"),
  "api-rate-limited": status(429, "Too Many Requests[\\s\\S]*retry-after: 30"),
  "api-unauthenticated": status(401, "Unauthorized[\\s\\S]*www-authenticate: Bearer"),
  "api-forbidden": status(403),
  "api-not-found": status(404),
  "api-login-redirect": status(302, "Found[\\s\\S]*location: /login"),
  "api-maintenance-page": status(200, "OK[\\s\\S]*text/html[\\s\\S]*维护"),
  "api-wrong-content": status(200, "OK[\\s\\S]*text/html[\\s\\S]*Welcome to nginx"),
  "api-business-error": status(200, "OK[\\s\\S]*application/json[\\s\\S]*E1001"),
  "api-slow": {
    look: (tools) => tools.health("-w", "\nseconds %{time_starttransfer}"),
    faulty: /"status":"ok"[\s\S]*seconds [1-4]\./,
    healthy: /"status":"ok"[\s\S]*seconds 0\./,
  },
  "api-no-response": {
    look: (tools) => tools.health("-v", "-m", "2"),
    faulty: /GET \/api\/health[\s\S]*timed out after \d+ milliseconds with 0 bytes/,
    healthy: ok,
  },
  "api-body-truncated": {
    look: health,
    faulty: /HTTP\/1\.1 200[\s\S]*"status":"ok","serv\n\[exit 18\]/,
    healthy: ok,
  },
  "api-malformed-response": {
    look: health,
    faulty: /HTTP\/0\.9|Unsupported|malformed|\[exit (1|8)\]/,
    healthy: ok,
  },

  "db-down": mysqlError(2002),
  "db-frozen": { look: select, faulty: /ERROR 2013 .*initial communication packet|ERROR 2013/, healthy: one },
  "db-too-many-connections": mysqlError(1040),
  "db-pool-nearly-full": {
    look: (tools) => tools.mysql("SHOW STATUS LIKE 'Threads_connected'"),
    faulty: /Threads_connected\s+4[0-9]\n/,
    healthy: /Threads_connected\s+[1-5]\n/,
  },
  "db-pool-oversubscribed": {
    look: (tools) => tools.mysql("SELECT @@max_connections AS answer"),
    faulty: /answer\n15\n/,
    healthy: /answer\n50\n/,
  },
  "db-access-denied": mysqlError(1045),
  "db-account-locked": { look: select, faulty: /ERROR 3118 /, healthy: one },
  "db-host-not-allowed": mysqlError(1130),
  "db-host-blocked": mysqlError(1129),
  "db-unknown-database": mysqlError(1049),
  "db-unknown-table": {
    look: (tools) => tools.mysql("SELECT 1 FROM invoices LIMIT 1"),
    faulty: /ERROR 1146 /,
    healthy: /\[exit 0\]/,
  },
  "db-read-only": {
    look: (tools) => tools.mysql("SELECT @@read_only AS answer"),
    faulty: /answer\n(1|ON)\n/,
    healthy: /answer\n(0|OFF)\n/,
  },
  "db-idle-timeout-short": {
    look: (tools) => tools.mysql("SELECT @@wait_timeout AS answer"),
    faulty: /answer\n5\n/,
    healthy: /answer\n28800\n/,
  },
  "db-lock-wait": {
    look: (tools) => tools.mysql("SELECT trx_mysql_thread_id, trx_state FROM information_schema.INNODB_TRX"),
    faulty: /1\s+RUNNING[\s\S]*2\s+LOCK WAIT/,
    healthy: /^\s*\[exit 0\]/,
  },
  "db-replica-lag": {
    look: (tools) => tools.mysql("SHOW REPLICA STATUS"),
    faulty: /Seconds_Behind_Source[\s\S]*\sYes\s+Yes\s+300\s/,
    healthy: /^\s*\[exit 0\]/,
  },
  "db-overloaded": { look: timed(select), faulty: /\[exit 0\] slow/, healthy: /\[exit 0\] quick/ },
  "db-slow-login": { look: timed(select), faulty: /\[exit 0\] slow/, healthy: /\[exit 0\] quick/ },
};

/** Says, too, whether the tool took more than a second. */
function timed(look: Symptom["look"]): Symptom["look"] {
  return async (tools, platform) => {
    const began = performance.now();
    const said = await look(tools, platform);
    return `${said} ${performance.now() - began > 1_000 ? "slow" : "quick"}`;
  };
}

function daysLeft(said: string): number {
  const pem = said.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/)?.[0] ?? "";
  return Math.floor((Date.parse(new X509Certificate(pem).validTo) - Date.now()) / 86_400_000);
}
