import type { CauseHistory, Outage, TargetState } from "../model/history.js";
import type { Run } from "./run.js";
import { mean } from "./statistics.js";

/** Failing and not failing of one target, run after run. Instants in milliseconds since 1970. */

type Open = { readonly from: number; readonly run: string; readonly causes: Set<string> };
type Closed = Open & { readonly to: number };

/** So many of the latest changes from run to run are looked at, and this share of them is flapping. */
const lookBack = 20;
const oftenChanged = 0.25;

const none: readonly string[] = [];
const iso = (at: number): string => new Date(at).toISOString();

const outageOf = (one: Open | Closed): Outage => ({
  from: iso(one.from),
  ...("to" in one ? { to: iso(one.to) } : {}),
  causes: [...one.causes],
  ...(one.run === "" ? {} : { run: one.run }),
});

/** Follows one target through the runs in which it was judged, in the order of time. */
export class Course {
  runs = 0;
  failed = 0;
  flaps = 0;
  state: TargetState = "unknown";
  since = 0;
  first = 0;
  last = 0;
  private open: Open | undefined;
  private readonly closed: Closed[] = [];
  /** Of the latest steps from run to run, whether they were changes. */
  private readonly changes: boolean[] = [];
  private readonly causes = new Map<string, { first: number; last: number; runs: number }>();

  add(run: Run, subject: string, state: TargetState): void {
    if (this.first === 0) this.first = run.at;
    this.last = run.until;
    if (state === "unknown") return;
    const down = state === "fail";
    if (this.runs > 0) this.step(down !== (this.state === "fail"));
    for (let again = 1; again < Math.min(run.count, lookBack); again += 1) this.step(false);
    if (state !== this.state) this.since = run.at;
    this.state = state;
    this.runs += run.count;
    if (down) this.failed += run.count;
    const causes = run.told.causes[subject] ?? none;
    this.note(run, causes);
    this.outage(run, down, causes);
  }

  private step(changed: boolean): void {
    if (changed) this.flaps += 1;
    this.changes.push(changed);
    if (this.changes.length > lookBack) this.changes.shift();
  }

  private note({ at, until, count }: Run, ids: readonly string[]): void {
    for (const id of ids) {
      const known = this.causes.get(id);
      if (known === undefined) this.causes.set(id, { first: at, last: until, runs: count });
      else this.causes.set(id, { first: known.first, last: until, runs: known.runs + count });
    }
  }

  private outage({ id, at }: Run, down: boolean, ids: readonly string[]): void {
    if (down) {
      this.open ??= { from: at, run: id, causes: new Set() };
      for (const one of ids) this.open.causes.add(one);
    } else if (this.open !== undefined) {
      this.closed.push({ ...this.open, to: at });
      this.open = undefined;
    }
  }

  get flapping(): boolean {
    const changed = this.changes.filter(Boolean).length;
    return this.changes.length >= 8 && changed / this.changes.length >= oftenChanged;
  }

  get outages(): number {
    return this.closed.length + (this.open === undefined ? 0 : 1);
  }

  /** Mean time to repair, in milliseconds, over the failures whose end was seen. */
  get mttr(): number | null {
    return mean(this.closed.map(({ from, to }) => to - from));
  }

  /** Mean time between the beginnings of failures, in milliseconds. */
  get mtbf(): number | null {
    const starts = [...this.closed, ...(this.open === undefined ? [] : [this.open])].map(({ from }) => from);
    return mean(starts.slice(1).map((start, at) => start - (starts[at] ?? start)));
  }

  lately(most: number): Outage[] {
    const all = [...this.closed, ...(this.open === undefined ? [] : [this.open])];
    return all.slice(-most).reverse().map(outageOf);
  }

  causesSeen(): CauseHistory[] {
    return [...this.causes]
      .map(([id, { first, last, runs }]) => ({ id, firstSeen: iso(first), lastSeen: iso(last), runs }))
      .sort((a, b) => (a.lastSeen < b.lastSeen ? 1 : a.lastSeen > b.lastSeen ? -1 : b.runs - a.runs));
  }
}
