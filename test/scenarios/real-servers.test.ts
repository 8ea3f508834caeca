import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Connection, createConnection } from "mysql2/promise";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/index.js";
import { createAuthority, selfSigned } from "../../src/lab/authority.js";
import { built, run } from "../cli/run.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { login } from "../servers/mariadb.js";
import { startNamed } from "../servers/named.js";
import { type Nginx, type NginxServer, startNginx } from "../servers/nginx.js";
import { frozenServer, oddServer } from "../servers/odd-tcp.js";
import { startXrdp } from "../servers/xrdp.js";
import {
  coreChecks,
  examineText,
  expectFirst,
  expectHealthy,
  leafFor,
  names,
  type Site,
  served,
  siteNeeds,
  standing,
  startApi,
  startDb,
  startDns,
  startSite,
  statusOf,
  summary,
  zone,
} from "./site.js";

const day = 86_400_000;

/** What a fault did is undone after its test, the last first. */
const undo: (() => Promise<unknown>)[] = [];
const mend = async (): Promise<void> => {
  for (const one of undo.splice(0).reverse()) await one();
};

/** Steps of these checks were held back, all of them. */
const expectBlocked = (report: Report, ...checks: readonly string[]): void => {
  for (const check of checks) expect([check, ...statusOf(report, check)], summary(report)).toEqual([check, "blocked"]);
};
const expectPass = (report: Report, ...checks: readonly string[]): void => {
  for (const check of checks) expect([check, ...statusOf(report, check)], summary(report)).toEqual([check, "pass"]);
};

