import { describe, expect, it } from "vitest";
import * as registry from "../../checks/index.js";
import { judgePath } from "../../checks/path/judge.js";
import type { Seen } from "../../checks/path/sight.js";
import { path } from "../../checks/path.js";
import { diagnose } from "../../src/engine/diagnose.js";
import { causes } from "../../src/model/causes/index.js";
import type { AnyCheck, Signal } from "../../src/model/check.js";
import type { EchoSeries, EchoSizes, PathMtu, SizedExchange, Trace, TraceHop } from "../../src/model/io.js";
import type { JsonObject } from "../../src/model/json.js";
import type { LocatedAddress, Places } from "../../src/model/place.js";
import type { Result } from "../../src/model/result.js";
import { fill, slotsIn } from "../../src/model/text.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

const checks = Object.values(registry) as readonly AnyCheck[];
const result = (step: string, places: Places, ...said: readonly (string | readonly [string, JsonObject])[]): Result => {
  const [id = "", subject = ""] = step.split(/[:/]/);
  const check = checks.find((one) => one.id === id);
  const evidence = said.map((one) => {
    const [signal, data] = typeof one === "string" ? [one, {}] : one;
    const declared = check?.signals[signal] as Signal;
    return { question: declared.answers, signal, level: declared.level, text: declared.text, data };
  });
  const bad = evidence.some(({ level }) => level === "fail" || level === "warn");
  return {
    step,
    check: id,
    subject,
    layer: check?.layer ?? "network",
    status: bad ? "fail" : "pass",
    ms: 1,
    at: "2026-01-01T00:00:00.000Z",
    places: { "this-host": "here", target: subject, ...places },
    target: {},
    settings: {},
    looks: [],
    evidence,
    blockedBy: [],
  };
};
const gateway = "10.0.0.1";
const routed: LocatedAddress = { address: "10.9.0.5", family: 4, scope: "routed", via: gateway, device: "eth0" };
const onLink: LocatedAddress = { address: "10.0.0.5", family: 4, scope: "on-link", device: "eth0" };

type Said = readonly [address: string | null, unreachable?: string, rtt?: number];
const traced = (hops: readonly Said[], rest: Partial<Trace> = {}): Trace => ({
  how: "net-ping",
  hops: hops.map(
    ([address, unreachable, rtt = 1], at): TraceHop => ({
      ttl: at + 1,
      address,
      ...(address === null && unreachable === undefined ? {} : { rtt }),
      ...(unreachable === undefined ? {} : { unreachable }),
    }),
  ),
  reached: hops.at(-1)?.[0] === routed.address,
  circle: [],
  ...rest,
});
const look = (trace: Trace | undefined, mtu?: Partial<PathMtu>, at = routed): Seen => ({
  located: { host: at.address, source: "literal", addresses: [at] },
  at,
  own: ["10.0.0.2"],
  ...(trace === undefined ? {} : { trace }),
  ...(mtu === undefined ? {} : { mtu: { full: 1500, echo: null, exchanges: [], ...mtu } }),
});

const raised = (looks: readonly Seen[], beside: readonly Result[] = []) => {
  const all = judgePath(looks, 256, beside);
  for (const { signal, data } of all)
    expect(slotsIn(JSON.stringify(fill(path.signals[signal].text, data as JsonObject)))).toEqual([]);
  expect(all.length).toBeGreaterThan(0);
  return all;
};
const answers = (looks: readonly Seen[], beside: readonly Result[] = []): { [question: string]: string } =>
  Object.fromEntries(raised(looks, beside).map(({ signal }) => [path.signals[signal].answers, signal]));
const end = (trace: Trace, at = routed): string | undefined => answers([look(trace, undefined, at)]).end;

const serves = result("port:a/443", { host: routed.address }, "open");
/** What routers said to pings. */
const pinged = (...errors: JsonObject[]): Result => ({
  ...result("ping:a", { host: routed.address }, "silent"),
  looks: [{ series: [{ how: "net-ping", sent: 20, replies: [], errors }] }],
});

