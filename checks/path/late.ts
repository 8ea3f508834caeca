import type { Io } from "../../src/model/io.js";
import { othersAlive } from "../../src/model/life.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";
import { answered } from "./judge.js";
import type { Seen } from "./sight.js";

/** A last question, when all that asked beside us is quiet: routers ration their words, and our own packets had used them up. */

/** When a silent way is asked again, as a share of the time-out: by then nearly all that asked beside us has ended. */
const afterAll = 1.65;
/** Both looks at a silent port end at this share of the time-out. */
const afterSilence = 1.42;
/**
 * Between two such questions, as a share of the time-out and in milliseconds at least. A router says what is wrong once a second (RFC 1812
 * 4.3.2.8); Linux takes two for "no route", and counts from the last packet that it said nothing of (ip_error, icmp_ratelimit). All who wait
 * ask in the same moments, so that none takes another's word away.
 */
const [interval, quiet] = [0.5, 2200];
const lastQuestions = 2;

export type Sight = Required<Pick<Seen, "own" | "trace" | "mtu">>;

/** Where no service was asked, as with databases, a filter of ping alone looks the same. */
export const isSilent = ({ trace, mtu }: Sight): boolean => {
  const connect = "failed" in mtu ? undefined : mtu.connect;
  if ("failed" in trace || connect === undefined || answered.includes(connect)) return false;
  const { reached, circle, hops } = trace;
  return !reached && circle.length === 0 && hops.every(({ unreachable }) => unreachable === undefined);
};

/** Not even our gateway counts as a hop, though it is there: it looks for a way before it counts, and may have said that it has none. */
const gatewayPassesNothing = async ({ via }: LocatedAddress, { trace }: Sight, io: Io): Promise<boolean> => {
  if (via === undefined || "failed" in trace || trace.hops.some(({ address }) => address !== null)) return false;
  if (io.asked().get(via) === true) return true;
  return (await io.neighbours())?.find(({ address }) => address === via)?.state === "reachable";
};

/** When a last question is asked; where all else is silent as well, nobody is kept waiting beyond what silence itself takes. */
const momentsOf = (began: number, worthWaiting: boolean, { timeout }: Io["defaults"]): readonly number[] => {
  if (!worthWaiting) return [began + timeout * afterSilence];
  const pace = Math.max(timeout * interval, quiet);
  const first = Math.ceil((began + timeout * afterAll) / pace);
  return Array.from({ length: lastQuestions }, (_, nth) => (first + nth) * pace);
};

type Waiting = { readonly io: Io; readonly signal: AbortSignal; readonly began: number };

/** One ping when all is quiet again, and another one if nobody says anything to it. */
export const lastWord = async (
  at: LocatedAddress,
  located: Located,
  seen: Sight,
  { io, signal, began }: Waiting,
): Promise<Pick<Seen, "late">> => {
  let late: Pick<Seen, "late"> = {};
  const worthWaiting = (await gatewayPassesNothing(at, seen, io)) || (await othersAlive(io, located)).length > 0;
  for (const moment of momentsOf(began, worthWaiting, io.defaults)) {
    await io.pause(Math.max(0, moment - performance.now()), signal);
    // A second look asks in the same moments, and must not take the word that is meant for the first.
    const one = { count: 1, interval: 0, timeout: io.defaults.timeout / 10, share: true } as const;
    const series = await io.echo(at.address, { signal, ...one });
    if (series.ok) late = { late: series.value };
    if (!series.ok || series.value.errors.length > 0 || series.value.replies.length > 0) break;
  }
  return late;
};
