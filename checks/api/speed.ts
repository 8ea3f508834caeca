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

/** `total`: milliseconds without what this tool's own stalls added. `resent`: segments that this host sent again meanwhile. */
type Spent = { readonly total: number; readonly resent: number };
/** What an answer may take, in milliseconds: by the profile, and where that says nothing. */
type Pace = { readonly maxTime: number | undefined; readonly slow: number };

/** Pure. How long the name took is not the service's doing, and `dns` says it. */
export const speedAnswer = (times: HttpTimes, { total, resent }: Spent, { maxTime, slow }: Pace): Answer => {
  const its = Math.max(0, total - (times.name ?? 0));
  const limit = maxTime ?? slow;
  const data = { ms: Math.round(its), limit, ...phases(times) };
  if (its <= limit) return { signal: "in-time", data };
  if (resent > 0) return { signal: "late-after-loss", data: { ...data, resent } };
  return { signal: maxTime === undefined ? "slowish" : "slow", data };
};
