import type { AnyCheck } from "../model/check.js";
import type { Report } from "../model/report.js";
import { exitCodeOf, type FailOn } from "../model/status.js";
import { type Context, say } from "./context.js";
import { UsageError } from "./failure.js";
import { lastReport, storedBy } from "./stored.js";

export type BaselineOptions = { readonly baseline?: string };

/** What a baseline is looked for with: whose run it is held against, and where runs are recorded. */
export type Looking = {
  readonly failOn: FailOn;
  readonly dir: string | undefined;
  readonly profile: string;
  readonly targets: readonly string[];
  /** Only runs that began before this instant, in milliseconds since 1970. */
  readonly before?: number;
};

const complainOfNone = (context: Context): void =>
  context.terminal.complain(
    say(context, {
      en: "invoice-diag: there is no earlier run to compare with; every failure counts as new",
      zh: "invoice-diag: 没有可比较的历史记录，所有失败均计为新故障",
    }),
  );

/** The last recorded run of the same profile that was not cut short and looked at one of the same targets. */
const lastOf = (
  dir: string,
  { profile, targets, before = Number.POSITIVE_INFINITY }: Looking,
): Promise<Report | undefined> =>
  lastReport(
    dir,
    (run) =>
      run.told.profile === profile &&
      run.at < before &&
      !run.told.interrupted &&
      targets.some((target) => Object.hasOwn(run.told.states, target)),
  );

/**
 * The report that a run is to be held against, read before the run begins: the one that `--baseline` names, or with
 * `--fail-on new` the last that was recorded. Undefined: none is wished for, or none is there yet.
 */
export const baselineOf = async (
  context: Context,
  { baseline }: BaselineOptions,
  looking: Looking,
): Promise<Report | undefined> => {
  const { failOn, dir } = looking;
  if (baseline === undefined && failOn !== "new") return undefined;
  if (baseline !== undefined && baseline !== "last") return storedBy(baseline, () => dir);
  if (baseline === "last" && dir === undefined) {
    throw new UsageError({
      en: "--baseline last needs a journal: --record DIR, or history: in the profile",
      zh: "--baseline last 需要历史记录：请用 --record DIR 或配置中的 history:",
    });
  }
  const found = dir === undefined ? undefined : await lastOf(dir, looking);
  if (found === undefined) complainOfNone(context);
  return found;
};

/** The report with the comparison, and with the exit code that follows from it. */
export const heldAgainst = async (
  report: Report,
  baseline: Report | undefined,
  { checks, failOn }: { readonly checks: readonly AnyCheck[]; readonly failOn: FailOn },
): Promise<Report> => {
  const interrupted = report.interrupted === true;
  if (baseline === undefined) return { ...report, exitCode: exitCodeOf(report.status, { failOn, interrupted }) };
  const { compare } = await import("../history/compare.js");
  const comparison = compare(baseline, report, checks);
  const broke = comparison.broke.length > 0;
  return { ...report, exitCode: exitCodeOf(report.status, { failOn, interrupted, broke }), comparison };
};
