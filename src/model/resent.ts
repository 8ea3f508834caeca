import { isThisMachine } from "./address.js";
import type { Attempt } from "./failure.js";
import type { Io } from "./io.js";

/** How many segments this host sends again from now on, each time that it is asked; null where its system does not tell. */
export const countResent = (io: Pick<Io, "resent">): (() => number | null) => {
  const before = io.resent();
  return () => {
    const now = io.resent();
    return before === null || now === null ? null : now - before;
  };
};

/** How many of them may have held an answer up: none where it came from this machine itself, for then others' packets were lost. */
export const resentOnTheWay = (
  attempt: Attempt<{ readonly address: string }>,
  resentSince: () => number | null,
): number => (attempt.ok && isThisMachine(attempt.value.address) ? 0 : (resentSince() ?? 0));
