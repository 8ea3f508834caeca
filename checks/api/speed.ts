import type { Raised } from "../../src/model/check.js";
import type { HttpTimes } from "../../src/model/io.js";
import type { JsonObject } from "../../src/model/json.js";
import type { apiSignals } from "./words.js";

type Answer = Raised<typeof apiSignals>;

const phaseNames = ["name", "connect", "tls", "firstByte", "body"] as const;

/** Every phase in whole milliseconds, and which of those that are the service's took most. */
const phases = (times: HttpTimes): JsonObject & Record<(typeof phaseNames)[number], number | string> => {
  const shown = (name: (typeof phaseNames)[number]) => (times[name] === undefined ? "–" : Math.round(times[name]));
  const [, ...itsOwn] = phaseNames;
  const most = itsOwn.reduce((best, name) => ((times[name] ?? 0) > (times[best] ?? 0) ? name : best));
  const [name, connect, tls, firstByte, body] = phaseNames.map(shown) as [string, string, string, string, string];
  return { name, connect, tls, firstByte, body, most };
};

/** `total`: milliseconds without what this tool's own stalls added (`own`). `resent`: segments that this host sent again meanwhile. */
type Spent = { readonly total: number; readonly own: number; readonly resent: number };
/** What an answer may take, in milliseconds: by the profile, and where that says nothing. */
type Pace = { readonly maxTime: number | undefined; readonly slow: number };

/** From such a round trip on, in milliseconds, a way is far. */
const far = 50;
/** A segment of an open connection is sent again after a fifth of a second and a round trip at the least, then after twice as long (RFC 6298). */
const repetition = 300;
/** A connection request that was lost is sent again after a second: that is no round trip. */
const longestTrip = 1000;

/**
 * Milliseconds that the service took at least, whatever the way adds: all of them where it is near and nothing was lost, else the first
 * byte without the round trip to it and what was lost on it, one loss on the way back, of which this machine hears nothing, included.
 */
const itsShare = (its: number, { connect = 0, firstByte = 0 }: HttpTimes, { own, resent }: Spent): number => {
  if (connect < far && resent === 0) return its;
  const trip = connect < longestTrip ? connect : 0;
  const lost = resent === 0 ? 0 : (repetition + 2 * trip) * (2 ** (resent + 1) - 1);
  return firstByte - trip - lost - own;
};

/** Pure. How long the name took is not the service's doing, and `dns` says it. */
export const speedAnswer = (times: HttpTimes, { total, own, resent }: Spent, { maxTime, slow }: Pace): Answer => {
  const its = Math.max(0, total - (times.name ?? 0));
  const limit = maxTime ?? slow;
  const data = { ms: Math.round(its), limit, ...phases(times) };
  if (its <= limit) return { signal: "in-time", data };
  if (itsShare(its, times, { total, own, resent }) > limit)
    return { signal: maxTime === undefined ? "slowish" : "slow", data };
  if (resent > 0) return { signal: "late-after-loss", data: { ...data, resent } };
  return { signal: maxTime === undefined ? "latish-by-way" : "late-by-way", data };
};
