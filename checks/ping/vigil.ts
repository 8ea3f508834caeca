import type { EchoSeries, Io } from "../../src/model/io.js";
import type { LocatedAddress } from "../../src/model/place.js";
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

/** What is waited for where nothing that was asked beyond the gateway answers: a whole outage needs no vigil at each host. */
const briefly = 15_000;

/** Whether all else that was asked behind a gateway is silent as well. */
const othersAreSilent = async (io: Io, address: string): Promise<boolean> => {
  const others = [...io.asked()].filter(([one]) => one !== address);
  const routed = await Promise.all(
    others.map(async ([one, answers]) => ((await io.route(one)).scope === "routed" ? [answers] : [])),
  );
  return routed.flat().length > 0 && !routed.flat().some(Boolean);
};

type Watch = { readonly io: Io; readonly signal: AbortSignal; readonly began: number; readonly vigil: number };

/** Asks on, one request after another, until a router says something, the address answers anybody, or the time is over. */
export const keepVigil = async (
  { address }: LocatedAddress,
  { io, signal, began, vigil }: Watch,
): Promise<Vigil | undefined> => {
  const elapsed = (): number => performance.now() - began;
  const errors: EchoSeries["errors"][number][] = [];
  const until = (await othersAreSilent(io, address)) ? Math.min(vigil, briefly) : vigil;
  while (elapsed() + patience <= until && !signal.aborted) {
    if (io.asked().get(address) === true) return undefined;
    const one = await io.echo(address, { signal, count: 1, interval: 0, timeout: patience });
    if (!one.ok || one.value.replies.length > 0) return undefined;
    errors.push(...one.value.errors);
    if (errors.length > 0) break;
  }
  const { interfaces } = await io.host();
  const own = interfaces.flatMap(({ addresses }) => addresses.map((mine) => mine.address));
  return { ms: Math.round(elapsed()), errors, own };
};

/** What this machine says of an address behind a gateway, it says of the gateway. */
const announcedIn = ({ located, address, series, vigil }: Seen): string[] => {
  const behind = located.addresses.find((one) => one.address === address)?.scope === "routed";
  const own = behind ? (vigil?.own ?? []) : [];
  return [...series.flatMap(({ errors }) => errors), ...(vigil?.errors ?? [])]
    .filter((error) => isNobody(error) && !own.includes(error.from ?? ""))
    .map(({ from = "localhost" }) => from);
};

/** Pure. `looks`: at all names of one host, since one of them may hear what another asked for in vain. */
export const vigilAnswer = (looks: readonly Seen[]): Answer[] => {
  const [from] = looks.flatMap(announcedIn);
  const vigils = looks.flatMap(({ vigil }) => vigil ?? []);
  const address = looks[0]?.address ?? "";
  if (vigils.length === 0) return [];
  if (from !== undefined) return [{ signal: "announced", data: { address, from } }];
  const longest = Math.max(...vigils.map(({ ms }) => ms));
  if (longest < longEnough || vigils.some(({ errors }) => errors.length > 0)) return [];
  return [{ signal: "unannounced", data: { address, seconds: Math.round(longest / 1000) } }];
};
