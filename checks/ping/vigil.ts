import { ownAddresses } from "../../src/model/address.js";
import type { EchoSeries } from "../../src/model/io.js";
import { othersAlive } from "../../src/model/life.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";
import type { Seen } from "./sight.js";
import { isFound, type Looking, neighbourState, routersTo, swallowedBeside } from "./silent.js";
import type { Answer } from "./words.js";

/**
 * A host that is off is announced by the last router, one that a firewall shields is not: its neighbours still find it. The
 * router takes its time. It asks for an address that it does not know three times in three seconds; one that it knew it trusts for
 * five seconds more and asks three times directly before that (arp(7): delay_first_probe_time, ucast_solicit, mcast_solicit). One that
 * it has just heard of it trusts for up to 45 seconds (base_reachable_time): that is what the long vigil is for.
 */
const search = 3000;
/** What a single request is given: a search, and the way back. */
const patience = search + 200;
/** Silence of this length is an answer: most of those hosts had been announced. */
const longEnough = 45_000;

/** Who searched took its time; sooner it is a router that has no way there, or a filter. */
const isNobody = ({ reason, ms = search }: EchoSeries["errors"][number]): boolean =>
  reason === "host-unreachable" && ms > search / 3;

type Watch = Looking & { readonly began: number; readonly vigil: number };

/** Asks on, one request after another, until somebody says something, the host answers anybody, or the time is over. */
const askOn = async (
  at: LocatedAddress,
  { addresses }: Located,
  { io, signal, began, vigil }: Watch,
): Promise<Required<Pick<Seen, "neighbour">> & { readonly errors: EchoSeries["errors"]; readonly lives: boolean }> => {
  const neighbour = await neighbourState(at, io);
  const lives = (): boolean => addresses.some(({ address }) => io.asked().get(address) === true);
  while (performance.now() - began + patience <= vigil && !signal.aborted && !isFound(neighbour)) {
    const one = await io.echo(at.address, { signal, count: 1, interval: 0, timeout: patience });
    if (lives() || !one.ok || one.value.replies.length > 0) return { neighbour, errors: [], lives: true };
    if (one.value.errors.length > 0) return { neighbour, errors: one.value.errors, lives: false };
    neighbour.push(...(await neighbourState(at, io)));
  }
  return { neighbour, errors: [], lives: lives() };
};

/** What is seen of a silent host by whoever goes on looking; nothing where it shows life, or where nobody else does. */
export const keepVigil = async (
  at: LocatedAddress,
  located: Located,
  watch: Watch,
): Promise<Pick<Seen, "vigil" | "neighbour">> => {
  const { io, began } = watch;
  if (located.addresses.some(({ address }) => io.asked().get(address) === true)) return {};
  if ((await othersAlive(io, located)).length === 0) return {};
  const swallowed = await swallowedBeside(at, located, watch);
  const { interfaces } = await io.host();
  const own = ownAddresses(interfaces);
  const ms = (): number => Math.round(performance.now() - began);
  if (swallowed !== undefined) return { vigil: { ms: ms(), errors: [], own, swallowed } };
  const { neighbour, errors, lives } = await askOn(at, located, watch);
  if (lives) return {};
  const waited = ms();
  const asked = at.scope === "routed" && waited >= longEnough && errors.length === 0;
  const routers = asked ? { routers: await routersTo(at, watch) } : {};
  return { vigil: { ms: waited, errors, own, ...routers }, neighbour };
};

/** Who says that nobody is there. What this machine says of an address behind a gateway, it says of the gateway. */
const nobodyIn = (
  { located, address, series, vigil }: Seen,
  ours: readonly string[],
): readonly { from: string; via: string | undefined }[] => {
  const at = located.addresses.find((one) => one.address === address);
  const own = at?.scope === "routed" ? ours : [];
  return [...series.flatMap(({ errors }) => errors), ...(vigil?.errors ?? [])]
    .filter(isNobody)
    .map(({ from = "localhost" }) => ({ from, via: own.includes(from) ? at?.via : undefined }));
};

/** Pure. `looks`: at all names of one host, since one of them may hear what another asked for in vain. */
export const vigilAnswer = (looks: readonly Seen[]): Answer[] => {
  const vigils = looks.flatMap(({ vigil }) => vigil ?? []);
  const address = looks[0]?.address ?? "";
  if (vigils.length === 0) return [];
  const own = vigils.flatMap((one) => one.own);
  const nobody = looks.flatMap((look) => nobodyIn(look, own));
  const [router] = nobody.filter(({ via }) => via === undefined);
  if (router !== undefined) return [{ signal: "announced", data: { address, from: router.from } }];
  const [gateway] = nobody.flatMap(({ via }) => via ?? []);
  if (gateway !== undefined) return [{ signal: "gateway-missing", data: { address, gateway } }];
  const longest = Math.max(...vigils.map(({ ms }) => ms));
  if (longest < longEnough || vigils.some(({ errors }) => errors.length > 0)) return [];
  const asked = vigils.flatMap(({ routers }) => (routers === undefined ? [] : [routers]));
  if (asked.length > 0 && asked.flat().length === 0) return [];
  return [{ signal: "unannounced", data: { address, seconds: Math.round(longest / 1000) } }];
};
