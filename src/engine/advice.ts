import { isAddress } from "../model/address.js";
import { firstWordsOf } from "../model/first-words.js";
import { isObject, type Json, type JsonObject } from "../model/json.js";
import { hostPort, type Places } from "../model/place.js";
import type { FilledAdvice } from "../model/report.js";
import type { Result } from "../model/result.js";
import { fill } from "../model/text.js";
import type { Candidate } from "./candidates.js";

/**
 * The words in braces that an advice may use. `endpoint` is address and port, `authority` name and port, as a URL has them;
 * `servername` is a name that a shell may read; `direct` is the endpoint where no proxy stands before it; `ca`, `cert` and
 * `key` are paths of files, `headers` the profile's with a word in place of each value; `hello` is what a client of the
 * expected protocol says first, as the text of `printf`; `rate` has curl wait a little longer than the client's pool keeps an
 * idle connection.
 */
export const adviceSlots: readonly string[] = [
  ...["place", "host", "name", "servername", "address", "address6", "port", "endpoint", "authority", "url", "database"],
  ...[
    "gateway",
    "resolver",
    "resolverPort",
    "proxy",
    "direct",
    "ca",
    "cert",
    "key",
    "certType",
    "headers",
    "hello",
    "rate",
  ],
];

const split = (place: string): { host: string; port?: string } => {
  const [, host, port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(place) ?? [];
  const plain = /^[^[]*:[^\]]*:/.test(place) ? place : (host ?? place);
  return port === undefined || plain === place ? { host: plain } : { host: plain, port };
};

const mapOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** Addresses that a step saw its host to have; one that it says it used comes first. */
const seenAddresses = (result: Result | undefined): string[] =>
  (result?.looks ?? []).flatMap((look) => {
    const { address, located } = mapOf(look);
    const { addresses } = mapOf(located);
    const all = Array.isArray(addresses) ? addresses.map((one) => mapOf(one).address) : [];
    return [address, ...all].filter((one): one is string => typeof one === "string" && isAddress(one));
  });

/** What may stand in a command for a shell, which could read anything else as more than a word. */
const plain = (word: string | undefined): string | undefined =>
  word !== undefined && /^\w[\w.:%-]*$|^::[\w.:%]*$/.test(word) ? word : undefined;

/** What the first request takes besides, from its beginning to the next one's, in milliseconds. */
const handshake = 300;

/** As often as this, and each request comes when the client would just have let its connection go. */
const rateOf = (idle: Json | undefined): string | undefined =>
  typeof idle === "number" && idle > 0
    ? `${Math.max(1, Math.floor(3_600_000 / (idle * 1.1 + handshake)))}/h`
    : undefined;

const headersOf = (names: Json | undefined): readonly string[] =>
  Array.isArray(names) ? names.map((name) => `${name}: your-value`) : [];

const resolverOf = ({ sits, place }: Candidate, result: Result | undefined, results: readonly Result[]) => {
  const beside = results.find(({ subject, places }) => subject === result?.subject && places.resolver !== undefined);
  const known = sits === "resolver" ? place : (result?.places.resolver ?? beside?.places.resolver);
  return known === undefined ? {} : { resolver: split(known).host, resolverPort: split(known).port ?? "53" };
};

const unaddressed: readonly string[] = ["this-host", "gateway", "resolver"];

/** Where the far side is that the advice speaks of; undefined: it speaks of this side alone. */
const spotOf = ({ sits, place }: Candidate, { endpoint, host }: Places): string | undefined => {
  if (sits === "endpoint" || sits === "host") return place;
  return endpoint ?? host ?? (unaddressed.includes(sits) ? undefined : place);
};

/** What the slots stand for at the place that an advice speaks of; of a cause's steps one that knows an endpoint. */
const slotsOf = (candidate: Candidate, own: readonly Result[], results: readonly Result[]): JsonObject => {
  const result = own.find(({ places }) => places.endpoint !== undefined) ?? own[0];
  const target = mapOf(result?.target);
  const places = result?.places ?? {};
  const spot = spotOf(candidate, places);
  const endpoint = split(spot ?? candidate.place);
  const seen = seenAddresses(result);
  const known = isAddress(endpoint.host) ? undefined : seen[0];
  const address = spot === undefined ? undefined : plain(known ?? endpoint.host);
  const port = endpoint.port ?? (typeof target.port === "number" ? String(target.port) : undefined);
  const host = target.host ?? places.name ?? endpoint.host;
  const name = places.name ?? String(host);
  const authority = port === undefined ? undefined : hostPort(name, port);
  const headers = headersOf(target.headerNames);
  const dialled = address === undefined || port === undefined ? undefined : hostPort(address, port);
  return {
    place: candidate.place,
    host,
    name,
    servername: plain(name),
    address,
    address6: seen.find((one) => one.includes(":")),
    port,
    endpoint: dialled,
    authority,
    url: target.url ?? (authority === undefined ? undefined : `https://${authority}/`),
    database: target.database,
    gateway: plain(places.gateway ?? (candidate.sits === "gateway" ? candidate.place : undefined)),
    ...resolverOf(candidate, result, results),
    proxy: places.proxy,
    direct: places.proxy === undefined ? dialled : undefined,
    ca: target.caFile,
    cert: target.certFile,
    key: target.keyFile,
    certType: target.certType,
    headers: headers.length === 0 ? undefined : headers,
    hello: firstWordsOf(target.speaks),
    rate: rateOf(target.idle),
  };
};

const filled = (word: string, slots: JsonObject): string => fill({ en: word, zh: word }, slots).en;

/** `?ca --cacert {ca}` stands only where `ca` is known, and once for each item of a list. */
const wordsOf = (word: string, slots: JsonObject): string[] => {
  const [, slot, words] = /^\?(\w+) (.*)$/.exec(word) ?? [];
  if (slot === undefined || words === undefined) return [filled(word, slots)];
  const value = slots[slot];
  if (value === undefined) return [];
  const values: readonly Json[] = Array.isArray(value) ? value : [value as Json];
  return values.flatMap((one) => words.split(" ").map((part) => filled(part, { ...slots, [slot]: one })));
};

/** A command that lacks a word cannot be given. */
const commandOf = (words: readonly string[], slots: JsonObject): string[] | undefined => {
  const command = words.flatMap((word) => wordsOf(word, slots));
  const open = (word: string): boolean => adviceSlots.some((slot) => word.includes(`{${slot}}`));
  return command.some(open) ? undefined : command;
};

/** The advice of a cause with the place, names and ports of this run put in; a command that lacks one is left out. */
export const fillAdvice = (
  candidate: Candidate,
  steps: readonly string[],
  results: readonly Result[],
): FilledAdvice[] => {
  const own = results.filter(({ step }) => steps.includes(step));
  const slots = slotsOf(candidate, own, results);
  return candidate.cause.advice.map((one) => {
    const command = one.command === undefined ? undefined : commandOf(one.command, slots);
    return {
      text: fill(one.text, slots),
      ...(command === undefined ? {} : { command }),
      ...(command === undefined || one.expect === undefined ? {} : { expect: fill(one.expect, slots) }),
    };
  });
};
