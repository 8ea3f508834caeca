import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIo } from "../../src/io/index.js";
import type { Attempt } from "../../src/model/failure.js";
import { available } from "../servers/available.js";
import { startDaemon } from "../servers/daemon.js";
import { makeNamespace, type Namespace } from "../servers/namespace.js";
import { makeProbe, type Probe } from "../servers/probe.js";
import { makeProfile } from "../servers/profile.js";

type Lookup = Attempt<{ readonly addresses: readonly string[] }>;
const { signal } = new AbortController();

it("the system knows localhost, by getent or, without it, by a Node of its own", async () => {
  const own = createIo(makeProfile({ defaults: { timeout: 10_000, answer: 10_000 } }), { env: process.env });
  const bare = createIo(makeProfile({ defaults: { timeout: 10_000, answer: 10_000 } }), { env: { PATH: "/nowhere" } });
  for (const io of [own, bare]) {
    const found = await io.systemLookup("localhost", { signal });
    expect(found.ok && found.value.addresses).toContain("127.0.0.1");
    await io.close();
  }
});

describe.skipIf(!available("root", "ip", "getent"))("a system whose only resolver", () => {
  let [alone, probe]: [Namespace?, Probe?] = [];
  beforeAll(async () => {
    [alone, probe] = await Promise.all([makeNamespace(), makeProbe()]);
    await alone.etc("resolv.conf", "nameserver 127.0.0.1\n");
    await alone.etc("hosts", "10.7.7.7 pinned\n");
  });
  afterAll(async () => {
    await alone?.remove();
    await probe?.remove();
  });
  const lookUp = async (name: string) => {
    const calls = [["systemLookup", name, { signal: true }]] as const;
    const [found] = (await probe?.call(makeProfile(), calls, alone)) ?? [];
    return found as unknown as Lookup;
  };

  it("is closed finds only what its hosts file says", async () => {
    expect(await lookUp("pinned")).toMatchObject({ ok: true, value: { addresses: ["10.7.7.7"] } });
    expect(await lookUp("-x")).toMatchObject({ ok: false, failure: { code: "name-not-found" } });
  });

  it("is silent is not waited for beyond the time-out", async () => {
    const script = "require('dgram').createSocket('udp4').bind(53, '127.0.0.1', () => console.log('deaf'))";
    const command = alone?.command(process.execPath, "-e", script) ?? [];
    const deaf = await startDaemon({ command, ready: { output: /deaf/ } });
    const found = await lookUp("api.example.test");
    expect(found).toMatchObject({ ok: false, failure: { code: "timeout", phase: "name" } });
    // glibc alone would wait ten seconds.
    expect(found.ms).toBeLessThan(5000);
    await deaf.stop();
  });
});

it("ends its child when the run is closed", async () => {
  const io = createIo(makeProfile(), { env: { PATH: "/nowhere" } });
  const looking = io.systemLookup("localhost", { signal, timeout: 20_000 });
  setTimeout(() => io.close(), 10);
  expect((await looking).ms).toBeLessThan(10_000);
});
