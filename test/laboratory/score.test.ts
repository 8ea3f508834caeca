import { describe, expect, it } from "vitest";
import { isFirstRight, isInFirstThree, type Outcome, quantile, reliability, type Stood, score } from "./score.js";

const stood = (...causes: readonly (readonly [cause: string, confidence: number, place?: string])[]): Stood[] =>
  causes.map(([cause, confidence, place = "here"]) => ({ cause, confidence, place }));

const outcome = (changes: Partial<Outcome> = {}): Outcome => ({
  id: "port-closed",
  kind: "fault",
  expected: [{ cause: "port-closed" }],
  accepted: [],
  stood: stood(["port-closed", 0.9]),
  ms: 1000,
  ...changes,
});

const pair = (...causes: Stood[]): Outcome =>
  outcome({
    id: "pair",
    kind: "pair",
    expected: [{ cause: "port-closed" }, { cause: "clock-wrong" }],
    stood: causes,
  });

describe("first and among the first three", () => {
  it("what stands first is right only if it is what was injected, not its look-alike", () => {
    expect(isFirstRight(outcome())).toBe(true);
    expect(isFirstRight(outcome({ stood: [] }))).toBe(false);
    const second = outcome({
      stood: stood(["firewall-rejects-port", 0.6], ["port-closed", 0.4]),
      accepted: ["firewall-rejects-port"],
    });
    expect([isFirstRight(second), isInFirstThree(second)]).toEqual([false, true]);
  });

  it("a right cause at a wrong place is wrong", () => {
    const placed = outcome({ expected: [{ cause: "port-closed", place: "there" }] });
    expect([isFirstRight(placed), isInFirstThree(placed)]).toEqual([false, false]);
  });

  it("of a pair either may stand first, both among the three", () => {
    const both = pair(...stood(["clock-wrong", 0.9], ["port-closed", 0.9]));
    expect([isFirstRight(both), isInFirstThree(both)]).toEqual([true, true]);
    expect(isInFirstThree(pair(...stood(["clock-wrong", 0.9])))).toBe(false);
    const hidden: Outcome = {
      ...pair(...stood(["clock-wrong", 0.9])),
      expected: [{ cause: "clock-wrong" }, { cause: "port-closed", hidden: "nothing gets that far" }],
    };
    expect(isInFirstThree(hidden)).toBe(true);
  });
});

describe("the score", () => {
  it("counts every kind of error once, where it belongs", () => {
    const scores = score([
      outcome(),
      outcome({ stood: [] }),
      outcome({ stood: stood(["port-closed", 0.9], ["clock-wrong", 0.85]) }),
      outcome({ stood: stood(["host-down", 0.5]) }),
      pair(...stood(["clock-wrong", 0.9])),
      outcome({ kind: "control", expected: [], stood: [] }),
      outcome({ kind: "control", expected: [], stood: stood(["clock-wrong", 0.3]) }),
    ]);
    expect(scores).toMatchObject({
      ...{ faulty: 5, firstRight: 3, inFirstThree: 2, wrongBeside: 2, wrongWithConfidence: 1, abstained: 1 },
      ...{ pairs: 1, pairsNamed: 0, sound: 2, falseAlarms: 1 },
    });
    expect(scores.missed).toHaveLength(5);
    expect(scores.confusion).toEqual([
      { injected: "port-closed", stood: "host-down", count: 1 },
      { injected: "port-closed", stood: "nothing", count: 1 },
    ]);
  });

  it("a look-alike beside the cause is no error, before it it is", () => {
    const accepted = ["firewall-rejects-port"];
    const beside = score([outcome({ accepted, stood: stood(["port-closed", 0.6], ["firewall-rejects-port", 0.9]) })]);
    expect([beside.firstRight, beside.wrongBeside, beside.wrongWithConfidence]).toEqual([1, 0, 0]);
    const before = score([outcome({ accepted, stood: stood(["firewall-rejects-port", 0.9], ["port-closed", 0.1]) })]);
    expect([before.firstRight, before.confusion[0]?.stood]).toEqual([0, "firewall-rejects-port"]);
  });

  it("of nothing is nothing", () => {
    expect(score([])).toMatchObject({ faulty: 0, firstRight: 0, sound: 0, brier: 0, medianMs: 0, missed: [] });
  });
});

describe("confidence", () => {
  it("is perfect where it is 1 for what is right and 0 for what is wrong", () => {
    expect(reliability([outcome({ stood: stood(["port-closed", 1], ["host-down", 0]) })]).brier).toBe(0);
  });

  it("is compared with how often it was right, tenth by tenth", () => {
    const { brier, deciles } = reliability([
      outcome({ stood: stood(["port-closed", 0.95], ["host-down", 0.15]) }),
      outcome({ stood: stood(["host-down", 0.95]) }),
      outcome({ stood: stood(["port-closed", 1]) }),
    ]);
    expect(brier).toBeCloseTo((0.05 ** 2 + 0.15 ** 2 + 0.95 ** 2) / 4);
    expect(deciles.map(({ from, count, right }) => [from, count, Number(right.toFixed(3))])).toEqual([
      [0.1, 1, 0],
      [0.9, 3, 0.667],
    ]);
  });

  it("a quantile is a value that was measured", () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(quantile([10, 1, 2, 3, 4, 5, 6, 7, 8, 9], 0.9)).toBe(9);
    expect(quantile([], 0.5)).toBe(0);
  });
});
