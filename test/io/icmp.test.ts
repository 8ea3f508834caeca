import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../../src/io/context.js";
import { type EchoMethod, echo } from "../../src/io/icmp.js";
import type { Attempt } from "../../src/model/failure.js";
import type { EchoSeries } from "../../src/model/io.js";
import type { Profile } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { addresses, makeNetwork, type Namespace, type Network } from "../servers/namespace.js";
import { type Call, makeProbe, type Probe } from "../servers/probe.js";
import { makeProfile } from "../servers/profile.js";

const context = (env: Context["env"] = process.env): Context =>
  ({
    profile: { defaults: { timeout: 500, answer: 1000 } } as Profile,
    env,
    closing: new Set(),
  }) as unknown as Context;
const signal = new AbortController().signal;
const few = { signal, count: 5, interval: 10 };

describe.skipIf(!available("root", "ping"))("echo on loopback", () => {
  const ways: [EchoMethod, string][] = [
    ["net-ping", "127.0.0.1"],
    ["net-ping", "::1"],
    ["ping", "127.0.0.1"],
    ["ping", "::1"],
  ];
  it.each(ways)("%s to %s: every request is answered, times are real", async (how, address) => {
    const own = context();
    const attempt = await echo(own, address, few, [how]);
    expect(attempt).toMatchObject({ ok: true, value: { how, sent: 5, errors: [] } });
    const replies = attempt.ok ? attempt.value.replies : [];
    expect(replies).toHaveLength(5);
    for (const ms of replies) expect(ms).toBeGreaterThan(0);
    expect(own.closing.size).toBe(0);
  });

  it("many at once in one process do not mix up their answers", async () => {
    const targets = Array.from({ length: 20 }, (_, at) => `127.0.0.${at + 2}`);
    const all = await Promise.all(targets.map((address) => echo(context(), address, few, ["net-ping"])));
    for (const one of all) expect(one).toMatchObject({ ok: true, value: { sent: 5, errors: [] } });
    expect(all.flatMap((one) => (one.ok ? one.value.replies : []))).toHaveLength(100);
  });

  it("survives the garbage collector", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const running = echo(context(), "127.0.0.1", { signal, count: 20, interval: 5 }, ["net-ping"]);
    for (let round = 0; round < 10; round += 1) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    expect(await running).toMatchObject({ ok: true, value: { sent: 20 } });
    expect((await echo(context(), "127.0.0.1", few, ["net-ping"])).ok).toBe(true);
  });

  it("counts no reply as lost that waits while this process is stalled", async () => {
    const running = echo(context(), "127.0.0.1", { signal, count: 10, interval: 1, timeout: 50 }, ["net-ping"]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const until = performance.now() + 200;
    while (performance.now() < until);
    const attempt = await running;
    expect(attempt.ok && attempt.value.replies.length).toBe(10);
  });

  it("says so if there is no means", async () => {
    const nothing = { PATH: "/nowhere" };
    expect(await echo(context(nothing), "127.0.0.1", few, ["ping"])).toMatchObject({
      ok: false,
      failure: { code: "not-available", phase: "query" },
    });
    expect(await echo(context(), "127.0.0.1", few, [])).toMatchObject({ failure: { code: "not-available" } });
  });

  it.each(["net-ping", "ping"] as const)("%s ends at once when aborted or closed", async (how) => {
    for (const by of ["signal", "closing"]) {
      const stop = new AbortController();
      const own = context();
      const long = { signal: stop.signal, count: 1000, interval: 20 };
      const running = echo(own, "127.0.0.1", long, [how]);
      setTimeout(() => (by === "signal" ? stop.abort() : [...own.closing].forEach((end) => void end())), 100);
      const attempt = await running;
      expect(attempt).toMatchObject({ ok: false, failure: { code: "aborted" } });
      expect(attempt.ms).toBeLessThan(8000);
    }
  });
});

