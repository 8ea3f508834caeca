import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { isLocalhost } from "../model/address.js";
import { searched } from "../model/dns.js";
import type { Attempt } from "../model/failure.js";
import type { Io, VerbOptions } from "../model/io.js";
import type { Located } from "../model/place.js";
import { failure } from "./classify.js";
import { awaited, type Limits, stopwatch } from "./connector.js";
import type { Context } from "./context.js";
import { isDefinite, type Outcome } from "./in-turn.js";
import { pause } from "./pause.js";
import { lookUpOnTheWire } from "./wire-lookup.js";

type Sources = Pick<Io, "host" | "resolvers" | "query" | "systemLookup" | "route">;
type Found = Outcome & { readonly source: Located["source"] };

/** The share of the time-out after which the system is asked beside a silent wire. */
const lastResort = 2 / 5;
const isNothing = (outcome: Outcome): boolean =>
  "failure" in outcome && ["timeout", "no-resolver"].includes(outcome.failure.code);
const bare = (name: string): string => name.replace(/\.$/, "");

/** Names resolved on the wire, once per run and shared by all who ask. The system is the last resort, in a child process. */
export const createNames = (context: Context, io: Sources): Pick<Io, "locate"> => {
  const { profile, closing } = context;
  const known = new Map<string, Promise<Attempt<Located>>>();
  const ending = new AbortController();
  closing.add(() => ending.abort());

  const onTheWire = async (host: string, limits: Limits): Promise<Outcome> => {
    const [servers, { search, ndots }] = await Promise.all([io.resolvers(), io.host()]);
    if (servers.length === 0) return { failure: failure("no-resolver", "name", "no DNS server is configured") };
    // The search list belongs to the system's own resolvers.
    const names = profile.dns.servers.length === 0 ? searched(host, search, ndots) : [bare(host)];
    return lookUpOnTheWire(io.query, servers, { host: bare(host), names }, limits);
  };

  /** The system is asked only where there is nobody to ask on the wire or all are silent, and never instead of the profile's servers. */
  const resolve = async (host: string, { signal, timeout }: Limits): Promise<Found> => {
    if (profile.dns.servers.length > 0) return { ...(await onTheWire(host, { signal, timeout })), source: "dns" };
    const elapsed = stopwatch();
    const done = new AbortController();
    const limits = { signal: AbortSignal.any([signal, done.signal]), timeout };
    const wire = onTheWire(host, limits);
    const early = Promise.race([wire, pause(timeout * lastResort, limits.signal)]);
    const system = early.then((outcome) =>
      outcome === undefined || isNothing(outcome)
        ? io.systemLookup(host, { ...limits, timeout: timeout - elapsed() })
        : undefined,
    );
    const outcome = await wire;
    const last = isNothing(outcome) ? await system : undefined;
    done.abort();
    return last?.ok ? { addresses: last.value.addresses, source: "system" } : { ...outcome, source: "dns" };
  };

  const find = async (host: string): Promise<Found> => {
    if (isIP(host) !== 0) return { addresses: [host], source: "literal" };
    const { hostsFile } = await io.host();
    const listed = hostsFile.filter(({ names }) => names.includes(bare(host))).map((one) => one.address);
    if (listed.length > 0) return { addresses: [...new Set(listed)], source: "hosts" };
    if (isLocalhost(host)) return { addresses: ["127.0.0.1", "::1"], source: "hosts" };
    return resolve(host, { signal: ending.signal, timeout: profile.defaults.timeout });
  };

  const locateOnce = async (host: string): Promise<Attempt<Located>> => {
    const elapsed = stopwatch();
    const found = await find(host);
    // Silence may have been chance: whoever asks later asks anew.
    if (!isDefinite(found)) known.delete(host);
    if ("failure" in found) return { ok: false, ms: elapsed(), failure: found.failure };
    const placed = await Promise.all(found.addresses.map((address) => io.route(address)));
    const addresses = placed.sort((a, b) => Number(a.scope === "unrouted") - Number(b.scope === "unrouted"));
    return { ok: true, ms: elapsed(), value: { host, source: found.source, addresses } };
  };

  return {
    async locate(host: string, { signal, timeout = profile.defaults.timeout }: VerbOptions) {
      const elapsed = stopwatch();
      const unbracketed = host.replace(/^\[|\]$/g, "");
      const name = isIP(unbracketed) === 0 ? domainToASCII(unbracketed) || unbracketed.toLowerCase() : unbracketed;
      const shared = known.get(name) ?? locateOnce(name);
      known.set(name, shared);
      // The search keeps its own time, and tells more than that it is over; only who wants less is cut short.
      const bound = timeout < profile.defaults.timeout ? timeout : 2 * profile.defaults.timeout;
      return awaited<Attempt<Located>>(
        { signal, timeout: bound },
        (code) => ({ ok: false, ms: elapsed(), failure: failure(code, "name", `${code} while resolving ${name}`) }),
        (settle) => void shared.then(settle),
      );
    },
  };
};
