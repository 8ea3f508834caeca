import type { Attempt, FailureCode } from "../../src/model/failure.js";
import { askInsistently } from "../../src/model/insist.js";
import type { Peer } from "../../src/model/io.js";
import { resentAmong } from "./attempts.js";
import type { Try } from "./sight.js";
import { breath, isRefused, type Looking, patienceOf, tried } from "./tries.js";

/** What came of it in the end, and the refusals before that. */
type Insisted<T> = { readonly last: Attempt<T>; readonly refused: readonly Try[] };

/** As `askInsistently`, for attempts. */
export const insist = async <T>(
  first: Attempt<T>,
  ask: () => Promise<Attempt<T>>,
  looking: Pick<Looking, "io" | "signal">,
): Promise<Insisted<T>> => {
  const failed = (one: Attempt<T>): FailureCode | undefined => (one.ok ? undefined : one.failure.code);
  const { last, before: refused } = await askInsistently(first, { ask, failed, ends: ["refused"] }, looking);
  return { last, refused: refused.map(tried) };
};

/**
 * Where one was refused: tries more than usual, and the milliseconds between. Far longer than a service takes to notice that a connection
 * has ended: until then a limit would count it.
 */
const [more, long] = [3, 500];

/** Where one opened at a repeated request: tries more than usual, and how many such are enough. One alone may be chance. */
const [many, enough] = [12, 3];

/**
 * Further handshakes, one after another; two silent ones are enough. Where one is refused, whatever counts connections gets the time to
 * forget the one before, and a few more are made: what refuses then is no limit. Where a request was lost, more show how often.
 */
export const again = async (
  peer: Peer,
  before: readonly Try[],
  { io, signal, tries }: Looking,
): Promise<readonly Try[]> => {
  const made: Try[] = [];
  const silent = (): number => made.filter(({ failed }) => failed === "timeout").length;
  const all = (): readonly Try[] => [...before, ...made];
  const doubted = (): boolean => all().some(isRefused);
  const extra = (): number => {
    if (doubted()) return more;
    const resent = resentAmong(all());
    return resent > 0 && resent < enough ? many : 0;
  };
  while (made.length < tries - 1 + extra() && silent() < 2 && !signal.aborted) {
    await io.pause(doubted() ? long : breath, signal);
    made.push(tried(await io.connect(peer, { signal, timeout: patienceOf(io.defaults.timeout) })));
  }
  return made;
};
