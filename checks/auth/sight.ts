import type { ByHand } from "../../src/model/by-hand.js";
import type { FailureCode, Phase } from "../../src/model/failure.js";
import type { Located } from "../../src/model/place.js";
import type { Forgery, TokenSent } from "../../src/model/tokens.js";

/** What `auth` aims at, asks and sees. No token stands in any of it. */

export type Target = {
  /** The url target whose URL, headers, trust and client certificate are used. */
  readonly as: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Whether tokens that are not genuine may be sent at all. */
  readonly allowed: boolean;
  /** What can be forged of the token; empty: the profile names no bearer token. */
  readonly forgeries: readonly Forgery[];
  /** The profile names a genuine token that has expired. */
  readonly expired: boolean;
} & ByHand;

/** One request: which token, and which header beside it. */
export type Question = {
  readonly token: TokenSent | "genuine";
  readonly header?: { readonly name: string; readonly value: string };
};

/** What came of one: the record of what was sent, and all that is kept of the answer. */
export type Asked = Question & {
  readonly status?: number;
  readonly type?: string | null;
  readonly failed?: { readonly code: FailureCode; readonly phase: Phase };
  /** The JSON answer has names in it that the answers to our own token alone do not have. */
  readonly more?: boolean;
};

export type Seen = { readonly located: Located; readonly asked: readonly Asked[] };

/** Headers in which programs that trust their callers look for rights. */
const claims = [
  { name: "admin", value: "True" },
  { name: "x-admin", value: "true" },
  { name: "x-role", value: "ADMIN" },
  { name: "x-user-id", value: "0" },
] as const;
/** Of these, what may be tried beside a valid token: it must not make us another person. */
const harmless = claims.filter(({ name }) => name !== "x-user-id");

/** Requests in all, whatever is asked. */
export const requestsAtMost = 20;

/** Without these being as they should be nothing is tested. */
export const baselines: readonly Question[] = [{ token: "absent" }, { token: "genuine" }, { token: "garbage" }];

/** Everything that is asked, in order; our own token comes last again, so that what varies by itself is known. */
export const questionsFor = ({ forgeries, expired }: Target): readonly Question[] =>
  [
    ...baselines,
    ...forgeries.map((token): Question => ({ token })),
    ...(expired ? [{ token: "expired" } as const] : []),
    ...claims.map((header): Question => ({ token: "absent", header })),
    ...harmless.map((header): Question => ({ token: "genuine", header })),
    { token: "genuine" } as const,
  ].slice(0, requestsAtMost);

const refusals: readonly (number | undefined)[] = [401, 403];
export const isRefused = ({ status }: Asked): boolean => refusals.includes(status);
export const isGranted = ({ status = 0 }: Asked): boolean => status >= 200 && status < 300;

/** Whether there is no point, or no right, in going on: an error, a request to slow down, a baseline that is not as it should be. */
export const endsIt = (one: Asked): boolean => {
  if (one.status === undefined || one.status >= 500 || one.status === 429) return true;
  if (one.header !== undefined) return false;
  if (one.token === "absent" || one.token === "garbage") return !isRefused(one);
  return one.token === "genuine" && !isGranted(one);
};
