import { describe, expect, it } from "vitest";
import { judgePing } from "../../checks/ping/judge.js";
import { silentAnswers } from "../../checks/ping/silent.js";
import { vigilAnswer } from "../../checks/ping/vigil.js";
import { ping } from "../../checks/ping.js";
import type { EchoSeries } from "../../src/model/io.js";
import type { JsonObject } from "../../src/model/json.js";
import type { LocatedAddress } from "../../src/model/place.js";
import type { Evidence, Level, Result } from "../../src/model/result.js";
import { fill, slotsIn } from "../../src/model/text.js";
import { withProxies } from "../../src/profile/proxies.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

type Look = Parameters<typeof judgePing>[0][number];

const values = Object.fromEntries(
  Object.entries(ping.settings).map(([name, setting]) => [name, setting.default]),
) as Parameters<typeof judgePing>[1];
const at: LocatedAddress = { address: "10.0.0.5", family: 4, scope: "on-link" };
const located = { host: "10.0.0.5", source: "literal" as const, addresses: [at] };
const series = (sent: number, replies: readonly number[], errors: EchoSeries["errors"] = []): EchoSeries => ({
  how: "net-ping",
  sent,
  replies,
  errors,
});
const look = (...all: EchoSeries[]): Look => ({ located, address: at.address, series: all });
const times = (count: number, ms = 1): number[] => Array.from({ length: count }, () => ms);

const besides = (alive: boolean, connections = 0, resent = 0) => ({ alive, connections, resent, exchanges: 0 });
const answers = (looks: Look[], alive = false, connections = 0, resent = 0): { [question: string]: string } => {
  const raised = judgePing(looks, values, besides(alive, connections, resent));
  for (const { signal, data } of raised)
    expect(slotsIn(JSON.stringify(fill(ping.signals[signal].text, data as JsonObject)))).toEqual([]);
  return Object.fromEntries(raised.map(({ signal }) => [ping.signals[signal].answers, signal]));
};
const healthy = { echo: "answers", loss: "no-loss", reach: "reached", rtt: "near", jitter: "even" };

describe("echo", () => {
  it("answers", () => {
    expect(answers([look(series(20, times(20)))])).toEqual(healthy);
  });

  it("total silence is a note if the host is alive, else a warning, and never loss", () => {
    expect(answers([look(series(20, []))], true)).toEqual({ echo: "filtered" });
    expect(answers([look(series(20, [])), look(series(20, []))])).toEqual({ echo: "silent" });
  });

  const said = (reason: string, alive = false) =>
    answers([look(series(20, [], [{ from: "10.0.0.1", reason, count: 3 }]))], alive).echo;

  it("an ICMP error says why", () => {
    expect(said("host-unreachable")).toBe("unreachable");
    expect(said("network-unreachable")).toBe("unreachable");
    expect(said("time-exceeded")).toBe("unreachable");
    expect(said("prohibited")).toBe("prohibited");
    expect(said("port-unreachable")).toBe("prohibited");
    expect(said("packet-too-big")).toBe("silent");
  });

  it("unreachable for ping alone, while the host serves, is a refusal of ping", () => {
    expect(said("host-unreachable", true)).toBe("prohibited");
  });

  it("no way from here", () => {
    const none: Look = { located, address: at.address, series: [], failed: "network-unreachable" };
    expect(answers([none])).toEqual({ echo: "unreachable" });
    expect(judgePing([none], values, besides(false))[0]?.data).toMatchObject({
      from: "localhost",
      reason: "network-unreachable",
    });
  });
});

