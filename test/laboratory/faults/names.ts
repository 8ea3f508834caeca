import { createAuthority } from "../../../src/lab/authority.js";
import { startMariadb, wellKnown } from "../../servers/mariadb.js";
import { startNamed } from "../../servers/named.js";
import { startNginx } from "../../servers/nginx.js";
import { all, etc, forward, frozen, instead, rules, running, stopped } from "../changes.js";
import type { Change, Fault, Symptom } from "../fault.js";
import { at } from "../network.js";
import { names, zone } from "../services.js";
import { digs, shell } from "../symptoms.js";

/** Resolvers of every kind, and what they say. */

export const records = (changed: Readonly<Record<string, string>>, options?: string): Change =>
  instead("resolver", ({ start }) => start.resolver(changed, options));

/** A resolver in the company's network that still knows the truth, for `compare`. */
const secondOpinion = running(({ wires }) =>
  startNamed({ zones: { "example.test": zone() }, address: at.proxy, port: 53, within: wires.proxy.command }),
);
const asked = { head: `dns: { compare: [${at.proxy}] }` };

/** A web server of somebody else at the address of the DNS server. */
export const stranger = running(async ({ wires }) => {
  const { chain, key } = await (await createAuthority({ name: "Somebody Else" })).issue({
    names: ["www.elsewhere.test"],
  });
  const web = { port: 443, tls: { cert: chain, key } };
  return startNginx({ web }, { address: at.dns, within: wires.dns.command });
});

/** A database that lives beside the DNS server, and is not the one that is meant. */
const databaseAtDns = (statements: string): Change =>
  running(({ wires }) =>
    startMariadb({
      host: at.dns,
      port: 3306,
      within: wires.dns.command,
      sql: statements,
      options: ["--skip-name-resolve"],
    }),
  );

/** What the system itself resolves, as a program would. */
export const resolves = (name: string, broken: RegExp, healthy: RegExp = new RegExp(`^${at.server}\\s`)): Symptom =>
  shell(`getent ahosts ${name}`, broken, healthy);

/** Every name of the platform as an alias of something so long that an answer outgrows 512 bytes. */
const long = (label: string): string =>
  [label, ...Array.from({ length: 4 }, (_, nth) => `${label.at(-1)?.repeat(50)}${nth}`)].join(".");
const longAliases = Object.fromEntries(
  ["api", "desktop", "db"].flatMap((name) => [
    [name, `CNAME ${long(`${name}-one`)}`],
    [long(`${name}-one`), `CNAME ${long(`${name}-two`)}`],
    [long(`${name}-two`), `A ${at.server}`],
  ]),
);

const servers: readonly Fault[] = [
  {
    id: "dns-server-down/stopped",
    cause: "dns-server-down",
    ...stopped("resolver"),
    symptom: digs(/refused/, names.api),
  },
  {
    id: "dns-server-down/two-routers",
    cause: "dns-server-down",
    ...stopped("resolver"),
    symptom: digs(/refused/, names.api),
    routers: 2,
  },
  {
    id: "dns-blocked/port",
    cause: "dns-blocked",
    ...rules("edge", "chain forward { type filter hook forward priority 0; udp dport 53 drop; tcp dport 53 drop; }"),
    symptom: digs(/timed out/, names.api),
  },
  {
    id: "dns-blocked/udp",
    cause: "dns-blocked",
    ...forward("udp dport 53 drop"),
    symptom: digs(/timed out/, names.api),
  },
  {
    id: "dns-blocked/prohibited",
    cause: "dns-blocked",
    ...forward("meta l4proto { tcp, udp } th dport 53 reject with icmpx admin-prohibited"),
    symptom: digs(/timed out|unreachable/, names.api),
  },
  {
    id: "dns-blocked/frozen",
    cause: "dns-blocked",
    ...frozen("resolver"),
    symptom: digs(/timed out/, names.api),
  },
  {
    id: "resolver-misconfigured/nobody",
    cause: "resolver-misconfigured",
    ...etc("resolv.conf", `nameserver ${at.nobody}\n`),
    symptom: digs(/timed out|no servers could be reached|host unreachable/, names.api),
  },
  {
    id: "dns-first-server-dead/nobody",
    cause: "dns-first-server-dead",
    ...etc("resolv.conf", `nameserver ${at.nobody}\nnameserver ${at.dns}\n`),
    symptom: shell("grep -c nameserver /etc/resolv.conf", /^2\n/, /^1\n/),
  },
  {
    id: "dns-first-server-dead/closed",
    cause: "dns-first-server-dead",
    ...etc("resolv.conf", `nameserver ${at.server}\nnameserver ${at.dns}\n`),
    symptom: shell("grep -c nameserver /etc/resolv.conf", /^2\n/, /^1\n/),
  },
  {
    id: "dns-refused/query",
    cause: "dns-refused",
    ...instead("resolver", ({ wires }) =>
      startNamed({
        zones: { "other.test": "www A 10.200.2.2" },
        address: at.dns,
        port: 53,
        within: wires.dns.command,
      }),
    ),
    symptom: digs(/REFUSED/, names.api),
  },
  {
    id: "dns-server-failure/zone",
    cause: "dns-server-failure",
    ...instead("resolver", ({ wires }) =>
      startNamed({ zones: { "example.test": "broken" }, address: at.dns, port: 53, within: wires.dns.command }),
    ),
    symptom: digs(/SERVFAIL/, names.api),
  },
  {
    id: "dns-server-failure/first",
    cause: "dns-server-failure",
    ...all(
      running(({ wires }) =>
        startNamed({ zones: { "example.test": "broken" }, address: at.proxy, port: 53, within: wires.proxy.command }),
      ),
      etc("resolv.conf", `nameserver ${at.proxy}\nnameserver ${at.dns}\n`),
    ),
    symptom: digs(/SERVFAIL/, names.api),
  },
  {
    id: "dns-slow/every-second-lost",
    cause: "dns-slow",
    ...forward("udp dport 53 numgen inc mod 2 0 drop"),
    symptom: shell(
      `for i in 1 2 3 4; do dig +tries=1 +time=1 ${names.api}; done | grep -c 'timed out'`,
      /^[1-3]\n/,
      /^0\n/,
    ),
    accepts: {
      causes: ["packet-loss"],
      why: "whether a resolver drops questions or the way loses them shows nowhere but at the resolver",
    },
  },
  {
    id: "dns-tcp-blocked/edge",
    cause: "dns-tcp-blocked",
    ...all(records(longAliases, "max-udp-size 512; nocookie-udp-size 512;"), forward("tcp dport 53 drop")),
    symptom: shell(
      `dig +noedns +tries=1 +time=2 ${names.api}`,
      /timed out|no servers could be reached|communications error/,
      /status: NOERROR[\s\S]*ANSWER: [1-9]/,
    ),
  },
];

