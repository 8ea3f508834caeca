import type { Io } from "./io.js";

/** How many segments this host sends again from now on, each time that it is asked; null where its system does not tell. */
export const countResent = (io: Pick<Io, "resent">): (() => number | null) => {
  const before = io.resent();
  return () => {
    const now = io.resent();
    return before === null || now === null ? null : now - before;
  };
};
