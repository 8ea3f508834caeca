import type { AnyCheck } from "../model/check.js";
import type { Traits } from "../model/comparison.js";
import type { Report } from "../model/report.js";
import type { Result } from "../model/result.js";
import { median } from "./statistics.js";

/** What a step's sight has that another run's can be held against. What another version saw may be unreadable: then nothing. */
export const traitsOf = (result: Result, checks: readonly AnyCheck[]): Traits => {
  const check = checks.find(({ id }) => id === result.check);
  if (check?.traits === undefined || result.looks.length === 0) return {};
  try {
    return check.traits(result.looks);
  } catch {
    return {};
  }
};

/** Of several steps of a target, the one that measures most like a user's request. */
const preferred = ["balance", "tls", "port", "ping"];
const rank = (check: string): number => {
  const at = preferred.indexOf(check);
  return at < 0 ? preferred.length : at;
};

/** The median time of each target, in milliseconds, where any of its steps measured some. */
export const timesOf = (report: Report, checks: readonly AnyCheck[]): ReadonlyMap<string, number> => {
  const times = new Map<string, number>();
  const ordered = report.results.toSorted((a, b) => rank(a.check) - rank(b.check));
  for (const result of ordered) {
    const samples = traitsOf(result, checks).times ?? [];
    if (times.has(result.subject) || samples.length === 0) continue;
    times.set(result.subject, Math.round(median(samples) * 10) / 10);
  }
  return times;
};
