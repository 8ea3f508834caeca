import {
  type AttemptFact,
  answered,
  answeredFacts,
  type Client,
  clientRepeats,
  maybeSent,
  maybeSentFacts,
  notSent,
  notSentFacts,
  type Sign,
  type SignTable,
} from "./attempt-errors/index.js";
import { type NamedPeer, namedPeers } from "./attempt-peers.js";
import type { Bilingual } from "./text.js";

/**
 * What the error text of an attempt proves. `nothing`: no byte of the request left, or none was processed; `answered`: the server
 * answered for itself; `maybe`: everything else, an unknown text too.
 */
export type AttemptError = {
  readonly sent: "nothing" | "maybe" | "answered";
  /** The fact that decides; `signs` are the names of all that was recognised. */
  readonly fact: AttemptFact;
  readonly says: Bilingual;
  readonly signs: readonly string[];
  /** What a part of the text would prove by itself, had it not met a sign of sending. */
  readonly mixedWith?: Bilingual;
  /** Whether the client that prints such a text repeats a request by itself. */
  readonly repeats?: "always" | "by-default";
  readonly peers: readonly NamedPeer[];
};

type Found = { readonly fact: AttemptFact; readonly name: string; readonly client: Client };

/** Longer texts are logs: what decides may stand anywhere in them. */
const longest = 20_000;

const inOrder = (table: SignTable<string>): readonly (readonly [AttemptFact, Sign])[] =>
  Object.entries(table).flatMap(([fact, signs]) => signs.map((sign) => [fact as AttemptFact, sign] as const));
const proofs = inOrder(notSent).map(([fact, [name, client, pattern]]) => ({
  fact,
  name,
  client,
  pattern: new RegExp(pattern.source, "gi"),
}));
const doubts = [...inOrder(answered), ...inOrder(maybeSent)].map(([fact, [name, client, pattern]]) => ({
  fact,
  name,
  client,
  pattern: new RegExp(pattern.source, "i"),
}));

const says: { readonly [fact in AttemptFact]: Bilingual } = { ...notSentFacts, ...maybeSentFacts, ...answeredFacts };

const escapes = /\u001b\[[0-9;]*[A-Za-z]/g;
/** Where a program was, not what happened to it: frames of Python, of Java and JavaScript, and of .NET. */
const frames: readonly RegExp[] = [
  /^[ \t]*File "[^"\n]*", line \d+, in [^\n]*\n(?:[ \t]+[^\n]*\n)?(?:[ \t]*[~^]+[ \t]*\n)?/gm,
  /(?<=^|\s)at (?:async )?(?:new )?[\w$.<>/#`@-]+ ?(?:\[as \w+\] ?)?\((?:[^()\s]*:\d+(?::\d+)?|Native Method|Unknown Source|native|<anonymous>)\)/g,
  /(?<=^|\s)at (?:async )?(?:file:|node:|\/)[^\s()]*:\d+:\d+/g,
  /(?<=^|\s)(?:at|在) [A-Z]\w*(?:\.[\w`<>[\]|]+){2,}\([^()\n]*\)(?: (?:in|位置) [^\n]*)?/g,
  /\.\.\. \d+ (?:more|common frames omitted)/g,
];
/** HttpURLConnection opens a second connection from here only to send a request again. */
const telling = /HttpClient\.parseHTTP\b/i;
/** Said by clients whatever happened. */
const idle: readonly RegExp[] = [
  /\bMax retries exceeded with url: [\w./?=&%#+~:@!$*-]+/g,
  /More details here: https:\/\/[\w./-]+/g,
];

const withoutFrames = (text: string): string =>
  frames.reduce(
    (rest, frame) => rest.replace(frame, (one) => (telling.test(one) ? ` ${telling.exec(one)?.[0]} ` : " ")),
    text,
  );

const clean = (text: string): string => {
  const said = withoutFrames(text.normalize("NFKC").replace(escapes, "").replace(/\r\n?/g, "\n"));
  return idle.reduce((rest, phrase) => rest.replace(phrase, " "), said.replace(/\s+/g, " ")).trim();
};

/** Paths of URLs carry any words; only the origin says something. */
const withoutPaths = (text: string): string => text.replace(/\b(https?:\/\/[\w.:@%[\]-]+)[\w./?=&%#+~:@!$*-]*/gi, "$1");

/** The codes of a phrase are printed once more beside it: `code: 'ETIMEDOUT'`. */
const withoutEchoes = (text: string, phrases: readonly string[]): string =>
  phrases
    .flatMap((phrase) => phrase.match(/\bE[A-Z]{5,}\b/g) ?? [])
    .reduce((rest, code) => rest.replaceAll(new RegExp(`["']?\\bcode["']?[:=] ?["']?${code}\\b["']?`, "g"), " "), text);

const takenOut = (text: string): { readonly rest: string; readonly found: readonly Found[] } => {
  let rest = text;
  const found: Found[] = [];
  const phrases: string[] = [];
  for (const { pattern, ...one } of proofs) {
    const hits = rest.match(pattern);
    if (hits === null) continue;
    found.push(one);
    phrases.push(...hits);
    rest = rest.replace(pattern, " § ");
  }
  return { rest: withoutEchoes(rest, phrases), found };
};

const sentOf = (fact: AttemptFact): AttemptError["sent"] =>
  fact in notSentFacts ? "nothing" : fact in answeredFacts ? "answered" : "maybe";

const repeatsOf = (found: readonly Found[]): "always" | "by-default" | undefined => {
  const known = found.map(({ client }) => clientRepeats[client]);
  return known.find((one) => one === "always") ?? known.find((one) => one !== undefined);
};

/** Reads the text that a client printed when its request failed. A proof that meets any sign of sending proves nothing. */
export const readAttemptError = (text: string): AttemptError => {
  const whole = withoutPaths(clean(text.slice(0, longest)));
  const { rest, found: proven } = takenOut(whole);
  const doubted = doubts.filter(({ pattern }) => pattern.test(rest));
  const cut = text.length > longest;
  const decides = doubted[0]?.fact ?? (cut ? undefined : proven[0]?.fact) ?? "unrecognised";
  const repeats = repeatsOf([...proven, ...doubted]);
  const mixed = sentOf(decides) === "nothing" ? undefined : proven[0]?.fact;
  return {
    sent: sentOf(decides),
    fact: decides,
    says: says[decides],
    signs: [...doubted, ...proven].map(({ name }) => name),
    ...(mixed === undefined ? {} : { mixedWith: says[mixed] }),
    ...(repeats === undefined ? {} : { repeats }),
    peers: namedPeers(whole),
  };
};
