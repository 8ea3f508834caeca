import { setTimeout as sleep } from "node:timers/promises";
import { examineCase, type Run } from "./examine.js";
import type { Case } from "./fault.js";
import { type Laboratory, startLaboratory } from "./laboratory.js";
import type { Routers } from "./network.js";

/** No case takes so long; one that waits for ever must not keep the others from their end. Milliseconds. */
const mostTime = 240_000;

const inTime = async (one: Case, lab: Laboratory): Promise<Run> => {
  const late = new AbortController();
  const expired = sleep(mostTime, undefined, { signal: late.signal }).then(
    (): Run => ({ id: one.id, broken: `no end after ${mostTime / 1000} s` }),
  );
  try {
    return await Promise.race([examineCase(one, lab), expired]);
  } finally {
    late.abort();
    expired.catch(() => {});
  }
};

export type BoardOptions = {
  /** The built tool. */
  readonly program: string;
  /** How many laboratories work at the same time. */
  readonly laboratories: number;
  /** Told of each run as it ends. */
  readonly ran: (one: Case, run: Run) => void;
};

/** Runs cases in several laboratories at a time. Where one was not proven, its laboratory is thrown away and it runs again in a new one, once. */
export class Board {
  private readonly open = new Set<Promise<Laboratory>>();
  private closed = false;

  constructor(private readonly options: BoardOptions) {}

  async run(cases: readonly Case[]): Promise<readonly Run[]> {
    // Laboratories of one shape after those of the other, so that few are rebuilt.
    const queue = cases.toSorted((a, b) => a.routers - b.routers);
    const runs: Run[] = [];
    const worker = async (): Promise<void> => {
      let lab: Laboratory | undefined;
      for (let one = queue.shift(); one !== undefined && !this.closed; one = queue.shift()) {
        lab = await this.shaped(lab, one.routers);
        let run = await inTime(one, lab);
        if (run.broken !== undefined && !this.closed) {
          lab = await this.shaped(await this.discarded(lab), one.routers);
          run = await inTime(one, lab);
        }
        if (run.broken !== undefined || one.scars) lab = await this.discarded(lab);
        if (this.closed) return;
        runs.push(run);
        this.options.ran(one, run);
      }
      await this.discarded(lab);
    };
    await Promise.all(Array.from({ length: Math.min(this.options.laboratories, cases.length) }, worker));
    return runs;
  }

  /** Ends and removes all laboratories; what runs in them fails, and no more is begun. */
  async close(): Promise<void> {
    this.closed = true;
    const opened = await Promise.allSettled(this.open);
    await Promise.all(opened.map((one) => (one.status === "fulfilled" ? one.value.remove() : undefined)));
  }

  private async shaped(lab: Laboratory | undefined, routers: Routers): Promise<Laboratory> {
    if (lab?.routers === routers) return lab;
    await this.discarded(lab);
    const starting = startLaboratory(this.options.program, routers);
    this.open.add(starting);
    return starting;
  }

  private async discarded(lab: Laboratory | undefined): Promise<undefined> {
    if (lab === undefined) return undefined;
    for (const one of this.open) if ((await one) === lab) this.open.delete(one);
    await lab.remove();
    return undefined;
  }
}
