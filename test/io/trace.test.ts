import { chmod, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../../src/io/context.js";
import { createGate } from "../../src/io/gate.js";
import { trace } from "../../src/io/trace.js";
import type { Attempt } from "../../src/model/failure.js";
import type { Trace } from "../../src/model/io.js";
import { available } from "../servers/available.js";
import type { Namespace } from "../servers/namespace.js";
import { type Call, makeProbe, type Probe } from "../servers/probe.js";
import { makeProfile } from "../servers/profile.js";
import { hops, makeRouted, type Routed } from "../servers/routed.js";

const context = (env: Context["env"] = process.env): Context =>
  ({
    profile: { defaults: { timeout: 500, answer: 1000 } },
    env,
    closing: new Set(),
    gate: createGate(),
  }) as unknown as Context;

describe.skipIf(!available("root"))("trace on this machine", () => {
  it("loopback is one hop", async () => {
    const own = context();
    for (const address of ["127.0.0.1", "::1"]) {
      const { signal } = new AbortController();
      expect(await trace(own, address, { signal })).toMatchObject({
        ok: true,
        value: { how: "net-ping", reached: true, hops: [{ ttl: 1, address }] },
      });
    }
    expect(own.closing.size).toBe(0);
  });

  it("says so if there is no means", async () => {
    const { signal } = new AbortController();
    const nothing = context({ PATH: "/nowhere" });
    const failed = { ok: false, failure: { code: "not-available", phase: "query" } };
    expect(await trace(nothing, "127.0.0.1", { signal }, ["traceroute", "ping", "tracepath", "tracert"])).toMatchObject(
      failed,
    );
    expect(await trace(nothing, "127.0.0.1", { signal }, [])).toMatchObject(failed);
  });
});

describe.skipIf(!available("root", "ip", "nft", "ping", "setpriv", "traceroute", "tracepath"))(
  "trace through two routers",
  () => {
    let net: Routed;
    let probe: Probe;
    let onlyPing: string;
    beforeAll(async () => {
      onlyPing = await mkdtemp(join(tmpdir(), "invoice-diag-ping-"));
      await chmod(onlyPing, 0o755);
      await symlink("/usr/bin/ping", join(onlyPing, "ping"));
      [net, probe] = await Promise.all([makeRouted(), makeProbe()]);
    }, 60_000);
    afterEach(() => net.reset());
    afterAll(async () => {
      await Promise.all([net?.remove(), probe?.remove()]);
      await rm(onlyPing, { recursive: true, force: true });
    });

    /** Without any privilege, so that only programs are left; with `only`, no other than `ping`. */
    const unprivileged = (ns: Namespace, only?: string): Namespace => ({
      ...ns,
      run: (...command) =>
        ns.run(
          ...["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"],
          ...(only === undefined ? [] : ["env", `PATH=${only}`]),
          ...command,
        ),
    });
    const put = async (address: string, how: Trace["how"], timeout = 1000, more = {}): Promise<Attempt<Trace>> => {
      const within = how === "net-ping" ? net.client : unprivileged(net.client, how === "ping" ? onlyPing : undefined);
      const [attempt] = await probe.call(
        makeProfile(),
        [["trace", address, { signal: true, timeout, ...more }] as Call],
        within,
      );
      return attempt as Attempt<Trace>;
    };
    const said = (attempt: Attempt<Trace>) =>
      attempt.ok &&
      attempt.value.hops.map((hop) => [
        hop.ttl,
        hop.address,
        ...(hop.unreachable === undefined ? [] : [hop.unreachable]),
      ]);
    /** A kernel limits what it says of missing routes by a measure of its own, so it is asked until it says so. */
    const until = async (
      look: () => Promise<Attempt<Trace>>,
      enough: (one: Trace) => boolean,
    ): Promise<Attempt<Trace>> => {
      let attempt = await look();
      for (let again = 0; again < 6 && !(attempt.ok && enough(attempt.value)); again += 1) attempt = await look();
      return attempt;
    };
    const ways = ["net-ping", "traceroute", "ping"] as const;

    it.each(ways)("%s: every hop, and the target", async (how) => {
      const four = await put(hops.server, how);
      expect(four).toMatchObject({ ok: true, value: { how, reached: true, circle: [] } });
      expect(said(four)).toEqual([
        [1, hops.near],
        [2, hops.far],
        [3, hops.server],
      ]);
      expect(said(await put(hops.server6, how))).toEqual([
        [1, hops.near6],
        [2, hops.far6],
        [3, hops.server6],
      ]);
    });

    it.each(ways)("%s: the first hop alone, and nothing is sent beyond it", async (how) => {
      await net.far.nft("chain i { type filter hook prerouting priority 0; icmp type echo-request counter; }");
      const attempt = await put(hops.server, how, 1000, { hops: 1 });
      expect(attempt).toMatchObject({ ok: true, value: { reached: false, circle: [] } });
      expect(said(attempt)).toEqual([[1, hops.near]]);
      expect(await net.far.must("nft", "list", "ruleset")).toMatch(/packets 0 /);
    });

    it("tracepath, where there is nothing else", async () => {
      const { signal } = new AbortController();
      expect(await trace(context(), "127.0.0.1", { signal, timeout: 2000 }, ["tracepath"])).toMatchObject({
        ok: true,
        value: { how: "tracepath", reached: true },
      });
    });

    it("ends soon where the target answers, and leaves a gap for a hop that does not", async () => {
      await net.far.nft("chain o { type filter hook output priority 0; icmp type time-exceeded drop; }");
      const attempt = await put(hops.server, "net-ping", 10_000);
      expect(said(attempt)).toEqual([
        [1, hops.near],
        [2, null],
        [3, hops.server],
      ]);
      expect(attempt.ms).toBeLessThan(5000);
    });

    it.each(ways)("%s: silence behind a router is no failure", async (how) => {
      await net.far.nft(`chain f { type filter hook forward priority 0; ip daddr ${hops.server} drop; }`);
      const attempt = await put(hops.server, how, 1500);
      expect(attempt).toMatchObject({ ok: true, value: { reached: false, circle: [] } });
      expect(said(attempt)).toEqual([
        [1, hops.near],
        [2, hops.far],
      ]);
    });

    it("silence takes the time-out and no more than that", async () => {
      await net.near.nft("chain i { type filter hook prerouting priority 0; meta l4proto icmp drop; }");
      const attempt = await put(hops.server, "net-ping", 1000);
      expect(attempt).toMatchObject({ ok: true, value: { hops: [], reached: false } });
      expect(attempt.ms).toBeGreaterThan(950);
      expect(attempt.ms).toBeLessThan(2500);
    });

    it.each(ways)("%s: a router that forbids", async (how) => {
      await net.far.nft(`chain f { type filter hook forward priority 0;
      ip daddr ${hops.server} reject with icmp type admin-prohibited; }`);
      const attempt = await put(hops.server, how);
      expect(said(attempt)).toEqual([
        [1, hops.near],
        [2, hops.far],
        [3, hops.far, "prohibited"],
      ]);
    });

    it.each(ways)("%s: a router without a route", async (how) => {
      await net.near.must("ip", "route", "add", "10.99.0.0/16", "via", hops.far);
      const route = ["route", "add", "unreachable", "10.99.0.0/16"];
      await net.far.must("ip", ...route);
      try {
        const attempt = await until(
          () => put("10.99.0.1", how),
          (one) => one.hops.length > 1,
        );
        expect(attempt).toMatchObject({
          value: {
            hops: [
              { ttl: 1, address: hops.near },
              { address: hops.far, unreachable: "host-unreachable" },
            ],
          },
        });
      } finally {
        await net.far.must("ip", "route", "del", "unreachable", "10.99.0.0/16");
        await net.near.must("ip", "route", "del", "10.99.0.0/16");
      }
    });

    it.each(ways)("%s: packets that circle", async (how) => {
      await net.near.must("ip", "route", "add", "10.97.0.0/16", "via", hops.far);
      await net.far.must("ip", "route", "add", "10.97.0.0/16", "via", "10.210.2.1");
      try {
        const attempt = await put("10.97.0.1", how, 2000);
        expect(attempt).toMatchObject({ ok: true, value: { reached: false, circle: [hops.near, hops.far] } });
      } finally {
        await net.far.must("ip", "route", "del", "10.97.0.0/16");
        await net.near.must("ip", "route", "del", "10.97.0.0/16");
      }
    });

    it("a host that is off: the last router says so once it has searched for it", async () => {
      const attempt = await put("10.210.3.77", "net-ping", 4500);
      expect(said(attempt)).toEqual([
        [1, hops.near],
        [2, hops.far],
        [3, hops.far, "host-unreachable"],
      ]);
      const rtt = attempt.ok ? (attempt.value.hops.at(-1)?.rtt ?? 0) : 0;
      expect(rtt).toBeGreaterThan(1000);
    });

    it("what this host itself says is no hop", async () => {
      const attempt = await put("10.210.1.77", "net-ping", 4500);
      expect(said(attempt)).toEqual([[1, null, "host-unreachable"]]);
    });

    it("no route from here is a failure", async () => {
      await net.client.must("ip", "route", "del", "default");
      try {
        expect(await put(hops.server, "net-ping")).toMatchObject({
          ok: false,
          failure: { code: "network-unreachable" },
        });
      } finally {
        await net.client.must("ip", "route", "add", "default", "via", hops.near);
      }
    });

    it("is gentle: thirty hops, and the first and the last of them twice more at most, no more than one probe in ten milliseconds", async () => {
      await net.near.nft("chain i { type filter hook prerouting priority 0; icmp type echo-request counter drop; }");
      await put(hops.server, "net-ping", 1000);
      const rules = await net.near.must("nft", "list", "ruleset");
      const packets = Number(/packets (\d+)/.exec(rules)?.[1]);
      expect(packets).toBeGreaterThan(10);
      expect(packets).toBeLessThanOrEqual(32 + 2 * 5 + 2);
    });

    it.each(["signal", "enough", "closing"] as const)("ends at once by %s", async (by) => {
      const stop = new AbortController();
      const enough = new AbortController();
      const own = context();
      const running = trace(own, "127.0.0.1", { signal: stop.signal, enough: enough.signal, timeout: 60_000 });
      if (by === "signal") stop.abort();
      if (by === "enough") enough.abort();
      if (by === "closing") for (const end of [...own.closing]) end();
      const attempt = await running;
      if (by === "enough") expect(attempt.ok).toBe(true);
      else expect(attempt).toMatchObject({ ok: false, failure: { code: "aborted" } });
      expect(own.closing.size).toBe(0);
    });
  },
);
