import type { Cell, History, TargetHistory, TargetState } from "../model/history.js";
import { Course } from "./outages.js";
import type { Run, Told } from "./run.js";
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

  add({ at, until }: Run, state: TargetState, time: number | null): void {
    const last = this.indexOf(until);
    for (let cell = Math.max(0, this.indexOf(at)); cell <= last; cell += 1) {
      if (badness.indexOf(state) > badness.indexOf(this.cells[cell] ?? "none")) this.cells[cell] = state;
      if (time !== null) this.samples[cell]?.push(time);
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

/** One row for each target of each profile, being filled. */
class Rows {
  private readonly rows = new Map<string, Row>();
  /** The rows that runs which told the same belong to. */
  private readonly ofTold = new Map<Told, readonly (readonly [row: Row, state: TargetState])[]>();
  constructor(
    private readonly from: number,
    private readonly to: number,
    private readonly cells: number,
  ) {}

  private rowOf(profile: string, target: string): Row {
    const key = `${profile}\n${target}`;
    const strip = (): Strip => new Strip(this.from, this.to - this.from, this.cells);
    const row = this.rows.get(key) ?? { profile, target, course: new Course(), strip: strip() };
    this.rows.set(key, row);
    return row;
  }

  private rowsOf(told: Told): readonly (readonly [row: Row, state: TargetState])[] {
    return Object.entries(told.states).map(([target, found]) => {
      // What a run that was cut short did not find may still be there.
      const state = told.interrupted && found !== "fail" ? "unknown" : found;
      return [this.rowOf(told.profile, target), state];
    });
  }

  add(run: Run, targets: readonly string[] | undefined): void {
    const rows = this.ofTold.get(run.told) ?? this.rowsOf(run.told);
    this.ofTold.set(run.told, rows);
    const { times } = run;
    rows.forEach(([{ target, course, strip }, state], at) => {
      if (targets !== undefined && !targets.includes(target)) return;
      course.add(run, target, state);
      strip.add(run, state, times[at] ?? null);
    });
  }

  all(): Row[] {
    return [...this.rows.values()].filter(({ course }) => course.first > 0);
  }
}

/** Runs, in the order of time, seen as a whole: one row for each target of each profile. A pure function. */
export const timeline = (all: readonly Run[], options: TimelineOptions): History => {
  const { since = Number.NEGATIVE_INFINITY, profile, targets, goal } = options;
  const runs = all.filter((run) => run.until >= since && (profile === undefined || run.told.profile === profile));
  const from = Math.max(runs[0]?.at ?? 0, since);
  const to = runs.reduce((latest, { until }) => Math.max(latest, until), from);
  const count = runs.reduce((sum, run) => sum + run.count, 0);
  // Finer than the runs themselves a strip would show gaps where nothing is missing.
  const cells = Math.min(options.cells, Math.max(1, count));
  const rows = new Rows(from, to, cells);
  for (const run of runs) rows.add(run, targets);
  return {
    schema: 1,
    tool: "invoice-diag",
    ...(runs.length === 0 ? {} : { from: new Date(from).toISOString(), to: new Date(to).toISOString() }),
    runs: count,
    ...(goal === undefined ? {} : { goal }),
    targets: rows.all().map((row) => told(row, goal)),
  };
};
