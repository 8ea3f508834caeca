import { isIPv6 } from "node:net";
import type { AskedSizes, EchoSizes } from "../model/io.js";
import { joinProber, type ProbeOutcome, type Prober } from "./icmp-probe.js";
import { afterSilence, pause } from "./pause.js";
import { notWaiting } from "./runtime.js";

/** `timeout`: milliseconds that one round of questions may last. */
export type SizeOrder = {
  readonly full: number;
  /** The MTU of the interface, which may be larger than `full`. */
  readonly own: number;
  readonly timeout: number;
  readonly signal: AbortSignal;
};

/** Asks which of some sizes pass; what is not in the answer was neither answered nor told about. */
export type AskSizes = (sizes: readonly number[]) => Promise<ReadonlyMap<number, SizeAnswer>>;
export type SizeAnswer = { readonly from: string | null; readonly mtu: number | null } | "passed";

/** What was learned from the smallest and the full size. */
export type FirstSizes = Omit<EchoSizes, "how" | "rate">;

/** Bytes of a packet that passes wherever anything does. */
const small = 84;
/** MTUs of tunnels, mobile and PPPoE lines, and the least that IPv6 and IPv4 must carry. */
const ladder = [1492, 1480, 1472, 1460, 1440, 1420, 1400, 1380, 1360, 1340, 1300, 1280, 1024, 576];
const leastOf6 = 1280;
const ttl = 64;
/** How often a size is asked before it counts as lost. */
const tries = 3;

const even = (size: number): number => size - (size % 2);

const summary = (sizes: readonly number[], answers: ReadonlyMap<number, SizeAnswer>): AskedSizes => {
  const toldOf = (size: number) => {
    const answer = answers.get(size);
    return answer === undefined || answer === "passed" ? [] : [answer];
  };
  return {
    passed: sizes.filter((size) => answers.get(size) === "passed"),
    lost: sizes.filter((size) => !answers.has(size)),
    told: sizes.flatMap(toldOf),
  };
};

/** The smallest and the full size. */
export const askFirst = async (ask: AskSizes, full: number): Promise<FirstSizes> => {
  const sizes = [small, even(full)];
  return summary(sizes, await ask(sizes));
};

const leastTold = ({ told }: FirstSizes): number => Math.min(...told.flatMap(({ mtu }) => mtu ?? []));

/** The largest that switches for jumbo frames carry, and one size between that and the usual ones. */
const [jumbo, between] = [9216, 4000];

/**
 * What the interface may send beyond the full size, where that passes: an interface set to jumbo frames before a switch that carries
 * none is a black hole, for a switch tells nobody.
 */
export const askBeyond = async (
  ask: AskSizes,
  { passed }: FirstSizes,
  { full, own }: Pick<SizeOrder, "full" | "own">,
): Promise<AskedSizes | undefined> => {
  if (own <= full || !passed.includes(even(full))) return undefined;
  const most = even(Math.min(own, jumbo));
  const sizes = most > between ? [between, most] : [most];
  return summary(sizes, await ask(sizes));
};

/** What lies between, where the full size did not pass: the size that a router named, else the usual ones. */
export const askFurther = async (
  ask: AskSizes,
  first: FirstSizes,
  address: string,
  full: number,
): Promise<FirstSizes> => {
  if (!first.passed.includes(small) || first.passed.includes(even(full))) return first;
  const named = leastTold(first);
  if (named < full && named > small) {
    const size = even(named);
    const second = summary([size], await ask([size]));
    const both = merge(first, second);
    if (second.passed.length > 0) return both;
    return merge(both, await askLadder(ask, address, size));
  }
  return merge(first, await askLadder(ask, address, full));
};

const askLadder = async (ask: AskSizes, address: string, below: number): Promise<FirstSizes> => {
  const sizes = ladder.filter((size) => size < below && (size >= leastOf6 || !isIPv6(address)));
  return summary(sizes, await ask(sizes));
};

const merge = (a: FirstSizes, b: FirstSizes): FirstSizes => ({
  passed: [...a.passed, ...b.passed].sort((x, y) => x - y),
  lost: [...a.lost, ...b.lost].sort((x, y) => x - y),
  told: [...a.told, ...b.told],
});

const answerOf = (outcome: ProbeOutcome): SizeAnswer | undefined => {
  if (outcome.kind === "reply") return "passed";
  if (outcome.kind === "unsent" || outcome.reason !== "packet-too-big") return undefined;
  return { from: outcome.from, mtu: outcome.mtu ?? null };
};

