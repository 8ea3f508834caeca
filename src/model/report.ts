import type { CauseKind, Party } from "./cause.js";
import type { Comparison } from "./comparison.js";
import type { Layer } from "./layer.js";
import type { Result, Status } from "./result.js";
import type { Bilingual } from "./text.js";

export const standings = ["confirmed", "likely", "possible", "ruled-out"] as const;
export type Standing = (typeof standings)[number];

/** An answer that speaks for or against a cause. `signal` is the bare name within the step's check. */
export type Because = { readonly step: string; readonly signal: string; readonly text: Bilingual };

export type FilledAdvice = {
  readonly text: Bilingual;
  readonly command?: readonly string[];
  readonly expect?: Bilingual;
};

/** A cause at a place, weighed. */
export type Finding = {
  readonly id: string;
  /** The entry of the catalogue, where `id` is the word for several of them. */
  readonly variant?: string;
  readonly kind: CauseKind;
  readonly place: string;
  readonly subjects: readonly string[];
  readonly layer: Layer;
  readonly standing: Standing;
  /** 0 to 1: the share among healthy, unknown and the causes that expect one of the same answers. */
  readonly confidence: number;
  readonly party: Party;
  readonly title: Bilingual;
  readonly because: readonly Because[];
  readonly against: readonly Because[];
  /** Ids of the steps whose ending it accounts for. */
  readonly explains: readonly string[];
  readonly advice: readonly FilledAdvice[];
  /** A generic cause, listed after the specific ones. */
  readonly yields?: true;
  /** The service is of use none the less: listed after what stops it. */
  readonly mild?: true;
};

export type Diagnosis = {
  readonly causes: readonly Finding[];
  readonly unexplained: readonly Because[];
  readonly cannotTell: readonly { readonly cause: string; readonly for: Bilingual }[];
  readonly next: readonly { readonly test: Bilingual; readonly tells: readonly string[] }[];
};

export type ResendVerdict = "safe" | "query-first" | "accepted" | "still-processing" | "unknown";
export type Resend = {
  readonly subject: string;
  readonly verdict: ResendVerdict;
  readonly because: Bilingual;
  /** An attempt was in question: its error or its serial number was given. */
  readonly asked?: true;
};

export const reportStatuses = ["pass", "warn", "fail", "error"] as const;
export type ReportStatus = (typeof reportStatuses)[number];

/** The one document; every printed form is a function of it. Times in milliseconds. */
export type Report = {
  readonly schema: 1;
  readonly tool: "invoice-diag";
  readonly version: string;
  readonly profile: string;
  readonly startedAt: string;
  readonly ms: number;
  readonly status: ReportStatus;
  readonly exitCode: number;
  /** Present when the run was cut short by the user. */
  readonly interrupted?: true;
  /** Steps that the run's own deadline cut off; absent: none. */
  readonly cutOff?: number;
  readonly vantage: { readonly host: string; readonly platform: string; readonly addresses: readonly string[] };
  readonly counts: Readonly<Record<Status, number>>;
  /** What of the profile a second judging needs: who owns a target, and what it depends on. */
  readonly targets: readonly {
    readonly name: string;
    readonly kind: string;
    readonly host?: string;
    readonly owner?: string;
    readonly dependsOn: readonly string[];
  }[];
  readonly results: readonly Result[];
  /** Ids of the steps that `--only` and `--skip` left out, if any: what they would have answered is still open. */
  readonly leftOut?: readonly string[];
  readonly diagnosis: Diagnosis;
  readonly resend: readonly Resend[];
  /** This run held against an earlier one, where one was named. */
  readonly comparison?: Comparison;
};

/** What is known of a report before anything was looked at. */
export type ReportHead = Pick<Report, "schema" | "tool" | "version" | "profile" | "startedAt" | "vantage" | "targets">;
