import { type Dressed, dresses, pages } from "./envelopes.js";
import { healthyBodies, wellSaid } from "./healthy.js";
import { byAccount } from "./refused-by-account.js";
import { byRule } from "./refused-by-rule.js";

export type Case = { readonly cause?: string; readonly said: string; readonly answer: Dressed; readonly held: boolean };

/** A page in an answer's place says this; of an invoice's fields a page speaks where a form asks for them. */
const ofPages = ["ip-not-whitelisted", "egress-address-banned", "waf-blocked", "api-maintenance-page"];

const dressed = (cause: string, said: string, at: number): Dressed => {
  const fitting = ofPages.includes(cause) && at % 4 === 3 ? pages : dresses;
  const chosen = fitting[at % fitting.length] ?? dresses[0];
  const answer = (chosen as (typeof dresses)[number])(said);
  // A status of 4xx that says no more than “refused” is a cause of its own, and so is a text that is no JSON.
  const generic = answer.status >= 400 || answer.type === "text/plain";
  return generic && cause === "api-business-error" ? (dresses[0] as (typeof dresses)[number])(said) : answer;
};

/** Two of five were not looked at while the patterns were made. */
const isHeld = (at: number): boolean => at % 5 === 1 || at % 5 === 3;

export const refusals: readonly Case[] = Object.entries({ ...byAccount, ...byRule }).flatMap(([cause, all], group) =>
  all.map((said, at) => ({ cause, said, answer: dressed(cause, said, at + group), held: isHeld(at) })),
);

const success = (said: string, at: number): Dressed[] => {
  const json = [
    JSON.stringify({ code: "0000", msg: said }),
    JSON.stringify({ status: "UP", details: said }),
    JSON.stringify({ success: true, message: said, data: null }),
    JSON.stringify({ code: 0, data: { message: said } }),
  ];
  const body = json[at % json.length] ?? "";
  return [
    { status: 200, type: "application/json", body, wants: "nothing" },
    { status: 200, type: "text/xml", body: `<r><code>0000</code><msg>${said}</msg></r>`, wants: "xml" },
  ];
};

const bodyType = (body: string): string =>
  /^[{[]/.test(body)
    ? "application/json"
    : /^<html/.test(body)
      ? "text/html"
      : /^</.test(body)
        ? "text/xml"
        : "text/plain";

export const healthy: readonly Case[] = [
  ...wellSaid.flatMap((said, at) => success(said, at).map((answer) => ({ said, answer, held: isHeld(at) }))),
  ...healthyBodies.map((body, at): Case => {
    const type = bodyType(body);
    return {
      said: body,
      answer: { status: 200, type, body, wants: type === "text/xml" ? "xml" : "nothing" },
      held: isHeld(at),
    };
  }),
];
