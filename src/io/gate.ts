/** Connections to one endpoint at a time, over all checks. */
const places = 2;

export type Gate = {
  /**
   * Waits for a place at `key` (`hostPort(address, port)`) and returns the function that gives it back. Never rejects: if `signal` is
   * aborted while waiting, it lets through at once, and the verb sees the abort itself. Waiting counts into no time-out.
   */
  enter(key: string, signal: AbortSignal): Promise<() => void>;
  /** Whether `enter` would have to wait. */
  busy(key: string): boolean;
  /** A connection request at `key` has met nothing but silence for `ms` milliseconds, until now. */
  silent(key: string, ms: number): void;
  /** How long the silence was that ended last at `key`, if it ended after `since` (`performance.now()`); else 0. */
  silence(key: string, since: number): number;
};

type Queue = { inside: number; readonly waiting: (() => void)[] };

export const createGate = (limit = places): Gate => {
  const queues = new Map<string, Queue>();
  const silences = new Map<string, { readonly until: number; readonly ms: number }>();

  const leaving = (key: string, queue: Queue): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = queue.waiting.shift();
      if (next !== undefined) return next();
      queue.inside -= 1;
      if (queue.inside === 0) queues.delete(key);
    };
  };

  return {
    silent: (key, ms) => void silences.set(key, { until: performance.now(), ms }),
    silence(key, since) {
      const last = silences.get(key);
      return last === undefined || last.until < since ? 0 : last.ms;
    },
    busy: (key) => (queues.get(key)?.inside ?? 0) >= limit,
    enter(key, signal) {
      const queue = queues.get(key) ?? { inside: 0, waiting: [] };
      queues.set(key, queue);
      if (queue.inside < limit) {
        queue.inside += 1;
        return Promise.resolve(leaving(key, queue));
      }
      if (signal.aborted) return Promise.resolve(() => {});
      return new Promise((resolve) => {
        const admit = (): void => {
          signal.removeEventListener("abort", giveUp);
          resolve(leaving(key, queue));
        };
        const giveUp = (): void => {
          queue.waiting.splice(queue.waiting.indexOf(admit), 1);
          resolve(() => {});
        };
        queue.waiting.push(admit);
        signal.addEventListener("abort", giveUp, { once: true });
      });
    },
  };
};
