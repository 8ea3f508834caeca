import type { FailureCode } from "./failure.js";
import type { Io } from "./io.js";

/** How often what fails at once is asked again, and the milliseconds between: a balancer may have led there to the one back end that is dead. */
const [insistence, apart] = [4, 100];
/** Milliseconds after which no further one begins: a balancer may take seconds to give a dead one up. */
const enough = 5000;

export type Insistence<T> = {
  readonly ask: () => Promise<T>;
  readonly failed: (one: T) => FailureCode | undefined;
  /** The codes of ends that are not believed at once. */
  readonly ends: readonly FailureCode[];
  readonly times?: number;
};

/**
 * An end that somebody made comes at once and costs nothing: it is believed when it has come again and again. What came of it, and the
 * failures before that.
 */
export const askInsistently = async <T>(
  first: T,
  { ask, failed, ends, times = insistence }: Insistence<T>,
  { io, signal }: { readonly io: Pick<Io, "pause">; readonly signal: AbortSignal },
): Promise<{ readonly last: T; readonly before: readonly T[] }> => {
  const before: T[] = [];
  const ended = (one: T): boolean => ends.includes(failed(one) ?? "unknown");
  const began = performance.now();
  const goesOn = (): boolean => before.length < times && performance.now() - began < enough && !signal.aborted;
  let last = first;
  while (ended(last) && goesOn()) {
    before.push(last);
    await io.pause(apart, signal);
    const next = await ask();
    if (failed(next) === "aborted") break;
    last = next;
  }
  return { last, before };
};
