import type { Layer } from "./layer.js";
import type { PlaceKind } from "./place.js";
import type { Bilingual } from "./text.js";

export const likelihoods = ["always", "usually", "sometimes", "seldom", "never"] as const;
/** How likely an answer is; `engine/weights.ts` is the one place for the numbers. */
export type Likelihood = (typeof likelihoods)[number];

export type Prior = "rare" | "usual" | "common";
export type CauseKind = "fault" | "warning" | "note";

export const loci = ["this-host", "local-network", "path", "far-side"] as const;
/** On whose ground a cause lies; with the target's owner it gives the responsible party. */
export type Locus = (typeof loci)[number];

export const parties = ["this-host", "local-network", "carrier", "vendor", "tax-authority", "us", "unknown"] as const;
export type Party = (typeof parties)[number];

/** A step of mending: what to do, a read-only command that shows the difference, and what to expect of it. */
export type Advice = {
  readonly text: Bilingual;
  /** `{host}`, `{port}`, `{address}`, `{name}`, `{place}` and `{url}` are filled from the cause's place and target. */
  readonly command?: readonly string[];
  /** What the command shows while the fault stands, and after the mending. */
  readonly expect?: Bilingual;
};

/** A hypothesis about the world; one entry says all that is known of it. */
export interface Cause {
  readonly kind: CauseKind;
  readonly layer: Layer;
  /** The word of the vocabulary by which reports call it, where it is but one variant of what the word means. */
  readonly reportedAs?: string;
  /** Likeliest first. */
  readonly locus: readonly Locus[];
  /** The kind of place it sits at; of several, the widest that the answers bear out. */
  readonly sits: PlaceKind | readonly PlaceKind[];
  readonly prior: Prior;
  readonly title: Bilingual;
  /** One or two sentences: what the world is like, and how one sees it. */
  readonly about: Bilingual;
  /** If this is the cause, how likely is each answer? Keys are `check/signal`. */
  readonly expects: { readonly [signal: `${string}/${string}`]: Likelihood };
  /**
   * The answer, or the answers one of which there must be, without which it is not even suspected. What it expects besides is chance: it speaks for the cause where it
   * came, and not against it where it did not.
   */
  readonly shownBy?: `${string}/${string}` | readonly `${string}/${string}`[];
  /** Answers each of which shows it for certain, if it is suspected: then, too, what it spared does not speak against it. */
  readonly certainBy?: readonly `${string}/${string}`[];
  /**
   * A generic cause (500, 502, slow, …) gives way to what is behind it, be that on a target it depends on. `to-its-own`: only to
   * what shows as it does (no database makes a 403); it comes after all that is specific none the less.
   */
  readonly yields?: true | "to-its-own";
  /** The service is of use none the less: it is listed after whatever keeps someone from invoicing. */
  readonly mild?: true;
  /** What one observer cannot tell from it. */
  readonly lookAlikes?: readonly string[];
  /** A test by hand that tells it from its look-alikes. */
  readonly tellApart?: Bilingual;
  /** A likelihood that surprises, explained. */
  readonly why?: string;
  readonly advice: readonly [Advice, ...Advice[]];
}

export type CauseTable = { readonly [id: string]: Cause };

/** Keeps the ids as the compiler's own words while checking every entry. */
export const defineCauses = <const T extends CauseTable>(table: T): T => table;

/** The id under which reports name the entry `id`. */
export const reportedId = (id: string, { reportedAs = id }: Cause): string => reportedAs;
