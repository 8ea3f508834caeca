import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { HostTarget, MysqlTarget, UrlTarget } from "../../src/model/profile.js";
import { bad, env, good, keyPem, lockedPem, pem, pkcs12, withTarget } from "./toys.js";

const contract = readFileSync(new URL("./contract.yaml", import.meta.url), "utf8");
const plugins = [{ name: "name" }];
const urlTarget = (...lines: string[]) => good(withTarget("name: a", ...lines)).targets[0] as UrlTarget;
const hostTarget = (...lines: string[]) => good(withTarget("name: a", ...lines)).targets[0] as HostTarget;
const mysqlTarget = (mysql: string) => good(withTarget("name: a", `mysql: ${mysql}`)).targets[0] as MysqlTarget;

it("knows a back end by a header of the answers, whatever its case", () => {
  expect(urlTarget("url: https://a.test", "backend: X-Backend").backend).toBe("x-backend");
});

it("knows where a machine tells its own figures", () => {
  const metrics = "http://[fd00::9]:9100/metrics";
  expect(hostTarget("host: a.test", `metrics: "${metrics}"`).metrics).toBe(metrics);
  expect(hostTarget("host: a.test").metrics).toBeUndefined();
});

describe("the contract's own example", () => {
  const profile = good(contract, { plugins });

  it("loads as it stands, complete", () => {
    const { targets, secrets, checks, ...rest } = profile;
    expect(rest).toEqual({
      version: 1,
      name: "开票系统-生产",
      defaults: { timeout: 5000, answer: 15_000 },
      dns: { servers: [], compare: [{ address: "10.0.0.53", port: 53 }] },
      proxy: "http://10.1.1.1:3128",
      levels: { "ping/lossy": "pass" },
      plugins: ["name"],
    });
    expect(checks.ping).toEqual({
      count: 20,
      interval: 20,
      more: 200,
      warnLoss: 0.001,
      failLoss: 0.05,
      warnRtt: 150,
      failRtt: 3000,
      warnJitter: 30,
    });
    expect(checks).toMatchObject({ tls: { warnDays: 30 }, db: { warnUse: 0.8, weight: 1.5 }, still: {} });
    expect(secrets).toEqual(expect.arrayContaining(["token-from-env", "old-token-from-env", "pass: [word] #1"]));
    expect(targets).toHaveLength(3);
  });

  it("makes a URL target of what has a url", () => {
    expect(profile.targets[0]).toEqual({
      kind: "url",
      name: "invoice-api",
      owner: "vendor",
      dependsOn: ["database"],
      own: true,
      url: "https://api.example.test/api/health",
      host: "api.example.test",
      port: 443,
      secure: true,
      ca: pem,
      caFile: "conf/company-ca.pem",
      headers: { authorization: "Bearer token-from-env" },
      expect: { status: 200, type: "json", json: { "$.status": "ok" }, maxTime: 3000 },
      client: { idle: 4000, connect: 5000, answer: 30_000 },
      auth: { expired: "old-token-from-env" },
      issue: {
        url: "https://api.example.test/api/invoices",
        query: "https://api.example.test/api/invoices?serial={serial}",
      },
    });
  });

  it("makes a host target and a database target", () => {
    expect(profile.targets[1]).toEqual({
      kind: "host",
      name: "remote-desktop",
      dependsOn: [],
      own: false,
      host: "10.0.0.5",
      ports: [
        { port: 8080, speaks: "http" },
        { port: 3389, speaks: "rdp" },
        { port: 9000, speaks: "tls" },
      ],
    });
    expect(profile.targets[2]).toEqual({
      kind: "mysql",
      name: "database",
      owner: "us",
      dependsOn: [],
      own: false,
      host: "db.example.test",
      port: 3306,
      user: "diag",
      password: "pass: [word] #1",
      database: "invoice",
      tables: ["invoices"],
      writable: true,
      pool: { size: 20, processes: 4, idleTimeout: 60_000 },
    });
  });

  it("reads what a database target trusts, beside itself", () => {
    const text = withTarget("name: a", "mysql: { host: h, ca: ./company-ca.pem }");
    const [target] = good(text, { file: "conf/till.yaml" }).targets;
    expect(target).toMatchObject({ kind: "mysql", ca: pem, caFile: "conf/company-ca.pem" });
  });

  it("finds its journal beside itself", () => {
    const text = `${withTarget("name: a", "host: h")}history: { directory: ./runs, size: 2GiB, goal: 99.5% }\n`;
    expect(good(text, { file: "conf/till.yaml" }).history).toEqual({
      directory: "conf/runs",
      size: 2 * 1024 ** 3,
      goal: 0.995,
    });
    const absolute = `${withTarget("name: a", "host: h")}history: { directory: /var/lib/runs }\n`;
    expect(good(absolute).history).toEqual({ directory: "/var/lib/runs" });
  });

  it("needs its plug-in, its variables and its file", () => {
    const errors = bad(contract, { env: {}, readFile: () => "no certificate" });
    expect(errors.map(({ path }) => path)).toEqual([
      "targets[0].ca",
      "targets[0].headers.Authorization",
      "targets[0].auth.expired",
      "targets[2].mysql.password",
      "plugins[0]",
    ]);
  });
});

