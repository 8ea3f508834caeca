import type { Selection } from "../engine/plan.js";
import type { Profile } from "../model/profile.js";
import type { Report } from "../model/report.js";
import type { FailOn } from "../model/status.js";
import { masker } from "../report/redact.js";
import type { Context } from "./context.js";
import type { Outputs } from "./outputs.js";
import { deliver } from "./outputs.js";
import type { Catalogue } from "./plugins.js";
import { watchProgress } from "./progress.js";

/** What is done with a report once it is printed; it changes neither the report nor the exit code. */
export type Afterwards = (report: Report, profile: Profile) => Promise<void>;

export type Examination = {
  readonly profile: Profile;
  readonly catalogue: Catalogue;
  readonly outputs: Outputs;
  readonly selection: Selection;
  readonly failOn: FailOn;
  /** Milliseconds for the whole run. */
  readonly timeout?: number;
  readonly attempt?: { readonly failedWith?: string; readonly serial?: string };
  readonly after?: readonly Afterwards[];
};

/** Runs the pipeline on a profile and prints the report; returns the exit code. Ends early when `signal` is aborted. */
export const examineAndPrint = async (context: Context, job: Examination, signal: AbortSignal): Promise<number> => {
  const { profile, catalogue, outputs, selection, failOn, timeout, attempt, after = [] } = job;
  const { examine } = await context.library();
  const watcher = await watchProgress(context, masker(profile.secrets));
  const report = await examine(profile, {
    env: context.terminal.env,
    checks: catalogue.checks,
    causes: catalogue.causes,
    only: selection.only,
    skip: selection.skip,
    failOn,
    signal,
    ...(timeout === undefined ? {} : { timeout }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(watcher.onProgress === undefined ? {} : { onProgress: watcher.onProgress }),
  }).finally(watcher.stop);
  const exitCode = await deliver(context, outputs, report);
  for (const act of after) await act(report, profile);
  return exitCode;
};
