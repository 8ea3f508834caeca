import type { EchoSeries } from "../../src/model/io.js";
import type { Beside } from "./life.js";
import { gapsIn, isEven, noChance, sum } from "./ration.js";
import type { Seen } from "./sight.js";
import type { Answer, Values } from "./words.js";

/** Reasons of ICMP errors with which a filter refuses; the others come from a way that does not lead there. */
const refusals: readonly string[] = ["prohibited", "port-unreachable", "protocol-unreachable"];
const deadEnds: readonly string[] = ["network-unreachable", "host-unreachable", "time-exceeded"];

/** The two-sided 90 % interval of a share (Wilson 1927). */
const wilson = (hits: number, of: number): { readonly least: number; readonly most: number } => {
  const z = 1.6449;
  const centre = (hits + (z * z) / 2) / (of + z * z);
  const half = (z * Math.sqrt((hits * (of - hits)) / of + (z * z) / 4)) / (of + z * z);
  return { least: Math.max(0, centre - half), most: Math.min(1, centre + half) };
};
const percent = (share: number): string => `${Number((share * 100).toPrecision(share < 0.995 ? 2 : 3))} %`;
const rounded = (ms: number): number => (ms < 10 ? Math.round(ms * 100) / 100 : Math.round(ms));
/** The value that a share of all does not exceed: the median and above. */
const quantile = (numbers: readonly number[], share: number): number =>
  [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? 0;
const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);
/** What most replies keep within, and the slowest of them. */
const spread = (numbers: readonly number[]) => ({
  p95: rounded(quantile(numbers, 0.95)),
  longest: rounded(Math.max(...numbers)),
});

const echoAnswer = (looks: readonly Seen[], alive: boolean): Answer => {
  const series = looks.flatMap((look) => look.series);
  const address = looks[0]?.address ?? "";
  const sent = sum(series.map((one) => one.sent));
  const received = sum(series.map(({ replies }) => replies.length));
  if (received > 0) return { signal: "answers", data: { address, sent, received, how: series[0]?.how ?? "" } };
  const local = looks.flatMap(({ failed }) => (failed === undefined ? [] : [{ reason: failed, from: undefined }]));
  const late = looks.flatMap(({ vigil }) => vigil?.errors ?? []);
  const errors = [...series.flatMap((one) => one.errors), ...late, ...local];
  const refused = errors.find(({ reason }) => refusals.includes(reason));
  const lost = errors.find(({ reason }) => deadEnds.includes(reason));
  const found = refused ?? lost;
  if (found === undefined) return { signal: alive ? "filtered" : "silent", data: { address, sent } };
  // Whoever serves while ping "cannot reach" it is behind something that refuses ping alone.
  const signal = refused !== undefined || alive ? "prohibited" : "unreachable";
  return { signal, data: { address, from: found.from ?? "localhost", reason: found.reason } };
};

/** Such a loss would have had four times as much sent again: busy machines send a segment again without need now and then. */
const isQuiet = (answered: readonly Seen[], { exchanges }: Beside, least: number): boolean =>
  answered.every(({ resent }) => resent === 0 || (resent !== undefined && 4 * resent < exchanges * least));

/**
 * How many connections, and requests on them, lost nothing though by all that is no chance they should have: each needs a packet there and
 * one back, as a ping does. None, where one did or where they are too few to tell.
 */
const spares = (answered: readonly Seen[], beside: Beside, least: number, chance: number): number => {
  const spared = beside.connections + (isQuiet(answered, beside, least) ? beside.exchanges : 0);
  return beside.resent === 0 && (1 - least) ** spared < chance ? spared : 0;
};

/** Beside an evenness that chance has not, a little less proof that nothing else is lost will do; without any, every tenth packet may be. */
const littleChance = 0.1;