describe("how far the way leads", () => {
  it("reached; a hop that stays silent on the way does not matter", () => {
    expect(end(traced([[gateway], [null], [routed.address]]))).toBe("reaches");
  });

  it("ends beyond the gateway, or not even there", () => {
    const [ends] = raised([look(traced([[gateway], ["10.1.0.1"]]))]);
    expect(ends).toMatchObject({ signal: "ends-at", data: { router: "10.1.0.1", hop: 2, beyondGateway: true } });
    expect(end(traced([[gateway]]))).toBe("ends-at-gateway");
    expect(end(traced([]))).toBe("no-hop");
    expect(end(traced([]), onLink)).toBe("no-hop");
    // This host's own address in its own trace: nobody answered, and it is no gateway.
    expect(end(traced([["10.0.0.2"]]))).toBe("no-hop");
    expect(end(traced([["10.0.0.2", "host-unreachable", 3050]]))).toBe("no-hop");
    // A later look that saw more counts for more.
    expect(answers([look(traced([])), look(traced([[gateway]]))]).end).toBe("ends-at-gateway");
  });

  it("a last ping hears what many that asked at once could not", () => {
    const late = (errors: EchoSeries["errors"], replies: readonly number[] = []): Seen => ({
      ...look(traced([[gateway]])),
      late: { how: "net-ping", sent: 1, replies, errors },
    });
    const said = (reason: string) => answers([late([{ from: "10.1.0.1", reason, count: 1, ms: 0.2 }])]).end;
    expect(said("prohibited")).toBe("prohibited-from");
    expect(said("host-unreachable")).toBe("unreachable-from");
    expect(said("time-exceeded")).toBe("loops");
    expect(answers([late([])]).end).toBe("ends-at-gateway");
    expect(answers([late([], [3])]).end).toBe("reaches");
  });

  it("a host that answers anything else is reached, whatever is done to ping", () => {
    expect(answers([look(traced([[gateway]]))], [serves]).end).toBe("reaches");
    expect(answers([look(traced([[gateway], [gateway, "prohibited"]]), { connect: "open" })]).end).toBe("reaches");
    expect(answers([look(traced([[gateway], [gateway, "host-unreachable"]]), { connect: "refused" })]).end).toBe(
      "reaches",
    );
    expect(answers([look(traced([[gateway]]), { connect: "timeout" })]).end).toBe("ends-at-gateway");
  });

  it("a router says no, and whose it is", () => {
    const [far] = raised([look(traced([[gateway], ["10.1.0.1", "network-unreachable"]]))]);
    expect(far).toMatchObject({ signal: "unreachable-from", data: { router: "10.1.0.1", beyondGateway: true } });
    const [near] = raised([look(traced([[gateway, "network-unreachable"]]))]);
    expect(near).toMatchObject({ signal: "gateway-has-no-way", data: { router: gateway, beyondGateway: false } });
    expect(end(traced([[gateway], ["10.1.0.1", "other"]]))).toBe("unreachable-from");
    expect(end(traced([[gateway], ["10.1.0.1", "prohibited"]]))).toBe("prohibited-from");
    expect(end(traced([[gateway], ["10.1.0.1", "port-unreachable"]]))).toBe("prohibited-from");
  });

  it("host unreachable: at once is a route, after a search is a dead neighbour; IPv6 has words for both", () => {
    const said = (ms: number): Trace => traced([[gateway], ["10.1.0.1"], ["10.1.0.1", "host-unreachable", ms]]);
    expect(end(said(2))).toBe("unreachable-from");
    expect(end(said(3070))).toBe("host-unreachable-from");
    // Another check had begun the search before.
    expect(end(said(900))).toBe("host-unreachable-from");
    // The gateway itself: the host may be there, and its next router, or the line, be dead.
    expect(end(traced([[gateway], [gateway, "host-unreachable", 3070]]))).toBe("gateway-finds-nobody");
    // So does one that translates addresses, by another one: what expired there would have been said to have expired.
    const aliased = traced([[gateway], ["100.64.0.2", "host-unreachable", 3070]]);
    expect(end(aliased)).toBe("gateway-finds-nobody");
    expect(end(traced([[gateway], ["100.64.0.2", "host-unreachable", 2]]))).toBe("unreachable-from");
    expect(end(traced([[gateway], [null], ["100.64.0.2", "host-unreachable", 3070]]))).toBe("host-unreachable-from");
    // A word whose distance is not known is the same router's.
    const late = traced([[gateway]]);
    const far = {
      ...late,
      hops: [...late.hops, { ttl: 64, address: "100.64.0.2", rtt: 1200, unreachable: "host-unreachable" }],
    };
    expect(raised([look(aliased), look(far)])[0]?.signal).toBe("gateway-finds-nobody");
    const six = { ...routed, family: 6 } as const;
    expect(end(said(2), six)).toBe("host-unreachable-from");
    expect(end(traced([[gateway, "network-unreachable", 2]]), six)).toBe("gateway-has-no-way");
  });

  it("that this host finds nobody concerns a host on its own network only", () => {
    const nobody = traced([[null, "host-unreachable", 3050]]);
    expect(end(nobody, onLink)).toBe("host-unreachable-from");
    expect(end(nobody, routed)).toBe("no-hop");
  });

  it("circles", () => {
    const circling = traced([[gateway], ["10.1.0.1"], [gateway], ["10.1.0.1"], [gateway]], {
      circle: [gateway, "10.1.0.1"],
    });
    const [loops] = raised([look(circling)]);
    expect(loops).toMatchObject({ signal: "loops", data: { routers: [gateway, "10.1.0.1"], beyondGateway: true } });
  });

  it("two looks: what a router said weighs more than silence, an arrival beside it is unsteady", () => {
    const no = look(traced([[gateway], ["10.1.0.1", "network-unreachable"]]));
    const silence = look(traced([[gateway]]));
    const yes = look(traced([[gateway], [routed.address]]));
    expect(answers([no, silence]).end).toBe("unreachable-from");
    expect(answers([silence, no]).end).toBe("unreachable-from");
    expect(answers([no, yes]).end).toBe("unsteady");
    expect(answers([silence, yes]).end).toBe("reaches");
  });

  it("what routers said to ping counts where they said no more to the trace", () => {
    const silence = look(traced([[gateway]]));
    const far = { from: "10.1.0.1", count: 1 };
    const said = (...errors: JsonObject[]) => raised([silence], [pinged(...errors)])[0];
    expect(said({ ...far, reason: "time-exceeded" })).toMatchObject({
      signal: "loops",
      data: { routers: ["10.1.0.1"], beyondGateway: true },
    });
    expect(said({ ...far, reason: "network-unreachable" })).toMatchObject({
      signal: "unreachable-from",
      data: { router: "10.1.0.1", beyondGateway: true },
    });
    expect(said({ ...far, reason: "host-unreachable", ms: 3050 })?.signal).toBe("host-unreachable-from");
    expect(said({ ...far, reason: "host-unreachable", ms: 2 })?.signal).toBe("unreachable-from");
    expect(said({ ...far, reason: "host-unreachable" })?.signal).toBe("host-unreachable-from");
    expect(said({ ...far, reason: "prohibited" })?.signal).toBe("prohibited-from");
    expect(said({ from: gateway, count: 1, reason: "host-unreachable", ms: 3050 })?.signal).toBe(
      "gateway-finds-nobody",
    );
    // What this host itself says, or what a trace knows better.
    expect(said({ from: "10.0.0.2", count: 1, reason: "host-unreachable", ms: 3050 })?.signal).toBe("ends-at-gateway");
    const yes = look(traced([[gateway], [routed.address]]));
    expect(answers([yes], [pinged({ ...far, reason: "time-exceeded" })]).end).toBe("reaches");
    expect(answers([silence], [serves, pinged({ ...far, reason: "prohibited" })]).end).toBe("reaches");
  });

  it("loopback is reached without a trace", () => {
    const lo: LocatedAddress = { address: "127.0.0.1", family: 4, scope: "loopback" };
    expect(answers([look(undefined, { echo: sizes([84, 1500]) }, lo)])).toEqual({ end: "reaches", mtu: "full-size" });
    expect(answers([look(undefined, { echo: null }, lo)], [serves])).toEqual({ end: "reaches" });
  });

  it("no means to trace is said, and is no silence", () => {
    const untraced: Seen = { ...look(undefined, { echo: sizes([84, 1500]) }), trace: { failed: "not-available" } };
    expect(answers([untraced])).toEqual({ trace: "not-traced", mtu: "full-size" });
    expect(answers([untraced], [serves])).toEqual({ end: "reaches", trace: "not-traced", mtu: "full-size" });
  });
});

