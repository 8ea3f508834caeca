import { tlsFiles } from "../../servers/mariadb.js";
import { startNamed } from "../../servers/named.js";
import { all, etc, forward, instead, running } from "../changes.js";
import type { Change, Control } from "../fault.js";
import { bothAnswer, haproxy, haproxyBackEnds, json, late } from "../faults/answering.js";
import { account, freshDatabase, idle, sessions, sql } from "../faults/sessions.js";
import { at } from "../network.js";
import { apiUrl } from "../profile.js";
import { type FrontWishes, names, zone } from "../services.js";
import { digs, fetches, queries, shell, shows } from "../symptoms.js";

const front = (wishes: FrontWishes): Change => instead("api", ({ start }) => start.front(wishes));
const records = (changed: Readonly<Record<string, string>>): Change =>
  instead("resolver", ({ start }) => start.resolver(changed));
const certificate = (text: string, broken: RegExp, healthy: RegExp) =>
  shell(
    `openssl s_client -connect ${at.server}:443 -servername ${names.api} -showcerts </dev/null 2>&1 | ${text}`,
    broken,
    healthy,
  );

const resolvers: readonly Control[] = [
  {
    id: "control/several-addresses",
    ...records({ api: `A ${at.server}\napi A ${at.second}` }),
    symptom: shell(`dig +short ${names.api} | wc -l`, /^2\n/, /^1\n/),
  },
  {
    id: "control/both-families",
    ...records({ api: `A ${at.server}\napi AAAA ${at.server6}` }),
    symptom: shell(`dig +short AAAA ${names.api} | wc -l`, /^1\n/, /^0\n/),
  },
  {
    id: "control/alias",
    ...records({ api: "CNAME edge", edge: `A ${at.server}` }),
    symptom: shell(`dig +short ${names.api} | wc -l`, /^2\n/, /^1\n/),
  },
  {
    id: "control/hosts-agrees",
    ...etc("hosts", `127.0.0.1 localhost\n${at.server} ${names.api} ${names.db}\n`),
    symptom: shell("grep -c example /etc/hosts; true", /^1\n/, /^0\n/),
  },
  {
    id: "control/second-resolver",
    ...all(
      running(({ wires }) =>
        startNamed({ zones: { "example.test": zone() }, address: at.proxy, port: 53, within: wires.proxy.command }),
      ),
      etc("resolv.conf", `nameserver ${at.dns}\nnameserver ${at.proxy}\n`),
    ),
    symptom: shell("grep -c nameserver /etc/resolv.conf", /^2\n/, /^1\n/),
  },
  {
    id: "control/no-dns-over-tcp",
    ...forward("tcp dport 53 drop"),
    symptom: { ...digs(/timed out|no servers/, names.api), command: ["dig", "+tcp", "+tries=1", "+time=2", names.api] },
  },
];

const handshakes: readonly Control[] = [
  {
    id: "control/tls-1.2-only",
    ...front({ also: "ssl_protocols TLSv1.2;" }),
    symptom: fetches(/protocol version|alert|curl: \(35\)/i, { extra: ["--tlsv1.3"] }),
  },
  {
    id: "control/tls-1.3-only",
    ...front({ also: "ssl_protocols TLSv1.3;" }),
    symptom: fetches(/protocol version|alert|curl: \(35\)/i, { extra: ["--tls-max", "1.2"] }),
  },
  {
    id: "control/wildcard",
    ...instead("api", async ({ start, authority }) => {
      const { chain, key } = await authority.issue({ names: ["*.example.test"] });
      return start.front({ tls: { cert: chain, key } });
    }),
    symptom: certificate("openssl x509 -noout -ext subjectAltName", /\*\.example\.test/, /DNS:api\.example\.test/),
  },
  {
    id: "control/root-in-chain",
    ...instead("api", ({ start }) => start.front({ tls: { ...start.tls, cert: start.tls.cert + start.root.cert } })),
    symptom: certificate("grep -c BEGIN", /^3\n/, /^2\n/),
  },
  {
    id: "control/rsa",
    ...instead("api", async ({ start, authority }) => {
      const { chain, key } = await authority.issue({ names: [names.api], keyType: "rsa-2048" });
      return start.front({ tls: { cert: chain, key } });
    }),
    symptom: certificate("openssl x509 -noout -text", /rsaEncryption/, /id-ecPublicKey/),
  },
  {
    id: "control/http2",
    ...haproxy(haproxyBackEnds, { bind: "alpn h2,http/1.1" }),
    symptom: shows(/^HTTP\/2 200/m, /^HTTP\/1\.1 200/m),
  },
];

