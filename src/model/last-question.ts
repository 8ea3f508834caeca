import type { Attempt } from "./failure.js";
import type { EchoSeries, Io } from "./io.js";

/** A last question when all that this run asked is quiet: routers ration their words, and our own packets had used them up. */

/**
 * How long it must have been quiet, in milliseconds. A router says what is wrong once a second (RFC 1812 4.3.2.8); Linux takes two for
 * "no route", and counts from the last packet that it said nothing of (ip_error, icmp_ratelimit).
 */
export const quiet = 2200;

/** Between the moments in which all who wait ask, so that none takes another's word away, in milliseconds. */
export const paceOf = ({ timeout }: Io["defaults"]): number => Math.max(timeout / 2, quiet);

type Asking = { readonly io: Io; readonly signal: AbortSignal };

/** One ping; who asks the same address in the same moment shares it. */
export const askLast = (address: string, { io, signal }: Asking): Promise<Attempt<EchoSeries>> =>
  io.echo(address, { signal, count: 1, interval: 0, timeout: io.defaults.timeout / 10, share: true });

/**
 * Whether a gateway is there, by its own answers or by its hardware address, and yet no hop of any way: it looks for a way before it
 * counts, and may have said that it has none.
 */
export const passesNothing = async (gateway: string, io: Io): Promise<boolean> => {
  if (io.hops().has(gateway)) return false;
  if (io.asked().get(gateway) === true) return true;
  return (await io.neighbours())?.find(({ address }) => address === gateway)?.state === "reachable";
};