const sizes = (passed: readonly number[], lost: readonly number[] = [], rest: Partial<EchoSizes> = {}): EchoSizes => ({
  how: "net-ping",
  passed,
  lost,
  told: [],
  rate: null,
  ...rest,
});
const exchange = (sent: SizedExchange["sent"], done: boolean, rest: Partial<SizedExchange> = {}): SizedExchange => ({
  sent,
  ms: 10,
  done,
  received: done ? 2000 : 0,
  kernel: null,
  ...rest,
});
const kernel = { unacked: 0, sacked: 0, outOfOrder: 0, segment: 1500 };

describe("what passes", () => {
  const mtu = (seen: Partial<PathMtu>) => {
    const found = raised([look(traced([[gateway]]), seen)]).find(
      ({ signal }) => path.signals[signal].answers === "mtu",
    );
    return found === undefined ? undefined : [found.signal, found.data];
  };
  const ladder = [1420, 1440, 1460, 1472, 1480, 1492, 1500];
  const told = { from: "10.1.0.1", mtu: 1400 };

  it("full size", () => {
    expect(mtu({ echo: sizes([84, 1500]) })).toMatchObject(["full-size", { size: 1500 }]);
    // An interface of 1401 bytes asks for an even size.
    expect(mtu({ full: 1401, echo: sizes([84, 1400]) })).toMatchObject(["full-size", { size: 1400 }]);
  });

  it("smaller, and senders are told", () => {
    expect(mtu({ echo: sizes([84, 1400], [], { told: [told] }) })).toMatchObject([
      "smaller-discovered",
      { size: 1400 },
    ]);
    const known = { from: null, mtu: 1400 };
    expect(mtu({ echo: sizes([84, 1400], [], { told: [known] }) })?.[0]).toBe("smaller-discovered");
    // An old router names no size; one that rations its words tells some.
    expect(mtu({ echo: sizes([84, 1280], [], { told: [{ from: "10.1.0.1", mtu: null }] }) })?.[0]).toBe(
      "smaller-discovered",
    );
    expect(mtu({ echo: sizes([84, 1400], [1480, 1492], { told: [told] }) })?.[0]).toBe("smaller-discovered");
  });

  it("vanishes by echo alone", () => {
    const data = { size: 1420, passes: 1400, way: "either" };
    expect(mtu({ echo: sizes([84, 1280, 1400], ladder) })).toMatchObject(["black-hole", data]);
    // What was told does not pass either.
    expect(mtu({ echo: sizes([84, 1280], [1300, 1340, 1400], { told: [told] }) })?.[0]).toBe("black-hole");
  });

  it("a filter of large pings is no black hole", () => {
    // No link is as narrow as this.
    expect(mtu({ echo: sizes([84, 1024], [1280, ...ladder]) })).toBeUndefined();
    const echo = sizes([84, 1400], ladder);
    const carries = (segment: number) => [exchange("whole", true, { kernel: { ...kernel, segment } })];
    expect(mtu({ echo, connect: "open", exchanges: carries(1500) })).toMatchObject(["full-size", { size: 1500 }]);
    // Both sides know of the narrow link and say so in their MSS.
    expect(mtu({ echo, connect: "open", exchanges: carries(1400) })).toMatchObject([
      "smaller-discovered",
      { size: 1400 },
    ]);
    expect(mtu({ echo, connect: "open", exchanges: [exchange("whole", true)] })?.[0]).toBe("large-pings-lost");
    // The way there is shown, the way back is not.
    const little = exchange("whole", true, { received: 75, kernel });
    expect(mtu({ echo, connect: "open", exchanges: [little] })?.[0]).toBe("large-pings-lost");
  });

  it("one lost packet is no black hole", () => {
    expect(mtu({ echo: sizes([84, 1492], [1500]) })).toBeUndefined();
    expect(mtu({ echo: sizes([], [84, 1500]) })).toBeUndefined();
  });

  it("TCP: there, back, both", () => {
    const way = (...exchanges: SizedExchange[]) => mtu({ connect: "open", exchanges });
    const stuck = { ...kernel, unacked: 2, sacked: 1 };
    const gap = { ...kernel, outOfOrder: 1 };
    expect(way(exchange("whole", false), exchange("pieces", true))).toMatchObject(["black-hole", { way: "out" }]);
    expect(way(exchange("whole", false, { kernel: stuck }), exchange("pieces", false, { kernel }))).toMatchObject([
      "black-hole",
      { way: "out", direction: "→" },
    ]);
    expect(way(exchange("whole", false, { kernel: gap }), exchange("pieces", false, { kernel: gap }))).toMatchObject([
      "black-hole",
      { way: "in", direction: "←" },
    ]);
    expect(way(exchange("whole", false, { kernel: stuck }), exchange("pieces", false, { kernel: gap }))).toMatchObject([
      "black-hole",
      { way: "both", direction: "⇄" },
    ]);
  });

  it("TCP: a service that is silent, or does not like pieces, shows nothing", () => {
    const silent = [exchange("whole", false, { kernel }), exchange("pieces", false, { kernel })];
    expect(mtu({ connect: "open", exchanges: silent })).toBeUndefined();
    const echo = sizes([84, 1400], ladder);
    expect(mtu({ connect: "open", exchanges: silent, echo })?.[0]).toBe("large-pings-lost");
    const reset = exchange("pieces", true, { received: 0 });
    expect(mtu({ connect: "open", exchanges: [exchange("whole", false), reset] })).toBeUndefined();
    // One gap of two connections may be chance.
    const gap = exchange("whole", false, { kernel: { ...kernel, outOfOrder: 1 } });
    expect(mtu({ connect: "open", exchanges: [gap, exchange("pieces", false, { kernel })] })).toBeUndefined();
  });

  it("told a smaller size there, while the way back swallows: the black hole is the finding", () => {
    const gap = { kernel: { ...kernel, outOfOrder: 1 } };
    const exchanges = [exchange("whole", false, gap), exchange("pieces", false, gap)];
    expect(mtu({ connect: "open", exchanges, echo: sizes([84, 1400], [], { told: [told] }) })).toMatchObject([
      "black-hole",
      { way: "in", passes: 1400 },
    ]);
  });

  it("by echo alone, while TCP carries to another service of the host: nothing", () => {
    const hole = look(traced([[gateway]]), { echo: sizes([84, 1400], ladder) });
    const carried = look(traced([[gateway]]), {
      connect: "open",
      exchanges: [exchange("whole", true, { received: 2000, kernel: { ...kernel, segment: 1400 } })],
    });
    const beside = (seen: Seen): Result[] => [{ ...result("path:b", {}, "reaches"), looks: [seen as never] }];
    const signals = (others: readonly Result[]) => judgePath([hole], 256, others).map(({ signal }) => signal);
    expect(signals(beside(hole))).toContain("black-hole");
    expect(signals(beside(carried))).not.toContain("black-hole");
  });

  it("two looks: what passes once is no black hole", () => {
    const hole = look(traced([[gateway]]), { echo: sizes([84, 1400], ladder) });
    const fine = look(traced([[gateway]]), { echo: sizes([84, 1500]) });
    expect(answers([hole, hole]).mtu).toBe("black-hole");
    expect(answers([hole, fine]).mtu).toBe("full-size");
  });
});

