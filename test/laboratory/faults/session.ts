import { startDaemon } from "../../servers/daemon.js";
import { startHaproxy } from "../../servers/haproxy.js";
import { all, instead, rules, stopped } from "../changes.js";
import type { Change, Fault, Symptom } from "../fault.js";
import type { Laboratory } from "../laboratory.js";
import { at } from "../network.js";
import { apiUrl, type Wishes } from "../profile.js";
import { backEnds } from "../services.js";
import { shell } from "../symptoms.js";

/** Keep-alive of every kind, and back ends behind one name. */

/** How many connections curl needs for requests back to back: `connects=1` each time it opens one. */
const reuses = (requests: number): Symptom => {
  const urls = Array.from({ length: requests }, () => `-o /dev/null ${apiUrl}`).join(" ");
  return shell(`curl -sSk -w 'connects=%{num_connects}\\n' ${urls} | grep -c connects=1`, /^[2-9]\n/, /^1\n/);
};

/** Two requests on one TLS connection with a pause between them: `200` once or twice, and how it ended. */
const afterPause = (seconds: number): Symptom => {
  const request = "GET /api/health HTTP/1.1\\r\\nHost: api.example.test\\r\\n\\r\\n";
  const input = `(printf '${request}'; sleep ${seconds}; printf '${request}'; sleep 1)`;
  return shell(
    `${input} | timeout ${seconds + 4} openssl s_client -quiet -connect ${at.server}:443 2>&1 | grep -c '200 OK'`,
    /^1\n/,
    /^2\n/,
  );
};

const front = (also: string): Change => instead("api", ({ start }) => start.front({ also }));

/** haproxy in the place of nginx before the same back ends. */
const haproxy = (options: string): Change =>
  instead("api", ({ start, wires }: Laboratory) =>
    startHaproxy(
      `defaults
  mode http
  timeout connect 3s
  timeout client 30s
  timeout server 30s
  ${options}
frontend api
  bind ${at.server}:443 ssl crt {dir}/api.pem
  default_backend both
backend both
  server first 127.0.0.1:${backEnds.first}
  server second 127.0.0.1:${backEnds.second}`,
      { files: { "api.pem": `${start.tls.cert}\n${start.tls.key}` }, within: wires.server.command },
    ),
  );

/**
 * A firewall that remembers a connection to the API for so long after its last packet: what comes later meets `then`. `new`
 * connections are always let in.
 */
const forgets = (timeout: string, then: string, where: "router" | "edge" = "edge"): Change =>
  rules(
    where,
    `set alive { type ipv4_addr . inet_service; flags timeout; timeout ${timeout}; }
     chain forward { type filter hook forward priority 0;
       tcp dport 443 tcp flags & (syn|ack) == syn update @alive { ip saddr . tcp sport timeout ${timeout} } accept
       tcp dport 443 ip saddr . tcp sport @alive update @alive { ip saddr . tcp sport timeout ${timeout} } accept
       tcp sport 443 ip daddr . tcp dport @alive update @alive { ip daddr . tcp dport timeout ${timeout} } accept
       tcp dport 443 ${then}
       tcp sport 443 drop
     }`,
  );

const keepalive: readonly Fault[] = [
  {
    id: "keepalive-disabled/nginx",
    cause: "keepalive-disabled",
    ...front("keepalive_timeout 0;"),
    symptom: reuses(3),
  },
  {
    id: "keepalive-disabled/haproxy",
    cause: "keepalive-disabled",
    ...haproxy("option httpclose"),
    symptom: reuses(3),
    routers: 2,
  },
  {
    id: "keepalive-request-limit/two",
    cause: "keepalive-request-limit",
    ...front("keepalive_requests 2;"),
    symptom: reuses(4),
  },
  {
    id: "keepalive-request-limit/four",
    cause: "keepalive-request-limit",
    ...front("keepalive_requests 4;"),
    symptom: reuses(6),
    routers: 2,
  },
  {
    id: "keepalive-too-short/1s",
    cause: "keepalive-too-short",
    ...front("keepalive_timeout 1s;"),
    symptom: afterPause(3),
    profile: { client: "{ idle: 3s }" },
  },
  {
    id: "keepalive-too-short/haproxy",
    cause: "keepalive-too-short",
    ...haproxy("timeout http-keep-alive 1s"),
    symptom: afterPause(3),
    profile: { client: "{ idle: 3s }" },
    routers: 2,
  },
  {
    id: "idle-connection-reset/firewall",
    cause: "idle-connection-reset",
    ...forgets("1s", "reject with tcp reset"),
    symptom: afterPause(3),
    profile: { client: "{ idle: 3s }" },
  },
  {
    id: "idle-flow-dropped/edge",
    cause: "idle-flow-dropped",
    ...forgets("1s", "drop"),
    symptom: afterPause(3),
    profile: { client: "{ idle: 3s }" },
  },
  {
    id: "idle-flow-dropped/gateway",
    cause: "idle-flow-dropped",
    ...forgets("2s", "drop", "router"),
    symptom: afterPause(5),
    profile: { client: "{ idle: 4s }" },
    routers: 2,
  },
];

