import type { Attempt } from "../../src/model/failure.js";
import type { Peer } from "../../src/model/io.js";
import type { Try } from "./sight.js";
import { breath, type Looking, patienceOf, tried } from "./tries.js";

/** How often what refuses is asked once more, and the milliseconds between: a balancer may have led there to the one back end that is dead. */
const [insistence, apart] = [4, 100];

/** What came of it in the end, and the refusals before that. */
type Insisted<T> = { readonly last: Attempt<T>; readonly refused: readonly Try[] };

const isRefused = ({ failed }: Try): boolean => failed === "refused";

/** Pure. Refused more than once, and after others had opened: neither a service that starts nor a moment of ours accounts for that. */
export const refusedOften = (tries: readonly Try[]): boolean => {
  const opened = tries.findIndex(({ failed }) => failed === undefined);
  return opened >= 0 && tries.slice(opened).some(isRefused) && tries.filter(isRefused).length > 1;
};

/** A refusal comes at once: it is believed when it has come again and again. */
export const insist = async <T>(
  first: Attempt<T>,
  ask: () => Promise<Attempt<T>>,
  { io, signal }: Pick<Looking, "io" | "signal">,
): Promise<Insisted<T>> => {
  const refused: Try[] = [];
  let last = first;
  while (isRefused(tried(last)) && refused.length < insistence && !signal.aborted) {
    refused.push(tried(last));
    await io.pause(apart, signal);
    const next = await ask();
    if (!next.ok && next.failure.code === "aborted") break;
    last = next;
  }
  return { last, refused };
};

/**
 * Where one was refused: tries more than usual, and the milliseconds between. Far longer than a service takes to notice that a connection
 * has ended: until then a limit would count it.
 */
const [more, long] = [3, 500];

/**
 * Further handshakes, one after another; two silent ones are enough. Where one is refused, whatever counts connections gets the time to
 * forget the one before, and a few more are made: what refuses then is no limit.
 */
export const again = async (
  peer: Peer,
  refused: readonly Try[],
  { io, signal, tries }: Looking,
): Promise<readonly Try[]> => {
  const made: Try[] = [];
  const silent = (): number => made.filter(({ failed }) => failed === "timeout").length;
  const doubted = (): boolean => [...refused, ...made].some(isRefused);
  while (made.length < tries - 1 + (doubted() ? more : 0) && silent() < 2 && !signal.aborted) {
    await io.pause(doubted() ? long : breath, signal);
    made.push(tried(await io.connect(peer, { signal, timeout: patienceOf(io.defaults.timeout) })));
  }
  return made;
};
