/** Runs of a journal, seen as a whole. */

/** What a run said of one target; `unknown`: it was not judged (blocked, skipped, tool error). */
export const runStates = ["pass", "warn", "fail", "unknown"] as const;
export type TargetState = (typeof runStates)[number];

/** One piece of the strip: the worst that any run in its time said; `none`: there was no run. */
export type Cell = TargetState | "none";

/** A cause over time. Instants in ISO 8601. */
export type CauseHistory = {
  readonly id: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly runs: number;
};

/** From the first run in which a target failed to the first in which it did not; `to` absent: it still fails. */
export type Outage = {
  readonly from: string;
  readonly to?: string;
  readonly causes: readonly string[];
  /** The run that saw it first; absent where the journal has folded it. */
  readonly run?: string;
};

/** One target of one profile over time. Durations in milliseconds. */
export type TargetHistory = {
  readonly profile: string;
  readonly target: string;
  /** Runs in which it was judged; of these, those in which it failed. */
  readonly runs: number;
  readonly failed: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly state: TargetState;
  /** Since when the present state has held. */
  readonly since: string;
  readonly strip: readonly Cell[];
  /** The median time of each cell, where something was measured. */
  readonly times: readonly (number | null)[];
  /** Share of the runs in which it did not fail; null: it was never judged. */
  readonly availability: number | null;
  /** Present where a goal was given. */
  readonly meetsGoal?: boolean;
  /** Changes between failing and not failing. */
  readonly flaps: number;
  /** A quarter or more of the last twenty changes from run to run were such changes. */
  readonly flapping: boolean;
  readonly outages: number;
  /** Mean time between the beginnings of failures; null: fewer than two were seen. */
  readonly mtbf: number | null;
  /** Mean time to repair, over the failures whose end was seen; null: none was. */
  readonly mttr: number | null;
  readonly causes: readonly CauseHistory[];
  /** The latest ones, the youngest first. */
  readonly lately: readonly Outage[];
};

export type History = {
  readonly schema: 1;
  readonly tool: "invoice-diag";
  /** The time that the strips span; absent without any run. */
  readonly from?: string;
  readonly to?: string;
  readonly runs: number;
  /** Share of runs, 0 to 1, in which a target shall not fail. */
  readonly goal?: number;
  readonly targets: readonly TargetHistory[];
};