describe.skipIf(!available("root", "ip", "nft", "ping", "setpriv"))("echo through a network", () => {
  let network: Network;
  let probe: Probe;
  beforeAll(async () => {
    [network, probe] = await Promise.all([makeNetwork(), makeProbe()]);
    // A router says "unreachable" about once a second, by default, which is not the question here.
    await network.router.must("sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0");
  });
  afterEach(() => Promise.all([network.client.clear(), network.router.clear(), network.server.clear()]));
  afterAll(() => Promise.all([network?.remove(), probe?.remove()]));

  /** Without any privilege, so that only the program is left. */
  const unprivileged = (ns: Namespace): Namespace => ({
    ...ns,
    run: (...command) => ns.run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", ...command),
  });
  const put = async (address: string, how: EchoMethod, count = 5): Promise<Attempt<EchoSeries>> => {
    const options = { signal: true, count, interval: 20, timeout: 600 };
    const within = how === "ping" ? unprivileged(network.client) : network.client;
    const [attempt] = await probe.call(makeProfile(), [["echo", address, options] as Call], within);
    return attempt as Attempt<EchoSeries>;
  };
  const both = ["net-ping", "ping"] as const;

  it.each(both)("%s: answers", async (how) => {
    for (const address of [addresses.server, addresses.server6])
      expect(await put(address, how)).toMatchObject({ ok: true, value: { how, sent: 5, errors: [] } });
  });

  it.each(both)("%s: silence is no error", async (how) => {
    await network.router.nft("chain f { type filter hook forward priority 0; meta l4proto { icmp, ipv6-icmp } drop; }");
    for (const address of [addresses.server, addresses.server6])
      expect(await put(address, how)).toMatchObject({ ok: true, value: { how, sent: 5, replies: [], errors: [] } });
  });

  it.each(both)("%s: a router's prohibition, with its sender", async (how) => {
    await network.router.nft(`chain f { type filter hook forward priority 0;
      icmp type echo-request reject with icmp type admin-prohibited;
      icmpv6 type echo-request reject with icmpv6 type admin-prohibited; }`);
    const attempt = await put(addresses.server, how);
    expect(attempt).toMatchObject({ ok: true, value: { replies: [], errors: [{ reason: "prohibited" }] } });
    expect(attempt.ok && attempt.value.errors[0]?.from).toBe(addresses.lan);
    const six = await put(addresses.server6, how);
    expect(six).toMatchObject({ ok: true, value: { errors: [{ reason: "prohibited", from: addresses.lan6 }] } });
  });

  it.each(both)("%s: a router without a route", async (how) => {
    await network.router.must("ip", "route", "add", "unreachable", "10.99.0.0/16");
    try {
      // A kernel limits what it says of missing routes by a measure of its own, so it is asked until it says so.
      const told = (one: Attempt<EchoSeries>): boolean => one.ok && one.value.errors.length > 0;
      let attempt = await put("10.99.0.1", how);
      for (let again = 0; again < 8 && !told(attempt); again += 1) attempt = await put("10.99.0.1", how);
      expect(attempt).toMatchObject({
        ok: true,
        value: { replies: [], errors: [{ from: addresses.lan, reason: "host-unreachable" }] },
      });
    } finally {
      await network.router.must("ip", "route", "del", "unreachable", "10.99.0.0/16");
    }
  });

  it.each(both)("%s: no route from here is a failure, not silence", async (how) => {
    await network.client.must("ip", "route", "del", "default");
    try {
      expect(await put("10.99.0.1", how)).toMatchObject({ ok: false, failure: { code: "network-unreachable" } });
    } finally {
      await network.client.must("ip", "route", "add", "default", "via", addresses.lan);
    }
  });

  it("this host's own firewall is a failure, not loss", async () => {
    // Only a raw socket is told so: the program reports mere silence.
    await network.client.nft("chain o { type filter hook output priority 0; icmp type echo-request drop; }");
    expect(await put(addresses.server, "net-ping")).toMatchObject({ ok: false, failure: { code: "not-permitted" } });
  });

  it.each(both)("%s: counts what is lost on the way", async (how) => {
    // Every fourth request is dropped.
    await network.router.nft(
      "chain f { type filter hook forward priority 0; icmp type echo-request numgen inc mod 4 0 drop; }",
    );
    const attempt = await put(addresses.server, how, 20);
    expect(attempt).toMatchObject({ ok: true, value: { sent: 20 } });
    expect(attempt.ok && attempt.value.replies).toHaveLength(15);
  });
});
