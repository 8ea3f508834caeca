import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { examine, type Report } from "../../src/index.js";
import { type Authority, createAuthority } from "../../src/lab/authority.js";
import type { Profile, UrlTarget } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { type Named, startNamed } from "../servers/named.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { type Asked, type NodeProxy, nodeProxy, type Reaction, status } from "../servers/node-proxy.js";
import { frozenServer, oddServer } from "../servers/odd-tcp.js";
import { makeProfile, urlTarget } from "../servers/profile.js";
import { startTinyproxy, type Tinyproxy, type TinyproxyOptions } from "../servers/tinyproxy.js";

/** Whole examinations through real proxies: nothing stands where all is well, and each fault is the first cause. */
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const opened = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const server = await starting;
  closing.push(() => server.close());
  return server;
};
const proxied = async (options: TinyproxyOptions = {}): Promise<Tinyproxy> => {
  const tinyproxy = await startTinyproxy(options);
  closing.push(tinyproxy.stop);
  return tinyproxy;
};
const reacting = (react: (asked: Asked) => Reaction): Promise<NodeProxy> => opened(nodeProxy(react));

const at = (port: number): string => `http://127.0.0.1:${port}`;
const standing = ({ diagnosis }: Report) =>
  diagnosis.causes.filter(({ kind, standing }) => kind !== "note" && standing !== "ruled-out");
const summary = (report: Report): string =>
  [
    ...report.diagnosis.causes.map((one) => `${one.standing} ${one.confidence} ${one.id} @ ${one.place} ${one.party}`),
    ...report.results.map(
      (one) =>
        `${one.step} ${one.status} ${one.evidence.map(({ signal }) => signal)} ${one.blockedBy} ${one.reason?.en ?? ""}`,
    ),
    ...report.diagnosis.unexplained.map((one) => `unexplained ${one.step} ${one.signal}`),
  ].join("\n");
const signals = (report: Report, step: string): string[] =>
  report.results.find((one) => one.step === step)?.evidence.map(({ signal }) => signal) ?? [];

const expectHealthy = (report: Report): void => {
  expect(standing(report), summary(report)).toEqual([]);
  expect([report.status, report.exitCode], summary(report)).toEqual(["pass", 0]);
};
const expectFirst = (report: Report, id: string, signal: string, step = "proxy:target"): void => {
  expect(signals(report, step), summary(report)).toContain(signal);
  expect(standing(report)[0]?.id, summary(report)).toBe(id);
  expect(report.exitCode).toBe(1);
  expect(report.diagnosis.unexplained, summary(report)).toEqual([]);
  for (const one of standing(report).slice(1)) expect(one.confidence, summary(report)).toBeLessThan(0.8);
};

