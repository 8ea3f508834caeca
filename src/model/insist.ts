import type { FailureCode } from "./failure.js";
import type { Io } from "./io.js";

/** How often what refuses is asked once more, and the milliseconds between: a balancer may have led there to the one back end that is dead. */
const [insistence, apart] = [4, 100];

/** A refusal comes at once and costs nothing: it is believed when it has come again and again. What came of it, and the refusals before. */
export const askInsistently = async <T>(
  first: T,
  ask: () => Promise<T>,
  failed: (one: T) => FailureCode | undefined,
  { io, signal }: { readonly io: Pick<Io, "pause">; readonly signal: AbortSignal },
): Promise<{ readonly last: T; readonly refused: readonly T[] }> => {
  const refused: T[] = [];
  let last = first;
  while (failed(last) === "refused" && refused.length < insistence && !signal.aborted) {
    refused.push(last);
    await io.pause(apart, signal);
    const next = await ask();
    if (failed(next) === "aborted") break;
    last = next;
  }
  return { last, refused };
};
