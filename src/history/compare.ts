import type { AnyCheck } from "../model/check.js";
import type { Change, Comparison, Failing } from "../model/comparison.js";
import type { Report } from "../model/report.js";
import type { Result, Status } from "../model/result.js";
import { accountFor, countedEvidence, countedStatus } from "../model/status.js";
import { changesOf } from "./changes.js";
import { leadingIds } from "./run.js";

/** A step was judged: it says something of its target. */
export const isJudged = (result: Result | undefined): result is Result =>
  result !== undefined && (result.status === "pass" || result.status === "warn" || result.status === "fail");

type Side = { readonly report: Report; readonly steps: ReadonlyMap<string, Result> };

const sideOf = (report: Report): Side => ({ report, steps: new Map(report.results.map((one) => [one.step, one])) });

const failingOf = (result: Result, { report }: Side) =>
  countedEvidence(result, report.diagnosis).filter(({ level }) => level === "fail");

/** Failing answers of one side that the other has not. `needsJudging`: only where the other side judged the step. */
const onlyOn = (side: Side, other: Side, needsJudging: boolean): Failing[] =>
  side.report.results.filter(isJudged).flatMap((result) => {
    const there = other.steps.get(result.step);
    if (needsJudging && !isJudged(there)) return [];
    const same = isJudged(there) ? failingOf(there, other).map(({ signal }) => signal) : [];
    return failingOf(result, side)
      .filter(({ signal }) => !same.includes(signal))
      .map((evidence) => ({
        step: result.step,
        subject: result.subject,
        signal: evidence.signal,
        text: evidence.text,
        ...(there === undefined ? {} : { other: endedIn(there, other) }),
        causes: leadingIds(accountFor(result.step, evidence, side.report.diagnosis)),
      }));
  });

/** An answer that only notes explain is no warning and no fault. */
const endedIn = (result: Result, { report }: Side): Status => countedStatus(result, report.diagnosis) ?? result.status;

const notCompared = (before: Side, after: Side): string[] => {
  const steps = new Set([...before.steps.keys(), ...after.steps.keys()]);
  return [...steps].filter((step) => isJudged(before.steps.get(step)) !== isJudged(after.steps.get(step)));
};

/** The steps that both runs judged, with their endings. */
const inBoth = (before: Side, after: Side) =>
  [...after.steps.values()].flatMap((is) => {
    const was = before.steps.get(is.step);
    return isJudged(is) && isJudged(was)
      ? [{ was, is, ended: { was: endedIn(was, before), is: endedIn(is, after) } }]
      : [];
  });

/**
 * What broke, what healed and what changed from one run to a later one. A failure is one failing answer of one step: it
 * broke if the earlier run had none like it, and healed only if the later run judged its step and has none. What either
 * run did not judge is neither. A pure function of both reports.
 */
export const compare = (before: Report, after: Report, checks: readonly AnyCheck[]): Comparison => {
  const [earlier, later] = [sideOf(before), sideOf(after)];
  const changed: Change[] = changesOf(inBoth(earlier, later), { before, after, checks });
  const { startedAt, version, profile } = before;
  return {
    baseline: { startedAt, version, profile },
    broke: onlyOn(later, earlier, false),
    healed: onlyOn(earlier, later, true),
    changed,
    notCompared: notCompared(earlier, later),
  };
};
