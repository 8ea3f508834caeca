import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examine } from "../../src/index.js";
import { type Authority, createAuthority } from "../../src/lab/authority.js";
import type { Profile, Target } from "../../src/model/profile.js";
import type { Report } from "../../src/model/report.js";
import { built, program } from "../cli/run.js";
import { available } from "../servers/available.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { type Named, startNamed } from "../servers/named.js";
import { addresses, makeNetwork } from "../servers/namespace.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { makeProfile, urlTarget } from "../servers/profile.js";

/** Whole runs over real servers: what each fault of TLS comes to in the end. */
const nobody = { servers: [{ address: "127.0.0.1", port: 1 }], compare: [] };
const run = (targets: readonly Target[], dns: Profile["dns"] = nobody): Promise<Report> =>
  examine(makeProfile({ targets, dns }), { only: ["tls"], env: {} });
const standing = ({ diagnosis }: Report): string[] =>
  diagnosis.causes.filter((one) => one.standing !== "ruled-out").map(({ id, standing }) => `${standing} ${id}`);

describe.skipIf(!available("nginx"))("a server that sends its leaf alone", () => {
  let root: Authority;
  let nginx: Nginx<"lone" | "whole" | "stranger">;
  beforeAll(async () => {
    root = await createAuthority({ name: "Root" });
    const leaf = await (await root.intermediate({ name: "Middle" })).issue({ names: ["127.0.0.1"] });
    const other = await (await root.intermediate({ name: "Other" })).issue({ names: ["127.0.0.1"] });
    nginx = await startNginx({
      lone: { tls: { cert: leaf.cert, key: leaf.key } },
      whole: { tls: { cert: leaf.chain, key: leaf.key } },
      stranger: { tls: { cert: other.chain, key: other.key } },
    });
  });
  afterAll(() => nginx?.stop());
  const target = (name: "lone" | "whole" | "stranger"): Target => ({
    ...urlTarget(`https://127.0.0.1:${nginx.ports[name]}/`, name),
    ...(name === "lone" ? { ca: root.cert } : {}),
  });

  it("and another one that sends the same intermediate: the chain is incomplete, confirmed", async () => {
    for (const targets of [
      [target("lone"), target("whole")],
      [target("whole"), target("lone")],
    ]) {
      const report = await run(targets);
      const found = report.diagnosis.causes.find(({ id }) => id === "cert-chain-incomplete");
      expect(found, standing(report).join()).toMatchObject({ standing: "confirmed", subjects: ["lone"] });
    }
  });

  it("and nobody who sends it: both are possible", async () => {
    const found = standing(await run([target("lone")]));
    expect(found.slice(0, 2)).toEqual(["possible cert-chain-incomplete", "possible cert-untrusted-ca"]);
    const beside = await run([target("lone"), { ...target("stranger"), ca: root.cert } as Target]);
    expect(standing(beside).slice(0, 2)).toEqual(["possible cert-chain-incomplete", "possible cert-untrusted-ca"]);
  });
});

describe.skipIf(!available("nginx", "named"))("an answer that leads to another machine", () => {
  let root: Authority;
  const servers: { stop(): Promise<void> }[] = [];
  const dns: { [kind in "right" | "wrong" | "nowhere"]?: Named } = {};
  let port = 0;
  beforeAll(async () => {
    root = await createAuthority({ name: "Root" });
    const middle = await root.intermediate({ name: "Middle" });
    const { chain: cert, key } = await middle.issue({ names: ["api.example.test"] });
    const portal = await middle.issue({ names: ["portal.example.test"] });
    const right = await startNginx({ api: { tls: { cert, key } } });
    port = right.ports.api;
    const wrong = { api: { tls: { cert: portal.chain, key: portal.key }, port } };
    servers.push(right, await startNginx(wrong, { address: "127.0.0.2" }));
    const named = (address: string) => startNamed({ zones: { "example.test": `api A ${address}` } });
    dns.right = await named("127.0.0.1");
    dns.wrong = await named("127.0.0.2");
    dns.nowhere = await named("127.0.0.3");
    servers.push(dns.right, dns.wrong, dns.nowhere);
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
  });
  const told = (by: Named | undefined, ...compare: (Named | undefined)[]): Promise<Report> => {
    const of = (one: Named | undefined) => ({ address: "127.0.0.1", port: one?.port ?? 1 });
    const targets = [{ ...urlTarget(`https://api.example.test:${port}/`, "api"), ca: root.cert }];
    return run(targets, { servers: [of(by)], compare: compare.map(of) });
  };

  it("is a wrong answer where TLS for the name holds at what another resolver says", async () => {
    const report = await told(dns.wrong, dns.right);
    expect(standing(report)[0], standing(report).join()).toMatch(/(confirmed|likely) dns-wrong-answer/);
    expect(report.diagnosis.unexplained).toEqual([]);
    const tls = report.results.find(({ check }) => check === "tls");
    expect(tls?.evidence.find(({ signal }) => signal === "holds-elsewhere")?.data).toMatchObject({
      used: "127.0.0.2",
      address: "127.0.0.1",
    });
  });

  it("is a wrong answer where a later resolver of this machine leads to the service", async () => {
    const servers = [dns.wrong, dns.right].map((one) => ({ address: "127.0.0.1", port: one?.port ?? 1 }));
    const targets = [{ ...urlTarget(`https://api.example.test:${port}/`, "api"), ca: root.cert }];
    const report = await run(targets, { servers, compare: [] });
    expect(standing(report)[0], standing(report).join()).toMatch(/(confirmed|likely) dns-wrong-answer/);
    expect(standing(report).join()).not.toContain("cert-wrong-host");
  });

  it("is the certificate's fault where it holds nowhere, or nobody else is asked", async () => {
    expect(standing(await told(dns.wrong, dns.nowhere))[0]).toMatch(/cert-wrong-host/);
    expect(standing(await told(dns.wrong))[0]).toMatch(/cert-wrong-host/);
  });

  it("is nothing where the service is as it should be: two answers are two carrier lines", async () => {
    const report = await told(dns.right, dns.wrong);
    expect([report.status, standing(report)]).toEqual(["pass", []]);
  });
});

