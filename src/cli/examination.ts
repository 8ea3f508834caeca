import type { Selection } from "../engine/plan.js";
import type { Profile } from "../model/profile.js";
import type { Report } from "../model/report.js";
import type { FailOn } from "../model/status.js";
import { baselineOf, heldAgainst } from "./baseline.js";
import type { Context } from "./context.js";
import { type Live, liveEvents } from "./live.js";
import { deliver, type Outputs } from "./outputs.js";
import type { Catalogue } from "./plugins.js";
import { watchProgress } from "./progress.js";
import { historyOf, type Journal, prepareJournal, recordRun } from "./recording.js";

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
  /** Where the run is recorded. */
  readonly journal?: Journal;
  /** A report, or `last`: what the run is held against. */
  readonly baseline?: string;
  readonly after?: readonly Afterwards[];
};

const examined = async (
  context: Context,
  job: Examination,
  live: Live | undefined,
  signal: AbortSignal,
): Promise<Report> => {
  const { profile, catalogue, selection, failOn, timeout, attempt } = job;
  const { examine } = await context.library();
  const watcher = await watchProgress(context);
  return examine(profile, {
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
};

const withHistory = async (job: Examination, journal: Journal): Promise<Outputs> => {
  const { outputs, profile } = job;
  const wanted = [outputs.onScreen, ...outputs.files.map(({ form }) => form)];
  const drawn = wanted.includes("html") || wanted.includes("ticket");
  const history = drawn ? await historyOf(journal, profile.name) : undefined;
  return history === undefined ? outputs : { ...outputs, print: { ...outputs.print, history } };
};

/** Records first, so that the page shows this run among the others; a run that cannot be recorded is printed all the same. */
const recordAndPrint = async (context: Context, job: Examination, report: Report, live?: Live): Promise<number> => {
  const { journal, catalogue, outputs } = job;
  if (journal === undefined) return deliver(context, outputs, report, live);
  let fault: unknown;
  await recordRun(context, journal, { report, checks: catalogue.checks }).catch((error: unknown) => {
    fault = error;
  });
  const code = await deliver(context, await withHistory(job, journal), report, live);
  if (fault !== undefined) throw fault;
  return code;
};

/** Runs the pipeline on a profile, records and prints the report; returns the exit code. Ends early when `signal` is aborted. */
export const examineAndPrint = async (context: Context, job: Examination, signal: AbortSignal): Promise<number> => {
  const { profile, catalogue, failOn, journal, outputs, after = [] } = job;
  await prepareJournal(journal);
  const baseline = await baselineOf(context, job, {
    failOn,
    dir: journal?.dir ?? profile.history?.directory,
    profile: profile.name,
    targets: profile.targets.map(({ name }) => name),
  });
  const live = await liveEvents(context, outputs.onScreen);
  const report = await examined(context, job, live, signal);
  const held = await heldAgainst(report, baseline, { checks: catalogue.checks, failOn });
  try {
    return await recordAndPrint(context, job, held, live);
  } finally {
    // Who is to be told is told, even if the report could not be recorded.
    for (const act of after) await act(held, profile);
  }
};