const answers: readonly Fault[] = [
  {
    id: "dns-name-missing/api",
    cause: "dns-name-missing",
    ...records({ api: "" }),
    symptom: digs(/NXDOMAIN/, names.api),
  },
  {
    id: "dns-name-missing/database",
    cause: "dns-name-missing",
    ...records({ db: "" }),
    symptom: digs(/NXDOMAIN/, names.db),
  },
  {
    id: "dns-no-address/text-only",
    cause: "dns-no-address",
    ...records({ api: 'TXT "moved"' }),
    symptom: digs(/status: NOERROR[\s\S]*ANSWER: 0/, names.api),
  },
  {
    id: "dns-alias-dangling/api",
    cause: "dns-alias-dangling",
    ...records({ api: "CNAME retired" }),
    symptom: digs(/NXDOMAIN/, names.api),
  },
  {
    id: "dns-wrong-answer/loopback",
    cause: "dns-wrong-answer",
    ...records({ api: "A 127.0.0.1" }),
    symptom: resolves(names.api, /^127\.0\.0\.1/),
  },
  {
    id: "dns-wrong-answer/unspecified",
    cause: "dns-wrong-answer",
    ...records({ api: "A 0.0.0.0" }),
    symptom: resolves(names.api, /^0\.0\.0\.0/),
  },
  {
    id: "dns-wrong-answer/stranger",
    cause: "dns-wrong-answer",
    ...all(records({ api: `A ${at.dns}` }), stranger, secondOpinion),
    symptom: resolves(names.api, new RegExp(`^${at.dns}`)),
    profile: asked,
  },
  {
    id: "dns-wrong-answer/stale",
    cause: "dns-wrong-answer",
    ...all(records({ db: "A 10.200.2.99" }), secondOpinion),
    symptom: resolves(names.db, /^10\.200\.2\.99/),
    profile: asked,
  },
  {
    id: "dns-wrong-answer/old-database",
    cause: "dns-wrong-answer",
    ...all(records({ db: `A ${at.dns}` }), databaseAtDns(`${wellKnown} DROP TABLE invoice.invoices;`), secondOpinion),
    symptom: resolves(names.db, new RegExp(`^${at.dns}`)),
    profile: asked,
  },
  {
    id: "dns-wrong-answer/other-host",
    cause: "dns-wrong-answer",
    ...all(records({ db: `A ${at.dns}` }), secondOpinion),
    symptom: resolves(names.db, new RegExp(`^${at.dns}`)),
    profile: asked,
  },
  {
    id: "hosts-file-override/other-host",
    cause: "hosts-file-override",
    ...etc("hosts", `127.0.0.1 localhost\n${at.dns} ${names.api}\n`),
    symptom: resolves(names.api, new RegExp(`^${at.dns}\\s`)),
  },
  {
    id: "hosts-file-override/development-database",
    cause: "hosts-file-override",
    ...all(
      etc("hosts", `127.0.0.1 localhost\n${at.dns} ${names.db}\n`),
      databaseAtDns(`${wellKnown} DROP TABLE invoice.invoices;`),
    ),
    symptom: resolves(names.db, new RegExp(`^${at.dns}\\s`)),
  },
  {
    id: "hosts-file-override/database-with-another-password",
    cause: "hosts-file-override",
    ...all(
      etc("hosts", `127.0.0.1 localhost\n${at.dns} ${names.db}\n`),
      databaseAtDns(`${wellKnown} ALTER USER diag@'%' IDENTIFIED BY 'another';`),
    ),
    symptom: resolves(names.db, new RegExp(`^${at.dns}\\s`)),
  },
  {
    id: "hosts-file-override/nobody",
    cause: "hosts-file-override",
    ...etc("hosts", `127.0.0.1 localhost\n${at.nobody} ${names.db}\n`),
    symptom: resolves(names.db, new RegExp(`^${at.nobody}\\s`)),
  },
  {
    id: "hosts-file-override/loopback",
    cause: "hosts-file-override",
    ...etc("hosts", `127.0.0.1 localhost ${names.api}\n`),
    symptom: resolves(names.api, /^127\.0\.0\.1/),
  },
];

export const naming: readonly Fault[] = [...servers, ...answers];
