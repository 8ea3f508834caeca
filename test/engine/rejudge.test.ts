import { describe, expect, test } from "vitest";
import { rejudge, type Yardstick } from "../../src/engine/rejudge.js";
import type { AnyCheck } from "../../src/model/check.js";
import type { Report } from "../../src/model/report.js";
import type { Result } from "../../src/model/result.js";
import { toyCheck } from "./toy.js";

const help = { en: "", zh: "" };

/** Warns above `most`; how often it looked is nobody's to change afterwards. */
const load = toyCheck(
  "load",
  { low: ["load", "pass"], high: ["load", "warn"], few: ["samples", "fail"], enough: ["samples", "pass"] },
  {
    settings: {
      most: { default: 50, unit: "number", help },
      samples: { default: 3, unit: "count", looking: true, help },
      young: { default: 7, unit: "number", help },
    },
    judge: ([seen], { settings }) => {
      const { load: value, samples } = seen as { load: number; samples: number };
      return [
        { signal: value > (settings.most ?? Number.NaN) ? "high" : "low", data: { young: settings.young ?? null } },
        { signal: samples < (settings.samples ?? Number.NaN) ? "few" : "enough", data: {} },
      ] as never;
    },
  },
) as AnyCheck;

const result: Result = {
  step: "load:till",
  check: "load",
  subject: "till",
  layer: "network",
  status: "pass",
  ms: 1,
  at: "2026-01-01T00:00:00.000Z",
  places: {},
  target: {},
  settings: { most: 50, samples: 3 },
  looks: [{ load: 40, samples: 3 }],
  evidence: [],
  blockedBy: [],
};
const report: Report = {
  schema: 1,
  tool: "invoice-diag",
  version: "0",
  profile: "p",
  startedAt: "2026-01-01T00:00:00.000Z",
  ms: 1,
  status: "pass",
  exitCode: 0,
  vantage: { host: "h", platform: "p", addresses: [] },
  counts: { pass: 1, warn: 0, fail: 0, blocked: 0, skip: 0, error: 0 },
  targets: [{ name: "till", kind: "host", owner: "us", dependsOn: [] }],
  results: [result],
  diagnosis: { causes: [], unexplained: [], cannotTell: [], next: [] },
  resend: [],
  comparison: {
    baseline: { startedAt: "2025-01-01T00:00:00.000Z", version: "0", profile: "p" },
    broke: [],
    healed: [],
    changed: [],
    notCompared: [],
  },
};
const again = (profile?: Yardstick, stored = report): Report =>
  rejudge(stored, { checks: [load], causes: {}, ...(profile === undefined ? {} : { profile }) });
const signals = (judged: Report): string[] =>
  judged.results.flatMap(({ evidence }) => evidence.map(({ signal, level }) => `${signal} ${level}`));

describe("a stored report", () => {
  test("is judged with another profile's thresholds, but with the looking of then", () => {
    const strict = again({ checks: { load: { most: 30, samples: 9 } }, levels: {}, targets: [] });
    expect(signals(strict)).toEqual(["high warn", "enough pass"]);
    expect(strict).toMatchObject({ status: "warn", counts: { warn: 1, pass: 0 } });
    expect(strict.results[0]?.settings).toMatchObject({ most: 30, samples: 3 });
  });

  test("is judged with another profile's levels, and its targets belong to whom that says", () => {
    const owned = { name: "till", owner: "carrier" as const, dependsOn: ["line"] };
    const judged = again({ checks: {}, levels: { "load/low": "fail" }, targets: [owned] });
    expect(signals(judged)).toEqual(["low fail", "enough pass"]);
    expect(judged).toMatchObject({ status: "fail", exitCode: 1 });
    expect(judged.targets).toEqual([{ name: "till", kind: "host", owner: "carrier", dependsOn: ["line"] }]);
  });

  test("needs no profile: settings that it does not know have their defaults, overruled levels stay", () => {
    const judged = again();
    expect(judged.results[0]?.evidence[0]?.data).toEqual({ young: 7 });
    const overruled = {
      ...report,
      results: [
        { ...result, evidence: [{ question: "load", signal: "low", level: "warn" as const, text: help, data: {} }] },
      ],
    };
    expect(signals(again(undefined, overruled))).toEqual(["low warn", "enough pass"]);
    expect(signals(again({ checks: {}, levels: {}, targets: [] }, overruled))).toEqual(["low pass", "enough pass"]);
  });

  test("is no longer held against what it was held against with the old judgement", () => {
    expect(again()).not.toHaveProperty("comparison");
  });
});

describe("what could not be told", () => {
  const door = toyCheck(
    "door",
    {
      stands: ["place", "pass"],
      gone: ["place", "fail"],
      open: ["state", "pass"],
      hidden: ["method", "note", { untold: true }],
    },
    { judge: (looks) => (looks[0] as { raised: string[] }).raised.map((signal) => ({ signal, data: {} })) as never },
  ) as AnyCheck;
  const ended = (status: Result["status"], ...raised: string[]): Result => {
    const { reason: _, ...before } = result;
    return { ...before, step: "door:till", check: "door", status, looks: [{ raised }] };
  };
  const again = (one: Result) => {
    const [result] = rejudge({ ...report, results: [one] }, { checks: [door], causes: {} }).results;
    return [result?.status, result?.reason?.en, result?.evidence.map(({ signal }) => signal)];
  };

  test("ends a step as skipped, with its reason, and leaves its other answers as evidence", () => {
    expect(again(ended("pass", "stands", "hidden"))).toEqual(["skip", "door hidden", ["stands", "hidden"]]);
    expect(again(ended("skip", "gone", "hidden"))).toEqual(["fail", undefined, ["gone", "hidden"]]);
    const told = { ...ended("skip", "stands", "open"), reason: { en: "door hidden", zh: "" } };
    expect(again(told)).toEqual(["pass", undefined, ["stands", "open"]]);
  });
});
