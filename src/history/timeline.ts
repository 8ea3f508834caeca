import type { Cell, History, TargetHistory, TargetState } from "../model/history.js";
import { Course } from "./outages.js";
import type { Run } from "./run.js";
import { median } from "./statistics.js";

export type TimelineOptions = {
  /** How many pieces of time a strip has. */
  readonly cells: number;
  /** Only runs that began at this instant or later, in milliseconds since 1970. */
  readonly since?: number;
  /** Only runs of this profile. */
  readonly profile?: string;
  /** Only these targets; all, if left out. */
  readonly targets?: readonly string[];
  /** Share of runs, 0 to 1, in which a target shall not fail. */
  readonly goal?: number;
};

const mostOutages = 10;
const badness: readonly Cell[] = ["none", "unknown", "pass", "warn", "fail"];

/** The pieces of time of one strip, being filled. */
class Strip {
  readonly cells: Cell[];
  private readonly samples: number[][];
  constructor(
    private readonly from: number,
    private readonly span: number,
    count: number,
  ) {
    this.cells = new Array<Cell>(count).fill("none");
    this.samples = Array.from({ length: count }, () => []);
  }

  private indexOf(at: number): number {
    if (this.span === 0) return this.cells.length - 1;
    return Math.min(this.cells.length - 1, Math.floor(((at - this.from) / this.span) * this.cells.length));
  }

  add({ at, until }: Run, state: TargetState, time: number | undefined): void {
    const last = this.indexOf(until);
    for (let cell = Math.max(0, this.indexOf(at)); cell <= last; cell += 1) {
      if (badness.indexOf(state) > badness.indexOf(this.cells[cell] ?? "none")) this.cells[cell] = state;
      if (time !== undefined) this.samples[cell]?.push(time);
    }
  }

  times(): (number | null)[] {
    return this.samples.map((samples) => (samples.length === 0 ? null : Math.round(median(samples) * 10) / 10));
  }
}

type Row = { readonly profile: string; readonly target: string; readonly course: Course; readonly strip: Strip };

const availabilityOf = ({ runs, failed }: Course): number | null => (runs === 0 ? null : (runs - failed) / runs);

const told = ({ profile, target, course, strip }: Row, goal: number | undefined): TargetHistory => {
  const availability = availabilityOf(course);
  return {
    profile,
    target,
    runs: course.runs,
    failed: course.failed,
    firstSeen: new Date(course.first).toISOString(),
    lastSeen: new Date(course.last).toISOString(),
    state: course.state,
    since: new Date(course.since === 0 ? course.first : course.since).toISOString(),
    strip: strip.cells,
    times: strip.times(),
    availability,
    ...(goal === undefined || availability === null ? {} : { meetsGoal: availability >= goal }),
    flaps: course.flaps,
    flapping: course.flapping,
    outages: course.outages,
    mtbf: course.mtbf,
    mttr: course.mttr,
    causes: course.causesSeen(),
    lately: course.lately(mostOutages),
  };
};

/** Runs, in the order of time, seen as a whole: one row for each target of each profile. A pure function. */
export const timeline = (all: readonly Run[], options: TimelineOptions): History => {
  const { cells, since = Number.NEGATIVE_INFINITY, profile, targets, goal } = options;
  const runs = all.filter((run) => run.until >= since && (profile === undefined || run.profile === profile));
  const from = Math.max(runs[0]?.at ?? 0, since);
  const to = runs.reduce((latest, { until }) => Math.max(latest, until), from);
  const rows = new Map<string, Row>();
  for (const run of runs) {
    for (const [target, state] of Object.entries(run.states)) {
      if (targets !== undefined && !targets.includes(target)) continue;
      const key = `${run.profile}\n${target}`;
      const row = rows.get(key) ?? {
        profile: run.profile,
        target,
        course: new Course(),
        strip: new Strip(from, to - from, cells),
      };
      rows.set(key, row);
      row.course.add(run, target, state);
      row.strip.add(run, state, run.times[target]);
    }
  }
  const count = runs.reduce((sum, run) => sum + run.count, 0);
  return {
    schema: 1,
    tool: "invoice-diag",
    ...(runs.length === 0 ? {} : { from: new Date(from).toISOString(), to: new Date(to).toISOString() }),
    runs: count,
    ...(goal === undefined ? {} : { goal }),
    targets: [...rows.values()].map((row) => told(row, goal)),
  };
};