describe.skipIf(!available("nginx", "tinyproxy", "named"))("an examination", () => {
  let authority: Authority;
  let nginx: Nginx<"secure" | "plain">;
  let dns: Named;
  let closed: number;
  beforeAll(async () => {
    authority = await createAuthority();
    const names = ["localhost", "api.example.test"];
    const { chain, key } = await authority.issue({ names });
    closed = await freePort();
    [nginx, dns] = await Promise.all([
      startNginx({ secure: { tls: { cert: chain, key } }, plain: {} }),
      // Directly the names lead to where nothing listens; to a proxy of this process they lie on 127.0.0.1.
      startNamed({ zones: { "example.test": "api A 127.0.0.2\nproxy A 127.0.0.1" } }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([nginx?.stop(), dns?.stop()]);
  });

  const secure = (host = "localhost", name = "target"): UrlTarget => ({
    ...urlTarget(`https://${host}:${nginx.ports.secure}/`, name),
    ca: authority.cert,
    owner: "vendor",
  });
  const plain = (host = "localhost", name = "plain"): UrlTarget =>
    urlTarget(`http://${host}:${nginx.ports.plain}/`, name);
  /** Where nothing listens, directly or from the proxy. */
  const dead = (scheme = "https"): UrlTarget => urlTarget(`${scheme}://127.0.0.1:${closed}/`);

  const look = (changes: Partial<Profile>, env: Record<string, string> = {}): Promise<Report> => {
    const profile = makeProfile({
      dns: { servers: [{ address: "127.0.0.1", port: dns.port }], compare: [] },
      ...changes,
    });
    const { proxy, ...rest } = profile;
    return examine(changes.proxy === undefined ? rest : { ...rest, proxy: changes.proxy }, { env });
  };

  describe("that is healthy", () => {
    it("goes through the proxy with all that asks over HTTP", async () => {
      const { port, requests } = await proxied();
      const report = await look({ targets: [secure(), plain()], proxy: at(port) });
      expectHealthy(report);
      expect(signals(report, "proxy:target")).toEqual(["proxy-reached", "no-login", "tunnel-opens"]);
      const asked = report.results.map(({ check }) => check);
      expect(asked).toEqual(expect.arrayContaining(["proxy", "tls", "api", "keepalive", "clock"]));
      for (const gone of ["dns", "port", "ping", "path"]) expect(asked).not.toContain(gone);
      expect(report.results.find(({ step }) => step === "api:target")?.places).toMatchObject({
        proxy: `127.0.0.1:${port}`,
        endpoint: `localhost:${nginx.ports.secure}`,
      });
      const lines = requests();
      for (const line of lines)
        expect(line).toMatch(/^(CONNECT localhost:\d+|(GET|HEAD) http:\/\/localhost:\d+\/) HTTP\/1\.1$/);
      expect(lines.length).toBeGreaterThan(8);
    });

    it("by the environment, with names that only the proxy knows, and a login that nobody sees", async () => {
      const asked: Asked[] = [];
      const demanding = await reacting((one) => {
        asked.push(one);
        const login = `Proxy-Authorization: Basic ${Buffer.from("user:CANARY-1").toString("base64")}`;
        return one.head.toLowerCase().includes(login.toLowerCase()) ? "pass" : status("407 Login");
      });
      const env = { HTTPS_PROXY: `http://user:CANARY-1@127.0.0.1:${demanding.port}` };
      const report = await look({ targets: [secure("api.example.test")] }, env);
      expectHealthy(report);
      expect(JSON.stringify(report)).not.toMatch(/CANARY|dXNlcjpDQU5B/);
      expect(report.results.find(({ step }) => step === "proxy:target")?.evidence[0]?.text.en).toContain("HTTPS_PROXY");
      expect(new Set(asked.map(({ target }) => target))).toEqual(new Set([`api.example.test:${nginx.ports.secure}`]));
    });

    it("never asks a proxy that NO_PROXY or the profile takes out for what lies on this machine", async () => {
      const proxy = await reacting(() => "silent");
      const env = { HTTPS_PROXY: at(proxy.port), NO_PROXY: "example.test" };
      const direct = { ...secure("proxy.example.test"), name: "target" };
      const { chain, key } = await authority.issue({ names: ["proxy.example.test"] });
      const own = await startNginx({ secure: { tls: { cert: chain, key } } });
      closing.push(own.stop);
      const target = { ...direct, url: `https://proxy.example.test:${own.ports.secure}/`, port: own.ports.secure };
      const excluded = await look({ targets: [target] }, env);
      expectHealthy(excluded);
      expect(signals(excluded, "proxy:target")).toEqual(["is-here"]);
      const forbidden = await look({ targets: [target], proxy: "none" }, { HTTPS_PROXY: at(proxy.port) });
      expectHealthy(forbidden);
      expect(proxy.asked).toEqual([]);
    });

    it("says that it does not speak with another kind of proxy", async () => {
      const report = await look({ targets: [secure("proxy.example.test")] }, { ALL_PROXY: "socks5://127.0.0.1:1080" });
      const step = report.results.find(({ step }) => step === "proxy:target");
      expect([step?.status, step?.reason?.en]).toEqual(["skip", expect.stringContaining("ALL_PROXY")]);
    });
  });

  describe("finds that the proxy", () => {
    it("is not running", async () => {
      const report = await look({ targets: [secure(), plain()], proxy: at(closed) });
      expectFirst(report, "proxy-unreachable", "proxy-refused");
      expect(standing(report)).toHaveLength(1);
      expect(standing(report)[0]).toMatchObject({ place: `127.0.0.1:${closed}`, party: "local-network" });
      expect(standing(report)[0]?.explains).toEqual(expect.arrayContaining(["tls:target", "api:target", "api:plain"]));
    });

    it("is frozen", async () => {
      const frozen = await opened(frozenServer());
      expectFirst(await look({ targets: [secure()], proxy: at(frozen.port) }), "proxy-unreachable", "proxy-mute");
    });

    it("has a name that does not exist, or that nobody tells", async () => {
      const missing = await look({ targets: [secure()], proxy: "http://gone.example.test:3128" });
      expectFirst(missing, "proxy-unreachable", "proxy-name-missing");
      const refused = { servers: [{ address: "127.0.0.1", port: closed }], compare: [] };
      const untold = await look({ targets: [secure()], proxy: "http://proxy.example.test:3128", dns: refused });
      expectFirst(untold, "dns-server-down", "proxy-name-unresolved");
      expect(standing(untold), summary(untold)).toHaveLength(1);
      expect(standing(untold)[0]?.explains).toContain("api:target");
    });

    it("is none: a web server, SSH", async () => {
      const web = await look({ targets: [secure()], proxy: at(nginx.ports.plain) });
      expectFirst(web, "proxy-unreachable", "not-a-proxy");
      const ssh = await opened(oddServer("ssh"));
      expectFirst(await look({ targets: [secure()], proxy: at(ssh.port) }), "proxy-unreachable", "not-a-proxy");
    });

    it("demands a login, or another one", async () => {
      const { port } = await proxied({ login: "user:CANARY-1" });
      const without = await look({ targets: [secure(), plain()], proxy: at(port) });
      expectFirst(without, "proxy-auth-required", "auth-required");
      expect(standing(without)).toHaveLength(1);
      const wrong = await look({
        targets: [secure()],
        proxy: at(port),
        proxyAuthorization: `Basic ${Buffer.from("user:CANARY-2").toString("base64")}`,
        secrets: ["CANARY-2"],
      });
      expectFirst(wrong, "proxy-auth-required", "auth-rejected");
      expect(JSON.stringify(wrong)).not.toMatch(/CANARY|dXNlcjpDQU5B/);
    });

    it("lets only port 443 through", async () => {
      const { port, requests } = await proxied({ connectPorts: [443] });
      const report = await look({ targets: [dead()], proxy: at(port) });
      expectFirst(report, "proxy-denies-target", "denies-port");
      await expect.poll(requests).toContain("CONNECT 127.0.0.1:443 HTTP/1.1");
      expect(standing(report)[0]).toMatchObject({ place: `127.0.0.1:${closed}`, party: "local-network" });
    });

    it.each(["https", "http"])("refuses the host: %s", async (scheme) => {
      const { port } = await proxied({ denied: ["127\\.0\\.0\\.1"] });
      expectFirst(await look({ targets: [dead(scheme)], proxy: at(port) }), "proxy-denies-target", "denies-target");
    });

    it.each(["https", "http"])("does not get to the host: %s", async (scheme) => {
      const { port } = await proxied();
      expectFirst(await look({ targets: [dead(scheme)], proxy: at(port) }), "proxy-upstream-failed", "upstream-failed");
    });

    it("waits for the host in vain, and is alive itself", async () => {
      const waiting = await reacting(({ method }) => (method === "CONNECT" ? "silent" : status("400 Bad Request")));
      expectFirst(await look({ targets: [dead()], proxy: at(waiting.port) }), "proxy-upstream-failed", "tunnel-silent");
    });

    it("hangs up when it is asked", async () => {
      const cutting = await reacting(() => "close");
      const report = await look({ targets: [dead()], proxy: at(cutting.port) });
      expect(signals(report, "proxy:target"), summary(report)).toContain("tunnel-cut");
      expect(standing(report)[0]?.id, summary(report)).toMatch(/^proxy-/);
    });

    it("refuses what can be reached without it: the profile names it, so that it is meant to be asked", async () => {
      const { port } = await proxied({ denied: ["localhost"] });
      const report = await look({ targets: [secure()], proxy: at(port) });
      expectFirst(report, "proxy-denies-target", "direct-opens");
    });
  });
});