/** Limits of the rate of ping leave gaps as well: only what also loses other packets is a way that is gone for moments. */
const goneAnswer = (series: readonly EchoSeries[], heard: readonly Seen[], beside: Beside): Answer | undefined => {
  const [gaps = []] = series.map(({ lostBefore = [] }) => gapsIn(lostBefore)).filter((found) => found.length > 0);
  const others = beside.resent > 0 || heard.some(({ resent = 0 }) => resent > 0);
  if (gaps.length === 0 || !others) return undefined;
  return {
    signal: "gone-at-times",
    data: { gaps: gaps.length, shortest: Math.min(...gaps), longest: Math.max(...gaps) },
  };
};

/** Whether a router, or this machine, said that the host cannot be reached, while it was reached before or after. */
const reachAnswer = (heard: readonly Seen[], beside: Beside, lossy: boolean): Answer => {
  const series = heard.flatMap((one) => one.series).filter((one) => one.replies.length > 0);
  const [told] = series.flatMap(({ errors }) => errors).filter(({ reason }) => deadEnds.includes(reason));
  const sent = sum(series.map((one) => one.sent));
  const lost = Math.max(0, sent - sum(series.map(({ replies }) => replies.length)));
  if (told === undefined || lost === 0)
    return (lossy && goneAnswer(series, heard, beside)) || { signal: "reached", data: {} };
  return { signal: "comes-and-goes", data: { lost, sent, from: told.from ?? "localhost", reason: told.reason } };
};

/** Of so many round trips lost, a few in a row are: whatever is asked three times may stay unanswered by chance. */
const half = 0.4;

/** A look without any reply is no partial loss, but beside one that was answered it is loss for certain. */
const lossAnswers = (looks: readonly Seen[], values: Values, beside: Beside): Answer[] => {
  const heard = looks.filter(({ series }) => series.some(({ replies }) => replies.length > 0));
  const answered = heard.flatMap(({ series }) => series);
  const gone = looks.flatMap(({ series }) => series).length > answered.length;
  const sent = sum(answered.map((one) => one.sent));
  const lost = Math.max(0, sent - sum(answered.map(({ replies }) => replies.length)));
  const { least, most } = wilson(lost, sent);
  const rows = answered.flatMap(({ inARow }) => inARow ?? []);
  const data = {
    lost,
    sent,
    row: rows.length === 0 ? "–" : Math.max(...rows),
    least: percent(least),
    most: percent(most),
  };
  const spared = spares(heard, beside, least, noChance);
  if (spared > 0) return [{ signal: "rationed", data: { lost, sent, spared } }];
  const even = answered.some(({ lostBefore = [] }) => isEven(lostBefore));
  const sparing = isQuiet(heard, beside, least) && spares(heard, beside, least, littleChance) > 0;
  if (even && sparing) return [{ signal: "rationed-evenly", data: { lost, sent } }];
  const depth = least > half ? [{ signal: "half-lost" as const, data: { least: percent(least) } }] : [];
  if (least > values.failLoss) return [{ signal: "lossy", data }, ...depth];
  return [{ signal: least > values.warnLoss || gone ? "some-loss" : "no-loss", data }];
};

/** How far it is shows in the quickest tenth: what a queue, or a stall of this machine, adds is no distance. */
const best = 0.1;

const rttAnswer = (replies: readonly number[], { warnRtt, failRtt }: Values): Answer => {
  const ms = quantile(replies, best);
  const data = { ms: rounded(ms), ...spread(replies) };
  if (ms > failRtt) return { signal: "very-far", data: { ...data, limit: failRtt } };
  if (ms > warnRtt) return { signal: "far", data: { ...data, limit: warnRtt } };
  return { signal: "near", data };
};

/** Shares of a round trip by which every long way varies: from one ping to the next, and all but the extremes of a sample. */
const usualShare = { step: 0.1, range: 0.33 } as const;

/** From the second lowest to the second highest: one late reply is no jitter. */
const rangeOf = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted.at(-2) ?? 0) - (sorted[1] ?? 0);
};

