import type { Selection } from "../engine/plan.js";
import type { Profile } from "../model/profile.js";
import type { FailOn } from "../model/status.js";
import type { Context } from "./context.js";
import { liveEvents } from "./live.js";
import { deliver, type Outputs } from "./outputs.js";
import type { Catalogue } from "./plugins.js";
import { watchProgress } from "./progress.js";

export type Examination = {
  readonly profile: Profile;
  readonly catalogue: Catalogue;
  readonly outputs: Outputs;
  readonly selection: Selection;
  readonly failOn: FailOn;
  /** Milliseconds for the whole run. */
  readonly timeout?: number;
  readonly attempt?: { readonly failedWith?: string; readonly serial?: string };
};

/** Runs the pipeline on a profile and prints the report; returns the exit code. Ends early when `signal` is aborted. */
export const examineAndPrint = async (context: Context, job: Examination, signal: AbortSignal): Promise<number> => {
  const { profile, catalogue, outputs, selection, failOn, timeout, attempt } = job;
  const { examine } = await context.library();
  const watcher = await watchProgress(context);
  const live = await liveEvents(context, outputs);
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
    ...(live === undefined ? {} : { onStart: live.onStart }),
    onProgress: (progress) => {
      watcher.onProgress?.(progress);
      live?.onProgress(progress);
    },
  }).finally(watcher.stop);
  return deliver(context, outputs, report, live);
};
