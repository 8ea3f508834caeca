import { ownAddresses } from "../../src/model/address.js";
import type { EchoSeries, Io } from "../../src/model/io.js";
import { othersAnswer } from "../../src/model/life.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";
import type { Seen, Vigil } from "./sight.js";
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

type Watch = { readonly io: Io; readonly signal: AbortSignal; readonly began: number; readonly vigil: number };

/** What a last look at the way may take, in milliseconds: who says nothing at all announces nothing. */
const glance = 1000;

const routersTo = async (
  { address, scope }: LocatedAddress,
  { io, signal }: Watch,
): Promise<readonly string[] | undefined> => {
  if (scope !== "routed") return undefined;
  const seen = await io.trace(address, { signal, timeout: glance });
  return seen.ok ? seen.value.hops.flatMap((hop) => hop.address ?? []) : undefined;
};

/** Asks on, one request after another, until a router says something, the host answers anybody, or the time is over. */
export const keepVigil = async (
  at: LocatedAddress,
  { addresses }: Located,
  watch: Watch,
): Promise<Vigil | undefined> => {
  const { io, signal, began, vigil } = watch;
  const elapsed = (): number => performance.now() - began;
  const lives = (): boolean => addresses.some(({ address }) => io.asked().get(address) === true);
  const errors: EchoSeries["errors"][number][] = [];
  if (lives()) return undefined;
  if (!(await othersAnswer(io, addresses))) return undefined;
  while (elapsed() + patience <= vigil && !signal.aborted) {
    const one = await io.echo(at.address, { signal, count: 1, interval: 0, timeout: patience });
    if (lives() || !one.ok || one.value.replies.length > 0) return undefined;
    errors.push(...one.value.errors);
    if (errors.length > 0) break;
  }
  const ms = Math.round(elapsed());
  const routers = ms < longEnough || errors.length > 0 ? undefined : await routersTo(at, watch);
  const { interfaces } = await io.host();
  return { ms, errors, own: ownAddresses(interfaces), ...(routers === undefined ? {} : { routers }) };
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