describe.skipIf(!available(...siteNeeds))("a platform of nginx, MariaDB, BIND and xrdp", () => {
  built();
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  });
  afterEach(mend);
  afterAll(() => site?.remove());

  describe("healthy", () => {
    it("the command says so: exit code 0, nothing stands, all eight checks pass", async () => {
      const file = join(site.directory, "invoice-diag.yaml");
      writeFileSync(file, site.profile());
      const env = { DB_PASSWORD: site.password };
      const { code, out, err } = await run(["check", "-p", file, "--format", "json"], { env });
      const report = JSON.parse(out) as Report;
      expectHealthy(report);
      expect([code, err]).toEqual([0, ""]);
      expectPass(report, ...coreChecks);
      const table = await run(["check", "-p", file, "--lang", "zh"], { env });
      expect([table.code, table.err], table.out).toEqual([0, ""]);
      expect(readdirSync(site.directory).sort()).toEqual(["company-ca.pem", "invoice-diag.yaml"]);
    });

    it("the library says the same, time and again", async () => {
      for (let time = 0; time < 3; time += 1) expectHealthy(await site.examine());
    });
  });

  describe("stopped", () => {
    it("nginx: its ports are closed, and what needs them is blocked", async () => {
      await site.services.api.stop();
      undo.push(async () => {
        site.services.api = await startApi(site.authority);
      });
      const report = await site.examine();
      expectFirst(report, "port-closed");
      expectBlocked(report, "tls", "api", "keepalive");
      expectPass(report, "db", "dns", "link", "ping");
      expect(standing(report).filter(({ id }) => id === "port-closed")).toHaveLength(2);
      expect(standing(report)[0]?.explains).toEqual(expect.arrayContaining(["tls:invoice-api", "api:invoice-api"]));
    });

    it("MariaDB: the database is down", async () => {
      await site.services.db.stop();
      undo.push(async () => {
        site.services.db = await startDb();
      });
      const report = await site.examine();
      expectFirst(report, "db-down");
      expectPass(report, "api", "port", "dns");
    });

    it("BIND: the DNS server is down, and whatever has a name is blocked", async () => {
      await site.services.dns.stop();
      undo.push(async () => {
        site.services.dns = await startDns();
      });
      const report = await site.examine();
      expectFirst(report, "dns-server-down");
      expectBlocked(report, "ping", "port", "tls", "api", "keepalive", "db");
      expectPass(report, "link");
      expect(standing(report), summary(report)).toHaveLength(1);
    });

    it("xrdp: the remote desktop's port is closed", async () => {
      const { port } = site.services.desktop;
      await site.services.desktop.stop();
      undo.push(async () => {
        site.services.desktop = await startXrdp();
      });
      const report = await site.examine();
      expectFirst(report, "port-closed");
      expect(standing(report)[0]).toMatchObject({
        place: `127.0.0.1:${port}`,
        subjects: ["remote-desktop"],
        party: "us",
      });
      // What would tell a firewall from it is a test by hand, and no question of another check.
      const firewall = report.diagnosis.cannotTell.find(({ cause }) => cause === "firewall-rejects-port");
      expect(firewall?.for.en, JSON.stringify(report.diagnosis.cannotTell)).toMatch(/ss -ltn/);
    });
  });

  describe("frozen", () => {
    const freeze = async (daemon: { signal(name: NodeJS.Signals): void }): Promise<Report> => {
      daemon.signal("SIGSTOP");
      try {
        return await site.examine();
      } finally {
        daemon.signal("SIGCONT");
      }
    };

    it("nginx: the service is frozen", async () => {
      const report = await freeze(site.services.api.daemon);
      expectFirst(report, "service-frozen");
      expectBlocked(report, "api", "keepalive");
      expectPass(report, "db");
    });

    it("MariaDB: the database is frozen", async () => {
      expectFirst(await freeze(site.services.db.daemon), "db-frozen");
    });

    it("BIND: queries are not answered", async () => {
      const report = await freeze(site.services.dns);
      expectFirst(report, "dns-blocked");
      expectBlocked(report, "ping", "port", "tls", "api", "keepalive", "db");
      expectPass(report, "link");
    });

    it("xrdp: the remote desktop is frozen", async () => {
      const report = await freeze(site.services.desktop.daemon);
      expectFirst(report, "service-frozen");
      expect(standing(report)[0]?.subjects).toEqual(["remote-desktop"]);
    });
  });

  describe("certificates of nginx", () => {
    type Kind = "expired" | "early" | "expiring" | "elsewhere" | "own" | "stranger" | "lone";
    let odd: Nginx<Kind>;
    beforeAll(async () => {
      const { authority } = site;
      const issue = (from: number, to: number) =>
        authority.issue({
          names: [names.api],
          notBefore: new Date(Date.now() + from * day),
          notAfter: new Date(Date.now() + to * day),
        });
      const other = await createAuthority({ name: "Some Other CA" });
      const strange = await (await other.intermediate()).issue({ names: [names.api] });
      const { cert, key } = await leafFor(authority);
      odd = await startNginx<Kind>({
        expired: served(await issue(-400, -3)),
        early: served(await issue(3, 400)),
        expiring: served(await issue(-80, 5)),
        elsewhere: served(await authority.issue({ names: ["www.example.test"] })),
        own: served(await selfSigned({ names: [names.api] })),
        stranger: served({ ...strange, chain: strange.chain + other.cert }),
        lone: served({ chain: cert, key }),
      });
    });
    afterAll(() => odd?.stop());
    const certified = (kind: Kind): Promise<Report> => site.examine({ url: site.url(odd.ports[kind]) });

    it.each([
      ["expired", "cert-expired"],
      ["early", "cert-not-yet-valid"],
      ["elsewhere", "cert-wrong-host"],
      ["own", "cert-self-signed"],
      ["stranger", "cert-untrusted-ca"],
      ["lone", "cert-chain-incomplete"],
    ] as const)("%s: %s", async (kind, cause) => {
      const report = await certified(kind);
      expectFirst(report, cause);
      expectBlocked(report, "api", "keepalive");
      expect(standing(report)[0]?.place).toBe(`${names.api}:${odd.ports[kind]}`);
    });

    it("about to expire: a warning, and no fault", async () => {
      const report = await certified("expiring");
      expectFirst(report, "cert-expiring");
      expect([report.status, report.exitCode]).toEqual(["warn", 0]);
    });

    it("expired by two other clocks is confirmed; by none it is likely, and the clock is named", async () => {
      expect(standing(await certified("expired"))[0]?.standing).toBe("confirmed");
      const text = site.profile({ url: site.url(odd.ports.expired) });
      const alone = text.replace(/ {2}- name: remote-desktop[\s\S]*$/, "").replace(/ {4}dependsOn:.*\n/, "");
      const report = await examineText(alone, site.directory, {}, { skip: ["clock"] });
      expectFirst(report, "cert-expired", ["clock-wrong"]);
      expect(standing(report)[0]?.standing, summary(report)).toBe("likely");
      expect(report.diagnosis.cannotTell.map(({ cause }) => cause)).toContain("clock-wrong");
    });

    it("expired, while the remote desktop is stopped: both stand, each with its own high confidence", async () => {
      await site.services.desktop.stop();
      undo.push(async () => {
        site.services.desktop = await startXrdp();
      });
      const report = await certified("expired");
      const two = standing(report).slice(0, 2);
      expect(two.map(({ id }) => id).sort(), summary(report)).toEqual(["cert-expired", "port-closed"]);
      for (const one of two) expect(one.confidence, summary(report)).toBeGreaterThan(0.9);
      expect(report.diagnosis.unexplained).toEqual([]);
    });

    it("two names at one port, one of them with an expired certificate: only that one", async () => {
      const port = await freePort();
      const { authority } = site;
      const expired = { notBefore: new Date(Date.now() - 400 * day), notAfter: new Date(Date.now() - 3 * day) };
      const shared = await startNginx({
        [names.desktop]: { ...served(await authority.issue({ names: [names.desktop] })), port },
        [names.api]: { ...served(await authority.issue({ names: [names.api], ...expired })), port },
      });
      undo.push(shared.stop);
      const web = `targets:\n  - name: web\n    url: https://${names.desktop}:${port}/\n    ca: ./company-ca.pem`;
      const text = site.profile({ url: site.url(port) }).replace("targets:", web);
      const report = await examineText(text, site.directory, { DB_PASSWORD: site.password });
      expectFirst(report, "cert-expired");
      expect(standing(report)[0]?.subjects).toEqual(["invoice-api"]);
    });
  });

  describe("what nginx answers", () => {
    const json = `location / { default_type application/json; return 200 '{"status":"ok"}'; }`;
    const behaviours = {
      "502": (dead: number) => `location / { proxy_pass http://127.0.0.1:${dead}; }`,
      "503": () => "location / { add_header Retry-After 30 always; return 503; }",
      "504": (_: number, frozen: number) =>
        `location / { proxy_pass http://127.0.0.1:${frozen}; proxy_connect_timeout 200ms; proxy_read_timeout 200ms; }`,
      silence: (_: number, frozen: number) => `location / { proxy_pass http://127.0.0.1:${frozen}; }`,
      "401": () => "location / { return 401; }",
      "403": () => "location / { deny all; }",
      "404": () => "location / { root /nonexistent; }",
      "429": () => "location / { return 429; }",
      "500": () => "location / { return 500; }",
      cut: () => "location / { return 444; }",
      html: () => 'location / { default_type text/html; return 200 "<html><title>nginx</title>"; }',
      "no-keepalive": () => `keepalive_timeout 0; ${json}`,
      "two-requests": () => `keepalive_requests 2; ${json}`,
      "one-second": () => `keepalive_timeout 1s 1s; ${json}`,
    };
    type Behaviour = keyof typeof behaviours;
    let odd: Nginx<Behaviour>;
    let frozen: Awaited<ReturnType<typeof frozenServer>>;
    beforeAll(async () => {
      const leaf = await leafFor(site.authority);
      const dead = await freePort();
      frozen = await frozenServer();
      const servers = Object.entries(behaviours).map(([name, text]) => [name, served(leaf, text(dead, frozen.port))]);
      odd = await startNginx<Behaviour>(Object.fromEntries(servers) as Record<Behaviour, NginxServer>);
    });
    afterAll(async () => {
      await odd?.stop();
      await frozen?.close();
    });
    const answering = (behaviour: Behaviour, wishes = {}): Promise<Report> =>
      site.examine({ url: site.url(odd.ports[behaviour]), ...wishes });

    it.each([
      ["502", "api-upstream-down"],
      ["503", "api-unavailable"],
      ["504", "api-upstream-timeout"],
      ["silence", "api-no-response"],
      ["401", "api-unauthenticated"],
      ["403", "api-forbidden"],
      ["404", "api-not-found"],
      ["429", "api-rate-limited"],
      ["500", "api-error"],
      ["cut", "api-no-response"],
      ["html", "api-wrong-content"],
      ["no-keepalive", "keepalive-disabled"],
      ["two-requests", "keepalive-request-limit"],
    ] as const)("%s: %s", async (behaviour, cause) => {
      const report = await answering(behaviour);
      expectFirst(report, cause);
      // Silence is also what a way that loses packets leaves of an answer; and what answers may be another machine than DNS means.
      const sure = ["confirmed", "likely"];
      expect(sure, summary(report)).toContain(standing(report)[0]?.standing);
      expectPass(report, "tls", "port", "db", "dns");
    });

    it("connections are kept a second, and the client keeps them two: requests will fail now and then", async () => {
      expectFirst(await answering("one-second", { client: "{ idle: 2s }" }), "keepalive-too-short");
    });

    it("503, while the database refuses the login: the login is the cause, and explains both", async () => {
      const report = await answering("503", { password: "not the password" });
      expectFirst(report, "db-access-denied");
      // The server answers a demand for TLS and another host alike.
      const sure = standing(report).filter((one) => one.standing !== "possible");
      expect(sure, summary(report)).toHaveLength(1);
      expect(standing(report)[0]?.explains).toEqual(expect.arrayContaining(["api:invoice-api", "db:database"]));
    });

    it("plain HTTP on the port of HTTPS", async () => {
      const report = await site.examine({ url: site.url(site.services.api.ports.web) });
      expectFirst(report, "tls-plain-http");
      expectBlocked(report, "api", "keepalive");
    });
  });

  it("plain HTTP sent to the port of HTTPS: the URL is wrong, not the API", async () => {
    const url = `http://${names.api}:${site.services.api.ports.api}/api/health`;
    const report = await site.examine({ url });
    expectFirst(report, "api-scheme-wrong");
    expect(standing(report)[0]?.party).toBe("this-host");
  });

  describe("MariaDB", () => {
    const held: Connection[] = [];
    const hold = async (connections: number): Promise<void> => {
      const { port, sql } = site.services.db;
      await sql("SET GLOBAL max_connections = 10");
      undo.push(() => sql("SET GLOBAL max_connections = 151"));
      undo.push(() => Promise.all(held.splice(0).map((one) => one.end())));
      const { user, password } = login;
      while (held.length < connections) held.push(await createConnection({ host: "127.0.0.1", port, user, password }));
    };

    it("another password", async () => {
      const report = await site.examine({ password: "not the password" });
      expectFirst(report, "db-access-denied");
      expect(standing(report)[0]).toMatchObject({ standing: "likely", party: "us" });
    });

    it("every connection is taken", async () => {
      await hold(10);
      expectFirst(await site.examine(), "db-too-many-connections");
    });

    it("nearly every connection is taken: a warning", async () => {
      await hold(8);
      const report = await site.examine();
      expectFirst(report, "db-pool-nearly-full");
      expect([report.status, report.exitCode]).toEqual(["warn", 0]);
    });

    it("ends each connection at its first statement: an error, and no slowness", async () => {
      const { sql } = site.services.db;
      undo.push(() => sql("SET GLOBAL init_connect = ''"));
      await sql("SET GLOBAL init_connect = 'no statement'");
      expectFirst(await site.examine(), "db-statements-refused");
    });

    it("an account that has asked too often is told as such, and no table is blamed", async () => {
      const { sql } = site.services.db;
      undo.push(() => sql(`ALTER USER '${login.user}'@'%' WITH MAX_QUERIES_PER_HOUR 0`));
      await sql(`ALTER USER '${login.user}'@'%' WITH MAX_QUERIES_PER_HOUR 1`);
      const [first, ...others] = standing(await site.examine());
      expect(first?.because.map(({ signal }) => signal)).toEqual(["user-limit"]);
      expect(others.map(({ id }) => id)).not.toContain("db-unknown-table");
    });

    it("the table is gone, and the server takes no writes: both", async () => {
      const { sql } = site.services.db;
      await sql("RENAME TABLE invoice.invoices TO invoice.gone; SET GLOBAL read_only = 1");
      undo.push(() => sql("SET GLOBAL read_only = 0; RENAME TABLE invoice.gone TO invoice.invoices"));
      const report = await site.examine();
      expect(
        standing(report)
          .map(({ id }) => id)
          .sort(),
        summary(report),
      ).toEqual(["db-read-only", "db-unknown-table"]);
    });
  });

  describe("names and ports", () => {
    const zones = async (records: { readonly [zone: string]: string }): Promise<void> => {
      await site.services.dns.stop();
      undo.push(async () => {
        await site.services.dns.stop();
        site.services.dns = await startDns();
      });
      site.services.dns = await startNamed({ zones: records });
    };
    const called = (name: string): Promise<Report> =>
      site.examine({ url: `https://${name}:${site.services.api.ports.api}/api/health` });

    it("the name does not exist: everything of that target is blocked, and nothing of the others", async () => {
      const report = await called("apj.example.test");
      expectFirst(report, "dns-name-missing");
      const rest = report.results.filter(({ check }) => !["dns", "clock", "proxy", "patience"].includes(check));
      const ofApi = rest.filter(({ subject }) => subject === "invoice-api").map(({ status }) => status);
      const others = rest.filter(({ subject }) => subject !== "invoice-api").map(({ status }) => status);
      expect([...new Set(ofApi)], summary(report)).toEqual(["blocked"]);
      expect([...new Set(others)], summary(report)).toEqual(["pass"]);
    });
    it("the zone cannot be loaded", async () => {
      await zones({ "example.test": "broken" });
      const report = await site.examine();
      expectFirst(report, "dns-server-failure", ["dns-server-failure"]);
      expectBlocked(report, "ping", "port", "tls", "api", "keepalive", "db");
    });
    it("the DNS server refuses", async () => {
      await zones({ "other.test": "www A 127.0.0.1" });
      const report = await site.examine();
      expectFirst(report, "dns-refused");
      expect(standing(report), summary(report)).toHaveLength(1);
    });
    it("an alias of nothing, and one of two addresses dead", async () => {
      await zones({ "example.test": `${zone("127.0.0.1")}\nold CNAME gone\napi A 127.0.0.77` });
      expectFirst(await called("old.example.test"), "dns-alias-dangling");
      const report = await site.examine();
      expectFirst(report, "dead-address");
      expectPass(report, "tls", "db");
    });
    it("all three ports of a host are closed: three services that do not run, and no wrong address", async () => {
      const closed = await Promise.all([freePort(), freePort(), freePort()]);
      const report = await site.examine({ ports: `[${closed}]` });
      expectFirst(report, "port-closed");
      expect(standing(report).filter(({ id }) => id === "port-closed")).toHaveLength(3);
    });
    it("SSH, or a web server, where the remote desktop should be", async () => {
      const ssh = await oddServer("ssh");
      undo.push(ssh.close);
      for (const port of [ssh.port, site.services.api.ports.web]) {
        expectFirst(await site.examine({ ports: `[{ port: ${port}, speaks: rdp }]` }), "wrong-service");
      }
    });
  });

  it("is healthy again when all is mended", async () => {
    expectHealthy(await site.examine());
  });
});