/** What is left of a sample without its lowest and its two highest, which a stall of this machine may have delayed. */
const middleOf = (numbers: readonly number[]): { readonly least: number; readonly width: number } => {
  const sorted = [...numbers].sort((a, b) => a - b).slice(1, -2);
  const least = sorted[0] ?? 0;
  return { least, width: (sorted.at(-1) ?? least) - least };
};

/** How much later the middle of the close replies is than the low end of those far apart, as a share of the round trip. */
const queued = 0.2;

/**
 * A way that keeps order hands late packets on together: what follows closely comes evenly late, and only what is far apart shows how
 * early it can be. On a way that is merely long both are alike, and where the close ones fill a line, those far apart are even.
 */
const heldUp = (close: readonly number[], apart: readonly number[], limit: number): boolean => {
  const { least, width } = middleOf(apart);
  const later = median(close) - least;
  return width > limit && later > Math.max(limit, queued * median(apart));
};

/** Of so many steps from one ping to the next, this share goes the same way. */
const steady = { steps: 8, share: 0.85 } as const;

/** Chance goes up and down; what rises or falls all the time is a queue that fills or empties. */
const isSteady = (replies: readonly number[]): boolean => {
  const up = replies.slice(1).map((ms, at) => ms > (replies[at] ?? ms));
  const rising = up.filter(Boolean).length;
  return up.length >= steady.steps && Math.max(rising, up.length - rising) >= steady.share * up.length;
};

type Samples = { readonly series: readonly EchoSeries[]; readonly apart: readonly EchoSeries[] };
const repliesOf = (series: readonly EchoSeries[]): number[] => series.flatMap((one) => one.replies);

/**
 * Jitter is the difference between two successive round trips (RFC 3550 6.4.1), here its median, not its mean: a stall of this
 * machine delays a few replies in a row and moves any mean, while a path that is uneven is so from ping to ping.
 */
const jitterAnswer = ({ series, apart }: Samples, { warnJitter }: Values): Answer[] => {
  const timed = apart.length > 0 ? apart : series;
  const steps = timed.flatMap(({ replies }) => replies.slice(1).map((ms, at) => Math.abs(ms - (replies[at] ?? ms))));
  if (steps.length < 4) return [];
  const all = repliesOf(timed);
  const [ms, usual] = [median(steps), median(all)];
  const limit = Math.max(warnJitter, usualShare.step * usual);
  const data = { ms: rounded(ms), ...spread(steps) };
  const varies = ms > limit && rangeOf(all) > usualShare.range * usual;
  const uneven = varies || (apart.length > 0 && heldUp(repliesOf(series), all, limit));
  if (!uneven) return [{ signal: "even", data }];
  if (varies && timed.some(({ replies }) => isSteady(replies)))
    return [{ signal: "queued", data: { first: rounded(all[0] ?? 0), last: rounded(all.at(-1) ?? 0) } }];
  return [{ signal: "uneven", data: { ...data, limit: rounded(limit) } }];
};

/** Pure. `beside`: what else was seen of the host. */
export const judgePing = (looks: readonly Seen[], values: Values, beside: Beside): Answer[] => {
  const echo = echoAnswer(looks, beside.alive);
  if (echo.signal !== "answers") return [echo];
  const series = looks.map((look) => look.series);
  const apart = looks.flatMap((look) => look.apart ?? []).filter(({ replies }) => replies.length > 4);
  // Where order is kept, replies that follow each other closely wait for the same one: those far apart are believed.
  const replies = repliesOf(apart.length > 0 ? apart : series.flat());
  const jitter = jitterAnswer({ series: series.flat(), apart }, values);
  const loss = lossAnswers(looks, values, beside);
  const lossy = loss.some(({ signal }) => signal === "lossy");
  return [echo, ...loss, reachAnswer(looks, beside, lossy), rttAnswer(replies, values), ...jitter];
};
