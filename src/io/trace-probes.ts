import type { TraceHop } from "../model/io.js";
import { isOwnAddress } from "./host-any.js";
import { canonical } from "./icmp-packet.js";
import { joinProber, type ProbeOutcome, type Prober } from "./icmp-probe.js";
import { afterSilence } from "./pause.js";
import { circleOf } from "./trace-circle.js";

/** `timeout`: milliseconds for everything. */
export type TraceOrder = {
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly enough?: AbortSignal | undefined;
  /** Only so many hops are asked for. */
  readonly hops?: number | undefined;
};

export type Traced = {
  readonly hops: readonly TraceHop[];
  readonly reached: boolean;
  /** Routers at which a packet's time to live ended that no way is long enough for. */
  readonly circle: readonly string[];
};

export const mostHops = 30;
const allHops: readonly number[] = Array.from({ length: mostHops }, (_, at) => at + 1);
/**
 * Times to live of ordinary packets, asked first: routers ration what they say, and these answers say most. Two, for where packets
 * circle between two routers each sees the end of one.
 */
export const wholeWay: readonly number[] = [64, 63];
/** The times to live that are asked for, in their order. */
export const askedOf = ({ hops }: Pick<TraceOrder, "hops">): readonly number[] =>
  hops === undefined ? [...wholeWay, ...allHops] : allHops.slice(0, hops);
/** Milliseconds between two probes. */
const pace = 10;
/** Bytes of a probe's IP packet; IPv6 leaves 16 for the payload. */
const probeSize = 64;
/** How long the hops before the last one may still take once that one has answered, in milliseconds. */
const courtesy = 300;
/** When hops that were silent are asked once more, as shares of the time-out. */
const askAgain = [1 / 4, 1 / 2];
/** When the whole way is asked a last time: a router that rations its words by the second has then been left alone for a while. */
const lastWord = 0.94;
/** Hops beyond the last one that answered that are asked once more. */
const beyond = 3;

/** What a router or host says when it has let a packet pass, or has received it itself. */
const hopOf = (ttl: number, outcome: Exclude<ProbeOutcome, { kind: "unsent" }>, target: string): TraceHop => {
  if (outcome.kind === "reply") return { ttl, address: target, rtt: outcome.ms };
  const address = isOwnAddress(outcome.from) ? null : outcome.from;
  const passing = outcome.reason === "time-exceeded" || outcome.from === target;
  return { ttl, address, rtt: outcome.ms, ...(passing ? {} : { unreachable: outcome.reason }) };
};

export type Seen = ReadonlyMap<number, TraceHop>;

/** A hop beyond which nothing is to be learned: the target, or a refusal to pass packets on. */
const isLast = (hop: TraceHop | undefined, target: string): boolean =>
  hop !== undefined && (hop.address === target || hop.unreachable !== undefined);

/** The hops up to the last that answered or the first that is the last, silent ones between them. */
const inOrder = (seen: Seen, target: string): readonly TraceHop[] => {
  const ttls = [...seen.keys()].filter((ttl) => ttl <= mostHops);
  const hops: TraceHop[] = [];
  for (let ttl = 1; ttl <= Math.max(0, ...ttls); ttl += 1) {
    const hop = seen.get(ttl) ?? { ttl, address: null };
    hops.push(hop);
    if (isLast(hop, target)) break;
  }
  return hops;
};

const isHeard = ({ address }: TraceHop): boolean => address !== null;

/**
 * What the answers to all probes come to. A router that passes nothing on says so, if it rations its words, to one probe only, and
 * be it that of the whole way: silence before that is no hop.
 */
export const traceOf = (seen: Seen, target: string): Traced => {
  const hops = inOrder(seen, target);
  const far = [...seen.values()].filter(({ ttl }) => ttl > mostHops);
  const refusal = hops.find((hop) => hop.unreachable !== undefined) ?? far.find((hop) => hop.unreachable !== undefined);
  const reached = [...seen.values()].some(({ address }) => address === target);
  const circle = far.flatMap(({ address, unreachable }) =>
    address === null || address === target || unreachable !== undefined ? [] : [address],
  );
  if (refusal === undefined || reached) return { hops, reached, circle };
  const before = hops.filter((hop) => hop.unreachable === undefined);
  return { hops: [...before.slice(0, before.findLastIndex(isHeard) + 1), refusal], reached, circle };
};

