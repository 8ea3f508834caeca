import type { JsonObject } from "../model/json.js";
import type { FilledAdvice } from "../model/report.js";
import type { Result } from "../model/result.js";
import { fill } from "../model/text.js";
import type { Candidate } from "./candidates.js";

const split = (place: string): { host: string; port?: string } => {
  const [, host, port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(place) ?? [];
  const plain = /^[^[]*:[^\]]*:/.test(place) ? place : (host ?? place);
  return port === undefined || plain === place ? { host: plain } : { host: plain, port };
};

/** The words that an advice may use of the place it speaks of. */
const slotsOf = (candidate: Candidate, result: Result | undefined): JsonObject => {
  const target = (result?.target ?? {}) as JsonObject;
  const places = result?.places ?? {};
  const endpoint = split(places.endpoint ?? candidate.place);
  const resolver = split(places.resolver ?? candidate.place);
  const host = target.host ?? places.name ?? endpoint.host;
  return {
    place: candidate.place,
    host,
    address: endpoint.host,
    port: endpoint.port ?? target.port,
    name: places.name ?? host,
    url: target.url,
    user: target.user,
    database: target.database,
    gateway: places.gateway,
    resolver: resolver.host,
    resolverPort: resolver.port ?? "53",
    proxy: places.proxy,
    ...("caFile" in target && target.caFile !== undefined ? { ca: target.caFile } : {}),
  };
};

/** `--cacert {ca}` and the like stay only where the profile names a file: a word `?ca` takes itself and the next away. */
const commandOf = (words: readonly string[], slots: JsonObject): string[] | undefined => {
  const kept: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const optional = /^\?(\w+) (.*)$/.exec(word);
    if (optional === null) kept.push(word);
    else if (slots[optional[1] ?? ""] !== undefined) kept.push(...(optional[2] ?? "").split(" "));
  }
  const filled = kept.map((word) => fill({ en: word, zh: word }, slots).en);
  return filled.some((word) => /\{\w+\}/.test(word)) ? undefined : filled;
};

/** The advice of a cause with the place, names and ports of this run put in; a command that lacks one is left out. */
export const fillAdvice = (
  candidate: Candidate,
  steps: readonly string[],
  results: readonly Result[],
): FilledAdvice[] => {
  const slots = slotsOf(
    candidate,
    results.find(({ step }) => steps.includes(step)),
  );
  return candidate.cause.advice.map((one) => {
    const command = one.command === undefined ? undefined : commandOf(one.command, slots);
    return {
      text: fill(one.text, slots),
      ...(command === undefined ? {} : { command }),
      ...(command === undefined || one.expect === undefined ? {} : { expect: fill(one.expect, slots) }),
    };
  });
};
