import { existsSync } from "node:fs";
import type { Profile } from "../model/profile.js";
import { type FailOn, failOns } from "../model/status.js";
import { composeProfile } from "../profile/compose.js";
import { quoted } from "../profile/errors.js";
import { findProfile } from "../profile/find.js";
import { milliseconds } from "../profile/leaves.js";
import { formatProfileErrors, type ProfileError, readProfile } from "../profile/load.js";
import { suggestion } from "../profile/nearest.js";
import { withProxies } from "../profile/proxies.js";
import type { BaselineOptions } from "./baseline.js";
import type { Action, Context } from "./context.js";
import { printPlan } from "./dry-run.js";
import { type Examination, examineAndPrint } from "./examination.js";
import { UsageError } from "./failure.js";
import { interruptible } from "./interruption.js";
import { prepareNotify } from "./notifying.js";
import { type OutputOptions, prepareOutputs } from "./outputs.js";
import { type BundleWish, prepareBundle } from "./packing.js";
import { type Catalogue, loadCatalogue } from "./plugins.js";
import { journalOf, type RecordOptions } from "./recording.js";
import { type SelectionOptions, selectionOf } from "./selection.js";

export type JudgeOptions = OutputOptions & BaselineOptions & { readonly failOn?: string };
export type RunOptions = JudgeOptions & SelectionOptions & RecordOptions & { readonly timeout?: string };
export type CheckOptions = RunOptions &
  BundleWish & {
    readonly profile?: string;
    readonly plugin?: readonly string[];
    readonly dryRun?: boolean;
    readonly notify?: boolean;
    readonly failedWith?: string;
    readonly serial?: string;
  };

/** Several mistakes, each with its own place: printed as they are. */
export const refuse = (errors: readonly ProfileError[]): never => {
  throw new UsageError(
    { en: formatProfileErrors(errors, "en"), zh: formatProfileErrors(errors, "zh") },
    { placed: errors.some((error) => error.file !== "") },
  );
};

/** The profile that is named, else the default one; undefined: there is none. Mistakes are a `UsageError`. */
export const baseProfile = (
  { terminal }: Context,
  file: string | undefined,
  catalogue: Catalogue,
): Profile | undefined => {
  const { env } = terminal;
  const path = file ?? findProfile({ env, platform: process.platform, exists: existsSync });
  if (path === undefined) return undefined;
  const loaded = readProfile(path, { env, ...catalogue });
  return "errors" in loaded ? refuse(loaded.errors) : loaded.profile;
};

/** The profile of `--profile`, whole; undefined: the option was not given. */
export const namedProfile = (context: Context, file: string | undefined, catalogue: Catalogue): Profile | undefined =>
  file === undefined ? undefined : baseProfile(context, file, catalogue);

const profileOf = (context: Context, words: readonly string[], options: CheckOptions, known: Catalogue): Profile => {
  const base = baseProfile(context, options.profile, known);
  const { checks, plugins } = known;
  const made = composeProfile({ words, checks, plugins, ...(base === undefined ? {} : { base }) });
  return "errors" in made ? refuse(made.errors) : withProxies(made.profile, context.terminal.env);
};

/** `--timeout`, in milliseconds. */
export const timeoutOf = ({ timeout }: RunOptions): { timeout?: number } => {
  if (timeout === undefined) return {};
  const ms = milliseconds(timeout);
  if (ms !== undefined && ms > 0) return { timeout: ms };
  throw new UsageError({
    en: `--timeout: ${quoted(timeout)} is no duration; write 500ms, 30s or 2m`,
    zh: `--timeout：${quoted(timeout)} 不是时长，请写作 500ms、30s 或 2m`,
  });
};

export const failOnOf = ({ failOn = "fail" }: JudgeOptions): FailOn => {
  const known = failOns.find((one) => one === failOn);
  if (known === undefined) {
    const near = suggestion(failOn, failOns);
    throw new UsageError({
      en: `--fail-on: unknown word ${quoted(failOn)}${near.en}`,
      zh: `--fail-on：未知取值 ${quoted(failOn)}${near.zh}`,
    });
  }
  return known;
};

/** What the user says of the attempt that failed; both words are for a target that names an `issue` interface. */
const attemptOf = ({ failedWith, serial }: CheckOptions, { targets }: Profile): Pick<Examination, "attempt"> => {
  if (failedWith === undefined && serial === undefined) return {};
  if (!targets.some((target) => target.kind === "url" && target.issue !== undefined)) {
    throw new UsageError({
      en: "--failed-with and --serial are about issuing: no target of this run has an issue: entry in the profile",
      zh: "--failed-with 与 --serial 用于开票判断：本次运行的目标在配置中没有 issue: 项",
    });
  }
  return {
    attempt: { ...(failedWith === undefined ? {} : { failedWith }), ...(serial === undefined ? {} : { serial }) },
  };
};

/** Where a run is recorded, and what it is held against. */
export const recordingOf = (options: RunOptions, profile: Profile): Pick<Examination, "journal" | "baseline"> => {
  const journal = journalOf(options, profile);
  const { baseline } = options;
  return { ...(journal === undefined ? {} : { journal }), ...(baseline === undefined ? {} : { baseline }) };
};

/** The main job: examine the targets of a profile, or those named on the command line. */
export const check = (context: Context, words: readonly string[], options: CheckOptions): Action =>
  interruptible(context, async (signal) => {
    const outputs = await prepareOutputs(context, options);
    const bundle = await prepareBundle(context, options);
    const time = timeoutOf(options);
    const failOn = failOnOf(options);
    const catalogue = await loadCatalogue(context, options.plugin);
    const selection = selectionOf(options, catalogue.checks);
    const profile = profileOf(context, words, options, catalogue);
    if (options.dryRun === true) return printPlan(context, { profile, catalogue, selection, outputs });
    const attempt = attemptOf(options, profile);
    const job = {
      profile,
      catalogue,
      outputs,
      selection,
      failOn,
      ...time,
      ...attempt,
      ...recordingOf(options, profile),
      after: [...prepareNotify(context, options, { profile, whole: words.length === 0 }), ...bundle],
    };
    return examineAndPrint(context, job, signal);
  });
