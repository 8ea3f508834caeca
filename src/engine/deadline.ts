/** What `within` answers when time or the caller ended the work; `starved`: the time was over, and this process was kept from its turn. */
export type Cut = "deadline" | "starved" | "aborted";

/** Milliseconds so far in which this process was ready and was not let run. */
export type Lost = () => number;

/** The share of the time from which work that did not end may have been kept from its end: threads and children wait unseen besides. */
const much = 0.25;

/**
 * Calls `end` when `ms` are over. Time in which this process was not let run is given back, all in all as much again as it had: a machine
 * that is overrun makes everything late, and what it is overrun by would not be seen.
 */
const clock = (ms: number, lost: Lost, end: (cut: Cut) => void): { readonly stop: () => void } => {
  const [began, before] = [performance.now(), lost()];
  let given = 0;
  const look = (): void => {
    const [passed, gone] = [performance.now() - began, lost() - before];
    const more = Math.min(ms - (passed - gone), ms - given);
    if (more < 1) end(gone >= much * passed ? "starved" : "deadline");
    else {
      given += more;
      timer = setTimeout(look, more);
    }
  };
  let timer = setTimeout(look, ms);
  return { stop: () => clearTimeout(timer) };
};

/**
 * Bounds one piece of work in time. The work gets a signal of its own and is told to stop, but is not waited for: what
 * ignores the signal cannot hold up the run. Own timer, since `AbortSignal.timeout()` does not keep Node alive.
 */
export const within = async <T>(
  { ms, lost, outer }: { readonly ms: number; readonly lost: Lost; readonly outer: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly value: T } | { readonly cut: Cut }> => {
  const inner = new AbortController();
  let end: (cut: Cut) => void = () => {};
  const ended = new Promise<{ cut: Cut }>((resolve) => {
    end = (cut) => {
      inner.abort();
      resolve({ cut });
    };
  });
  const time = clock(ms, lost, (cut) => end(cut));
  const onAbort = (): void => end("aborted");
  // A signal of its own: many listeners on the one that all steps share would look like a leak to Node, which would say so.
  const own = AbortSignal.any([outer]);
  if (own.aborted) onAbort();
  else own.addEventListener("abort", onAbort, { once: true });
  try {
    const running = inner.signal.aborted ? ended : work(inner.signal).then((value) => ({ value }));
    running.catch(() => {});
    return await Promise.race([running, ended]);
  } finally {
    time.stop();
    own.removeEventListener("abort", onAbort);
  }
};

/** Waits, or ends early without an error when the signal is aborted. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener("abort", finish, { once: true });
  });
