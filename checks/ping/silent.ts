import type { Io, Neighbour } from "../../src/model/io.js";
import { othersAlive } from "../../src/model/life.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";
import type { Seen } from "./sight.js";
import type { Answer } from "./words.js";

/** What tells a silent host that a firewall shields from one that is not there, without waiting for a router's word. */

export type Looking = { readonly io: Io; readonly signal: AbortSignal };

/** What a last look at the way may take, in milliseconds: who says nothing at all announces nothing. */
const glance = 1000;

/** Those that say something of packets whose time to live ends on the first so many hops. */
export const routersTo = async (
  { address }: LocatedAddress,
  { io, signal }: Looking,
  hops?: number,
): Promise<readonly string[]> => {
  const seen = await io.trace(address, { signal, timeout: glance, ...(hops === undefined ? {} : { hops }) });
  return seen.ok ? seen.value.hops.flatMap((hop) => hop.address ?? []) : [];
};

/** Gateways say so once a second (RFC 1812 4.3.2.8; Linux: icmp_ratelimit): between two questions it is quiet for longer than that. */
const quiet = 1100;
/** So often in a row it is no chance which of the two got the word. */
const rounds = 3;

/**
 * A gateway says of every packet whose life ends at it that it does, wherever that one was to go. Where it says so of a living host, and
 * never of the silent one, packets to that one do not arrive at it, or it drops them unseen.
 */
export const swallowedBeside = async (
  at: LocatedAddress,
  located: Located,
  looking: Looking,
): Promise<LocatedAddress | undefined> => {
  if (at.scope !== "routed") return undefined;
  const other = (await othersAlive(looking.io, located)).find(({ via }) => via !== undefined && via === at.via);
  if (other === undefined) return undefined;
  const answers = async (one: LocatedAddress): Promise<boolean> => {
    await looking.io.pause(quiet, looking.signal);
    return !looking.signal.aborted && (await routersTo(one, looking, 1)).length > 0;
  };
  for (let round = 0; round < rounds; round++) if ((await answers(at)) || !(await answers(other))) return undefined;
  return other;
};

export const neighbourState = async ({ address, scope }: LocatedAddress, io: Io): Promise<Neighbour["state"][]> =>
  scope === "on-link" ? [(await io.neighbours())?.find((one) => one.address === address)?.state ?? "unknown"] : [];

/** Whether it has answered a search by its hardware address meanwhile: before, this machine did not know for sure that it was there. */
export const isFound = (states: readonly Neighbour["state"][]): boolean => {
  const unsure = states.findIndex((state) => state !== "reachable");
  return unsure >= 0 && states.includes("reachable", unsure);
};

/** Pure. `steps`: the looks of each step that pinged the host, in the order of time. */
export const silentAnswers = (steps: readonly (readonly Seen[])[]): Answer[] => {
  const address = steps[0]?.[0]?.address ?? "";
  const [other] = steps.flat().flatMap(({ vigil }) => vigil?.swallowed ?? []);
  const found = steps.some((looks) => isFound(looks.flatMap(({ neighbour = [] }) => neighbour)));
  return [
    ...(found ? [{ signal: "found", data: { address } } as const] : []),
    ...(other === undefined
      ? []
      : [{ signal: "swallowed", data: { address, gateway: other.via ?? "", other: other.address } } as const]),
  ];
};
