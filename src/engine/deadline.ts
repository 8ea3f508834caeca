/** What `within` answers when time or the caller ended the work. */
export type Cut = "deadline" | "aborted";

/**
 * Bounds one piece of work in time. The work gets a signal of its own and is told to stop, but is not waited for: what
 * ignores the signal cannot hold up the run. Own timer, since `AbortSignal.timeout()` does not keep Node alive.
 */
export const within = async <T>(
  ms: number,
  outer: AbortSignal,
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
  const timer = setTimeout(() => end("deadline"), ms);
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
    clearTimeout(timer);
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