describe("what passes beyond the usual size", () => {
  const asked = (passed: readonly number[], lost: readonly number[] = [], told: EchoSizes["told"] = []) =>
    sizes([84, 1500], [], { beyond: { passed, lost, told } });
  const open = (segment: number | null, done = false) => ({
    connect: "open" as const,
    exchanges: [exchange("whole", done, { kernel: { ...kernel, segment } })],
  });
  const all = (mtu: Partial<PathMtu>, beside: readonly Result[] = []) => {
    const seen = raised([look(traced([[gateway]]), mtu)], beside);
    return Object.fromEntries(seen.map(({ signal, data }) => [path.signals[signal].answers, [signal, data]]));
  };

  it("nothing is said where the interface sends none", () => {
    expect(all({ echo: sizes([84, 1500]) })).not.toHaveProperty("jumbo");
  });

  it("they pass, or senders are told", () => {
    expect(all({ echo: asked([4000, 9000]) }).jumbo).toMatchObject(["jumbo-passes", { size: 9000 }]);
    const told = [{ from: "10.1.0.1", mtu: 1500 }];
    expect(all({ echo: asked([], [9000], told) }).jumbo).toMatchObject(["jumbo-told", { size: 1500 }]);
  });

  it("they vanish: what connections agree on tells whether that matters", () => {
    const echo = asked([], [4000, 9000]);
    expect(all({ echo }).jumbo).toMatchObject(["jumbo-lost", { size: 4000, passes: 1500 }]);
    expect(all({ echo, ...open(null) }).jumbo).toMatchObject(["jumbo-lost", { size: 4000 }]);
    expect(all({ echo, ...open(1500, true) }).jumbo).toMatchObject(["jumbo-unused", { segment: 1500 }]);
    expect(all({ echo, ...open(9000) })).toMatchObject({
      mtu: ["full-size", { size: 1500 }],
      jumbo: ["jumbo-agreed", { size: 4000, passes: 1500, segment: 9000 }],
    });
    // Whether packets of 2000 bytes pass was not asked.
    expect(all({ echo, ...open(2000) }).jumbo).toMatchObject(["jumbo-lost", { size: 4000 }]);
    expect(all({ echo: asked([4000], [9000]), ...open(4000) }).jumbo).toMatchObject(["jumbo-unused", { passes: 4000 }]);
  });

  it("a message that is answered in small packets only: a black hole, if connections agree on large ones", () => {
    const echo = asked([], [4000, 9000]);
    const stuck = (segment: number) => ({
      connect: "open" as const,
      exchanges: [exchange("whole", false, { kernel: { ...kernel, unacked: 1, segment } }), exchange("pieces", true)],
    });
    expect(all({ echo, ...stuck(9000) })).toMatchObject({
      mtu: ["black-hole", { way: "out", size: 4000, passes: 1500 }],
      jumbo: ["jumbo-agreed", {}],
    });
    expect(all({ echo, ...stuck(1500) })).toMatchObject({ mtu: ["full-size", {}], jumbo: ["jumbo-unused", {}] });
  });

  it("another name of the same host may have the service that shows what is agreed on; great loss shows nothing", () => {
    const echo = asked([], [4000, 9000]);
    const other = look(traced([[gateway]]), { echo, ...open(9000) });
    const beside: Result = { ...result("path:b", {}, "reaches"), looks: [other as never] };
    expect(all({ echo }, [beside]).jumbo?.[0]).toBe("jumbo-agreed");
    const lossy = result("ping:a", {}, ["lossy", { lost: 3, sent: 10 }]);
    expect(all({ echo, ...open(9000) }, [lossy])).not.toHaveProperty("jumbo");
  });
});

