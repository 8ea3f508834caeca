import { type Looking, shootAlone, type Where } from "./request.js";
import { failingOf, isSilent, type Seen, type Shot, telling, waysOf } from "./sight.js";
import { byChance } from "./statistics.js";
import type { Answer } from "./words.js";

/** Whether requests fail only where they follow each other quickly: many limits of a rate say 503 (nginx, `limit_req`), not 429. */

/** Requests, two at once as at first, with half a second before them, which such limits let pass, and then as fast as they are answered. */
const [unhurried, hurried, beside] = [12, 20, 2];
const pace = 500;
/** So many failures are enough to see that it is as before. */
const enough = 3;

type Series = {
  readonly count: number;
  readonly pause: number;
  readonly failures: number;
};

/** Until so many have failed. */
const series = async (
  looking: Looking,
  places: readonly Where[],
  { count, pause, failures }: Series,
): Promise<Shot[]> => {
  const { io, signal, shots, target } = looking;
  const made: Shot[] = [];
  const failed = (): number =>
    failingOf([...made, ...shots], target.expected).filter((shot) => made.includes(shot)).length;
  while (made.length < count && failed() < failures && !signal.aborted) {
    const where = places[(made.length / beside) % places.length];
    if (where === undefined) break;
    if (pause > 0) await io.pause(pause, signal);
    made.push(...(await shootAlone(looking, where, beside)));
  }
  return telling(made);
};

/** A limit of connections at once refuses two however slowly they come. */
export const sampleSlowly = async (looking: Looking, places: readonly Where[]): Promise<NonNullable<Seen["pace"]>> => {
  const slow = await series(looking, places, { count: unhurried, pause: pace, failures: 1 });
  const { target, shots } = looking;
  const failing = failingOf([...slow, ...shots], target.expected);
  if (slow.length < unhurried || slow.some((shot) => failing.includes(shot))) return { slow, quick: [] };
  return { slow, quick: await series(looking, places, { count: hurried, pause: 0, failures: enough }) };
};

/** Only failures that were answered, all alike, may be a limit's. */
export const mayBeLimited = (shots: readonly Shot[], failing: readonly Shot[]): boolean =>
  failing.length > 1 &&
  failing.every(({ status }) => status !== undefined) &&
  waysOf(failing).length === 1 &&
  !shots.some(isSilent);

/** Pure. It fails when hurried, before and after it did not when given time. */
export const paceAnswer = (
  { shots, alone, pace: seen }: Seen,
  failing: readonly Shot[],
  expected: number | undefined,
): Answer | undefined => {
  if (seen === undefined || seen.slow.length < unhurried) return undefined;
  const before = [...shots, ...(alone?.single ?? []), ...(alone?.double ?? [])];
  const bad = new Set(failingOf([...before, ...seen.slow, ...seen.quick], expected));
  const count = (some: readonly Shot[]): number => some.filter((shot) => bad.has(shot)).length;
  const [slow, again] = [count(seen.slow), count(seen.quick)];
  const hits = count(before) + again;
  const of = before.length + seen.quick.length;
  if (slow > 0 || again === 0 || byChance({ hits, of }, { hits: 0, of: seen.slow.length }) > 0.05) return undefined;
  const data = { tried: of, failing: hits, how: waysOf(failing), slow: seen.slow.length, ms: pace };
  return { signal: "only-when-hurried", data };
};
