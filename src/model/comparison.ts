import type { Status } from "./result.js";
import type { Bilingual } from "./text.js";

/** What of a run is worth holding against another's, told by a check of its own sight. */
export type Traits = {
  /** Milliseconds of several like measurements. */
  readonly times?: readonly number[];
  readonly addresses?: readonly string[];
  /** The certificate that the server showed: SHA-256 of it, who issued it, from when to when it is valid (ISO 8601). */
  readonly certificate?: {
    readonly fingerprint: string;
    readonly issuer: string;
    readonly notBefore: string;
    readonly notAfter: string;
  };
};

/** A failing answer that only one of the two runs has. */
export type Failing = {
  readonly step: string;
  readonly subject: string;
  readonly signal: string;
  /** What was found, in the words of the run that found it. */
  readonly text: Bilingual;
  /** How the step ended in the other run; absent: it had no such step. */
  readonly other?: Status;
  /** Ids of the standing causes that account for it. */
  readonly causes: readonly string[];
};

export const changeKinds = ["certificate", "address", "latency", "cause", "status"] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Something that is otherwise than before, be it good or bad. */
export type Change = {
  readonly kind: ChangeKind;
  readonly subject: string;
  readonly step?: string;
  readonly was: string;
  readonly is: string;
  readonly text: Bilingual;
};

/** A run held against an earlier one. */
export type Comparison = {
  readonly baseline: { readonly startedAt: string; readonly version: string; readonly profile: string };
  /** Fails now, and did not fail so before. */
  readonly broke: readonly Failing[];
  /** Failed before, and was judged again and does not now. */
  readonly healed: readonly Failing[];
  readonly changed: readonly Change[];
  /** Steps that were judged in one of the two runs only: nothing is said of them unless they fail now. */
  readonly notCompared: readonly string[];
};
