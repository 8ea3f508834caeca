import type { EchoSizes, PathMtu, SizedExchange } from "../../src/model/io.js";

/** Where large packets vanish, seen from here; `either`: echo alone cannot tell the way there from the way back. */
export type Way = "out" | "in" | "both" | "either";

export type SizeVerdict =
  | { readonly is: "full-size"; readonly size: number }
  | { readonly is: "smaller-discovered"; readonly size: number; readonly router: string | null }
  | { readonly is: "large-pings-lost"; readonly size: number; readonly passes: number }
  | { readonly is: "black-hole"; readonly way: Way; readonly size: number; readonly passes: number };

/** What of the packets beyond the usual size that the interface may send; `segment`: what connections agree on. */
export type BeyondVerdict =
  | { readonly is: "jumbo-passes"; readonly size: number }
  | { readonly is: "jumbo-told"; readonly size: number; readonly router: string | null }
  | { readonly is: "jumbo-lost"; readonly size: number; readonly passes: number }
  | {
      readonly is: "jumbo-agreed" | "jumbo-unused";
      readonly size: number;
      readonly passes: number;
      readonly segment: number;
    };

/** The least that every link must carry is 1280 for IPv6; what stops below that is a filter of large pings, not a link. */
const leastMtu = 1280;
/** A packet of this many bytes carries a piece of a message. */
const pieceSize = 552;
/** Options that a connection may carry besides time stamps. */
const slack = 12;
/** An answer of this many bytes filled a full-size packet on its way back. */
const fullAnswer = 1400;

const largest = (sizes: readonly number[]): number => Math.max(0, ...sizes);

/** What TCP shows: the same message in large and in small packets, and what the kernel knows of segments beyond a gap. */
type StreamVerdict = {
  readonly lost?: "out" | "in" | "both";
  readonly out: boolean;
  readonly in: boolean;
  /** Bytes of the packets that it went in. */
  readonly segment?: number;
};

const streamVerdict = (exchanges: readonly SizedExchange[]): StreamVerdict => {
  const whole = exchanges.find(({ sent }) => sent === "whole");
  const pieces = exchanges.find(({ sent }) => sent === "pieces");
  const came = (one?: SizedExchange): boolean => one?.done === true && one.received > 0;
  // Small segments behind the large one were acknowledged, the large one never.
  const stuck = whole?.kernel !== null && whole?.kernel !== undefined && whole.kernel.sacked > 0;
  const lostOut = whole !== undefined && !whole.done && (stuck || came(pieces));
  const silent = exchanges.filter(({ done }) => !done);
  const gaps = silent.filter(({ kernel }) => kernel !== null && kernel.outOfOrder > 0);
  // One lost segment of two connections may be chance: every one that reached the far side must show the gap.
  const lostIn = gaps.length > 0 && silent.every((one) => gaps.includes(one) || (one.kernel?.sacked ?? 0) > 0);
  return {
    ...(lostOut || lostIn ? { lost: lostOut && lostIn ? "both" : lostOut ? "out" : "in" } : {}),
    out: whole?.done === true || (whole?.kernel !== null && whole?.kernel?.unacked === 0),
    in: exchanges.some(({ done, received }) => done && received >= fullAnswer),
    ...(typeof whole?.kernel?.segment === "number" ? { segment: whole.kernel.segment } : {}),
  };
};

const echoVerdict = ({ passed, lost, told }: EchoSizes, full: number): SizeVerdict | undefined => {
  const passes = largest(passed);
  if (passes === 0) return undefined;
  if (passes >= full - 1) return { is: "full-size", size: passes };
  const named = told.flatMap(({ mtu }) => mtu ?? []);
  const beyond = lost.filter((size) => size > passes);
  // A router rations its messages: what vanished above a size that was told counts as told.
  if (told.length > 0 && beyond.every((size) => named.some((mtu) => size > mtu)))
    return { is: "smaller-discovered", size: passes, router: told[0]?.from ?? null };
  if (beyond.length < 2 || passes < leastMtu) return undefined;
  return { is: "black-hole", way: "either", size: Math.min(...beyond), passes };
};

/** Bytes of the largest packets that connections agree on; undefined: nothing shows it. */
export const segmentIn = (exchanges: readonly SizedExchange[]): number | undefined => {
  const [first] = exchanges.flatMap(({ kernel }) => kernel?.segment ?? []);
  return first;
};

/**
 * What becomes of packets beyond the usual size, from one look; undefined: they were not asked for, or it does not show. Who agrees on
 * smaller segments never sends them. Pure.
 */
export const beyondVerdict = (
  { echo, exchanges, full }: PathMtu,
  segment: number | undefined = segmentIn(exchanges),
): BeyondVerdict | undefined => {
  const { passed, lost, told } = echo?.beyond ?? { passed: [], lost: [], told: [] };
  const passes = Math.max(full, ...passed);
  const size = Math.min(...lost.filter((one) => one > passes));
  if (told[0] !== undefined)
    return { is: "jumbo-told", size: Math.max(full, ...told.flatMap(({ mtu }) => mtu ?? [])), router: told[0].from };
  if (size === Number.POSITIVE_INFINITY) return passed.length === 0 ? undefined : { is: "jumbo-passes", size: passes };
  if (segment === undefined || (segment > passes && segment < size)) return { is: "jumbo-lost", size, passes };
  return { is: segment > passes ? "jumbo-agreed" : "jumbo-unused", size, passes, segment };
};

/** Which sizes pass, from one look; undefined: it does not show. Pure. */
export const sizeVerdict = ({ echo, exchanges, full }: PathMtu): SizeVerdict | undefined => {
  const echoed = echo === null ? undefined : echoVerdict(echo, full);
  const stream = streamVerdict(exchanges);
  if (echo?.beyond !== undefined) {
    const beyond = beyondVerdict({ echo, exchanges, full });
    // Where connections agree on no more than what passes, whatever was not answered was not too large.
    if (stream.lost === undefined || beyond?.is !== "jumbo-agreed") return echoed;
    return { is: "black-hole", way: stream.lost, size: beyond.size, passes: beyond.passes };
  }
  if (stream.lost !== undefined) {
    const passes = Math.max(pieceSize, largest(echo?.passed.filter((size) => size < full) ?? []));
    const size = echoed?.is === "black-hole" ? echoed.size : full;
    return { is: "black-hole", way: stream.lost, size, passes };
  }
  // A filter may drop large pings alone: what TCP carries is believed, for the size that it carries.
  const shown = exchanges.length > 0 && (echoed === undefined || echoed.is === "black-hole") && stream.out;
  if (!shown) return echoed;
  // The way there is shown and the way back is not: either large pings alone are filtered, or all that is large on its way back.
  if (!stream.in || stream.segment === undefined)
    return echoed?.is === "black-hole"
      ? { is: "large-pings-lost", size: echoed.size, passes: echoed.passes }
      : undefined;
  if (stream.segment >= full - slack) return { is: "full-size", size: stream.segment };
  return { is: "smaller-discovered", size: stream.segment, router: null };
};
