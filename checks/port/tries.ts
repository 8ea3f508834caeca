import type { Attempt, FailureCode } from "../../src/model/failure.js";
import type { Io } from "../../src/model/io.js";
import type { Target, Try } from "./sight.js";

export const tried = (attempt: Attempt<unknown>): Try => {
  if (attempt.ok) return { ms: attempt.ms };
  const { code, detail } = attempt.failure;
  return { ms: attempt.ms, failed: code, ...(detail === undefined ? {} : { detail }) };
};

export type Looking = {
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly tries: number;
  readonly target: Target;
};

/** A lost connection request is repeated after a second (RFC 6298): a time-out below that would call a late answer a failure. */
const repetition = 1500;
/** Between two tries: a service with a queue of two or three, as remote desktops have, must get to accept the one before. */
export const breath = 25;

export const patienceOf = (timeout: number): number => Math.max(timeout * 0.4, Math.min(timeout, repetition));

export const isCut = (code: FailureCode): boolean => code === "reset" || code === "closed";

export const isRefused = ({ failed }: Try): boolean => failed === "refused";

/** Pure. Refused more than once, and after others had opened: neither a service that starts nor a moment of ours accounts for that. */
export const refusedOften = (tries: readonly Try[]): boolean => {
  const opened = tries.findIndex(({ failed }) => failed === undefined);
  return opened >= 0 && tries.slice(opened).some(isRefused) && tries.filter(isRefused).length > 1;
};
