import type { Raised } from "../../src/model/check.js";
import { endsAfter } from "../../src/model/exchanges.js";
import type { Conversation } from "../../src/model/io.js";
import type { keepaliveSignals } from "./words.js";

/** What several requests back to back on one connection tell. Pure. */

const ways = { fin: "FIN", reset: "RST", silence: "…" } as const;

/** Whether the server said of its last answer that it ends the connection, and of none before. */
const announced = ({ exchanges }: Conversation): boolean => {
  const last = exchanges.at(-1);
  return last !== undefined && endsAfter(last) && !exchanges.slice(0, -1).some(endsAfter);
};

/**
 * An end that was not announced may be a limit, or what one of several back ends does to the request that meets it: only the same
 * on further connections tells.
 */
export const isUnclear = (talked: Conversation): boolean => talked.ended !== undefined && !announced(talked);

/** A failure between good answers is a back end's, and so is what follows it. */
const failsBetween = ({ exchanges }: Conversation): boolean => exchanges.some(({ status }) => status >= 500);

/** `again`: after how many answers further connections ended. */
export const reuseAnswer = (
  talked: Conversation,
  requests: number,
  again: readonly number[] = [],
): Raised<typeof keepaliveSignals> => {
  const { exchanges, ended } = talked;
  const after = exchanges.length;
  if (ended === undefined && !announced(talked)) return { signal: "reused", data: { requests: after } };
  const how = ways[ended?.by ?? "fin"];
  if (isUnclear(talked) && (failsBetween(talked) || again.some((count) => count !== after)))
    return { signal: "ends-unevenly", data: { counts: [after, ...again], how, requests } };
  if (after <= 1) return { signal: exchanges[0]?.old === true ? "http-1.0" : "closed-each-time", data: { how } };
  return { signal: "request-limit", data: { after, requests, how } };
};
