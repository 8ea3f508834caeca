import type { AnyCheck } from "../model/check.js";
import type { TargetState } from "../model/history.js";
import type { Finding, Report, ReportStatus } from "../model/report.js";
import { countedStatus, isUntold, stands } from "../model/status.js";
import { timesOf } from "./traits.js";

/** What a run said; one object for all runs of a journal that said the same. */
export type Told = {
  readonly status: ReportStatus;
  readonly profile: string;
  readonly states: { readonly [subject: string]: TargetState };
  /** Leading faults and warnings of what is not healthy, likeliest first. */
  readonly causes: { readonly [subject: string]: readonly string[] };
  readonly interrupted: boolean;
};

/** What the journal keeps of a run for as long as it can: small, for `history` reads it of every run. */
export type Run = {
  /** Sorts by time. Empty for several runs in one. */
  readonly id: string;
  /** When it began, milliseconds since 1970. */
  readonly at: number;
  /** How many runs in a row were like this one, and when the last of them began. */
  readonly count: number;
  readonly until: number;
  readonly told: Told;
  /**
   * In the order of `told.states`, milliseconds: the median of the step that measures most like a user's request; null:
   * nothing was measured.
   */
  readonly times: readonly (number | null)[];
};

const mostCauses = 3;

/** The worst of what a target's steps were judged to be; `unknown`: nothing was judged of it, or what mattered could not be told. */
export const stateOf = (report: Report, subject: string): TargetState => {
  const own = report.results.filter((one) => one.subject === subject);
  const found = own.map((one) => countedStatus(one, report.diagnosis));
  const known = own.some(isUntold) ? (["fail", "warn"] as const) : (["fail", "warn", "pass"] as const);
  return known.find((state) => found.includes(state)) ?? "unknown";
};

/** Of several findings the ids of those that are held to be true; where none is, of the likeliest. */
export const leadingIds = (findings: readonly Finding[]): string[] => {
  const standing = findings.filter((one) => stands(one) && one.kind !== "note");
  const held = standing.filter(({ standing }) => standing !== "possible");
  return [...new Set((held.length > 0 ? held : standing.slice(0, 1)).map(({ id }) => id))];
};

/** Ids of the leading faults and warnings at a target. */
export const causesAt = (report: Report, subject: string): string[] =>
  leadingIds(report.diagnosis.causes.filter((one) => one.subjects.includes(subject)));

/** In the order in which an object keeps its keys. */
export const subjectsOf = (report: Report): string[] =>
  Object.keys(Object.fromEntries(report.results.map((one) => [one.subject, true])));

/** Chance makes ids of the same millisecond differ. */
const idOf = (at: number, chance: number): string =>
  `${at.toString(36).padStart(9, "0")}-${Math.floor(chance * 36 ** 6)
    .toString(36)
    .padStart(6, "0")}`;

export const isRunId = (word: string): boolean => /^[0-9a-z]{9}-[0-9a-z]{6}$/.test(word);

/** The entry of a report. `chance`: 0 to below 1. */
export const runOf = (report: Report, checks: readonly AnyCheck[], chance: number): Run => {
  const at = Date.parse(report.startedAt);
  const subjects = subjectsOf(report);
  const states = subjects.map((subject) => [subject, stateOf(report, subject)] as const);
  const bad = states.filter(([, state]) => state === "fail" || state === "warn");
  const causes = bad.map(([subject]) => [subject, causesAt(report, subject).slice(0, mostCauses)] as const);
  const times = timesOf(report, checks);
  return {
    id: idOf(at, chance),
    at,
    until: at,
    count: 1,
    told: {
      status: report.status,
      profile: report.profile,
      states: Object.fromEntries(states),
      causes: Object.fromEntries(causes.filter(([, ids]) => ids.length > 0)),
      interrupted: report.interrupted === true,
    },
    times: subjects.map((subject) => times.get(subject) ?? null),
  };
};
