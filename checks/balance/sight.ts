import type { ByHand } from "../../src/model/by-hand.js";
import type { Attempt, FailureCode, Phase } from "../../src/model/failure.js";
import type { HttpAnswer } from "../../src/model/io.js";
import { type Json, jsonIn } from "../../src/model/json.js";
import { jsonAt, sameJson } from "../../src/model/json-path.js";
import type { Located } from "../../src/model/place.js";

/** Bytes of body that are read. */
export const bodyLimit = 65_536;

/** What `balance` aims at and sees. Times in milliseconds. */

export type Target = {
  /** The url target whose URL, headers, trust and client certificate are used. */
  readonly as: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** More than gentle sampling is allowed. */
  readonly ours: boolean;
  /** The status that the profile expects. */
  readonly expected?: number;
  /** The content that it expects: JSON, with these values at these paths. */
  readonly wanted?: { readonly [path: string]: Json };
} & ByHand;

/** One request on a new connection. */
export type Shot = {
  /** The address that was asked; through a proxy the name. */
  readonly address: string;
  /** When it began, since the first one of all. */
  readonly at: number;
  /** From the connection on, waiting for other checks left out. */
  readonly ms: number;
  /** Of these, what passed from the request to the first byte, without the round trip of a connection request. */
  readonly wait?: number;
  readonly status?: number;
  readonly failed?: { readonly code: FailureCode; readonly phase: Phase };
  /** What of the content is not as the profile expects: a path, or the media type of what is no JSON. */
  readonly odd?: string;
  /** The label of the back end. */
  readonly backend?: string;
  /** The answer set a cookie. */
  readonly cookie?: true;
  /** Segments that this host sent again meanwhile, if any. */
  readonly resent?: number;
};

/** Requests on a connection that had answered before; `failing`: how, one entry each. */
export type Reused = { readonly tried: number; readonly failing: readonly string[] };

/** Requests that carry the cookie of one that was answered before. */
export type Sticky = { readonly first: Shot; readonly again: readonly Shot[] };

export type Seen = {
  readonly located: Located;
  /** Two at a time to each address. */
  readonly shots: readonly Shot[];
  /** Where some of those failed at random, or all: one after another, and then two at once again. */
  readonly alone?: { readonly single: readonly Shot[]; readonly double: readonly Shot[] };
  /** Where none failed: several at once, and where some of these fail, two at once between. */
  readonly crowd?: { readonly many: readonly Shot[]; readonly two: readonly Shot[] };
  /** Where some failed, one after another too: slowly, and if none of these did, quickly again. */
  readonly pace?: { readonly slow: readonly Shot[]; readonly quick: readonly Shot[] };
  readonly reused?: Reused;
  readonly sticky?: Sticky;
  /** The longest stall of this tool's own event loop. */
  readonly loopDelay: number;
};

/** Only of answers that are right by their status, and were read to their end. */
const oddIn = ({ body, bodyBytes, type, status }: HttpAnswer, { wanted, expected }: Target): string | undefined => {
  if (wanted === undefined || bodyBytes >= bodyLimit || (status !== expected && status >= 300)) return undefined;
  const value = jsonIn(body);
  if (value === undefined) return type ?? "–";
  return Object.entries(wanted).find(([path, known]) => !sameJson(jsonAt(value, path), known))?.[0];
};

/** A connection request that was lost is sent again after so many milliseconds: that is no round trip. */
const repetition = 1000;
/** What a request waits for less long, in milliseconds, is no matter. */
const noMatter = 500;

type Times = { readonly began: number; readonly now: number };

export const shotOf = (address: string, { began, now }: Times, attempt: Attempt<HttpAnswer>, target: Target): Shot => {
  // A connection request that was lost is repeated after a second (RFC 6298): that says nothing of who answers.
  const connecting = attempt.ok ? (attempt.value.times.connect ?? 0) : 0;
  const ms = Math.round((attempt.ms - connecting) * 10) / 10;
  const when = { address, at: Math.max(0, Math.round(now - began - attempt.ms)), ms };
  if (!attempt.ok) return { ...when, failed: { code: attempt.failure.code, phase: attempt.failure.phase } };
  const { status, backend, headerNames, times } = attempt.value;
  const wait = Math.round((times.firstByte ?? 0) - (connecting < repetition ? connecting : 0));
  const odd = oddIn(attempt.value, target);
  return {
    ...when,
    ...(wait > noMatter ? { wait } : {}),
    status,
    ...(odd === undefined ? {} : { odd }),
    ...(backend === undefined ? {} : { backend }),
    ...(headerNames.includes("set-cookie") ? { cookie: true } : {}),
  };
};

const before: readonly Phase[] = ["name", "connect", "proxy", "handshake"];
/** Failures of this machine; they say nothing of the target. */
const ours: readonly FailureCode[] = [
  "aborted",
  "prohibited",
  "not-available",
  "no-local-address",
  "descriptors-exhausted",
  "not-permitted",
  "unknown",
];

/**
 * The shots that say something: not those that this machine prevented, and of no address that lets nobody in (`port` and
 * `tls` speak of it).
 */
export const telling = (shots: readonly Shot[]): Shot[] => {
  const own = shots.filter(({ failed }) => failed === undefined || !ours.includes(failed.code));
  const open = new Set(
    own.filter(({ failed }) => !(failed && before.includes(failed.phase))).map((one) => one.address),
  );
  return own.filter(({ address }) => open.has(address));
};

/** Which shots failed: an error of the server, no answer, or a refusal of what other shots were granted. */
export const failingOf = (shots: readonly Shot[], expected: number | undefined): Shot[] => {
  const granted = shots.some(({ status = 999, odd }) => (status < 400 || status === expected) && odd === undefined);
  return shots.filter(({ status, odd }) => {
    if (status === undefined) return true;
    if (odd !== undefined) return granted;
    if (status === expected || status === 429) return false;
    return status >= 500 || (granted && status >= 400);
  });
};

export const isSilent = ({ failed }: Shot): boolean => failed?.code === "timeout";

/** How shots failed, each way once: `502`, `200 (text/html)`, `timeout (answer)`. */
export const waysOf = (shots: readonly Shot[]): string[] => [
  ...new Set(
    shots.map(({ status, failed, odd }) => {
      if (failed !== undefined) return `${failed.code} (${failed.phase})`;
      return odd === undefined ? String(status) : `${status} (${odd})`;
    }),
  ),
];