type Ended = Traced | { readonly unsent: Error };

/** One trace while it is under way. */
class Tracing {
  readonly #seen = new Map<number, TraceHop>();
  readonly #stops: (() => void)[] = [];
  readonly #target: string;
  readonly #asked: readonly number[];
  #sent = 0;
  #failed: { readonly error: Error; readonly count: number } | undefined;

  constructor(
    readonly prober: Prober,
    readonly address: string,
    readonly order: TraceOrder,
    readonly resolve: (ended: Ended) => void,
  ) {
    this.#target = canonical(address);
    this.#asked = askedOf(order);
  }

  begin(): void {
    const { signal, enough, timeout } = this.order;
    for (const end of [signal, enough]) end?.addEventListener("abort", this.finish, { once: true });
    if (signal.aborted || enough?.aborted === true) {
      this.finish();
      return;
    }
    for (const share of askAgain) this.#stops.push(afterSilence(timeout * share, () => this.#askAgain()));
    this.#stops.push(
      afterSilence(timeout * lastWord, () => this.#walk(wholeWay.filter((ttl) => this.#asked.includes(ttl)))),
      afterSilence(timeout, this.finish),
    );
    this.#walk(this.#asked);
  }

  readonly finish = (): void => {
    for (const stop of this.#stops) stop();
    for (const end of [this.order.signal, this.order.enough]) end?.removeEventListener("abort", this.finish);
    this.resolve(this.#ended());
  };

  #ended(): Ended {
    if (this.#failed !== undefined && this.#failed.count === this.#sent) return { unsent: this.#failed.error };
    return traceOf(this.#seen, this.#target);
  }

  /** Whether a hop is known beyond which there is none. */
  #hasLast(): boolean {
    return allHops.some((ttl) => isLast(this.#seen.get(ttl), this.#target));
  }

  #take(ttl: number, outcome: ProbeOutcome): void {
    if (outcome.kind === "unsent") {
      this.#failed = { error: outcome.error, count: (this.#failed?.count ?? 0) + 1 };
      if (this.#failed.count === this.#sent) this.finish();
      return;
    }
    const whole = wholeWay.includes(ttl);
    const known = this.#hasLast() || wholeWay.some((one) => this.#seen.has(one));
    this.#seen.set(ttl, hopOf(ttl, outcome, this.#target));
    const hops = inOrder(this.#seen, this.#target);
    const all = this.#asked.every((one) => this.#seen.has(one));
    const complete = all || (this.#hasLast() && hops.every((one) => this.#seen.has(one.ttl)));
    if (complete || circleOf(hops.map(({ address }) => address)).length > 0) this.finish();
    else if (!known && (whole || this.#hasLast()))
      this.#stops.push(afterSilence(Math.min(courtesy, this.order.timeout / 5), this.finish));
  }

  #probe(ttl: number): void {
    this.#sent += 1;
    const probe = { address: this.address, ttl, size: probeSize };
    this.#stops.push(this.prober.send(probe, (outcome) => this.#take(ttl, outcome)));
  }

  /** One after another, until one of them was the last. */
  #walk([next, ...rest]: readonly number[]): void {
    if (next === undefined || this.#hasLast()) return;
    this.#probe(next);
    const timer = setTimeout(() => this.#walk(rest), pace);
    this.#stops.push(() => clearTimeout(timer));
  }

  #askAgain(): void {
    const far = Math.max(0, ...allHops.filter((ttl) => this.#seen.has(ttl))) + beyond;
    const near = this.#asked.filter((ttl) => ttl <= far || wholeWay.includes(ttl));
    this.#walk(near.filter((ttl) => !this.#seen.has(ttl)));
  }
}

/** Echo requests with growing TTL through net-ping's raw socket. Rejects if that is not possible here. */
export const traceByProbes = async (family: 4 | 6, address: string, order: TraceOrder): Promise<Ended> => {
  const prober = await joinProber(family);
  try {
    return await new Promise((resolve) => new Tracing(prober, address, order, resolve).begin());
  } finally {
    prober.release();
  }
};
