import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changed, healthyPlan } from "../../src/lab/plan.js";
import { createPlatform, type Platform, startPlatform } from "../../src/lab/platform.js";
import { type Service, startAll } from "../../src/lab/service.js";
import { formatProfileErrors, loadProfile } from "../../src/profile/load.js";
import { available } from "../servers/available.js";
import { connectionRequest, talk, toolsFor } from "./tools.js";

const portsOf = ({ ports }: Platform): number[] => Object.values(ports).flat();

/** How a connection to a port ends: `open` or an errno name. */
const dial = (port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve("open"));
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
    socket.on("close", () => resolve("closed"));
    setTimeout(() => socket.destroy(), 500);
  });

describe.skipIf(!available("curl", "dig"))("the healthy platform", () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await createPlatform();
  });
  afterAll(() => platform.close());

  it("answers health and invoice queries, and counts what it is asked to issue", async () => {
    const tools = toolsFor(platform);
    expect(await tools.health()).toMatch(/200 OK[\s\S]*keep-alive: timeout=5[\s\S]*"status":"ok"/i);
    expect(await tools.curl(`${tools.origin}/api/invoices?serial=LAB-0001`)).toMatch(/"status":"issued"/);
    expect(await tools.curl(`${tools.origin}/api/invoices?serial=LAB-0003`)).toMatch(/"status":"processing"/);
    expect(await tools.curl("-f", `${tools.origin}/api/invoices?serial=NONE`)).toMatch(/404/);
    expect(platform.issued()).toBe(0);
    const accepted = await tools.curl("-d", "{}", `${tools.origin}/api/invoices`);
    expect(platform.issued()).toBe(1);
    const serial = accepted.match(/"serial":"([^"]+)"/)?.[1];
    expect(await tools.curl(`${tools.origin}/api/invoices?serial=${serial}`)).toMatch(/"status":"processing"/);
  });

  it("answers for its names over UDP and TCP, and refuses all others", async () => {
    const { dig } = toolsFor(platform);
    for (const name of ["api", "desktop", "db"])
      expect(await dig(`${name}.INVOICE.test`, "+short")).toMatch(/^127\.0\.0\.1\n/);
    expect(await dig("+tcp", "api.invoice.test")).toMatch(/status: NOERROR[\s\S]*127\.0\.0\.1[\s\S]*\(TCP\)/);
    expect(await dig("api.invoice.test", "AAAA")).toMatch(/status: NOERROR[\s\S]*ANSWER: 0, AUTHORITY: 1/);
    expect(await dig("gone.invoice.test")).toMatch(/status: NXDOMAIN[\s\S]*SOA/);
    expect(await dig("example.com")).toMatch(/status: REFUSED/);
    expect(await dig("notinvoice.test")).toMatch(/status: REFUSED/);
    expect(await dig("invoice.test", "SOA", "+short")).toMatch(/^ns\.invoice\.test\. /);
  });

  it("has a profile that is valid", () => {
    const options = { file: "demo.yaml", checks: [], env: {}, readFile: platform.readFile };
    const loaded = loadProfile(platform.profile, options);
    if (!("profile" in loaded)) throw new Error(formatProfileErrors(loaded.errors, "en"));
    expect(loaded.profile.targets.map((target) => target.kind)).toEqual(["url", "host", "mysql"]);
    expect(loaded.profile.targets[0]).toMatchObject({ ca: platform.ca, client: { idle: 800 } });
    expect(() => platform.readFile("/etc/passwd")).toThrow(expect.objectContaining({ code: "ENOENT" }));
  });

  it("negotiates remote desktop connections, in pieces and without an offer, too", async () => {
    const { desktop } = platform.ports;
    const requests = [
      connectionRequest,
      Buffer.from("0300000b06e00000000000", "hex"),
      connectionRequest.subarray(0, 10),
      "GET / HTTP/1.0\r\n\r\n",
    ];
    expect(await Promise.all(requests.map((request) => talk(desktop, request)))).toEqual([
      "connected 030000130ed000001234000200080001000000 silence",
      "connected 0300000b06d00000123400 silence",
      "connected  silence",
      "connected  end",
    ]);
  });
});

describe("a platform", () => {
  it("shares nothing with a second one at the same time", async () => {
    const [one, two] = await Promise.all([createPlatform(), createPlatform({ fault: "dns-first-server-dead" })]);
    const all = [...portsOf(one), ...portsOf(two)];
    expect(new Set(all).size).toBe(all.length);
    expect(one.ca).not.toBe(two.ca);
    await Promise.all([one.close(), two.close()]);
  });

  it("closes at once, with clients still connected, and gives every port back", async () => {
    for (const fault of [undefined, "tls-stalled", "idle-flow-dropped", "db-frozen", "api-no-response"]) {
      const platform = await createPlatform(fault === undefined ? {} : { fault });
      const ports = portsOf(platform);
      const held = ports.map((port) => connect(port, "127.0.0.1").on("error", () => {}));
      await Promise.all(held.map((socket) => new Promise((done) => socket.once("connect", done))));
      const began = performance.now();
      await platform.close();
      expect(performance.now() - began).toBeLessThan(1_000);
      expect(await Promise.all(ports.map(dial))).toEqual(ports.map(() => "ECONNREFUSED"));
      for (const socket of held) socket.destroy();
    }
  });

  it("ends what has started if a part of it cannot start", async () => {
    const closed: string[] = [];
    const service = (name: string) => ({ port: 1, close: async () => void closed.push(name) });
    const late = new Promise<Service>((resolve) => setTimeout(() => resolve(service("late")), 20));
    const broken = Promise.reject(new Error("no port left"));
    await expect(startAll({ early: Promise.resolve(service("early")), broken, late })).rejects.toThrow("no port left");
    expect(closed.sort()).toEqual(["early", "late"]);
    await expect(startPlatform(changed(healthyPlan, { database: { fault: "none" } }))).rejects.toThrow(RangeError);
  });

  it("keeps a closed port from being taken by others", async () => {
    const platform = await createPlatform({ fault: "port-closed" });
    const server = createServer();
    const taken = await new Promise((resolve) => {
      server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
      server.listen(platform.ports.web, "127.0.0.1", () => resolve("taken"));
    });
    expect(taken).toBe("EADDRINUSE");
    expect(await dial(platform.ports.web)).toBe("ECONNREFUSED");
    await platform.close();
  });

  it("leaves nothing that keeps a process alive, and no file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lab-ends-"));
    try {
      const child = join(folder, "child.mjs");
      const script = `
        import { createPlatform } from "./src/lab/platform.js";
        for (const fault of [undefined, "firewall-drops-port", "dns-blocked", "idle-connection-reset", "db-down", "api-slow"]) {
          const platform = await createPlatform(fault ? { fault } : {});
          fetch("http://127.0.0.1:" + platform.ports.web).then((answer) => answer.text()).catch(() => {});
          await new Promise((done) => setTimeout(done, 50));
          await platform.close();
        }
        console.log("closed");`;
      await build({
        stdin: { contents: script, resolveDir: join(import.meta.dirname, "../.."), loader: "ts" },
        outfile: child,
        bundle: true,
        platform: "node",
        format: "esm",
        logLevel: "error",
        banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` },
      });
      const env = { ...process.env, TMPDIR: folder, NODE_OPTIONS: "" };
      const ended = await promisify(execFile)(process.execPath, [child], { timeout: 20_000, env });
      expect(ended.stdout).toBe("closed\n");
      expect(await readdir(folder)).toEqual(["child.mjs"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