describe("defaults", () => {
  it("are filled in once, for all that is left out", () => {
    const profile = good("version: 1\ntargets: [{ name: a, host: b.test }]\n");
    expect(profile).toMatchObject({
      name: "p",
      defaults: { timeout: 5000, answer: 15_000 },
      dns: { servers: [], compare: [] },
      levels: {},
      plugins: [],
      secrets: [],
    });
    expect(profile.proxy).toBeUndefined();
    expect(profile.checks.ping).toMatchObject({ count: 20, interval: 20 });
    expect(profile.targets[0]).toMatchObject({
      ports: [
        { port: 8080, speaks: "http" },
        { port: 3389, speaks: "rdp" },
      ],
    });
  });

  it("give well-known ports their protocol, unless it is said", () => {
    const { ports } = hostTarget("host: h", "ports: [22, 25, 80, 443, 3306, 8443, 9999, { port: 3389, speaks: any }]");
    expect(ports.map(({ speaks }) => speaks)).toEqual(["ssh", "smtp", "http", "tls", "mysql", "tls", "any", "any"]);
  });

  it("leave an empty list of ports empty", () => {
    expect(hostTarget("host: h", "ports: []").ports).toEqual([]);
  });

  it("take a URL's port from its scheme", () => {
    expect(urlTarget("url: http://a.test")).toMatchObject({ url: "http://a.test/", port: 80, secure: false });
    expect(urlTarget("url: https://a.test:8443/x#y")).toMatchObject({ url: "https://a.test:8443/x", port: 8443 });
    expect(urlTarget("url: HTTPS://[FD00:0::1]:8443/")).toMatchObject({ host: "fd00::1", port: 8443, secure: true });
  });

  it("complete a database target", () => {
    expect(mysqlTarget("{ host: db.test }")).toMatchObject({ port: 3306, tables: [], writable: false });
    expect(mysqlTarget("{ host: db.test, tls: true }")).toMatchObject({ tls: true });
    expect(mysqlTarget("{ host: db.test, pool: { size: 3 } }").pool).toEqual({ size: 3, processes: 1 });
  });
});

describe("values", () => {
  it("may be durations and ratios in every way of writing", () => {
    const { defaults, checks } = good(
      "version: 1\ndefaults: { timeout: 0.5s, answer: 10m }\nchecks: { db: { warnUse: 0.25 }, ping: { failLoss: 12.5% } }\ntargets: [{ name: a, host: h }]\n",
    );
    expect(defaults).toEqual({ timeout: 500, answer: 600_000 });
    expect(checks.db).toMatchObject({ warnUse: 0.25 });
    expect(checks.ping).toMatchObject({ failLoss: 0.125 });
  });

  it("may let a pool keep connections longer than the tool would wait", () => {
    expect(mysqlTarget("{ host: h, pool: { size: 1, idleTimeout: 30m } }").pool?.idleTimeout).toBe(1_800_000);
  });

  it.each([
    ["发票.example.test", "xn--oors88f.example.test"],
    ["DB.Example.test.", "db.example.test."],
    ["my_host", "my_host"],
    ['"[FE80::0:1]"', "fe80::1"],
    ['"2001:db8:0:0:0:0:0:1"', "2001:db8::1"],
    ['"fe80::1%eth0"', "fe80::1%eth0"],
    ["127.0.0.1", "127.0.0.1"],
  ])("may be the host %s", (written, host) => {
    expect(hostTarget(`host: ${written}`).host).toBe(host);
  });

  it("may be resolvers with and without a port", () => {
    const { dns } = good(
      'version: 1\ndns: { servers: [10.0.0.53, 10.0.0.53:5353, "[fd00::53]:54", "fd00::53", localhost, localhost:55] }\ntargets: [{ name: a, host: h }]\n',
    );
    expect(dns.servers).toEqual([
      { address: "10.0.0.53", port: 53 },
      { address: "10.0.0.53", port: 5353 },
      { address: "fd00::53", port: 54 },
      { address: "fd00::53", port: 53 },
      { address: "127.0.0.1", port: 53 },
      { address: "127.0.0.1", port: 55 },
    ]);
  });

  it("may forbid the proxy, or name it with userinfo", () => {
    const proxied = (proxy: string) => good(`version: 1\nproxy: ${proxy}\ntargets: [{ name: a, host: h }]\n`);
    expect(proxied("none").proxy).toBe("none");
    const profile = proxied("http://user:hunter22@p.test");
    expect(profile.proxy).toBe("http://p.test:80");
    expect(profile.proxyAuthorization).toBe(`Basic ${Buffer.from("user:hunter22").toString("base64")}`);
    expect(profile.secrets).toContain("hunter22");
  });

  it("may be a client certificate", () => {
    const cert = "clientCert: { cert: ./client.pem, key: ./locked.key, passphrase: open-sesame }";
    expect(urlTarget("url: https://a.test", cert).clientCert).toEqual({
      cert: pem,
      key: lockedPem,
      passphrase: "open-sesame",
    });
    const { targets, secrets } = good(
      withTarget("name: a", "url: https://a.test", "clientCert: { cert: client.pem, key: client.key }"),
    );
    expect((targets[0] as UrlTarget).clientCert).toEqual({ cert: pem, key: keyPem });
    expect(secrets).toContain(keyPem);
  });

  it("may be a client certificate in PKCS#12", () => {
    const cert = "clientCert: { pkcs12: ./client.p12, passphrase: open-sesame }";
    const target = urlTarget("url: https://a.test", cert);
    expect(target.clientCert).toEqual({ pkcs12, passphrase: "open-sesame" });
    expect([target.certFile, target.keyFile]).toEqual(["conf/client.p12", undefined]);
  });

  it("may be shared by anchors and aliases", () => {
    const { targets } = good(
      "version: 1\ntargets:\n  - { name: a, url: https://a.test, headers: &h { X-A: b } }\n  - { name: c, url: https://c.test, headers: *h }\n",
    );
    expect(targets.map((target) => (target as UrlTarget).headers)).toEqual([{ "x-a": "b" }, { "x-a": "b" }]);
  });

  it("follow YAML 1.2: yes and no are text, << is an ordinary key", () => {
    expect(urlTarget("url: https://a.test", "headers: { X: no }").headers).toEqual({ x: "no" });
    expect(bad("%YAML 1.1\n---\nversion: 1\ntargets: [{ name: a, host: h, own: yes }]\n")).toHaveLength(1);
    expect(bad("version: 1\ndefaults: { <<: { timeout: 5s } }\ntargets: [{ name: a, host: h }]\n")).toHaveLength(1);
  });
});

