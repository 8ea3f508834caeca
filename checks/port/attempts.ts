import type { Try } from "./sight.js";
import { median, rounded, type State } from "./state.js";
import type { Answer } from "./words.js";

/**
 * After so many milliseconds a connection opens whose first request was lost, or the first two or three: they are repeated after one
 * second, then two, then four (RFC 6298), by newer kernels each second (Linux: `tcp_syn_linear_timeouts`).
 */
const resends = [1000, 2000, 3000, 4000, 7000];
/** How much earlier and later a timer may ring. */
const [early, late] = [15, 120];

/** A connection that takes so long is slow of itself, or delayed. */
const slow = 500;

/** Whether a connection opened just when a repeated request would have opened it. `usual`: how long the others took. */
const isResent = (ms: number, usual: number): boolean =>
  resends.some((after) => ms - usual >= after - early && ms - usual <= after + late);

/** How many of these opened at a repeated request: judged where the usual connection is far quicker than the first repetition. */
export const resentAmong = (tries: readonly Try[]): number => {
  const times = tries.flatMap(({ ms, failed }) => (ms === undefined || failed !== undefined ? [] : [ms]));
  const usual = Math.min(...times);
  return usual > slow ? 0 : times.filter((ms) => isResent(ms, usual)).length;
};

/** Pure. Judged where the usual connection is far quicker than the first repetition: on a slow way a queue looks like one. */
export const attemptsAnswer = (open: readonly State[]): Answer[] => {
  const times = open.flatMap(({ opened }) => opened.flatMap(({ ms }) => ms ?? []));
  if (times.length < 3) return [];
  const usual = Math.min(...times);
  if (usual > slow) return [];
  const again = times.filter((ms) => isResent(ms, usual));
  // What opened late at another time than a timer's was delayed, not lost.
  const delayed = times.filter((ms) => ms - usual > slow && !again.includes(ms));
  if (delayed.length > 0) return [];
  const connections = times.length;
  const failed = open.some(({ how }) => how.length > 0);
  if (again.length === 0) return failed ? [] : [{ signal: "at-once", data: { connections } }];
  const data = { resent: again.length, connections, ms: rounded(median(again)) };
  return [{ signal: again.length > 1 ? "often-resent" : "resent", data }];
};
