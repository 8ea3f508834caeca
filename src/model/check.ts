import type { Likelihood } from "./cause.js";
import type { Traits } from "./comparison.js";
import type { Io } from "./io.js";
import type { Json, JsonObject } from "./json.js";
import type { Layer } from "./layer.js";
import type { Places } from "./place.js";
import type { Profile } from "./profile.js";
import type { Level, Result } from "./result.js";
import type { Bilingual, SlotsOf } from "./text.js";

/** One possible answer to a question. The signals of one question exclude each other. */
export interface Signal {
  /** The question it answers: a key of the check's `questions`. */
  readonly answers: string;
  readonly level: Level;
  readonly text: Bilingual;
  /** Default: pass "always", note "sometimes", warn and fail "never". A note that has a cause of its own says "never". */
  readonly whenHealthy?: Likelihood;
  /** What needs this step cannot possibly succeed now. */
  readonly stops?: true;
  /** Silence, a reset or loss: believed only after a second look. An answer never says this. */
  readonly doubt?: true;
  /**
   * What the step is there to tell could not be told: unless something else is amiss, it ends as skipped, with this sentence for the
   * reason. Its other answers are evidence all the same.
   */
  readonly untold?: true;
}
export type Signals = { readonly [id: string]: Signal };

/** A setting of a check. Durations are milliseconds and ratios are fractions of 1 once the profile is loaded. */
export interface Setting {
  readonly default: number;
  readonly unit: "duration" | "ratio" | "count" | "days" | "number";
  /** The least and the greatest value that a profile may give, in the setting's own unit. */
  readonly min?: number;
  readonly max?: number;
  /** Governs how it looks: what was seen is judged with the value it was seen with, whatever a later profile says. */
  readonly looking?: true;
  readonly help: Bilingual;
}
export type Settings = { readonly [name: string]: Setting };
export type SettingValues<S extends Settings = Settings> = { readonly [K in keyof S]: number };

/** What a judgement raises: a declared signal, and a value for every slot of its sentences. */
export type Raised<S extends Signals = Signals> = {
  [K in keyof S & string]: {
    readonly signal: K;
    readonly data: JsonObject & { readonly [Slot in SlotsOf<S[K]["text"]["en"] | S[K]["text"]["zh"]>]: Json };
  };
}[keyof S & string];

/** One thing that a check looks at. `needs` are ids of steps (`dns:invoice-api`); absent ones hold nothing back. */
export interface Aim<Target extends Json = Json> {
  readonly subject: string;
  readonly endpoint?: string;
  readonly target: Target;
  readonly needs: readonly string[];
}

export type Unavailable = { readonly unavailable: Bilingual };

export interface ObserveContext<S extends Settings = Settings> {
  readonly io: Io;
  readonly settings: SettingValues<S>;
  /** Aborted when the step's deadline passes or the run ends. */
  readonly signal: AbortSignal;
  /** Aborted when the run is cut short. The `signal` of what looks last is not: it looks, and should not linger. */
  readonly cut?: AbortSignal;
}

export interface JudgeContext<Target extends Json, S extends Settings = Settings> {
  readonly target: Target;
  readonly settings: SettingValues<S>;
  readonly now: Date;
  /** The settled results of a check named in `reads`, over all subjects. */
  readonly others: (check: string) => readonly Result[];
}

/**
 * A pluggable check: it looks (`observe`) without an opinion and judges (`judge`) without I/O. It knows no cause.
 * `judge` raises at least one signal, at most one per question. Observation types must be `type`, not `interface`.
 */
export interface Check<
  Sig extends Signals = Signals,
  Set extends Settings = Settings,
  Target extends Json = Json,
  Seen extends Json = Json,
> {
  /** kebab-case, equal to the file's name; never changes once released. */
  readonly id: string;
  readonly layer: Layer;
  /** A state: "Port accepts connections". */
  readonly title: Bilingual;
  /** One sentence: why anyone should care. */
  readonly about: Bilingual;
  /** Every question by name, as one would ask it. */
  readonly questions: { readonly [id: string]: Bilingual };
  readonly settings: Set;
  readonly signals: Sig;
  /** Checks whose sight the judgement compares with, itself included. Delays only the judging, never the looking. */
  readonly reads?: readonly string[];
  /** The longest that one look may take, in milliseconds; a safety net around the time-outs of the verbs. */
  patience(target: Target, context: { defaults: Profile["defaults"]; settings: SettingValues<Set> }): number;
  /** Looks when every other step has looked, even where the run was cut short: for what the run itself brings to light. */
  readonly last?: true;
  /**
   * How long one look may meet nothing but silence, in milliseconds; default: the profile's `defaults.timeout`. A second
   * look starts beside the first at two fifths of it.
   */
  silence?(target: Target, context: { defaults: Profile["defaults"]; settings: SettingValues<Set> }): number;
  /** How often at most to look at what comes as a reset or loss, with growing pauses; default 2. Silence is met twice at most. */
  readonly tries?: number;
  aims(profile: Profile): readonly Aim<Target>[];
  observe(target: Target, context: ObserveContext<Set>): Promise<Seen | Unavailable>;
  judge(looks: readonly Seen[], context: JudgeContext<Target, Set>): readonly Raised<Sig>[];
  /** The places that were passed through, from what was seen. `this-host` and `target` are filled by the engine. */
  places(target: Target, looks: readonly Seen[]): Places;
  /** What of the sight is worth holding against another run's. */
  traits?(looks: readonly Seen[]): Traits;
  /** Whether what is seen is told by another machine about itself, and says nothing of this one. Default: no. */
  hearsay?(target: Target): boolean;
}

/** A check of any kind, as the engine and the printed forms see it. */
// biome-ignore lint/suspicious/noExplicitAny: the one place where a check's own types are forgotten
export type AnyCheck = Check<any, any, any, any>;

/** Declares a check; the compiler then knows its signals, the slots of their sentences and its settings. */
export const defineCheck = <
  const Sig extends Signals,
  const Set extends Settings,
  Target extends Json,
  Seen extends Json,
>(
  check: Check<Sig, Set, Target, Seen>,
): Check<Sig, Set, Target, Seen> => check;
