import { ownAddresses } from "../../src/model/address.js";
import type { Io, NetworkInterface, Route } from "../../src/model/io.js";
import type { GatewaySeen, NeighbourSeen, Way } from "./sight.js";
import { farAway, isIn, nearOf } from "./subnet.js";

export type Looking = { readonly io: Io; readonly signal: AbortSignal };

/** Most routers have a page for their owner, or refuse it. */
const gatewayPort = 80;

const stateOf = async (address: string, io: Io): Promise<GatewaySeen["neighbour"]> =>
  (await io.neighbours())?.find((one) => one.address === address)?.state ?? "unknown";

const pings = async (address: string, io: Io, signal: AbortSignal): Promise<boolean> => {
  const series = await io.echo(address, { signal, count: 3, interval: 200 });
  return series.ok && series.value.replies.length > 0;
};

/** Many a gateway lets nobody talk to it, but says where a packet's life ended that it was to pass on. */
const isFirstHop = async (beyond: string, io: Io, signal: AbortSignal): Promise<boolean> => {
  const [traced, { interfaces }] = await Promise.all([io.trace(beyond, { signal, hops: 1 }), io.host()]);
  // This host itself says so, too, where it finds no neighbour.
  const own = ownAddresses(interfaces);
  return (
    traced.ok && traced.value.hops.some(({ ttl, address }) => ttl === 1 && address !== null && !own.includes(address))
  );
};

/**
 * Asks by echo, by TCP and, where a way leads beyond it, as its first hop; the first sign of life is enough. What the kernel learns
 * on the way counts too.
 */
export const askGateway = async (
  address: string,
  beyond: string | undefined,
  { io, signal }: Looking,
): Promise<GatewaySeen> => {
  const over = new AbortController();
  const own = AbortSignal.any([signal, over.signal]);
  const before = await stateOf(address, io);
  const echo = pings(address, io, own).then((heard) => (heard ? "ping" : null));
  const tcp = io.connect({ address, port: gatewayPort }, { signal: own }).then((one) => {
    if (one.ok) return `${gatewayPort}: open`;
    return one.failure.code === "refused" ? `${gatewayPort}: refused` : null;
  });
  const hop = beyond !== undefined && isFirstHop(beyond, io, own);
  const first = Promise.resolve(hop).then((heard) => (heard ? "hop" : null));
  const sign = (one: Promise<string | null>): Promise<string> =>
    one.then((heard) => heard ?? Promise.reject(new Error("silent")));
  const heard = await Promise.any([sign(echo), sign(tcp), sign(first)]).catch(() => null);
  over.abort();
  const neighbour = await stateOf(address, io);
  // It was not known to be there and is now: it has just answered to its address.
  const answered = before !== "reachable" && neighbour === "reachable";
  return { address, heard: heard ?? (answered ? "ARP" : null), neighbour };
};

/** An echo makes the kernel ask for the hardware address; whoever gives that is there, whether or not it answers to ping. */
const askNeighbour = async ({ host, address, device = "" }: Way, { io, signal }: Looking): Promise<NeighbourSeen[]> => {
  const heard = await pings(address, io, signal);
  const known = heard ? undefined : (await io.neighbours())?.find((one) => one.address === address);
  // Nothing was sent, or the system does not tell: no answer.
  if (!heard && known === undefined) return [];
  return [{ host, address, device, answered: heard || known?.state !== "failed" }];
};

type Surroundings = { readonly neighbours?: readonly NeighbourSeen[]; readonly alive?: readonly string[] };

/** Looks at what lies oddly far off in the own network: such a host may not be a neighbour at all. */
export const askFarNeighbours = async (
  ways: readonly Way[],
  interfaces: readonly NetworkInterface[],
  looking: Looking,
): Promise<Surroundings> => {
  const far = nearOf(ways, interfaces).filter(farAway);
  if (far.length === 0) return {};
  const each = new Map(far.map(({ way }) => [way.address, way]));
  const neighbours = (await Promise.all([...each.values()].map((way) => askNeighbour(way, looking)))).flat();
  const listed = (await looking.io.neighbours()) ?? [];
  const alive = listed
    .filter(({ state, address, device }) => {
      const near = far.find((one) => one.device.name === device);
      return state !== "failed" && !address.includes(":") && near && isIn(address, near.own.address, near.own.prefix);
    })
    .map(({ address }) => address);
  return { neighbours, alive };
};

/** The gateways of the default routes of interfaces whose network looks too wide: only if they answer can that be told. */
export const gatewaysBeside = (
  ways: readonly Way[],
  interfaces: readonly NetworkInterface[],
  routes: readonly Route[] | null,
): string[] => {
  const devices = new Set(
    nearOf(ways, interfaces)
      .filter(farAway)
      .map(({ device }) => device.name),
  );
  return (routes ?? [])
    .filter(({ destination, family, device }) => destination === "0.0.0.0/0" && family === 4 && devices.has(device))
    .flatMap(({ gateway }) => gateway ?? []);
};
