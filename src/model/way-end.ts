import type { Trace, TraceHop } from "./io.js";
import type { JsonObject } from "./json.js";
import type { LocatedAddress } from "./place.js";

/** How a way ends that does not reach its target: routers circle, one says why it cannot pass a packet on, or all is silent. */
export type WayEnd =
  | { readonly signal: "loops"; readonly data: JsonObject & Far & { readonly routers: readonly string[] } }
  | { readonly signal: Refusal; readonly data: JsonObject & Said }
  | { readonly signal: "no-hop" | "ends-at-gateway"; readonly data: JsonObject & Far }
  | { readonly signal: "ends-at"; readonly data: JsonObject & Far & { readonly router: string; readonly hop: number } };
type Refusal =
  | "prohibited-from"
  | "gateway-has-no-way"
  | "unreachable-from"
  | "gateway-finds-nobody"
  | "host-unreachable-from";
type Far = { readonly address: string; readonly hops: number; readonly beyondGateway: boolean };
type Said = {
  readonly address: string;
  readonly router: string;
  readonly hop: number;
  readonly reason: string;
  readonly beyondGateway: boolean;
};

/** A router that searches for a neighbour answers later than it would for a packet of its own, in milliseconds. */
const search = 200;
const refusals: readonly string[] = ["prohibited", "port-unreachable", "protocol-unreachable"];

/** Whether an address lies beyond the first hop, which is our own gateway. */
const beyondGateway = (address: string | null, hops: readonly TraceHop[], { via }: LocatedAddress): boolean =>
  address !== null && address !== via && address !== hops[0]?.address;

/** The last router asked its own network for the host: it took its time, or says so in the words of IPv6. */
const searched = ({ rtt = 0, address }: TraceHop, hops: readonly TraceHop[], { family }: LocatedAddress): boolean => {
  const before = hops.find((hop) => hop.address === address && hop.unreachable === undefined)?.rtt ?? 0;
  return family === 6 || rtt - before > search;
};

/**
 * The router that searched for the next one, by the address that it counted with: a packet whose time to live ended there would have been
 * said to have expired, so that the one before was at it. Where addresses are translated it speaks by another.
 */
const searcherOf = ({ ttl, address }: TraceHop, hops: readonly TraceHop[]): string | null =>
  hops.find((hop) => hop.ttl === ttl - 1 && hop.unreachable === undefined)?.address ?? address;

/** By which address a router counted that speaks by another, as far as traces show it. */
export const aliasesIn = (traces: readonly Pick<Trace, "hops">[], at: LocatedAddress): ReadonlyMap<string, string> =>
  new Map(
    traces.flatMap(({ hops }) =>
      hops.flatMap((hop): [string, string][] => {
        if (hop.address === null || hop.unreachable !== "host-unreachable" || !searched(hop, hops, at)) return [];
        const counted = searcherOf(hop, hops);
        return counted === null || counted === hop.address ? [] : [[hop.address, counted]];
      }),
    ),
  );

/** The same trace with one address for each router. */
export const withAliases = <T extends Pick<Trace, "hops">>(trace: T, aliases: ReadonlyMap<string, string>): T => ({
  ...trace,
  hops: trace.hops.map((hop) =>
    hop.address !== null && hop.unreachable !== undefined
      ? { ...hop, address: aliases.get(hop.address) ?? hop.address }
      : hop,
  ),
});

const refusalAnswer = (
  hop: TraceHop & { readonly unreachable: string },
  hops: readonly TraceHop[],
  at: LocatedAddress,
): WayEnd => {
  const { ttl, unreachable: reason } = hop;
  const looked = hop.address === null ? at.scope === "on-link" : searched(hop, hops, at);
  const sender = looked && reason === "host-unreachable" && hop.address !== null ? searcherOf(hop, hops) : hop.address;
  const data = {
    address: at.address,
    router: sender ?? "localhost",
    // A router that does not pass a packet on answers for the hop behind it, and for any later one.
    hop: hops.find((one) => one.address !== null && one.address === sender)?.ttl ?? ttl,
    reason,
    beyondGateway: at.scope === "routed" && beyondGateway(sender, hops, at),
  };
  if (refusals.includes(reason)) return { signal: "prohibited-from", data };
  const own = at.scope === "routed" && !data.beyondGateway;
  if (reason !== "host-unreachable" || !looked)
    return { signal: own ? "gateway-has-no-way" : "unreachable-from", data };
  return { signal: own ? "gateway-finds-nobody" : "host-unreachable-from", data };
};

/** This host itself is no hop of its own way: where it answers, nobody did. */
const withoutOurselves = (hops: readonly TraceHop[], own: readonly string[]): readonly TraceHop[] =>
  hops.map((hop) => (hop.address !== null && own.includes(hop.address) ? { ...hop, address: null } : hop));

/** What one trace that did not reach the target shows; `own`: addresses of this host. Pure. */
export const endOf = (
  { hops: heard, circle }: Pick<Trace, "hops" | "circle">,
  at: LocatedAddress,
  own: readonly string[] = [],
): WayEnd => {
  const { address } = at;
  const hops = withoutOurselves(heard, own);
  if (circle.length > 0) {
    const beyond = circle.some((router) => beyondGateway(router, hops, at));
    return { signal: "loops", data: { address, routers: circle, hops: hops.length, beyondGateway: beyond } };
  }
  const last = hops.findLast((hop) => hop.address !== null || hop.unreachable !== undefined);
  // That this host itself finds nobody says nothing of a host behind a gateway.
  if (last?.unreachable !== undefined && (last.address !== null || at.scope === "on-link"))
    return refusalAnswer({ ...last, unreachable: last.unreachable }, hops, at);
  const seen = hops.flatMap((hop) => (hop.address === null ? [] : [{ ...hop, address: hop.address }]));
  const router = seen.at(-1);
  if (router === undefined) return { signal: "no-hop", data: { address, hops: 0, beyondGateway: false } };
  if (at.scope !== "routed" || !beyondGateway(router.address, hops, at))
    return { signal: "ends-at-gateway", data: { address, hops: seen.length, beyondGateway: false } };
  const data = { address, router: router.address, hop: router.ttl, hops: seen.length, beyondGateway: true };
  return { signal: "ends-at", data };
};
