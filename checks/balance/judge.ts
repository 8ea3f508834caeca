import { rightOf, withFirsts } from "./firsts.js";
import { paceAnswer } from "./pace.js";
import { failingOf, type Seen, type Shot, type Sticky, type Target, waysOf } from "./sight.js";
import { type Spread, spreadOf } from "./spread.js";
import { byChance, grouped, median, type Part } from "./statistics.js";
import type { Answer, Values } from "./words.js";

const signalOf = {
  none: "alike",
  all: "all-fail",
  few: "now-and-then",
  address: "tied-to-address",
  backend: "tied-to-backend",
  everywhere: "failures-everywhere",
  random: "random-failures",
} as const satisfies { readonly [K in Spread["is"]]: Answer["signal"] };

const scattered: readonly Spread["is"][] = ["few", "random", "everywhere"];

const answersAnswer = (shots: readonly Shot[], { is, failing, where }: Spread, lossy: boolean): Answer => {
  const tried = shots.length;
  const unheard = failing.every(({ failed }) => failed?.code === "timeout");
  if (lossy && scattered.includes(is) && unheard)
    return { signal: "some-lost", data: { tried, failing: failing.length } };
  if (is === "none" && shots.some(({ status }) => status === 429)) return { signal: "slowed-down", data: { tried } };
  return { signal: signalOf[is], data: { tried, failing: failing.length, how: waysOf(failing), where } };
};

/** How likely it is at best that of each of so many pairs exactly one fails and none of the others, if each request may fail by chance. */
const onePerPair = (pairs: number, others: number): number => {
  const share = pairs / (2 * pairs + others);
  return (2 * share * (1 - share)) ** pairs * (1 - share) ** others;
};

/** How likely chance alone puts the failures where two were under way at once. */
const byChanceAtOnce = (before: Part, alone: Part, double: readonly boolean[]): number => {
  const again = { hits: double.filter(Boolean).length, of: double.length };
  const both = { hits: before.hits + again.hits, of: before.of + again.of };
  const pairs = double.flatMap((bad, at) => (at % 2 === 0 ? [bad !== double[at + 1]] : []));
  const oneEach = alone.hits === 0 && pairs.every(Boolean) ? onePerPair(pairs.length, alone.of) : 1;
  return Math.min(byChance(both, alone), byChance(again, alone), oneEach);
};

/** Fails with two at once, before and after it did not one after another. */
const concurrencyAnswer = (
  shots: readonly Shot[],
  { failing }: Spread,
  alone: Seen["alone"],
  expected: number | undefined,
): Answer[] => {
  if (alone === undefined || alone.single.length === 0) return [];
  // What is granted at all shows in all the series together.
  const bad = new Set(failingOf([...alone.single, ...alone.double, ...shots], expected));
  const count = (some: readonly Shot[]): number => some.filter((shot) => bad.has(shot)).length;
  const [failingAlone, again] = [count(alone.single), count(alone.double)];
  const tried = shots.length + alone.double.length;
  const data = { failing: failing.length + again, tried, failingAlone, alone: alone.single.length };
  const chance = byChanceAtOnce(
    { hits: failing.length, of: shots.length },
    { hits: failingAlone, of: data.alone },
    alone.double.map((shot) => bad.has(shot)),
  );
  if (failingAlone <= 1 && again > 0 && chance <= 0.05) return [{ signal: "concurrent-fail", data }];
  // A few that went well one after another prove nothing where few failed before.
  if (failingAlone === 0) return [];
  return [{ signal: failingAlone > 1 ? "alone-repeatedly" : "alone-as-well", data }];
};

/** Fails with several at once, again and again, and not with two. */
const crowdAnswer = (shots: readonly Shot[], crowd: Seen["crowd"], expected: number | undefined): Answer[] => {
  if (crowd === undefined || crowd.many.length === 0) return [];
  const { many, two } = crowd;
  const bad = new Set(failingOf([...many, ...two, ...shots], expected));
  const count = (some: readonly Shot[]): number => some.filter((shot) => bad.has(shot)).length;
  const fewer = [...shots, ...two];
  const data = { failing: count(many), tried: many.length, failingFew: count(fewer), few: fewer.length };
  if (data.failing === 0) return [{ signal: "many-at-once", data }];
  const chance = byChance({ hits: data.failing, of: data.tried }, { hits: data.failingFew, of: data.few });
  return data.failing > 1 && data.failingFew === 0 && chance <= 0.05 ? [{ signal: "few-at-once", data }] : [];
};

