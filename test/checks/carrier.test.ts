import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { carrier, judgeCarrier } from "../../checks/carrier.js";
import type { Io } from "../../src/model/io.js";
import { available } from "../servers/available.js";
import { startDaemon } from "../servers/daemon.js";
import { addresses, makeNetwork, type Network } from "../servers/namespace.js";
import { makeProbe, type Probe } from "../servers/probe.js";
import { hostTarget, makeProfile } from "../servers/profile.js";

type Interfaces = Parameters<typeof judgeCarrier>[1][number]["interfaces"];
const at = (name: string, carrierChanges: number, loopback = false) =>
  ({ name, loopback, carrierChanges }) as unknown as Interfaces[number];
const link = (device: string, ...interfaces: Interfaces) => [{ interfaces, ways: [{ device }] }];

describe("carrier", () => {
  it("a link in use that came or went between the beginning and the end is flapping", () => {
    expect(judgeCarrier({ changes: { eth0: 2 } }, link("eth0", at("eth0", 2)))[0]?.signal).toBe("unchanged");
    expect(judgeCarrier({ changes: { eth0: 6 } }, link("eth0", at("eth0", 2)))).toEqual([
      { signal: "came-and-went", data: { interfaces: ["eth0"], times: 4 } },
    ]);
  });

  it("another interface, or one that nobody counts, says nothing", () => {
    const seen = { changes: { eth0: 2, veth1: 40 } };
    expect(judgeCarrier(seen, link("eth0", at("eth0", 2), at("veth1", 3)))[0]?.signal).toBe("unchanged");
    expect(judgeCarrier(seen, link("lo", at("lo", 0, true)))[0]?.signal).toBe("unwatched");
    expect(judgeCarrier(seen, [])[0]?.signal).toBe("unwatched");
  });
});

describe("watching for a while longer", () => {
  /** The counters as one read after the other finds them, the last for ever; the first is that of the run's beginning. */
  const watching = async (counters: readonly number[], device: string, cut = new AbortController().signal) => {
    let [reads, paused] = [0, 0];
    const count = (): number => counters[Math.min(reads++, counters.length - 1)] ?? 0;
    const way = { address: "10.9.9.9", family: 4, scope: "routed", device };
    const io = {
      host: async () => ({ interfaces: [at("eth0", count()), at("lo", 90, true)] }),
      locate: async () => ({ ok: true, ms: 0, value: { host: "10.9.9.9", source: "literal", addresses: [way] } }),
      resolvers: async () => [],
      pause: async (ms: number) => {
        paused += ms;
      },
    } as unknown as Io;
    const context = { io, settings: { watch: 4000 }, signal: new AbortController().signal, cut };
    const seen = await carrier.observe({ hosts: ["10.9.9.9"] }, context);
    return { seen, paused };
  };

  it("nobody waits for a link that was brought up, or pulled once", async () => {
    for (const times of [0, 2, 4])
      expect(await watching([times], "eth0")).toEqual({ seen: { changes: { eth0: times } }, paused: 0 });
  });

  it("one that has come and gone before is watched until it does so again, and no longer", async () => {
    const again = { changes: { eth0: 7 }, watched: ["eth0"] };
    expect(await watching([6, 6, 6, 7, 8], "eth0")).toEqual({ seen: again, paused: 2000 });
    const steady = { changes: { eth0: 6 }, watched: ["eth0"] };
    expect(await watching([6], "eth0")).toEqual({ seen: steady, paused: 4000 });
  });

  it("what is known already, or beside the ways, or after the end of the run, is not waited for", async () => {
    expect(await watching([6, 8], "eth0")).toEqual({ seen: { changes: { eth0: 8 } }, paused: 0 });
    expect(await watching([6], "wlan0")).toEqual({ seen: { changes: { eth0: 6 } }, paused: 0 });
    expect((await watching([6], "eth0", AbortSignal.abort())).paused).toBe(0);
  });
});

describe.skipIf(!available("root", "ip"))("a link between namespaces", () => {
  let [network, probe]: [Network?, Probe?] = [];
  beforeAll(async () => {
    [network, probe] = await Promise.all([makeNetwork(), makeProbe("carrier")]);
  });
  afterAll(async () => {
    await network?.remove();
    await probe?.remove();
  });
  // Its watching ends with the first change; a slow machine has a minute for it.
  const profile = makeProfile({ targets: [hostTarget(addresses.server)], checks: { carrier: { watch: 60_000 } } });
  const look = async () => {
    const [one] = (await probe?.look(profile, network?.client)) ?? [];
    return one?.seen as { readonly changes: { readonly eth0: number }; readonly watched?: readonly string[] };
  };

  it("is up and was never gone: not watched; goes for a second every three: seen between two quiet looks", async () => {
    const before = await look();
    expect(before).toEqual({ changes: expect.objectContaining({ eth0: before.changes.eth0 }) });
    const turn = "ip link set lan down; sleep 0.9; ip link set lan up; sleep 2.2";
    const loop = await startDaemon({
      command: (network as Network).router.command(
        "sh",
        "-c",
        `i=0; while :; do ${turn}; i=$((i+1)); [ $i = 2 ] && echo ready; done`,
      ),
      ready: { output: /ready/ },
    });
    const seen = await look().finally(loop.stop);
    // Two whole turns were over before it looked.
    expect(seen.changes.eth0).toBeGreaterThan(before.changes.eth0 + 4);
  }, 120_000);
});