describe("how wide it is", () => {
  const rate = (...bits: number[]) =>
    raised(bits.map((one) => look(traced([[gateway]]), { echo: sizes([84, 1500], [], { rate: one }) }))).at(-1);
  it("the better of two looks against the setting", () => {
    expect(rate(482_000_000)).toMatchObject({ signal: "enough", data: { rate: "482 Mbit/s" } });
    expect(rate(2_500_000)).toMatchObject({ signal: "enough", data: { rate: "2.5 Mbit/s" } });
    expect(rate(128_000)).toMatchObject({ signal: "narrow", data: { rate: "128 kbit/s", limit: "256 kbit/s" } });
    expect(rate(128_000, 900_000)?.signal).toBe("enough");
  });
});

describe("aims", () => {
  const aims = (...targets: Parameters<typeof makeProfile>[0][]) =>
    targets.flatMap((one) => path.aims(makeProfile(one)));
  it("every distinct remote host once, with the service that shows most", () => {
    const profile = {
      targets: [
        hostTarget("10.0.0.5", "desk", 3389),
        urlTarget("http://10.0.0.5:8080/", "plain"),
        urlTarget("https://10.0.0.5:8443/", "api"),
        urlTarget("https://api.example.test/", "other"),
      ],
    };
    expect(aims(profile)).toEqual([
      { subject: "desk", target: { host: "10.0.0.5", port: 8443, secure: true }, needs: ["dns:desk"] },
      { subject: "other", target: { host: "api.example.test", port: 443, secure: true }, needs: ["dns:other"] },
    ]);
  });

  it("at this machine as well, once for each of its addresses", () => {
    const here = ["127.0.0.1", "::1", "127.0.0.1"].map((host, nth) => hostTarget(host, `here-${nth}`, 80));
    expect(aims({ targets: here }).map(({ subject }) => subject)).toEqual(["here-0", "here-1"]);
  });

  it("a database is asked nothing over TCP: who only greets is counted against us", () => {
    const database = {
      ...hostTarget("10.0.0.7", "db"),
      kind: "mysql",
      port: 3306,
      tables: [],
      writable: false,
    } as const;
    expect(aims({ targets: [database] })[0]?.target).toEqual({ host: "10.0.0.7" });
  });
});