const inTurn = `BEGIN NOT ATOMIC DECLARE turn INT DEFAULT 0; WHILE turn < 100000 DO
  START TRANSACTION; UPDATE invoices SET serial = turn WHERE id = 2; DO SLEEP(0.02); COMMIT; SET turn = turn + 1; END WHILE; END`;

const services: readonly Control[] = [
  {
    id: "control/redirect-to-https",
    ...instead("web", ({ start }) => start.web({ directives: `location / { return 301 ${apiUrl}; }` })),
    symptom: fetches(/^301 /m, { url: `http://${names.desktop}:8080/` }),
  },
  {
    id: "control/slow-within-limits",
    ...late(900),
    symptom: fetches(/^200 .* total=(0\.9|1\.)/m, { healthy: /^200 .* total=0\.[0-7]/m }),
  },
  {
    id: "control/keep-alive-just-longer",
    ...front({ also: "keepalive_timeout 4s;" }),
    symptom: shell(
      `(printf 'GET /api/health HTTP/1.1\\r\\nHost: ${names.api}\\r\\n\\r\\n'; sleep 6; printf 'GET /api/health HTTP/1.1\\r\\nHost: ${names.api}\\r\\n\\r\\n'; sleep 1) | timeout 9 openssl s_client -quiet -connect ${at.server}:443 2>&1 | grep -c '200 OK'`,
      /^1\n/,
      /^2\n/,
    ),
  },
  {
    id: "control/words-of-refusal",
    ...bothAnswer(
      json(200, { status: "ok", message: "已跳过不在白名单的记录", data: [{ msg: "今日调用次数已用完" }] }),
    ),
    symptom: shows(/不在白名单/, /"status":"ok"\}/),
  },
  {
    id: "control/haproxy",
    ...haproxy(`http-response set-header X-Served-By haproxy\n  ${haproxyBackEnds}`),
    symptom: shows(/^x-served-by: haproxy/im, /^server: nginx/im),
  },
  {
    id: "control/database-offers-tls",
    ...instead("db", async ({ start }) => {
      const tls = await tlsFiles();
      return start.database({ options: tls.options }).finally(tls.remove);
    }),
    symptom: { ...queries(/\tYES\n/, "SHOW VARIABLES LIKE 'have_ssl'"), healthy: /\tDISABLED\n/ },
  },
  {
    id: "control/database-half-used",
    ...all(account, sql("SET GLOBAL max_connections = 20", "SET GLOBAL max_connections = 151"), idle(9)),
    symptom: { ...queries(/\t1[0-2]\n/, "SHOW STATUS LIKE 'Threads_connected'"), healthy: /\t[1-4]\n/ },
  },
  {
    // Transactions that queue for one row, each for some hundredths of a second.
    id: "control/database-busy-row",
    ...all(freshDatabase, account, sessions(Array.from({ length: 4 }, () => ["DO 1", inTurn]))),
    symptom: {
      ...queries(
        /^4\n/m,
        "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = 'app' AND COMMAND = 'Query'",
      ),
      healthy: /^0\n/m,
    },
  },
];

/** Names, TLS, the API, the database: odd, and healthy. */
export const serviceControls: readonly Control[] = [...resolvers, ...handshakes, ...services];
