import type { Json, JsonObject } from "./json.js";
import type { Layer } from "./layer.js";
import type { Places } from "./place.js";
import type { Bilingual } from "./text.js";

export const levels = ["pass", "note", "warn", "fail"] as const;
/** How bad one answer is. A note never makes a target unhealthy. */
export type Level = (typeof levels)[number];

export const statuses = ["pass", "warn", "fail", "blocked", "skip", "error"] as const;
/** How a step ended. `fail` is about the target, `error` about this tool. */
export type Status = (typeof statuses)[number];

/** One answer to one question of a check. `signal` is the bare name within its check. */
export type Evidence = {
  readonly question: string;
  readonly signal: string;
  readonly level: Level;
  readonly text: Bilingual;
  readonly data: JsonObject;
};

/** How one step of the plan ended, with everything that was seen. Times in milliseconds. */
export type Result = {
  readonly step: string;
  readonly check: string;
  readonly subject: string;
  readonly endpoint?: string;
  readonly layer: Layer;
  readonly status: Status;
  readonly ms: number;
  /** When the step began, ISO 8601. */
  readonly at: string;
  readonly places: Places;
  readonly target: Json;
  readonly settings: JsonObject;
  readonly looks: readonly Json[];
  readonly evidence: readonly Evidence[];
  /** Ids of the steps that saw that this one cannot possibly succeed. */
  readonly blockedBy: readonly string[];
  /** Why a step was skipped, blocked or errored. */
  readonly reason?: Bilingual;
};
