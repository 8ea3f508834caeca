import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds by which a timer may be late before another exercise would falsify the times of those that run. */
const late = 80;
const tick = 20;

/** By how many milliseconds this process comes too late just now: because of itself, or of whatever else runs here. */
const lateness = async (): Promise<number> => {
  const began = performance.now();
  await sleep(tick);
  return performance.now() - began - tick;
};

/** Lets work begin beside other work only while this process can bear it; alone, at once. */
export const calmly = (): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let running = 0;
  return async (work) => {
    while (running > 0 && (await lateness()) > late);
    running += 1;
    return work().finally(() => {
      running -= 1;
    });
  };
};

/** Does one piece; false: this worker can do no more. */
export type Worker<T> = (piece: T) => Promise<boolean>;

/** Does every piece of work once, each worker one at a time. Begins no more once the signal is aborted. */
export const inLanes = async <T>(
  pieces: readonly T[],
  workers: readonly Worker<T>[],
  signal: AbortSignal,
): Promise<void> => {
  const queue = [...pieces];
  const lane = async (work: Worker<T>): Promise<void> => {
    while (!signal.aborted) {
      const piece = queue.shift();
      if (piece === undefined || !(await work(piece))) return;
    }
  };
  await Promise.all(workers.map(lane));
};