// ---- with the causes -------------------------------------------------------------------------------------------------

const found = (...results: Result[]) =>
  diagnose(results, { checks, causes, targets: [] })
    .causes.filter(({ standing }) => standing !== "ruled-out")
    .map(({ id, party }) => `${id} ${party}`);

describe("what it tells of causes", () => {
  const host = { gateway, host: routed.address };
  const endpoint = { ...host, endpoint: `${routed.address}:443` };
  const alive = result("link:@site", { gateway }, "gateway-answers");
  const far = { router: "10.1.0.1", beyondGateway: true };

  it("large packets vanish: not a frozen service", () => {
    const mute = result("port:a/443", endpoint, "open", "mute");
    const ping = result("ping:a", host, "answers", "no-loss", "near", "even");
    expect(found(alive, ping, mute, result("path:a", host, "reaches", "full-size"))[0]).toMatch(/^service-frozen/);
    expect(found(alive, ping, mute, result("path:a", host, "reaches", "black-hole"))).toEqual([
      "mtu-black-hole unknown",
    ]);
    expect(found(alive, ping, result("path:a", host, "reaches", "black-hole"))).toEqual(["mtu-black-hole unknown"]);
  });

  it("jumbo frames vanish: nothing by itself, but it is what makes a handshake stall", () => {
    const tls = result("tls:a/443", { ...endpoint, "virtual-host": `a ${endpoint.endpoint}` }, "stalled");
    const way = (...jumbo: string[]) => result("path:a", host, "reaches", "full-size", ...jumbo);
    const standing = (...results: Result[]) =>
      diagnose(results, { checks, causes, targets: [] }).causes.filter((one) => one.standing !== "ruled-out");
    for (const jumbo of ["jumbo-agreed", "jumbo-lost", "jumbo-unused", "jumbo-passes", "jumbo-told"])
      expect(standing(alive, way(jumbo))).toEqual([]);
    for (const jumbo of ["jumbo-agreed", "jumbo-lost"]) {
      const [first, ...others] = standing(alive, tls, way(jumbo));
      expect(first).toMatchObject({ id: "mtu-black-hole", variant: "mtu-jumbo" });
      for (const one of others) expect(one.confidence).toBeLessThan(0.5);
    }
    for (const jumbo of [["jumbo-unused"], ["jumbo-passes"], ["jumbo-told"], []])
      expect(standing(alive, tls, way(...jumbo))[0]?.id).toBe("tls-stalled");
    const proven = standing(alive, tls, result("path:a", host, "reaches", "black-hole", "jumbo-agreed"));
    expect(proven.map(({ id }) => id)).toEqual(["mtu-black-hole"]);
  });

  it("packets circle beyond our gateway: the carrier's", () => {
    const port = result("port:a/443", endpoint, "rejected");
    const ping = result("ping:a", host, "unreachable");
    expect(found(alive, ping, port, result("path:a", host, ["loops", far]))[0]).toBe("routing-loop carrier");
  });

  it("a router without a route: whose it is", () => {
    const port = result("port:a/443", endpoint, "network-unreachable");
    const ping = result("ping:a", host, "unreachable");
    const said = (signal: string, data: JsonObject) => result("path:a", host, [signal, data]);
    expect(found(alive, ping, port, said("unreachable-from", far))[0]).toBe("route-missing carrier");
    const own = found(alive, ping, port, said("gateway-has-no-way", { beyondGateway: false }));
    expect(own[0]).toBe("route-missing unknown");
    // A router beyond the gateway that answers is no outage of the line, however little else does.
    const silent = result("port:a/443", endpoint, "silent", "lifeless");
    const dead = found(alive, result("ping:a", host, "silent"), silent, said("unreachable-from", far));
    expect(dead).toEqual(["route-missing carrier"]);
  });

  it("a silent host: what the trace shows tells it from an outage", () => {
    const dead = [alive, result("port:a/443", endpoint, "silent", "lifeless"), result("ping:a", host, "silent")];
    const order = (...seen: Parameters<typeof result>[2][]) => found(...dead, result("path:a", host, ...seen));
    expect(order(["ends-at", far])[0]).toMatch(/^host-down/);
    expect(order(["host-unreachable-from", far])[0]).toMatch(/^host-down/);
    expect(order("ends-at-gateway")).toContain("upstream-outage unknown");
    expect(order("gateway-finds-nobody")).toContain("upstream-outage unknown");
    expect(order("gateway-finds-nobody").some((one) => one.startsWith("host-down"))).toBe(true);
    const outage = (seen: Parameters<typeof result>[2]): number =>
      diagnose([...dead, result("path:a", host, seen)], { checks, causes, targets: [] }).causes.find(
        ({ id }) => id === "upstream-outage",
      )?.confidence ?? 0;
    // The line may be cut behind the box at our end of it, but of one host that is not to be believed first.
    expect(outage(["ends-at", far])).toBeLessThan(0.3);
    expect(outage(["host-unreachable-from", far])).toBe(0);
  });

  it("hosts that are silent alike: an outage, not several hosts that are off", () => {
    const silent = ["10.9.0.5", "203.0.113.7"].flatMap((address) => {
      const places = { gateway, host: address };
      return [
        result(`port:${address}/443`, { ...places, endpoint: `${address}:443` }, "silent", "lifeless"),
        result(`ping:${address}`, places, "silent"),
        result(`path:${address}`, places, ["ends-at", far]),
      ];
    });
    expect(found(alive, ...silent)[0]).toMatch(/^upstream-outage/);
    // One of them answers a name beyond the same gateway: the line is up.
    const resolves = result("dns:a", { gateway, name: "a", resolver: "10.9.0.53" }, "resolves");
    expect(found(alive, resolves, ...silent)[0]).toMatch(/^host-down/);
  });

  it("a gateway of which nothing is heard, and a host that is off behind one that is", () => {
    const dead = (...seen: Parameters<typeof result>[2][]) => [
      result("port:a/443", endpoint, "silent", "lifeless"),
      result("port:a/3389", { ...host, endpoint: `${routed.address}:3389` }, "silent", "lifeless"),
      result("ping:a", host, "silent"),
      result("path:a", host, ...seen),
    ];
    const mute = result("link:@site", { gateway }, "gateway-unsure");
    expect(found(mute, ...dead("no-hop"))[0]).toMatch(/^gateway-unreachable/);
    expect(found(mute, ...dead(["ends-at", far]))[0]).toMatch(/^host-down/);
    expect(found(alive, ...dead("no-hop"))[0]).toMatch(/^host-down/);
    const strange = result("link:@site", { gateway }, "gateway-mute-off-link");
    expect(found(strange, ...dead("no-hop"))[0]).toMatch(/^gateway-unreachable/);
    // Whoever answers while the gateway says nothing is proof of it.
    const open = result("port:a/443", endpoint, "open", "speaks");
    for (const gatewayAnswer of [mute, strange])
      expect(found(gatewayAnswer, open, result("ping:a", host, "answers", "no-loss", "near", "even"))).toEqual([]);
  });

  it("packets circle, or find no route: nothing is said of the host", () => {
    const dead = [result("port:a/443", endpoint, "silent", "lifeless"), result("ping:a", host, "silent")];
    for (const [signal, cause] of [
      ["loops", "routing-loop"],
      ["unreachable-from", "route-missing"],
      ["prohibited-from", "host-firewalled"],
    ] as const) {
      const all = found(alive, ...dead, result("path:a", host, [signal, far]));
      expect(all[0], signal).toMatch(new RegExp(`^${cause}`));
      expect(all.filter((one) => one.startsWith("host-down"))).toEqual([]);
    }
  });

  it("a healthy host whose path shows little has no cause", () => {
    const good = [alive, result("port:a/443", endpoint, "open", "speaks"), result("ping:a", host, "filtered")];
    for (const signal of [
      "ends-at",
      "ends-at-gateway",
      "no-hop",
      "prohibited-from",
      "not-traced",
      "smaller-discovered",
    ])
      expect(found(...good, result("path:a", host, signal)).filter((one) => !one.startsWith("icmp-filtered"))).toEqual(
        [],
      );
  });

  it("narrow, and coming and going", () => {
    const ping = result("ping:a", host, "answers", "no-loss", "near", "even");
    expect(found(alive, ping, result("path:a", host, "reaches", "full-size", "narrow"))).toEqual([
      "bandwidth-low unknown",
    ]);
    expect(found(alive, ping, result("path:a", host, "unsteady", "full-size"))).toEqual(["link-flapping unknown"]);
  });
});