/** Twelve new connections: every status once, with how often it came. */
const twelve = (broken: RegExp): Symptom =>
  shell(
    `for i in 1 2 3 4 5 6 7 8 9 10 11 12; do curl -sSk -m 4 -o /dev/null -w '%{http_code}\\n' ${apiUrl}; done | sort | uniq -c`,
    broken,
    /^\s*12 200\n/,
  );
const ours: Wishes = { api: "own: true" };
const second = (directives: string): Change => instead("second", ({ start }) => start.backEnd("second", directives));
const failing = second(`location / { default_type application/json; return 500 '{"status":"error"}'; }`);

/** The front tries no other back end when one fails, and never gives one up. */
const stubborn = (also = ""): Change =>
  instead("api", ({ start }) =>
    start.front({
      also: `proxy_next_upstream off; ${also}`,
      http: `upstream backends { server 127.0.0.1:${backEnds.first} max_fails=0; server 127.0.0.1:${backEnds.second} max_fails=0; }`,
    }),
  );

/** A back end that thinks for a while before it answers. */
const late = (ms: number, which: "first" | "second" = "second"): Change =>
  instead(which, ({ wires }) => {
    const body = '{"status":"ok"}';
    const script = `require("node:http").createServer((_, answer) => setTimeout(() => {
      answer.setHeader("content-type", "application/json"); answer.end('${body}');
    }, ${ms})).listen(${backEnds[which]}, "127.0.0.1", () => console.log("ready"))`;
    return startDaemon({ command: wires.server.command(process.execPath, "-e", script), ready: { output: /ready/ } });
  });
/** The slowest of eight new connections, in whole seconds. */
const slowest = shell(
  `for i in 1 2 3 4 5 6 7 8; do curl -sSk -o /dev/null -w '%{time_total}\\n' ${apiUrl}; done | sort -n | tail -1`,
  /^(0\.[5-9]|[1-9])/,
  /^0\.[0-3]/,
);

const balancing: readonly Fault[] = [
  {
    id: "backend-partly-failing/500",
    cause: "backend-partly-failing",
    ...failing,
    symptom: twelve(/ 500\n/),
  },
  {
    id: "backend-partly-failing/500-ours",
    cause: "backend-partly-failing",
    ...failing,
    symptom: twelve(/ 500\n/),
    profile: ours,
    routers: 2,
  },
  {
    id: "backend-partly-failing/502",
    cause: "backend-partly-failing",
    ...all(stubborn(), stopped("second")),
    symptom: twelve(/ 502\n/),
    profile: ours,
  },
  {
    id: "backend-partly-failing/labelled",
    cause: "backend-partly-failing",
    ...all(stubborn("add_header X-Backend $upstream_addr always;"), failing),
    symptom: twelve(/ 500\n/),
    profile: { api: "own: true\n    backend: x-backend" },
  },
  {
    id: "backend-partly-slow/900ms",
    cause: "backend-partly-slow",
    ...all(stubborn(), late(900)),
    symptom: slowest,
    profile: ours,
  },
  {
    id: "backend-partly-slow/1500ms-theirs",
    cause: "backend-partly-slow",
    ...all(stubborn(), late(1500)),
    symptom: slowest,
  },
];

/** Twelve requests, so many at once. */
const atOnce = (many: number): Symptom =>
  shell(
    `for i in $(seq ${12 / many}); do for j in $(seq ${many}); do curl -sSk -m 4 -o /dev/null -w '%{http_code}\\n' ${apiUrl} & done; wait; done | sort | uniq -c`,
    / 503\n/,
    /^\s*12 200\n/,
  );

/** A platform that works on so many requests at once, and answers 503 to more. */
const worksOn = (most: number): Change =>
  all(
    late(60, "first"),
    late(60),
    instead("api", ({ start }) =>
      start.front({
        also: `limit_conn each ${most};`,
        http: `limit_conn_zone $server_name zone=each:1m;
          upstream backends { server 127.0.0.1:${backEnds.first}; server 127.0.0.1:${backEnds.second}; }`,
      }),
    ),
  );

const limits: readonly Fault[] = [
  {
    id: "connection-limit/one-request-at-a-time",
    cause: "connection-limit",
    ...worksOn(1),
    symptom: atOnce(3),
    profile: ours,
  },
  {
    id: "connection-limit/one-request-at-a-time-theirs",
    cause: "connection-limit",
    ...worksOn(1),
    symptom: atOnce(3),
  },
  {
    id: "connection-limit/three-requests",
    cause: "connection-limit",
    ...worksOn(3),
    symptom: atOnce(6),
    profile: ours,
    routers: 2,
  },
];

export const session: readonly Fault[] = [...keepalive, ...balancing, ...limits];