describe("loss", () => {
  const loss = (sent: number, lost: number) => answers([look(series(sent, times(sent - lost)))]).loss;

  it("a threshold is exceeded when the lower 90 % bound exceeds it", () => {
    expect(loss(20, 0)).toBe("no-loss");
    expect(loss(220, 0)).toBe("no-loss");
    expect(loss(220, 1)).toBe("some-loss");
    expect(loss(220, 11)).toBe("some-loss");
    expect(loss(220, 16)).toBe("some-loss");
    expect(loss(220, 17)).toBe("lossy");
    expect(loss(20, 10)).toBe("lossy");
  });

  it("says what the sample can show", () => {
    const data = (sent: number, lost: number) =>
      judgePing([look(series(sent, times(sent - lost)))], values, besides(false))[1]?.data;
    expect(data(20, 0)).toMatchObject({ lost: 0, sent: 20, least: "0 %", most: "12 %" });
    expect(data(220, 0)).toMatchObject({ most: "1.2 %" });
    expect(data(220, 110)).toMatchObject({ least: "44 %", most: "56 %" });
  });

  it("counts the sample and what followed together", () => {
    expect(answers([look(series(20, times(19)), series(200, times(199)))]).loss).toBe("some-loss");
    expect(answers([look(series(20, times(15)), series(200, times(150)))]).loss).toBe("lossy");
  });

  it("says where about every second round trip is lost, and not before", () => {
    const share = (lost: number) => answers([look(series(220, times(220 - lost)))]).share;
    expect(share(110)).toBe("half-lost");
    expect(share(80)).toBeUndefined();
  });

  it("is a ration of answers where connections meet none of it", () => {
    const some = [look(series(220, times(30)))];
    expect(answers(some, true, 15).loss).toBe("rationed");
    expect(answers(some, true, 15, 1).loss).toBe("lossy");
    expect(answers(some, true, 2).loss).toBe("lossy");
    // A little loss spares fifteen connections often enough.
    expect(answers([look(series(220, times(200)))], true, 15).loss).toBe("lossy");
  });

  it("comes and goes where a router says meanwhile that the host cannot be reached", () => {
    const told = (reason: string) => answers([look(series(220, times(200), [{ from: "10.0.0.1", reason, count: 2 }]))]);
    expect(told("host-unreachable")).toMatchObject({ loss: "lossy", reach: "comes-and-goes" });
    expect(told("prohibited").reach).toBe("reached");
  });

  it("comes and goes where whole gaps of pings are lost, and other packets with them", () => {
    const gappy = { ...series(220, times(160)), lostBefore: times(160, 0).map((_, nth) => (nth % 20 === 19 ? 8 : 0)) };
    expect(answers([look(gappy)], true, 3, 1)).toMatchObject({ loss: "lossy", reach: "gone-at-times" });
    // A limit of the rate of pings leaves gaps as well.
    expect(answers([look(gappy)], true, 3).reach).toBe("reached");
    const single = { ...gappy, lostBefore: gappy.lostBefore.map((run) => (run > 0 ? 3 : 0)) };
    expect(answers([look(single)], true, 3, 1).reach).toBe("reached");
  });

  it("a look of silence beside one that was answered is at least some loss", () => {
    expect(answers([look(series(20, [])), look(series(20, times(20)))])).toEqual({ ...healthy, loss: "some-loss" });
  });
});

