import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** An exercise mostly waits: so many for each processor, and no more than one process can serve. */
const perProcessor = 2;
const most = 4;

/** Milliseconds by which a timer may be late before another exercise would falsify the times of those that run. */
const late = 80;
const tick = 20;

/** By how many milliseconds this process comes too late just now: because of itself, or of whatever else runs here. */
const lateness = async (): Promise<number> => {
  const began = performance.now();
  await sleep(tick);
  return performance.now() - began - tick;
};

/**
 * Does every piece of work, several at a time while this machine can bear it, one at a time where it is busy. Begins no
 * more once the signal is aborted.
 */
export const inLanes = async <T>(
  pieces: readonly T[],
  signal: AbortSignal,
  work: (piece: T) => Promise<void>,
): Promise<void> => {
  const queue = [...pieces];
  let running = 0;
  const lane = async (): Promise<void> => {
    while (queue.length > 0 && !signal.aborted) {
      if (running > 0 && (await lateness()) > late) continue;
      const piece = queue.shift();
      if (piece === undefined) return;
      running += 1;
      await work(piece).finally(() => {
        running -= 1;
      });
    }
  };
  const count = Math.min(most, perProcessor * availableParallelism(), pieces.length);
  await Promise.all(Array.from({ length: count }, lane));
};
