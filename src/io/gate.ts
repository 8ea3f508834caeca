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
};

type Queue = { inside: number; readonly waiting: (() => void)[] };

export const createGate = (limit = places): Gate => {
  const queues = new Map<string, Queue>();

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