describe.skipIf(!available("root", "ip", "nginx", "named"))("a hosts file that leads to another machine", () => {
  built();
  const closing: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  it("is the cause, rather than the certificate that is found there", async () => {
    const network = await makeNetwork();
    closing.push(network.remove);
    const folder = await temporaryDirectory();
    closing.push(folder.remove);
    const { client, router, server } = network;
    const root = await createAuthority({ name: "Root" });
    const issued = async (name: string) => {
      const { chain: cert, key } = await root.issue({ names: [name] });
      return { tls: { cert, key }, port: 443 };
    };
    const here = async (name: string, address: string, within: typeof server.command) =>
      closing.push((await startNginx({ api: await issued(name) }, { address, within })).stop);
    await here("api.example.test", addresses.server, server.command);
    await here("old.example.test", addresses.lan, router.command);
    const zones = { "example.test": `api A ${addresses.server}` };
    const named = await startNamed({ zones, address: addresses.lan, port: 53, within: router.command });
    closing.push(named.stop);
    await client.etc("resolv.conf", `nameserver ${addresses.lan}\n`);
    await client.etc("hosts", `127.0.0.1 localhost\n${addresses.lan} api.example.test\n`);
    writeFileSync(join(folder.path, "ca.pem"), root.cert);
    const file = join(folder.path, "p.yaml");
    writeFileSync(
      file,
      "version: 1\ndefaults: { timeout: 1s }\nproxy: none\ntargets:\n  - { name: api, url: https://api.example.test/, ca: ./ca.pem }\n",
    );
    const ran = await client.run(process.execPath, program, "check", "-p", file, "--only", "tls", "--format", "json");
    const report = JSON.parse(ran.stdout) as Report;
    expect(standing(report)[0], standing(report).join()).toMatch(/(confirmed|likely) hosts-file-override/);
    expect(report.diagnosis.unexplained).toEqual([]);
  });
});

describe.skipIf(!available("root", "ip", "nginx", "named"))("a box that signs in the servers' place", () => {
  built();
  const closing: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  it("signs for strangers, or by its vendor's name; a private authority signs for its own", async () => {
    const network = await makeNetwork();
    closing.push(network.remove);
    const folder = await temporaryDirectory();
    closing.push(folder.remove);
    const { client, router, server } = network;
    await router.must("ip", "route", "add", "203.1.0.0/24", "via", addresses.server);
    const hosts = { "api.alpha.test": "203.1.0.5", "www.beta.test": "203.1.0.6", "erp.beta.test": "203.1.0.7" };
    const box = await createAuthority({ name: "Edge Root" });
    const known = await createAuthority({ name: "FortiGate CA" });
    for (const [name, address] of Object.entries(hosts)) {
      await server.must("ip", "address", "add", `${address}/32`, "dev", "eth0");
      const of = async (authority: Authority, port: number) => {
        const { chain, key } = await authority.issue({ names: [name] });
        return { tls: { cert: chain + authority.cert, key }, port };
      };
      const servers = { box: await of(box, 443), known: await of(known, 444) };
      closing.push((await startNginx(servers, { address, within: server.command })).stop);
    }
    const zones = {
      "alpha.test": "api A 203.1.0.5",
      "beta.test": "www A 203.1.0.6\nerp A 203.1.0.7",
    };
    closing.push((await startNamed({ zones, address: addresses.lan, port: 53, within: router.command })).stop);
    await client.etc("resolv.conf", `nameserver ${addresses.lan}\n`);
    await client.etc("hosts", "127.0.0.1 localhost\n");
    const found = async (...urls: string[]): Promise<string[]> => {
      const file = join(folder.path, "p.yaml");
      const targets = urls.map((url, at) => `  - { name: t${at}, url: ${url} }\n`).join("");
      writeFileSync(file, `version: 1\ndefaults: { timeout: 1s }\nproxy: none\ntargets:\n${targets}`);
      const ran = await client.run(process.execPath, program, "check", "-p", file, "--only", "tls", "--format", "json");
      return standing(JSON.parse(ran.stdout) as Report);
    };
    expect((await found("https://api.alpha.test/", "https://www.beta.test/"))[0]).toMatch(/tls-intercepted/);
    expect((await found("https://api.alpha.test:444/"))[0]).toMatch(/tls-intercepted/);
    expect((await found("https://erp.beta.test/", "https://www.beta.test/"))[0]).toMatch(/cert-untrusted-ca/);
    expect((await found("https://erp.beta.test/"))[0]).toMatch(/cert-untrusted-ca/);
  }, 90_000);
});
