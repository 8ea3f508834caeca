import type { Dressed } from "./envelopes.js";

/** Its first cause (of several that are all fair, one; none: nothing may stand), the body, what the profile expects, the status. */
export type Heard = readonly [cause: string, body: string, wants?: string, status?: number];

const typeOf = (body: string): string => {
  if (/^\s*[{[]/.test(body)) return "application/json";
  if (/^\s*<(!doctype\s+html|html)/i.test(body)) return "text/html";
  return /^\s*</.test(body) ? "text/xml" : "text/plain";
};

const usualFor = (cause: string, type: string): string =>
  cause === "" ? (type === "text/xml" ? "xml" : "nothing") : "code";

export const answerOf = ([cause, body, wants, status = 200]: Heard): Dressed => {
  const type = typeOf(body);
  return { status, type, body, wants: (wants ?? usualFor(cause, type)) as Dressed["wants"] };
};
