import { isObject, type Json } from "../../src/model/json.js";
import type { Result } from "../../src/model/result.js";

/** The longest that a target was measured to take, in milliseconds; absent: nothing was. */
export type Measured = { readonly connect?: number; readonly handshake?: number; readonly answer?: number };

/** Every value under a key, however deep; other checks keep the times of the verbs where it suits them. */
const under = (value: Json | undefined, key: string): Json[] => {
  if (Array.isArray(value)) return value.flatMap((one: Json) => under(one, key));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name === key && inner !== undefined ? [inner] : []),
    ...under(inner, key),
  ]);
};
const numbers = (values: readonly (Json | undefined)[]): number[] =>
  values.filter((value) => typeof value === "number");
const longest = (key: keyof Measured, values: readonly number[]): Measured =>
  values.length === 0 ? {} : { [key]: Math.max(...values) };

const seenBy = (results: readonly Result[]) => results.flatMap(({ looks }) => looks);
const timed = (results: readonly Result[], phase: string): number[] =>
  numbers(under(seenBy(results), "times").map((times) => (isObject(times) ? times[phase] : undefined)));
/** Connections of `port` that opened. */
const opened = (results: readonly Result[]): number[] =>
  numbers(
    under(seenBy(results), "tries")
      .flat()
      .map((one) => (isObject(one) && one.failed === undefined ? one.ms : undefined)),
  );
const exchanged = (results: readonly Result[]): number[] =>
  numbers(
    under(seenBy(results), "exchanges")
      .flat()
      .map((one) => (isObject(one) ? one.ms : undefined)),
  );

/** What the other checks measured of a target. Only what went well counts: a sick service shows no normal times. */
export const measuredBy = (others: (check: string) => readonly Result[], name: string): Measured => {
  const [api, port, tls, keepalive] = ["api", "port", "tls", "keepalive"].map((check) =>
    others(check).filter(({ subject, status }) => subject === name && status === "pass"),
  ) as [Result[], Result[], Result[], Result[]];
  return {
    ...longest("connect", [...opened(port), ...timed(tls, "connect"), ...timed(api, "connect")]),
    ...longest("handshake", [...timed(tls, "handshake"), ...timed(api, "tls")]),
    // Of a healthy `keepalive`, every exchange was answered; whether in time, `api` says.
    ...(api.length === 0 ? {} : longest("answer", [...timed(api, "firstByte"), ...exchanged(keepalive)])),
  };
};
