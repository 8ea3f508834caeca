import type { Raised } from "../../src/model/check.js";
import type { Conversation } from "../../src/model/io.js";
import type { keepaliveSignals } from "./words.js";

/** What several requests back to back on one connection tell. Pure. */

const ways = { fin: "FIN", reset: "RST", silence: "…" } as const;

/** An answer of HTTP/1.0 that says nothing of it ends its connection as well (RFC 9112 section 9.3). */
const saysLast = ({ connection, old }: Conversation["exchanges"][number]): boolean =>
  connection === "close" || (old === true && connection === null);

/** Whether the server said of its last answer that it ends the connection, and of none before. */
const announced = ({ exchanges }: Conversation): boolean => {
  const last = exchanges.at(-1);
  return last !== undefined && saysLast(last) && !exchanges.slice(0, -1).some(saysLast);
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