const reuseAnswer = (fresh: number, { is }: Spread, reused: Seen["reused"]): Answer[] => {
  if (reused === undefined || reused.tried === 0 || is !== "none") return [];
  const { tried, failing } = reused;
  const data = { tried, failing: failing.length, how: [...new Set(failing)], fresh };
  if (failing.length >= 2) return [{ signal: "reused-connections-fail", data }];
  return failing.length === 0 ? [{ signal: "reused-alike", data }] : [];
};

/** The parts into which the times fall: some shots are slow, the others are not. */
type Split = { readonly slow: readonly Shot[]; readonly rest: readonly Shot[]; readonly where: readonly string[] };
type Slowness = { readonly factor: number; readonly least: number };

const usual = (shots: readonly Shot[]): number => median(shots.map(({ ms }) => ms));

/** Whether one part is slower than the other by the factor, and slow at all. */
const apart = (slow: readonly Shot[], rest: readonly Shot[], { factor, least }: Slowness): boolean =>
  slow.length >= 2 && rest.length >= 2 && usual(slow) > least && usual(slow) >= factor * usual(rest);

const byGroup = (
  shots: readonly Shot[],
  wordOf: (shot: Shot) => string | undefined,
  slowness: Slowness,
): Split | undefined => {
  const groups = [...grouped(shots, wordOf)];
  const fastest = groups.reduce<readonly Shot[]>(
    (best, [, all]) => (best.length === 0 || usual(all) < usual(best) ? all : best),
    [],
  );
  const slow = groups.filter(([, all]) => apart(all, fastest, slowness));
  if (slow.length === 0) return undefined;
  const members = slow.flatMap(([, all]) => all);
  return {
    slow: members,
    rest: shots.filter((shot) => !members.includes(shot)),
    where: slow.map(([word]) => word),
  };
};

/**
 * A part of the answers, wherever they come from: the times fall into two clusters with a gap between them, and slow ones
 * come early and late, so that it is no warming up.
 */
const byCluster = (shots: readonly Shot[], slowness: Slowness): Split | undefined => {
  const sorted = [...shots].sort((a, b) => a.ms - b.ms);
  const gap = (at: number): number => (sorted[at]?.ms ?? 0) / Math.max(1, sorted[at - 1]?.ms ?? 1);
  const widest = sorted.reduce((best, _, at) => (at > 0 && gap(at) > gap(best) ? at : best), 1);
  const [rest, slow] = [sorted.slice(0, widest), sorted.slice(widest)];
  const half = [...shots].sort((a, b) => a.at - b.at).slice(0, Math.floor(shots.length / 2));
  const early = slow.filter((shot) => half.includes(shot)).length;
  const both = early > 0 && early < slow.length;
  const fits = gap(widest) >= 2 && both && 4 * slow.length <= 3 * shots.length && apart(slow, rest, slowness);
  return fits ? { slow, rest, where: [] } : undefined;
};

/** So many of the answers, and this part of them, must be later than allowed before it is said of all that they often are. */
const [leastLate, partLate] = [2, 0.2];

/**
 * All alike: in time, or later than `limit` milliseconds. What each of several took from the request on, the way to it left out, is the
 * service's: loss hits now one and now another.
 */
const evenAnswer = (shots: readonly Shot[], limit: number, lossy: boolean): Answer => {
  const data = {
    tried: shots.length,
    ms: Math.round(usual(shots)),
    most: Math.round(Math.max(...shots.map(({ ms }) => ms))),
  };
  const own = shots.filter(({ at }) => at >= 0);
  if (own.length > 2 && own.every(({ wait = 0 }) => wait > limit))
    return { signal: "evenly-slow", data: { ...data, limit } };
  const late = shots.filter(({ ms }) => ms > limit).length;
  const often = late >= leastLate && late >= partLate * shots.length;
  return often && !lossy ? { signal: "often-late", data: { ...data, late, limit } } : { signal: "evenly-fast", data };
};

