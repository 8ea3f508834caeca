import type { Report, Standing } from "../model/report.js";
import type { Candidate } from "./candidates.js";

/** What of the targets a diagnosis needs: whose they are and what they stand on. */
export type Targets = Report["targets"];

/** A candidate with its verdict, not yet put into words. */
export interface Draft {
  readonly candidate: Candidate;
  readonly confidence: number;
  readonly standing: Standing;
}

/** A draft together with the steps of the generic causes that gave way to it. */
export type Settled = Draft & { readonly absorbed: readonly string[] };
