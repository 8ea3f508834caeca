import { describe, expect, it } from "vitest";
import { withLastWord } from "../../checks/dns/late.js";
import type { Life } from "../../checks/dns/life.js";
import { resolverWay } from "../../checks/dns/life.js";
import type { EchoSeries, Io } from "../../src/model/io.js";
import type { LocatedAddress } from "../../src/model/place.js";

const server: LocatedAddress = { address: "192.0.2.53", family: 4, scope: "routed", via: "10.0.0.1", device: "eth0" };
const silent: Life = { signs: [], trace: { seen: { hops: [], circle: [] }, own: ["10.0.0.2"] } };
const signal = new AbortController().signal;

/** A network in which only the last ping is heard of; counts what is asked. */
const network = (heard: Partial<EchoSeries>, gateway = true, counts: readonly string[] = []) => {
  const asked: string[] = [];
  const io = {
    defaults: { timeout: 10 },
    asked: () => new Map([["10.0.0.1", gateway]]),
    hops: () => new Set(counts),
    neighbours: async () => [],
    pause: async () => {},
    echo: async (address: string) => {
      asked.push(address);
      return { ok: true, ms: 1, value: { how: "net-ping", sent: 1, replies: [], inARow: 1, errors: [], ...heard } };
    },
  } as unknown as Io;
  return { io, asked };
};
const said = (from: string, reason: string): Partial<EchoSeries> => ({ errors: [{ from, reason, count: 1, ms: 0.1 }] });
const wayAfter = async (heard: Partial<EchoSeries>) => {
  const { trace, signs } = await withLastWord(silent, server, { io: network(heard).io, signal });
  return { signs, way: trace === undefined ? undefined : resolverWay(trace, server)?.signal };
};

describe("a silent server to which no hop is seen, while our gateway is there", () => {
  it("is asked once more when all is quiet: what a router says then is the end of its way", async () => {
    expect(await wayAfter(said("10.0.0.1", "network-unreachable"))).toEqual({ signs: [], way: "resolver-way-missing" });
    expect((await wayAfter(said("10.9.0.1", "network-unreachable"))).way).toBe("resolver-way-missing-beyond");
    expect((await wayAfter({})).way).toBe("resolver-way-silent");
  });
  it("this machine's own word says nothing of it, and a reply is a sign of life", async () => {
    expect((await wayAfter(said("10.0.0.2", "host-unreachable"))).way).toBe("resolver-way-silent");
    expect((await wayAfter({ replies: [3] })).signs).toEqual(["ping"]);
  });
  it("is left alone where somebody was seen, where it lives, or where the gateway is not there or counts hops", async () => {
    const seen: Life = { signs: [], trace: { seen: { hops: [{ ttl: 1, address: "10.0.0.1" }], circle: [] }, own: [] } };
    const { io, asked } = network({});
    await withLastWord(seen, server, { io, signal });
    await withLastWord({ ...silent, signs: ["ping"] }, server, { io, signal });
    await withLastWord(silent, { ...server, address: "10.0.0.1" }, { io, signal });
    const [dead, counting] = [network({}, false), network({}, true, ["10.0.0.1"])];
    for (const one of [dead, counting]) await withLastWord(silent, server, { io: one.io, signal });
    expect([...asked, ...dead.asked, ...counting.asked]).toEqual([]);
  });
});
