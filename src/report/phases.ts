import type { Phase } from "../model/failure.js";
import { isObject, type JsonObject } from "../model/json.js";
import type { Result } from "../model/result.js";

/** The parts of an exchange that a time line tells apart, in the order in which they happen. */
export const parts = ["name", "connect", "proxy", "tls", "greeting", "login", "firstByte", "body"] as const;
export type Part = (typeof parts)[number];

/** Milliseconds. `failed`: the exchange ended here. */
export type Span = { readonly part: Part; readonly ms: number; readonly failed?: true };

const partOfPhase: Readonly<Record<Phase, Part>> = {
  name: "name",
  query: "name",
  connect: "connect",
  proxy: "proxy",
  handshake: "tls",
  greeting: "greeting",
  login: "login",
  statement: "firstByte",
  request: "firstByte",
  answer: "firstByte",
  body: "body",
  idle: "body",
};

/** Where a look keeps its attempts, and the part that such an attempt is if it does not name its own. */
const fields: Readonly<Record<string, Part>> = {
  connect: "connect",
  greeting: "greeting",
  handshake: "tls",
  login: "login",
  attempt: "firstByte",
};

const partOf = (name: string): Part | undefined =>
  parts.find((one) => one === name) ?? (name === "handshake" ? "tls" : undefined);

/** `times`: milliseconds by phase, as HTTP and TLS tell them. */
const timed = (times: JsonObject): Span[] =>
  Object.entries(times).flatMap(([name, ms]) => {
    const part = partOf(name);
    return part === undefined || typeof ms !== "number" ? [] : [{ part, ms }];
  });

const spansOf = (attempt: JsonObject, fallback: Part): Span[] => {
  const { ok, ms, value, failure } = attempt;
  if (typeof ms !== "number") return [];
  if (ok === true) return isObject(value) && isObject(value.times) ? timed(value.times) : [{ part: fallback, ms }];
  const phase = isObject(failure) ? failure.phase : undefined;
  const part = typeof phase === "string" && Object.hasOwn(partOfPhase, phase) ? partOfPhase[phase as Phase] : fallback;
  return [{ part, ms, failed: true }];
};

/** Each part once, in order. */
const inOrder = (spans: readonly Span[]): Span[] =>
  parts.flatMap((part) => spans.find((span) => span.part === part) ?? []);

/** The exchanges of a step, one for each look that had one: where their time went. */
export const exchangesOf = (result: Result): readonly (readonly Span[])[] =>
  result.looks
    .map((look) => {
      if (!isObject(look)) return [];
      const found = Object.entries(fields).flatMap(([field, fallback]) => {
        const attempt = look[field];
        return isObject(attempt) ? spansOf(attempt, fallback) : [];
      });
      return inOrder(found);
    })
    .filter((spans) => spans.length > 0);
