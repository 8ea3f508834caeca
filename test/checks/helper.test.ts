import { describe, expect, it } from "vitest";
import { helper } from "../../checks/helper.js";
import type { Evidence, Result } from "../../src/model/result.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

const target = { name: "helper", host: "127.0.0.1", port: 28000 };
const located = {
  host: "127.0.0.1",
  source: "literal" as const,
  addresses: [{ address: "127.0.0.1", family: 4 as const, scope: "loopback" as const }],
};

const portResult = (signal: string | undefined, { subject = "helper", endpoint = "28000" } = {}): Result => {
  const evidence: Evidence[] =
    signal === undefined ? [] : [{ question: "connect", signal, level: "fail", text: { en: "", zh: "" }, data: {} }];
  return {
    step: `port:${subject}/${endpoint}`,
    check: "port",
    subject,
    endpoint,
    layer: "network",
    status: "fail",
    ms: 1,
    at: "2026-01-01T00:00:00.000Z",
    places: {},
    target: {},
    settings: {},
    looks: [],
    evidence,
    blockedBy: [],
  };
};
type Seen = Parameters<typeof helper.places>[1][number];
const look = (heard: Seen["heard"]): Seen => ({ located, heard });
const judged = (...results: Result[]) =>
  helper
    .judge([look("other")], { target, settings: {}, now: new Date(), others: () => results })
    .map(({ signal }) => signal);

describe("what the port did there", () => {
  it.each([
    ["open", "helper-listens"],
    ["unsteady", "helper-listens"],
    ["some-addresses-dead", "helper-listens"],
    ["refused", "helper-refused"],
    ["silent", "helper-unknown"],
    ["blocked-here", "helper-unknown"],
    [undefined, "helper-unknown"],
  ])("%s: %s", (heard, signal) => {
    expect(judged(portResult(heard))).toEqual([signal]);
  });

  it("is nobody else's port", () => {
    expect(judged()).toEqual(["helper-unknown"]);
    expect(judged(portResult("refused", { subject: "other" }), portResult("refused", { endpoint: "80" }))).toEqual([
      "helper-unknown",
    ]);
  });

  it("lies at the same place as the port", () => {
    expect(helper.places(target, [look("open")])).toEqual({ host: "127.0.0.1", endpoint: "127.0.0.1:28000" });
  });
});

describe("where `port` does not look", () => {
  const alone = (seen: Seen) =>
    helper.judge([seen], { target, settings: {}, now: new Date(), others: () => [] }).map(({ signal }) => signal);

  it("a connection of its own tells", () => {
    expect(alone(look("open"))).toEqual(["helper-listens"]);
    expect(alone(look("refused"))).toEqual(["helper-refused"]);
    expect(alone(look("other"))).toEqual(["helper-unknown"]);
  });

  it("what refuses on another machine is no local component", () => {
    const far = { ...located, addresses: [{ address: "10.0.0.5", family: 4 as const, scope: "on-link" as const }] };
    expect(alone({ located: far, heard: "refused" })).toEqual(["helper-unknown"]);
  });
});

describe("aims", () => {
  const aims = (...targets: NonNullable<Parameters<typeof makeProfile>[0]>["targets"] & object) =>
    helper.aims(makeProfile({ targets })).map(({ subject, endpoint }) => `${subject}/${endpoint}`);

  it("at what the profile marks, every port of it", () => {
    expect(aims({ ...hostTarget("127.0.0.1", "a", 9001, 9002), helper: true })).toEqual(["a/9001", "a/9002"]);
    expect(aims({ ...urlTarget("https://xk.sheca.test:18456/", "b"), helper: true })).toEqual(["b/18456"]);
  });

  it("at known ports of this machine, unless the profile says no", () => {
    expect(aims(hostTarget("127.0.0.1", "a", 28000, 8080))).toEqual(["a/28000"]);
    expect(aims(urlTarget("https://localhost:28000/api/getVersion", "b"))).toEqual(["b/28000"]);
    expect(aims({ ...hostTarget("127.0.0.1", "a", 28000), helper: false })).toEqual([]);
  });

  it("at nothing else", () => {
    expect(aims(hostTarget("127.0.0.1", "a", 8080), hostTarget("10.0.0.5", "b", 28000))).toEqual([]);
  });
});
