import * as registry from "../checks/index.js";
import { examine as examineWith } from "./engine/examine.js";
import { rejudge } from "./engine/rejudge.js";
import type { Progress } from "./engine/run.js";
import type { CauseTable } from "./model/cause.js";
import { causes } from "./model/causes/index.js";
import type { AnyCheck } from "./model/check.js";
import type { Profile } from "./model/profile.js";
import type { Report, ReportHead } from "./model/report.js";
import type { FailOn } from "./model/status.js";
import { version } from "./model/version.js";
import type { LoadedPlugin, ProfileError } from "./profile/load.js";
import { withProxies } from "./profile/proxies.js";
import { redactor } from "./report/redact.js";

export type { Progress } from "./engine/run.js";
export { type Advice, type Cause, type CauseTable, defineCauses, type Likelihood, type Party } from "./model/cause.js";
export {
  type Aim,
  type AnyCheck,
  type Check,
  defineCheck,
  type JudgeContext,
  type ObserveContext,
  type Raised,
  type Setting,
  type Settings,
  type SettingValues,
  type Signal,
  type Signals,
  type Unavailable,
} from "./model/check.js";
export type { Attempt, Failure, FailureCode, Phase } from "./model/failure.js";
export type * from "./model/io.js";
export type { Json, JsonObject } from "./model/json.js";
export { type Layer, layers } from "./model/layer.js";
export { hostPort, type Located, type LocatedAddress, type PlaceKind, type Places, placesOf } from "./model/place.js";
export type {
  HostTarget,
  MysqlTarget,
  Owner,
  PluginTarget,
  Profile,
  Protocol,
  Target,
  UrlTarget,
} from "./model/profile.js";
export type {
  Because,
  Diagnosis,
  FilledAdvice,
  Finding,
  Report,
  ReportHead,
  ReportStatus,
  Resend,
  Standing,
} from "./model/report.js";
export type { Evidence, Level, Result, Status } from "./model/result.js";
export type { FailOn } from "./model/status.js";
export { type Bilingual, fill, type Language } from "./model/text.js";
export type { LoadedPlugin, ProfileError } from "./profile/load.js";
export { causes, rejudge, version };

/** Every check of the core. */
export const checks: readonly AnyCheck[] = Object.values(registry);

type Environment = Readonly<Record<string, string | undefined>>;

export type LoadOptions = {
  /** Where `${NAME}` comes from; default: the environment of the process. */
  readonly env?: Environment;
  readonly checks?: readonly AnyCheck[];
  readonly plugins?: readonly LoadedPlugin[];
};

/** A profile that makes no sense: every mistake in it, with its line. */
export class InvalidProfile extends Error {
  override name = "InvalidProfile";
  constructor(
    readonly errors: readonly ProfileError[],
    message: string,
  ) {
    super(message);
  }
}

/** Reads a profile (YAML, version 1) from a file. Rejects with `InvalidProfile`. */
export const loadProfile = async (path: string, options: LoadOptions = {}): Promise<Profile> => {
  const { formatProfileErrors, readProfile } = await import("./profile/load.js");
  const loaded = readProfile(path, { env: process.env, checks, ...options });
  if ("errors" in loaded) throw new InvalidProfile(loaded.errors, formatProfileErrors(loaded.errors, "en"));
  return loaded.profile;
};

export type ExamineOptions = {
  /** Default: all checks and causes of the core. */
  readonly checks?: readonly AnyCheck[];
  readonly causes?: CauseTable;
  /** Check ids or layers. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** Milliseconds for the whole run. */
  readonly timeout?: number;
  /** Ends the run early; what is known by then is reported. */
  readonly signal?: AbortSignal;
  readonly failOn?: FailOn;
  /** The user's own attempt, for the resend verdict: the error text of its client, and the serial number to ask for. */
  readonly attempt?: { readonly failedWith?: string; readonly serial?: string };
  /** Called once, before the first step, and whenever a step begins or ends. No secret is in what they are told. */
  readonly onStart?: (head: ReportHead) => void;
  readonly onProgress?: (progress: Progress) => void;
  /** Where proxy variables come from; default: the environment of the process. */
  readonly env?: Environment;
};

/** Looks at every target of a profile, on the real network, and diagnoses it. No secret of the profile is in the report. */
export const examine = async (given: Profile, options: ExamineOptions = {}): Promise<Report> => {
  const { only = [], skip = [], env = process.env, onStart, onProgress, ...rest } = options;
  const profile = withProxies(given, env);
  const { createIo } = await import("./io/index.js");
  const io = createIo(profile, { env });
  try {
    const clean = redactor(profile.secrets);
    const report = await examineWith(profile, {
      checks,
      causes,
      ...rest,
      io,
      version,
      selection: { only, skip },
      ...(onStart === undefined ? {} : { onStart: (head) => onStart(clean(head)) }),
      ...(onProgress === undefined ? {} : { onProgress: (progress) => onProgress(clean(progress)) }),
    });
    return clean(report);
  } finally {
    await io.close();
  }
};
