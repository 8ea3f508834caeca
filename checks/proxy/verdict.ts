import type { ProxyAnswer } from "../../src/model/io.js";

/** What an answer of a proxy comes to. `foreign`: it comes from no proxy at all. */
export type Verdict = "opens" | "login" | "denies" | "upstream" | "foreign";

/** The proxy tried and did not get there. tinyproxy says 500, squid 503, most others 502 and 504. */
const upstream = [500, 502, 503, 504];
/** How web servers answer a method that they do not know. */
const unknownMethod = [400, 404, 405, 501];

/** An answer that is not the proxy's own was passed on by it. */
export const verdictOf = ({ status, own, product }: ProxyAnswer): Verdict => {
  // tinyproxy says 401 to a wrong login.
  if (status === 407 || (own && status === 401)) return "login";
  if (!own || status < 300) return "opens";
  if (upstream.includes(status)) return "upstream";
  if (product === undefined && unknownMethod.includes(status)) return "foreign";
  // Of those that are known, some say "no such host" so.
  return status === 404 ? "upstream" : "denies";
};