describe("variables", () => {
  it("are put in after parsing and never looked at again", () => {
    const tricky = `# no comment\n- "x": [`;
    const profile = good(withTarget("name: a", `mysql: { host: h, user: u, password: "\${P}" }`), {
      env: { P: `${tricky}\${P}` },
    });
    expect(profile.targets[0]).toMatchObject({ password: `${tricky}\${P}` });
    expect(profile.secrets).toEqual([`${tricky}\${P}`]);
  });

  it("may stand anywhere in a value, several at once", () => {
    const { targets } = good(withTarget("name: a", `url: "https://\${H}.test/\${P}"`), { env: { H: "api", P: "x" } });
    expect(targets[0]).toMatchObject({ url: "https://api.test/x" });
  });

  it("may be a number or a yes where one is wanted", () => {
    const text = withTarget("name: a", `host: h`, `ports: ["\${PORT}", { port: "\${OTHER}" }]`, `own: "\${OWN}"`);
    const { targets } = good(text, { env: { PORT: "9001", OTHER: "9002", OWN: "true" } });
    expect(targets[0]).toMatchObject({ own: true, ports: [{ port: 9001 }, { port: 9002 }] });
    const errors = bad(text, { env: { PORT: "90000", OTHER: "x1234567", OWN: "true" } });
    expect(errors.map(({ message }) => message.en)).toEqual([
      `expected a port number from 1 to 65535, found "\${PORT}"`,
      `expected a port number from 1 to 65535, found "\${OTHER}"`,
    ]);
  });

  it("stay text where text is wanted", () => {
    const text = withTarget("name: a", `mysql: { host: h, user: u, password: "\${P}" }`);
    expect(good(text, { env: { P: "123456" } }).targets[0]).toMatchObject({ password: "123456" });
  });

  it("are not filled into keys", () => {
    expect(bad(withTarget("name: a", "url: https://a.test", `headers: { "\${API_TOKEN}": x }`), { env })).toHaveLength(
      1,
    );
  });
});

describe("plug-ins", () => {
  const soap = {
    parse: (value: unknown) => {
      if (typeof value !== "string" || !value.startsWith("soap:")) throw new Error(`no soap in ${String(value)}`);
      return { endpoint: value };
    },
  };
  const loaded = { plugins: [{ name: "soap-kit", targets: { soap } }] };

  it("bring kinds of targets", () => {
    const text = `plugins: [soap-kit]\n${withTarget("name: a", "owner: us", "soap: soap:x")}`;
    expect(good(text, loaded).targets[0]).toEqual({
      kind: "plugin:soap",
      name: "a",
      owner: "us",
      dependsOn: [],
      own: false,
      options: { endpoint: "soap:x" },
    });
  });

  it("judge what stands under their key, and give no secret away", () => {
    const [error] = bad(withTarget("name: a", `soap: "\${API_TOKEN}"`), loaded);
    expect(error).toMatchObject({ line: 4, column: 11, path: "targets[0].soap" });
    expect(error?.message.en).toBe("not accepted by the plug-in: no soap in ***");
  });

  it("make their kind known where a target has none", () => {
    expect(bad(withTarget("name: a"), loaded)[0]?.message.en).toContain("url, host, mysql, soap");
    expect(bad(withTarget("name: a", "soup: x"), loaded)[0]?.message.en).toContain('did you mean "soap"');
  });
});
