import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/index.js";
import { createAuthority } from "../../src/lab/authority.js";
import { built, program } from "../cli/run.js";
import { available } from "../servers/available.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { startNamed } from "../servers/named.js";
import { addresses, makeNetwork, type Network } from "../servers/namespace.js";
import { type NginxServer, startNginx } from "../servers/nginx.js";
import { startTinyproxy, type TinyproxyOptions } from "../servers/tinyproxy.js";

const needs = ["root", "ip", "nft", "nginx", "named", "tinyproxy", "ss"] as const;
/** The service lies in a network of the outside, as its address tells. */
const outside = "203.0.113.5";
const other = "203.0.113.6";
const host = "api.example.test";
const second = "two.example.test";
const portal = "login.example.test";

/** Client — router, which is the company's proxy and resolver — server, where the platform runs. */
describe.skipIf(!available(...needs))("the company's way out", () => {
  built();
  let network: Network;
  let folder: string;
  let certs: Record<"own" | "portal", NonNullable<NginxServer["tls"]>>;
  const lasting: (() => Promise<unknown>)[] = [];
  const passing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    network = await makeNetwork();
    lasting.push(network.remove);
    const { client, router, server } = network;
    for (const address of [outside, other]) await server.must("ip", "address", "add", `${address}/32`, "dev", "eth0");
    await router.must("ip", "route", "add", "203.0.113.0/24", "via", addresses.server);
    const directory = await temporaryDirectory();
    lasting.push(directory.remove);
    folder = directory.path;
    await client.etc("resolv.conf", `nameserver ${addresses.lan}\n`);
    await client.etc("hosts", "127.0.0.1 localhost\n");
    await router.etc("resolv.conf", `nameserver ${addresses.lan}\n`);
    await router.etc("hosts", `127.0.0.1 localhost\n${outside} ${host}\n${other} ${second}\n`);
    const authority = await createAuthority();
    writeFileSync(join(folder, "ca.pem"), authority.cert);
    const [own, theirs] = await Promise.all([
      authority.issue({ names: [host, second] }),
      authority.issue({ names: [portal] }),
    ]);
    certs = { own: { cert: own.chain, key: own.key }, portal: { cert: theirs.chain, key: theirs.key } };
    const zones = { "example.test": `api A ${outside}\ntwo A ${other}\nproxy A ${addresses.lan}` };
    const named = await startNamed({ zones, address: addresses.lan, port: 53, within: router.command });
    lasting.push(named.stop);
  }, 60_000);
  afterAll(async () => {
    for (const end of lasting.reverse()) await end();
  });
  afterEach(async () => {
    for (const end of passing.splice(0)) await end();
    await Promise.all([network.router.clear(), network.server.clear()]);
  });

  /** nginx where the platform is, on both of its addresses. */
  const serve = async (servers: Record<string, NginxServer>): Promise<void> => {
    for (const address of [outside, other]) {
      const nginx = await startNginx(servers, { address, within: network.server.command });
      passing.push(nginx.stop);
    }
  };
  const platform = (): Promise<void> => serve({ a: { tls: certs.own, port: 443 }, b: { tls: certs.own, port: 8443 } });
  const proxy = async (options: TinyproxyOptions = {}): Promise<void> => {
    const tinyproxy = await startTinyproxy({ listen: addresses.lan, port: 3128, within: network.router, ...options });
    passing.push(tinyproxy.stop);
  };
  /** No packet of the client gets beyond the router. */
  const closed = (rule = "counter drop"): Promise<void> =>
    network.router.nft(`chain forward { type filter hook forward priority 0; ip saddr ${addresses.client} ${rule}; }`);

  const look = async (head: string, env: readonly string[] = [], port = 8443): Promise<Report> => {
    const file = join(folder, "invoice-diag.yaml");
    const target = (name: string, at: string) =>
      `  - { name: ${name}, owner: tax-authority, url: "https://${at}:${port}/", ca: ./ca.pem }\n`;
    const targets = `${target("etax", host)}${target("dppt", second)}`;
    writeFileSync(file, `version: 1\ndefaults: { timeout: 1s, answer: 2s }\n${head}\ntargets:\n${targets}`);
    const words = ["env", ...env, process.execPath, program, "check", "-p", file, "-f", "json"];
    const { stdout, stderr } = await network.client.run(...words);
    if (!stdout.startsWith("{")) throw new Error(`${stdout}\n${stderr}`);
    return JSON.parse(stdout) as Report;
  };
  const standing = ({ diagnosis }: Report) =>
    diagnosis.causes.filter(({ kind, standing }) => kind !== "note" && standing !== "ruled-out");
  const summary = (report: Report): string =>
    [
      ...report.diagnosis.causes.map(
        (one) => `${one.standing} ${one.confidence} ${one.id} @ ${one.place} ${one.party}`,
      ),
      ...report.results.map(
        (one) => `${one.step} ${one.status} ${one.evidence.map(({ signal }) => signal)} ${one.blockedBy} ${one.ms}`,
      ),
    ].join("\n");
  const signals = (report: Report, step = "proxy:etax"): string[] =>
    report.results.find((one) => one.step === step)?.evidence.map(({ signal }) => signal) ?? [];
  const expectOnly = (report: Report, id: string, signal: string, step?: string): void => {
    expect(signals(report, step), summary(report)).toContain(signal);
    expect(standing(report)[0]?.id, summary(report)).toBe(id);
    expect(standing(report)[0]?.standing, summary(report)).not.toBe("possible");
    for (const one of standing(report).slice(1)) {
      if (one.id !== id) expect(one.standing, summary(report)).toBe("possible");
    }
  };
  const byName = "proxy: http://proxy.example.test:3128";
  const variable = `HTTPS_PROXY=http://user:CANARY-1@proxy.example.test:3128`;

  it("is healthy through the proxy, where nothing else gets out", async () => {
    await Promise.all([platform(), proxy(), closed()]);
    const report = await look(byName);
    expect(standing(report), summary(report)).toEqual([]);
    expect([report.status, report.exitCode], summary(report)).toEqual(["pass", 0]);
    expect(signals(report), summary(report)).toEqual(["proxy-reached", "no-login", "tunnel-opens"]);
    const environment = await look("", [variable]);
    expect([environment.status, environment.exitCode], summary(environment)).toEqual(["pass", 0]);
    expect(JSON.stringify(environment)).not.toContain("CANARY");
  }, 60_000);

  it("is healthy without a proxy, where none is needed", async () => {
    await platform();
    const report = await look("proxy: none");
    expect(standing(report), summary(report)).toEqual([]);
    expect(signals(report, "proxy:@site"), summary(report)).toEqual(["no-portal"]);
  }, 60_000);

  it.each(["counter drop", "counter reject with icmp type admin-prohibited"])(
    "leads through the proxy alone, and the profile forbids it: %s",
    async (rule) => {
      await Promise.all([platform(), proxy(), closed(rule)]);
      const report = await look("proxy: none", [variable]);
      expectOnly(report, "proxy-required", "forbidden-but-needed");
      expect(standing(report)[0]?.subjects.toSorted()).toEqual(["dppt", "etax"]);
      expect(standing(report)[0]?.explains).toContain("api:etax");
    },
    60_000,
  );

  it("leads through the proxy alone, and NO_PROXY leaves one target out", async () => {
    await Promise.all([platform(), proxy(), closed()]);
    const report = await look("", [variable, `NO_PROXY=${host}`]);
    expectOnly(report, "proxy-ignored", "excluded-but-needed");
    expect(standing(report)[0]).toMatchObject({ place: "etax", party: "this-host" });
    const statusOf = (step: string) => report.results.find((one) => one.step === step)?.status;
    expect([statusOf("api:etax"), statusOf("api:dppt")], summary(report)).toEqual(["blocked", "pass"]);
    expect(JSON.stringify(report)).not.toContain("CANARY");
  }, 60_000);

  it("needs no proxy that is ignored: the direct way is open, or the proxy does not help either", async () => {
    await platform();
    const open = await look("proxy: none", [variable]);
    expect(signals(open), summary(open)).toEqual(["goes-directly"]);
    expect([open.status, standing(open)], summary(open)).toEqual(["pass", []]);
    await closed("tcp dport 8443 counter reject with tcp reset");
    const shut = await look("proxy: none", [variable]);
    expect(signals(shut), summary(shut)).toEqual(["neither-way"]);
    expect(
      standing(shut).map(({ id }) => id),
      summary(shut),
    ).not.toContain("proxy-required");
  }, 60_000);

  it("passes port 443 of the proxy only", async () => {
    await Promise.all([platform(), proxy({ connectPorts: [443] }), closed()]);
    const report = await look(byName);
    expectOnly(report, "proxy-denies-target", "denies-port");
    expect(standing(report)[0]).toMatchObject({ place: `${host}:8443`, party: "local-network" });
  }, 60_000);

  it("has a firewall behind the proxy that passes port 443 only", async () => {
    await Promise.all([platform(), proxy(), closed()]);
    await network.server.nft("chain input { type filter hook input priority 0; tcp dport 8443 counter drop; }");
    const report = await look(byName);
    expectOnly(report, "proxy-upstream-failed", "tunnel-silent");
    const { evidence = [] } = report.results.find(({ step }) => step === "proxy:etax") ?? {};
    const silent = evidence.find(({ signal }) => signal === "tunnel-silent");
    expect(silent?.data, summary(report)).toMatchObject({ other: 443, otherAnswer: 200 });
  }, 60_000);

  it("has a proxy that a firewall hides, and one that is nowhere", async () => {
    await Promise.all([platform(), proxy()]);
    await network.router.nft("chain input { type filter hook input priority 0; tcp dport 3128 counter drop; }");
    expectOnly(await look(byName), "proxy-unreachable", "proxy-silent");
    await network.router.clear();
    expectOnly(await look("proxy: http://10.99.99.99:3128"), "proxy-unreachable", "proxy-unreachable");
  }, 60_000);

  const redirecting = { port: 80, directives: `return 302 http://${addresses.lan}/login?from=$host;` };
  it("is held by a login portal that swallows everything but plain HTTP", async () => {
    await serve({ web: redirecting });
    await network.server.nft(
      "chain input { type filter hook input priority 0; tcp dport { 443, 8443 } counter drop; }",
    );
    const report = await look("proxy: none");
    expectOnly(report, "captive-portal", "portal", "proxy:@site");
    expect(standing(report)[0]).toMatchObject({ place: addresses.lan, party: "local-network" });
  }, 60_000);

  it("is held by a login portal that answers with its own certificate", async () => {
    await serve({ web: redirecting, tls: { tls: certs.portal, port: 443, directives: redirecting.directives } });
    expectOnly(await look("proxy: none", [], 443), "captive-portal", "portal", "proxy:@site");
  }, 60_000);

  it("has no portal, where only the certificate is another's", async () => {
    await serve({
      web: { port: 80, directives: "return 301 https://$host$request_uri;" },
      tls: { tls: certs.portal, port: 443 },
    });
    const report = await look("proxy: none", [], 443);
    expect(signals(report, "proxy:@site"), summary(report)).toEqual(["no-portal"]);
    expect(standing(report)[0]?.id, summary(report)).toBe("cert-wrong-host");
  }, 60_000);
});