/** Asks all sizes at once, and those that stay silent again, until all are answered or the time is over. */
export const askByProbes =
  (prober: Prober, address: string, { timeout, signal }: SizeOrder): AskSizes =>
  (sizes) =>
    new Promise((resolve) => {
      const answers = new Map<number, SizeAnswer>();
      const stops: (() => void)[] = [];
      const finish = (): void => {
        for (const stop of stops) stop();
        signal.removeEventListener("abort", finish);
        resolve(answers);
      };
      const take = (size: number, outcome: ProbeOutcome): void => {
        const answer = answerOf(outcome);
        if (answer === undefined || answers.has(size)) return;
        answers.set(size, answer);
        if (answers.size === sizes.length) finish();
      };
      const round = (): void => {
        for (const size of sizes.filter((one) => !answers.has(one)))
          stops.push(prober.send({ address, ttl, size }, (outcome) => take(size, outcome)));
      };
      signal.addEventListener("abort", finish, { once: true });
      if (signal.aborted) return finish();
      for (let again = 1; again < tries; again += 1) stops.push(afterSilence((timeout * again) / tries, round));
      stops.push(afterSilence(timeout, finish));
      round();
    });

/** Full-size packets that are sent at once to see how far apart they come back. */
const train = 6;
/** Faster than this a second train would say nothing new; bits per second. */
const plenty = 10_000_000;

/** One packet of a train that came back: the how manieth it was when they were sent, and when it came, in milliseconds. */
export type Echoed = { readonly nth: number; readonly at: number };

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/**
 * Bits per second from the order and the times in which the packets of a train came back: the narrowest link of both directions spaces
 * them, and a queue keeps their order. Of the gaps the median counts, for what else goes over the line widens some of them and what
 * was gathered on the way closes some. Undefined: too few came back; null: in another order, which shows delays but no width. Pure.
 */
export const rateOf = (echoed: readonly Echoed[], size: number): number | null | undefined => {
  const pairs = echoed.slice(1).map((one, before) => [echoed[before] ?? one, one] as const);
  if (pairs.length < train / 2) return undefined;
  if (pairs.some(([one, next]) => next.nth < one.nth)) return null;
  const gaps = pairs.map(([one, next]) => next.at - one.at);
  return Math.round((size * 8 * 1000) / Math.max(median(gaps), 0.001));
};

/** So long after the last packet of a train the others are taken for lost, in milliseconds: a line of 64 kbit/s sends one in 190. */
const lull = 1500;

/**
 * `timeout`: until the first of them must be back. What this process was busy with, or was kept from running, is taken off the times:
 * its socket hands over one packet in each turn of the event loop.
 */
const sendTrain = (prober: Prober, address: string, { full, timeout, signal }: SizeOrder): Promise<Echoed[]> =>
  new Promise((resolve) => {
    const arrivals: Echoed[] = [];
    const stops: (() => void)[] = [];
    const finish = (): void => {
      for (const stop of stops) stop();
      signal.removeEventListener("abort", finish);
      resolve(arrivals);
    };
    signal.addEventListener("abort", finish, { once: true });
    if (signal.aborted) return finish();
    let stopWaiting = afterSilence(timeout, finish);
    stops.push(() => stopWaiting());
    for (let nth = 0; nth < train; nth += 1) {
      const probe = { address, ttl, size: even(full) };
      const take = (outcome: ProbeOutcome): void => {
        if (outcome.kind !== "reply") return;
        arrivals.push({ nth, at: performance.now() - notWaiting() });
        stopWaiting();
        if (arrivals.length === train) finish();
        else stopWaiting = afterSilence(lull, finish);
      };
      stops.push(prober.send(probe, take));
    }
  });

/** Milliseconds after which other checks' packets have mostly left a line that they filled, and for which the rest of them is awaited. */
const [emptied, still] = [4000, 6000];

/**
 * The rate of a train of full-size packets; a slow one is measured twice, and the better counts. A train of which too little came back is
 * sent once more later: on a narrow line our own questions leave no room for it.
 */
export const measureRate = async (prober: Prober, address: string, order: SizeOrder): Promise<number | null> => {
  const train = async (timeout: number) => rateOf(await sendTrain(prober, address, { ...order, timeout }), order.full);
  let first = await train(order.timeout);
  if (first === undefined) {
    await pause(emptied, order.signal);
    first = await train(Math.max(order.timeout, still));
  }
  if (first === undefined || first === null || first > plenty) return first ?? null;
  const second = await train(order.timeout);
  return second === null ? null : Math.max(first, second ?? 0);
};

export const withProber = async <T>(address: string, work: (prober: Prober) => Promise<T>): Promise<T> => {
  const prober = await joinProber(isIPv6(address) ? 6 : 4);
  try {
    return await work(prober);
  } finally {
    prober.release();
  }
};
