import type { Io } from "../../src/model/io.js";
import { askLast, paceOf, passesNothing } from "../../src/model/last-question.js";
import { othersAlive } from "../../src/model/life.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";
import { answered } from "./judge.js";
import type { Seen } from "./sight.js";

/** When a silent way is asked again, as a share of the time-out: by then nearly all that asked beside us has ended. */
const afterAll = 1.65;
/** Both looks at a silent port end at this share of the time-out. */
const afterSilence = 1.42;
const lastQuestions = 2;

export type Sight = Required<Pick<Seen, "own" | "trace" | "mtu">>;

/** Where no service was asked, as with databases, a filter of ping alone looks the same. */
export const isSilent = ({ trace, mtu }: Sight): boolean => {
  const connect = "failed" in mtu ? undefined : mtu.connect;
  if ("failed" in trace || connect === undefined || answered.includes(connect)) return false;
  const { reached, circle, hops } = trace;
  return !reached && circle.length === 0 && hops.every(({ unreachable }) => unreachable === undefined);
};

/** Not even our gateway is seen on the way, though it is there. */
const gatewayPassesNothing = async ({ via }: LocatedAddress, { trace }: Sight, io: Io): Promise<boolean> => {
  if (via === undefined || "failed" in trace || trace.hops.some(({ address }) => address !== null)) return false;
  return passesNothing(via, io);
};

/** When a last question is asked; where all else is silent as well, nobody is kept waiting beyond what silence itself takes. */
const momentsOf = (began: number, worthWaiting: boolean, defaults: Io["defaults"]): readonly number[] => {
  const { timeout } = defaults;
  if (!worthWaiting) return [began + timeout * afterSilence];
  const pace = paceOf(defaults);
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
    // A second look asks in the same moments, and must not take the word that is meant for the first: they share it.
    const series = await askLast(at.address, { io, signal });
    if (series.ok) late = { late: series.value };
    if (!series.ok || series.value.errors.length > 0 || series.value.replies.length > 0) break;
  }
  return late;
};