describe("distance and jitter", () => {
  it("the median decides, not a few late replies", () => {
    expect(answers([look(series(20, [...times(11, 100), ...times(9, 400)]))]).rtt).toBe("near");
    expect(answers([look(series(20, times(20, 200)))]).rtt).toBe("far");
    expect(answers([look(series(20, times(20, 3200)))]).rtt).toBe("very-far");
  });

  it("a stall of this machine is no jitter, an uneven path is", () => {
    const stalled = [...times(6), 120, 100, 80, 60, 40, 20, ...times(8)];
    expect(answers([look(series(20, stalled))]).jitter).toBe("even");
    const uneven = Array.from({ length: 20 }, (_, n) => 20 + (n % 2) * 80 + n);
    expect(answers([look(series(20, uneven))]).jitter).toBe("uneven");
  });

  it("what rises or falls all the time is a queue that fills or empties, and no jitter", () => {
    const filling = [
      816, 1184, 1552, 1578, 1611, 1629, 1660, 1682, 1714, 1726, 1773, 1944, 1949, 1936, 2015, 2046, 2539, 2532,
    ];
    const emptying = [4774, 4419, 4038, 3572, 3154, 2692, 2213, 1735, 1274, 797];
    const raised = answers([{ ...look(series(18, filling)), apart: series(10, emptying) }]);
    expect(raised).toMatchObject({ rtt: "far", jitter: "queued" });
    const mixed = [4774, 797, 4038, 1274, 3154, 1735, 2692, 2213, 4419, 3572];
    expect(answers([{ ...look(series(18, filling)), apart: series(10, mixed) }]).jitter).toBe("uneven");
  });

  it("where order is kept, only pings far apart show an uneven path", () => {
    const close = series(
      20,
      [176, 180, 161, 138, 184, 159, 166, 157, 179, 159, 167, 145, 150, 160, 165, 170, 160, 158, 165, 150],
    );
    expect(answers([look(close)])).toMatchObject({ jitter: "even" });
    const apart = series(10, [176, 20, 161, 90, 184, 40, 120, 60, 179, 30]);
    expect(answers([{ ...look(close), apart }])).toMatchObject({ rtt: "near", jitter: "uneven" });
  });

  it("close pings that come later than far ones show an uneven path (jitter, not high-latency)", () => {
    const close = series(
      20,
      [467, 472, 475, 479, 492, 495, 512, 515, 516, 532, 535, 536, 538, 555, 556, 558, 562, 563, 581, 599],
    );
    const apart = series(10, [455, 388, 292, 432, 429, 482, 423, 369, 383, 383]);
    expect(answers([{ ...look(close), apart }])).toMatchObject({ jitter: "uneven" });
    // A long way of a busy machine, and a line that close pings fill.
    const far = series(10, [715, 317, 317, 309, 310, 345, 322, 311, 336, 371]);
    expect(answers([{ ...look(series(20, times(20, 320))), apart: far }])).toMatchObject({ jitter: "even" });
    const line = series(10, [45, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(answers([{ ...look(series(20, times(20, 79))), apart: line }])).toMatchObject({ jitter: "even" });
  });

  it("a far path that varies by a fifth is far, not uneven", () => {
    const apart = series(10, [500, 540, 470, 530, 480, 545, 500, 460, 530, 490]);
    expect(answers([{ ...look(series(20, times(20, 500))), apart }])).toMatchObject({ rtt: "far", jitter: "even" });
  });

  it("percentiles stand beside the median", () => {
    const late = [...times(18, 10), 40, 90];
    const [, , , rtt, jitter] = judgePing([look(series(20, late))], values, besides(false));
    expect(rtt?.data).toEqual({ ms: 10, p95: 90, longest: 90 });
    expect(jitter?.data).toEqual({ ms: 0, p95: 50, longest: 50 });
    const [, , , many] = judgePing(
      [look(series(100, [...times(94, 10), ...times(5, 40), 90]))],
      values,
      besides(false),
    );
    expect(many?.data).toEqual({ ms: 10, p95: 40, longest: 90 });
  });

  it("is no question for a handful of replies", () => {
    expect(answers([look(series(3, [1, 90, 1]))]).jitter).toBeUndefined();
  });
});

describe("a sign of life", () => {
  const evidence = (signal: string, level: Level, data: JsonObject = {}): Evidence => ({
    question: "connect",
    signal,
    level,
    text: { en: "", zh: "" },
    data,
  });
  const result = (check: string, host: string, ...all: Evidence[]): Result => ({
    step: `${check}:x`,
    check,
    subject: "x",
    layer: "network",
    status: "pass",
    ms: 1,
    at: "2026-01-01T00:00:00Z",
    places: { host },
    target: null,
    settings: {},
    looks: [],
    evidence: all,
    blockedBy: [],
  });
  const echo = (...results: Result[]): string | undefined => {
    const context = {
      target: { host: "10.0.0.5" },
      settings: values,
      now: new Date(0),
      others: (check: string) => results.filter((one) => one.check === check),
    };
    return ping.judge([look(series(20, []))], context)[0]?.signal;
  };

  it("a refusal, a wrong service, an alive host: any answer of the port", () => {
    for (const signal of ["refused", "other-protocol", "mute", "reset-on-data", "alive", "unsteady"])
      expect(echo(result("port", "10.0.0.5", evidence(signal, "fail")))).toBe("filtered");
    expect(echo(result("db", "10.0.0.5", evidence("access-denied", "fail")))).toBe("filtered");
    expect(echo(result("api", "10.0.0.5", evidence("ok", "pass")))).toBe("filtered");
  });

  it("silence is none, even where the profile overrules its severity", () => {
    for (const signal of ["silent", "lifeless", "host-unreachable", "network-unreachable", "rejected", "blocked-here"])
      expect(echo(result("port", "10.0.0.5", evidence(signal, "pass")))).toBe("silent");
  });

  it("neither is another host, nor another address of the same name", () => {
    expect(echo(result("port", "10.0.0.6", evidence("open", "pass")))).toBe("silent");
    const others = evidence("some-addresses-dead", "fail", { open: ["10.0.0.50:80"], dead: ["10.0.0.5:80"] });
    expect(echo(result("port", "10.0.0.5", others, evidence("speaks", "pass")))).toBe("silent");
    for (const [check, signal] of [
      ["db", "alive-elsewhere"],
      ["port", "open-elsewhere"],
    ] as const)
      expect(echo(result(check, "10.0.0.5", evidence("silent", "fail"), evidence(signal, "fail")))).toBe("silent");
    const ours = evidence("open", "pass", { open: ["10.0.0.5:80"] });
    expect(echo(result("port", "10.0.0.5", ours))).toBe("filtered");
  });
});

it("aims at every host that is reached directly", () => {
  const targets = [urlTarget("https://api.example.test/x", "api"), hostTarget("10.0.0.5", "desk")];
  expect(ping.aims(makeProfile({ targets }))).toEqual([
    { subject: "api", target: { host: "api.example.test" }, needs: ["dns:api"] },
    { subject: "desk", target: { host: "10.0.0.5" }, needs: ["dns:desk"] },
  ]);
  const proxied = ping.aims(withProxies(makeProfile({ targets, proxy: "http://10.1.1.1:3128" }), {}));
  expect(proxied.map(({ subject }) => subject)).toEqual(["desk"]);
});

describe("a host that answers nothing", () => {
  const routed: LocatedAddress = { address: "10.0.0.5", family: 4, scope: "routed", via: "10.0.1.1" };
  const watched = (ms: number, errors: EchoSeries["errors"] = []): Look => ({
    ...look(series(20, [])),
    located: { ...located, addresses: [routed] },
    vigil: { ms, errors, own: ["10.0.1.2"] },
  });
  const announced = (...looks: Look[]) => vigilAnswer(looks).map(({ signal }) => signal);
  const nobody = { reason: "host-unreachable", count: 1, ms: 3050 };

  it("a router that searched for it says that it is missing, at whichever of its names", () => {
    expect(announced(watched(48_000), watched(12_000, [{ from: "10.0.2.1", ...nobody }]))).toEqual(["announced"]);
  });

  it("silence says something only after long, and where nobody waited there is no answer", () => {
    expect(announced(watched(48_000))).toEqual(["unannounced"]);
    expect(announced(watched(14_000))).toEqual([]);
    expect(announced(look(series(20, [])))).toEqual([]);
  });

  it("where no router on the way says anything at all, it says nothing", () => {
    const vigil = { ms: 48_000, errors: [], own: [] };
    expect(announced({ ...watched(48_000), vigil: { ...vigil, routers: [] } })).toEqual([]);
    expect(announced({ ...watched(48_000), vigil: { ...vigil, routers: ["10.0.1.1"] } })).toEqual(["unannounced"]);
  });

  it("what comes at once, or is said by this machine of its gateway, is no search for the host", () => {
    expect(announced(watched(48_000, [{ from: "10.0.2.1", ...nobody, ms: 0.1 }]))).toEqual([]);
    const ours = { from: "10.0.1.2", ...nobody };
    expect(announced(watched(48_000, [ours]))).toEqual(["gateway-missing"]);
    const told = { ...look(series(20, [], [ours])), located: { ...located, addresses: [routed] } };
    expect(announced(told, watched(7000))).toEqual(["gateway-missing"]);
  });

  const said = (...steps: Look[][]) => silentAnswers(steps).map(({ signal }) => signal);
  const known = (...neighbour: NonNullable<Look["neighbour"]>): Look => ({ ...look(series(20, [])), neighbour });

  it("a neighbour that gives its hardware address meanwhile is there, and firewalled; host-down is out", () => {
    expect(said([known("unknown", "reachable")])).toEqual(["found"]);
    expect(said([known("unknown", "unknown"), known("reachable", "reachable")])).toEqual(["found"]);
    // Known before and after: the system has not asked again.
    expect(said([known("reachable", "reachable")])).toEqual([]);
    expect(said([known("unknown", "failed")])).toEqual([]);
    // What one step saw after another is not the order of time.
    expect(said([known("reachable", "unknown")], [known("reachable", "unknown")])).toEqual([]);
  });

  it("a gateway that counts packets to another host and never those to this one swallows them", () => {
    const other = { ...routed, address: "10.0.0.6" };
    const kept = { ...watched(9000), vigil: { ms: 9000, errors: [], own: [], swallowed: other } };
    expect(silentAnswers([[kept]])).toEqual([
      { signal: "swallowed", data: { address: kept.address, gateway: "10.0.1.1", other: "10.0.0.6" } },
    ]);
  });
});
