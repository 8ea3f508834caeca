/**
 * Calls `then` after `ms`, but only once what has arrived meanwhile was delivered: when this process was stalled, its timers
 * are due before its sockets are read, and silence would be our own.
 */
export const afterSilence = (ms: number, then: () => void): (() => void) => {
  let last: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    last = setImmediate(() => {
      last = setImmediate(then);
    });
  }, ms);
  return () => {
    clearTimeout(timer);
    clearImmediate(last);
  };
};

/** Waits so many milliseconds, and for what has arrived meanwhile; ends early and quietly when the signal is aborted. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      stopClock();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const stopClock = afterSilence(ms, end);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
  });
