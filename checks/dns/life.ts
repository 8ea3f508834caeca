import { ownAddresses } from "../../src/model/address.js";
import type { Io } from "../../src/model/io.js";
import type { LocatedAddress } from "../../src/model/place.js";
import type { ServerAddress } from "../../src/model/profile.js";
import { endOf, type WayEnd } from "../../src/model/way-end.js";
import type { ServerSeen, ServerWay } from "./sight.js";

/** What a silent server's host does otherwise, and how far the way there leads. */

/** What nearly every host has, open or refused. */
const lifePorts = [443, 22];

export type Life = {
  /** `port 443: refused`, `ping`. */
  readonly signs: readonly string[];
  /** Absent: it answered before its way was looked at. */
  readonly trace?: ServerWay;
};

type Looking = { readonly io: Io; readonly signal: AbortSignal };

/** Signs of life of a server that has been silent for a fifth of the time-out, within the same bound. */
export const signsOfLife = async (
  asked: Promise<ServerSeen>,
  { address }: ServerAddress,
  { io, signal }: Looking,
): Promise<Life> => {
  const over = new AbortController();
  const signs: string[] = [];
  const options = { signal: AbortSignal.any([signal, over.signal]), timeout: io.defaults.timeout * 0.75 };
  let tracing: ReturnType<Io["trace"]> | undefined;
  const timer = setTimeout(() => {
    tracing = io.trace(address, { ...options, enough: over.signal, signal });
    void io.echo(address, { ...options, count: 1, interval: 0 }).then((series) => {
      if (series.ok && series.value.replies.length > 0) signs.push("ping");
    });
    for (const port of lifePorts) {
      void io.connect({ address, port }, options).then((one) => {
        if (one.ok || one.failure.code === "refused") signs.push(`${port}: ${one.ok ? "open" : "refused"}`);
      });
    }
  }, io.defaults.timeout / 5);
  const { tcp } = await asked.finally(() => clearTimeout(timer));
  over.abort();
  if (tcp !== undefined && (tcp.ok || tcp.failure.code === "refused")) signs.push(`TCP: ${tcp.ok ? "ok" : "refused"}`);
  const trace = await tracing;
  if (trace?.ok !== true || trace.value.reached) return { signs };
  const { hops, circle } = trace.value;
  return { signs, trace: { seen: { hops, circle }, own: ownAddresses((await io.host()).interfaces) } };
};

const words = {
  loops: undefined,
  "prohibited-from": undefined,
  "gateway-has-no-way": "resolver-way-missing",
  "unreachable-from": "resolver-way-missing",
  // The neighbour that it looks for may be the next router.
  "gateway-finds-nobody": "resolver-way-ends-at-gateway",
  "host-unreachable-from": "resolver-missing",
  "no-hop": "resolver-way-silent",
  "ends-at-gateway": "resolver-way-ends-at-gateway",
  "ends-at": "resolver-way-ends-beyond",
} as const satisfies { readonly [S in WayEnd["signal"]]: string | undefined };

/** How far the way to a silent server leads; undefined: nothing is known, or it lies in the own network. Pure. */
export const resolverWay = ({ seen, own }: ServerWay, at: LocatedAddress | null) => {
  if (at?.scope !== "routed") return undefined;
  const end = endOf(seen, at, own);
  const signal = words[end.signal];
  const router = typeof end.data.router === "string" ? end.data.router : (at.via ?? "");
  return signal === undefined ? undefined : { signal, data: { server: at.address, router } };
};

type WaySignal = Exclude<(typeof words)[keyof typeof words], undefined>;
const tellingFirst: readonly WaySignal[] = [
  ...(["resolver-way-missing", "resolver-missing"] as const),
  ...(["resolver-way-ends-beyond", "resolver-way-ends-at-gateway", "resolver-way-silent"] as const),
];

/** Of several looks, what a router said weighs more than silence, and who was seen farther on more than who was not. */
export const farthest = <T extends { readonly signal: string }>(raised: readonly T[]): T | undefined =>
  tellingFirst.flatMap((signal) => raised.filter((one) => one.signal === signal))[0];
