import { describe, expect, it } from "vitest";
import { stateOf } from "../../src/history/run.js";
import type { Diagnosis, Finding } from "../../src/model/report.js";
import type { Result } from "../../src/model/result.js";
import { exitCodeOf, statusOf } from "../../src/model/status.js";
import { foundIn } from "../../src/report/found.js";
import { reports } from "./reports.js";

const nothing: Diagnosis = { causes: [], unexplained: [], cannotTell: [], next: [] };
const base = reports.healthy.results[2] as Result;
const ended = (status: Result["status"], step = "port:a"): Result => ({
  ...base,
  step,
  status,
  evidence:
    status === "warn" || status === "fail"
      ? [{ question: "q", signal: "odd", level: status, text: { en: "", zh: "" }, data: {} }]
      : [],
});
const note: Finding = {
  ...(reports["note-only"].diagnosis.causes[0] as Finding),
  because: [{ step: "port:a", signal: "odd", text: { en: "", zh: "" } }],
  explains: ["port:a", "port:b"],
};

describe("status", () => {
  it.each([
    [["pass", "warn"], "warn"],
    [["pass", "warn", "error"], "error"],
    [["pass", "error", "fail"], "fail"],
    [["pass", "blocked", "skip"], "pass"],
    [["blocked", "skip"], "error"],
    [["error"], "error"],
    [["skip"], "error"],
    [[], "error"],
  ] as const)("%j makes %s", (statuses, expected) => {
    const results = statuses.map((status, at) => ended(status, `port:${at}`));
    expect(statusOf(results, nothing)).toBe(expected);
  });

  it("does not count a warning that only a note explains", () => {
    const diagnosis = { ...nothing, causes: [note] };
    expect(statusOf([ended("warn")], diagnosis)).toBe("pass");
    expect(statusOf([ended("warn", "port:b")], diagnosis)).toBe("pass");
    expect(statusOf([ended("warn", "port:c")], diagnosis)).toBe("warn");
  });

  it("counts what a note explains if it is ruled out, or a fault explains it too, or it stays unexplained", () => {
    const counted: Diagnosis[] = [
      { ...nothing, causes: [{ ...note, standing: "ruled-out" }] },
      { ...nothing, causes: [note, { ...note, id: "x", kind: "fault" }] },
      { ...nothing, causes: [note], unexplained: [{ step: "port:a", signal: "odd", text: { en: "", zh: "" } }] },
      { ...nothing, causes: [{ ...note, because: [] }] },
    ];
    for (const diagnosis of counted) expect(statusOf([ended("fail")], diagnosis)).toBe("fail");
  });

  it("of a target is not known where a step could not tell what mattered, whatever else goes well there", () => {
    const answer = { question: "q", signal: "hidden", level: "note" as const, text: { en: "", zh: "" }, data: {} };
    const of = (...results: Result[]): unknown[] => {
      const report = { ...reports.healthy, results, diagnosis: nothing };
      return [stateOf(report, base.subject), foundIn(report).get(base.subject)];
    };
    const untold = { ...ended("skip", "port:b"), evidence: [answer] };
    expect(of(ended("pass"), ended("skip", "port:b"))).toEqual(["pass", "pass"]);
    expect(of(ended("pass"), untold)).toEqual(["unknown", undefined]);
    expect(of(ended("fail"), untold)[0]).toBe("fail");
  });

  it("does not count a signal that the profile overrides to pass", () => {
    const waved = ended("fail");
    const evidence = waved.evidence.map((one) => ({ ...one, level: "pass" as const }));
    expect(statusOf([{ ...waved, status: "pass", evidence }], nothing)).toBe("pass");
  });
});

describe("exit code", () => {
  it.each([
    ["pass", {}, 0],
    ["warn", {}, 0],
    ["warn", { failOn: "warn" }, 1],
    ["warn", { failOn: "new" }, 0],
    ["fail", {}, 1],
    ["fail", { failOn: "new" }, 1],
    ["error", {}, 3],
    ["error", { failOn: "warn" }, 3],
    ["fail", { interrupted: true }, 130],
    ["pass", { interrupted: true }, 130],
  ] as const)("%s with %j is %i", (status, run, code) => {
    expect(exitCodeOf(status, run)).toBe(code);
  });
});