/** `lossy`: packets get lost on the way. What is lost within an exchange is sent again later (RFC 6298), whoever answers. */
const speedAnswer = (shots: readonly Shot[], slowness: Slowness, { lossy, limit }: Others): Answer[] => {
  if (shots.length < 4) return [];
  const split =
    byGroup(shots, ({ address }) => address, slowness) ??
    byGroup(shots, ({ backend }) => backend, slowness) ??
    byCluster(shots, slowness);
  const tried = shots.length;
  if (split === undefined) {
    return [evenAnswer(shots, limit, lossy)];
  }
  const { slow, rest, where } = split;
  const times = { slowMs: Math.round(usual(slow)), ms: Math.round(usual(rest)) };
  const resent = slow.filter((shot) => shot.resent !== undefined).length;
  // One slow answer more may be the loss on the way back, of which this machine hears nothing.
  if (where.length === 0 && resent > 1 && 2 * resent > slow.length && !lossy)
    return [{ signal: "late-after-loss", data: { tried, slow: slow.length, resent, ...times } }];
  if (lossy && where.length === 0) return [{ signal: "some-late", data: { tried, slow: slow.length, ...times } }];
  return [{ signal: "some-slow", data: { tried, slow: slow.length, ...times, where: where.length > 0 ? where : "–" } }];
};

const stickyAnswer = (
  { first, again }: Sticky,
  shots: readonly Shot[],
  failing: readonly Shot[],
  expected: number | undefined,
): Answer[] => {
  const bad = new Set(failingOf([first, ...again, ...shots], expected));
  const failed = again.filter((shot) => bad.has(shot)).length;
  if (bad.has(first)) {
    const share = failing.length / shots.length;
    const bound = again.length > 0 && failed === again.length && share ** failed <= 0.1;
    return bound ? [{ signal: "sticks-to-bad", data: { failing: failed, tried: again.length } }] : [];
  }
  const labels = [first, ...again].flatMap(({ backend }) => backend ?? []);
  if (labels.length < 4) return [];
  const where = [...new Set(labels)].sort();
  return [{ signal: where.length === 1 ? "sticks" : "wanders", data: { where } }];
};

/** Questions in step with others may all have met the same back end: what fails only now and then when asked alone belongs to them. */
const withAlone = (shots: readonly Shot[], alone: Seen["alone"], expected: number | undefined): readonly Shot[] => {
  const single = alone?.single ?? [];
  const bad = new Set(failingOf([...shots, ...single], expected));
  return single.some((shot) => bad.has(shot)) ? [...shots, ...single] : shots;
};

/** What other checks saw of the host: that packets get lost on the way, and how requests of theirs were answered; and how long may be. */
export type Others = { readonly lossy: boolean; readonly firsts: readonly Shot[]; readonly limit: number };

/** Pure. */
export const judgeBalance = (
  [seen]: readonly Seen[],
  { expected }: Target,
  values: Values,
  others: Others,
): Answer[] => {
  if (seen === undefined) return [];
  const { lossy, firsts } = others;
  const { shots, alone, crowd, reused, sticky, loopDelay } = seen;
  const spread = spreadOf(shots, expected);
  const { failing } = spread;
  const more = { all: () => withAlone(shots, alone, expected), none: () => withFirsts(shots, firsts) };
  const asked = spread.is === "all" || spread.is === "none" ? more[spread.is]() : shots;
  const hurried = paceAnswer(seen, failing, expected);
  const answered = shots.filter((shot) => !failing.includes(shot));
  return [
    ...(hurried === undefined
      ? [answersAnswer(asked, spreadOf(asked, expected), lossy), ...concurrencyAnswer(shots, spread, alone, expected)]
      : [hurried]),
    ...crowdAnswer(shots, crowd, expected),
    ...reuseAnswer(shots.length, spread, reused),
    ...speedAnswer(
      answered.length === 0 ? [] : [...rightOf(firsts), ...answered],
      { factor: values.slowFactor, least: 500 + loopDelay },
      others,
    ),
    ...(sticky === undefined ? [] : stickyAnswer(sticky, shots, failing, expected)),
  ];
};
