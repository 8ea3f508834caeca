import type { Context } from "./context.js";

/**
 * Runs a piece of work that can be interrupted: the first Ctrl-C asks it to end with what is known, the second ends the
 * process at once with 130.
 */
export const interruptible = async <T>(
  { terminal }: Pick<Context, "terminal">,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const controller = new AbortController();
  const stop = terminal.onInterrupt(() => {
    if (controller.signal.aborted) terminal.leave(130);
    controller.abort();
  });
  try {
    return await work(controller.signal);
  } finally {
    stop();
  }
};
