import { describe, expect, it } from "vitest";
import { measuredBy } from "../../checks/client/measured.js";
import { client, judgeClient } from "../../checks/client.js";
import type { Json, JsonObject } from "../../src/model/json.js";
import type { UrlTarget } from "../../src/model/profile.js";
import type { Result, Status } from "../../src/model/result.js";
import { fill, slotsIn } from "../../src/model/text.js";
import { makeProfile, urlTarget } from "../servers/profile.js";

type Target = Parameters<typeof judgeClient>[0];
type Measured = Parameters<typeof judgeClient>[1];
const values = { leastConnect: 1000, margin: 2 };
const browser = { least: 3000, most: 10_000 };

const answers = (target: Partial<Target>, measured: Measured = {}): string[] =>
  judgeClient({ name: "api", ...target }, measured, values).map(({ signal, data }) => {
    expect(slotsIn(JSON.stringify(fill(client.signals[signal].text, data as JsonObject)))).toEqual([]);
    return signal;
  });

describe("the time-out for an answer", () => {
  it.each([
    [300, 500, "answer-too-short"],
    [500, 500, "answer-too-short"],
    [900, 500, "answer-tight"],
    [1000, 500, "answer-enough"],
    [30_000, undefined, "answer-unmeasured"],
  ] as const)("%s ms where %s ms were measured: %s", (answer, measured, signal) => {
    expect(answers({ answer }, measured === undefined ? {} : { answer: measured })).toEqual([signal]);
  });

  it.each([
    [2000, "answer-too-short"],
    [2999, "answer-too-short"],
    [3000, "answer-tight"],
    [9999, "answer-tight"],
    [10_000, "answer-enough"],
  ] as const)("%s ms where issuing takes 3 to 10 s, measured or not: %s", (answer, signal) => {
    expect(answers({ answer, issuing: browser })).toEqual([signal]);
    expect(answers({ answer, issuing: browser }, { answer: 20 })).toEqual([signal]);
  });

  it("is measured against the slower of the two", () => {
    expect(answers({ answer: 15_000, issuing: browser }, { answer: 8000 })).toEqual(["answer-tight"]);
    expect(answers({ answer: 2000, issuing: { least: 1000, most: 2000 } })).toEqual(["answer-enough"]);
  });
});

describe("the time-out for a connection", () => {
  it.each([
    [200, { connect: 250 }, "connect-too-short"],
    [1000, { connect: 1 }, "connect-tight"],
    [1500, { connect: 400, handshake: 400 }, "connect-tight"],
    [3000, { connect: 400, handshake: 400 }, "connect-enough"],
    [5000, {}, "connect-unmeasured"],
    [500, {}, "connect-tight"],
  ] as const)("%s ms where %j was measured: %s", (connect, measured, signal) => {
    expect(answers({ connect }, measured)).toEqual([signal]);
  });
});

describe("retries", () => {
  it("are a danger where invoices are issued, and nobody's business elsewhere", () => {
    expect(answers({ retries: 3, issuing: browser })).toEqual(["sends-again"]);
    expect(answers({ retries: 0, issuing: browser })).toEqual(["sends-once"]);
    expect(answers({ retries: 3 })).toEqual([]);
  });
});

// ---- what the other checks measured ----------------------------------------------------------------------------------

const result = (check: string, looks: Json[], status: Status = "pass", subject = "api"): Result => ({
  step: `${check}:${subject}`,
  check,
  subject,
  layer: "application",
  status,
  ms: 1,
  at: "2026-01-01T00:00:00.000Z",
  places: {},
  target: {},
  settings: {},
  looks,
  evidence: [],
  blockedBy: [],
});
const measured = (...results: Result[]) => measuredBy((check) => results.filter((one) => one.check === check), "api");

const port = result("port", [{ addresses: [{ tries: [{ ms: 30 }, { ms: 41 }, { ms: 999, failed: "timeout" }] }] }]);
const tls = result("tls", [{ handshake: { ok: true, ms: 90, value: { times: { connect: 35, handshake: 60 } } } }]);
const times = { name: 1, connect: 38, tls: 55, firstByte: 420, body: 3 };
const api = result("api", [{ attempt: { ok: true, ms: 520, value: { status: 200, times } } }]);
const keepalive = result("keepalive", [{ reuse: { ok: true, exchanges: [{ ms: 200 }, { ms: 610 }] } }]);

describe("what was measured", () => {
  it("is the longest of all that went well", () => {
    expect(measured(port, tls, api, keepalive)).toEqual({ connect: 41, handshake: 60, answer: 610 });
    expect(measured(port)).toEqual({ connect: 41 });
    expect(measured()).toEqual({});
  });

  it("is nothing of a service that is not well, or of another target", () => {
    expect(measured({ ...api, status: "fail" }, keepalive)).toEqual({});
    expect(measured({ ...api, status: "warn" })).toEqual({});
    expect(measured(result("api", api.looks as Json[], "pass", "other"))).toEqual({});
  });

  it("reaches the judgement", () => {
    const target = { name: "api", connect: 40, answer: 30_000 };
    const others = (check: string) => [port, tls, api, keepalive].filter((one) => one.check === check);
    const raised = client.judge([{ compared: [] }], { target, settings: values, now: new Date(), others });
    expect(raised.map(({ signal }) => signal)).toEqual(["answer-enough", "connect-too-short"]);
  });
});

describe("aims", () => {
  const at = (changes: Partial<UrlTarget>) =>
    client.aims(makeProfile({ targets: [{ ...urlTarget("https://a.test/", "api"), ...changes }] }));
  const issue = { url: "https://a.test/invoices" };

  it("only at what the profile says of the client", () => {
    expect(at({})).toEqual([]);
    expect(at({ client: { idle: 4000 } })).toEqual([]);
    expect(at({ client: { retries: 3 } })).toEqual([]);
    expect(at({ client: { connect: 5000 } })).toHaveLength(1);
    expect(at({ client: { retries: 3 }, issue })).toHaveLength(1);
    expect(at({ client: { answer: 5000 }, issue })[0]?.target).toEqual({ name: "api", answer: 5000, issuing: browser });
  });

  it("know the direct channel, also behind a gateway of one's own", () => {
    const issuing = (url: string) => at({ client: { answer: 5000 }, issue: { url } })[0]?.target.issuing?.most;
    expect(issuing("https://lqpt.chinatax.gov.cn:8443/access/v2/invoke/1/2")).toBe(2000);
    expect(issuing("http://10.0.0.9:8864/access/v2/invoke/1/2")).toBe(2000);
    expect(issuing("https://api.example.test/invoices")).toBe(10_000);
  });
});
