import type { HttpOptions, Io } from "../../src/model/io.js";
import { countResent, resentOnTheWay } from "../../src/model/resent.js";
import { bodyLimit, type Shot, shotOf, type Target } from "./sight.js";
import type { Values } from "./words.js";

/** How long a service may be silent before anything of it is known, and to a connection request, in milliseconds. */
const firstPatience = 9000;
const connectPatience = 3000;
/** An answer that takes so many times longer than the slowest one is awaited no longer. */
const hopeless = 10;
/** Silent requests of a series after which no more are sent. */
export const silentAtMost = 2;

/** For so long one look lets others of this run go before what must be asked alone, in milliseconds. */
export const courtesy = 10_000;

/** The longest that one look may take. */
export const patienceOf = ({ timeout, answer }: Io["defaults"], { within }: Values): number =>
  6 * (within + 3 * Math.min(timeout, connectPatience) + answer) + courtesy;

/** What every request of one look shares. */
export type Looking = {
  readonly io: Io;
  readonly target: Target;
  readonly values: Values;
  readonly signal: AbortSignal;
  readonly began: number;
  readonly shots: Shot[];
  /** Milliseconds of courtesy towards others of this run that are left. */
  readonly patience: { left: number };
};

/** Milliseconds since the first request. */
export const elapsed = ({ began }: Looking): number => performance.now() - began;

/** How long an answer is awaited, from what is known of the others. */
export const limits = ({ io, shots, signal }: Looking): HttpOptions => {
  const slowest = Math.max(0, ...shots.filter(({ failed }) => failed === undefined).map(({ ms }) => ms));
  const answer = Math.min(io.defaults.answer, Math.max(firstPatience, hopeless * slowest));
  return { signal, answer, timeout: Math.min(io.defaults.timeout, connectPatience), bodyLimit };
};

export type Where = { readonly word: string; readonly address?: string };

export const shoot = async (looking: Looking, { word, address }: Where, cookies?: string): Promise<Shot> => {
  const { io, target, began } = looking;
  const aim = {
    as: target.as,
    ...(address === undefined ? {} : { address }),
    ...(cookies === undefined ? {} : { cookies }),
  };
  const resentSince = countResent(io);
  const attempt = await io.request(aim, limits(looking));
  const shot = shotOf(word, { began, now: performance.now() }, attempt, target);
  const resent = resentOnTheWay(attempt, resentSince);
  return resent > 0 ? { ...shot, resent } : shot;
};

/** Two at once where answers are slow: the earlier answer, and the later one, too, if it did not wait for it. */
export const shootTwo = async (looking: Looking, { word, address }: Where, cookies: string): Promise<Shot[]> => {
  const { io, target, began, patience } = looking;
  if (address === undefined) return [];
  const options = { ...limits(looking), count: 2, wait: patience.left, ifNarrow: true as const };
  const both = (await io.requestAlone({ as: target.as, address, cookies }, options)) ?? [];
  const shots = both.map((one) => shotOf(word, { began, now: performance.now() }, one, target));
  const [first, second] = shots.filter(({ failed }) => failed === undefined).sort((a, b) => a.ms - b.ms);
  if (first === undefined) return shots;
  return second !== undefined && second.ms <= 1.5 * first.ms ? [first, second] : [first];
};

/** So many requests at once with nobody else of this run there, as far as they will leave; through a proxy beside whoever is. */
export const shootAlone = async (looking: Looking, { word, address }: Where, count: number): Promise<Shot[]> => {
  const { io, target, began, patience } = looking;
  if (address !== undefined) {
    const from = elapsed(looking);
    const options = { ...limits(looking), count, wait: patience.left };
    const alone = await io.requestAlone({ as: target.as, address }, options);
    const longest = Math.max(0, ...(alone ?? []).map(({ ms }) => ms));
    patience.left = Math.max(0, patience.left - Math.max(0, elapsed(looking) - from - longest));
    if (alone !== undefined) {
      const now = performance.now();
      return alone.map((attempt) => shotOf(word, { began, now }, attempt, target));
    }
  }
  const where = address === undefined ? { word } : { word, address };
  return Promise.all(Array.from({ length: count }, () => shoot(looking, where)));
};
