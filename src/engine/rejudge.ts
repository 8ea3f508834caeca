import type { CauseTable } from "../model/cause.js";
import type { AnyCheck, Settings, SettingValues } from "../model/check.js";
import type { Profile } from "../model/profile.js";
import type { Report } from "../model/report.js";
import type { Level, Result } from "../model/result.js";
import { exitCodeOf, statusOf as reportStatusOf } from "../model/status.js";
import { diagnose } from "./diagnose.js";
import { countsOf } from "./examine.js";
import { endingOf, judge } from "./judge.js";

/** What of a profile a stored sight can be judged with: thresholds, levels, and whose the targets are. */
export type Yardstick = Pick<Profile, "checks" | "levels"> & {
  readonly targets: readonly Pick<Profile["targets"][number], "name" | "owner" | "dependsOn">[];
};

export interface RejudgeOptions {
  readonly checks: readonly AnyCheck[];
  readonly causes: CauseTable;
  /** Another profile's thresholds and levels; without it those that the report was made with. */
  readonly profile?: Yardstick;
}

/**
 * The profile's thresholds; a setting that governed how it was looked stays as it was then, and one that the version of
 * then did not know has its default.
 */
const settingsOf = (check: AnyCheck, stored: Result["settings"], profile: Yardstick | undefined): SettingValues => {
  const given = profile?.checks[check.id] ?? {};
  const known = Object.entries(check.settings as Settings).map(([name, { default: standard, looking }]) => {
    const [seen, wanted] = [stored[name] as number | undefined, given[name]];
    return [name, (looking ? seen : (wanted ?? seen)) ?? standard];
  });
  return Object.fromEntries(known);
};

/** Levels that were overruled when the report was made: they stand in its evidence and nowhere else. */
const storedLevels = (check: AnyCheck, { evidence }: Result): Readonly<Record<string, Level>> =>
  Object.fromEntries(
    evidence
      .filter(({ signal, level }) => check.signals[signal] !== undefined && check.signals[signal].level !== level)
      .map(({ signal, level }) => [`${check.id}/${signal}`, level]),
  );

/** Judges one stored result again from what was seen. */
const rejudged = (result: Result, results: readonly Result[], { checks, profile }: RejudgeOptions): Result => {
  const check = checks.find(({ id }) => id === result.check);
  if (check === undefined || result.looks.length === 0) return result;
  const settings = settingsOf(check, result.settings, profile);
  const evidence = judge(check, {
    target: result.target,
    settings,
    looks: result.looks,
    now: new Date(result.at),
    others: (id) => results.filter((other) => other.check === id),
    overruled: profile?.levels ?? storedLevels(check, result),
  });
  const { reason: _, ...seen } = result;
  return { ...seen, settings, evidence, ...endingOf(check, evidence) };
};

const targetsOf = (report: Report, profile: Yardstick | undefined): Report["targets"] =>
  report.targets.map((target) => {
    const named = profile?.targets.find(({ name }) => name === target.name);
    if (named === undefined) return target;
    const { owner: _, ...rest } = target;
    return { ...rest, ...(named.owner === undefined ? {} : { owner: named.owner }), dependsOn: named.dependsOn };
  });

/**
 * A stored report, judged and diagnosed again with today's checks and causes; needs neither its profile nor a network.
 * What was held against an earlier run is left out: it was held with the old judgement.
 */
export const rejudge = (report: Report, options: RejudgeOptions): Report => {
  const { checks, causes, profile } = options;
  const { comparison: _, ...rest } = report;
  const results = report.results.map((result) => rejudged(result, report.results, options));
  const targets = targetsOf(report, profile);
  const diagnosis = diagnose(results, { checks, causes, targets, leftOut: report.leftOut ?? [] });
  const status = reportStatusOf(results, diagnosis);
  const exitCode = exitCodeOf(status, { interrupted: report.interrupted === true });
  return { ...rest, status, exitCode, counts: countsOf(results), targets, results, diagnosis };
};
