import { describe, expect, it } from "vitest";
import { gapsIn, isEven } from "../../checks/ping/ration.js";

/** How many were lost before each reply. */
const lostBefore = (answered: readonly boolean[]): number[] => {
  const runs: number[] = [];
  let lost = 0;
  for (const one of answered) {
    if (one) runs.push(lost);
    lost = one ? 0 : lost + 1;
  }
  return runs;
};

/** Fifty pings a second against a limit, as a token bucket (nft limit, iptables -m limit) lets them through. */
const limited = (perSecond: number, burst: number): boolean[] => {
  let tokens = burst;
  return Array.from({ length: 200 }, () => {
    tokens = Math.min(burst, tokens + perSecond / 50);
    const passes = tokens >= 1;
    if (passes) tokens -= 1;
    return passes;
  });
};

/** The same chance in every run of this test (Lehmer 1949). */
const chance = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

describe("pings that are let through evenly", () => {
  it.each([
    [2, 2],
    [5, 5],
    [10, 5],
    [30, 20],
    [40, 5],
    [45, 5],
  ])("%i a second, %i at first: a limit of their rate", (perSecond, burst) => {
    expect(isEven(lostBefore(limited(perSecond, burst)))).toBe(true);
  });

  it.each([0.05, 0.2, 0.5, 0.9, 0.96])("a loss of %d by chance is not even", (share) => {
    const next = chance(20_261_127);
    const even = Array.from({ length: 1000 }, () =>
      isEven(lostBefore(Array.from({ length: 200 }, () => next() > share))),
    );
    expect(even.filter(Boolean).length).toBeLessThan(10);
  });

  it("nor are losses in bursts, and where nothing or nearly all is lost, nothing is told", () => {
    const next = chance(7);
    let bad = false;
    const bursts = Array.from({ length: 200 }, () => {
      bad = next() < (bad ? 0.7 : 0.1);
      return !bad;
    });
    expect(isEven(lostBefore(bursts))).toBe(false);
    expect(isEven([])).toBe(false);
    expect(isEven([0, 0, 0, 0])).toBe(false);
    expect(isEven([19])).toBe(false);
  });
});

describe("gaps", () => {
  /** There for so many pings, then gone for so many. */
  const turns = (there: number, gone: number): number[] =>
    lostBefore(Array.from({ length: 200 }, (_, nth) => nth % (there + gone) < there));

  it("a way that comes and goes leaves them, a burst of loss is too short", () => {
    expect(gapsIn(turns(12, 8))).toEqual(Array.from({ length: 9 }, () => 8));
    expect(gapsIn(turns(70, 50))).toEqual([50]);
    expect(gapsIn(turns(20, 4))).toEqual([]);
    expect(gapsIn([...turns(12, 8), 1])).toEqual([]);
    expect(gapsIn(turns(60, 15).slice(0, 80))).toEqual([]);
    expect(gapsIn([])).toEqual([]);
  });

  it.each([0.02, 0.2, 0.5, 0.8, 0.9, 0.97])("a loss of %d by chance leaves none", (share) => {
    const next = chance(20_261_127);
    const found = Array.from({ length: 2000 }, () =>
      gapsIn(lostBefore(Array.from({ length: 200 }, () => next() > share))),
    );
    expect(found.filter((gaps) => gaps.length > 0)).toHaveLength(0);
  });
});
