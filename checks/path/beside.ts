import type { EchoSeries, Trace } from "../../src/model/io.js";
import type { Json } from "../../src/model/json.js";
import type { Result } from "../../src/model/result.js";
import type { Seen } from "./sight.js";

/**
 * Checks of the same host that are read: what answers them shows that it lives, what routers said to ping, and what passes on the way to
 * another of its services.
 */
export const read = ["port", "tls", "api", "keepalive", "db", "ping", "path"];

/** A trace sends pings as well, and knows itself whether they arrive. */
const ownKind: readonly string[] = ["ping", "path"];
export const showsLife = ({ check, evidence }: Result): boolean =>
  !ownKind.includes(check) && evidence.some(({ level, signal }) => level === "pass" || signal === "refused");

/** Where no time is known, "host unreachable" is taken for what it mostly is: a search for a neighbour that took three seconds. */
const usualSearch = 3000;

type Heard = Omit<EchoSeries["errors"][number], "count">;

const errorsIn = (look: Json): readonly Heard[] => {
  type Told = Pick<EchoSeries, "errors">;
  const { series = [], vigil } = (look ?? {}) as { readonly series?: readonly Told[]; readonly vigil?: Told };
  return [...series, ...(vigil === undefined ? [] : [vigil])].flatMap(({ errors }) => errors);
};

type Word = Heard & { readonly from: string };

/** The latest of what each router said: at the end of a search it answers all who came meanwhile, the last of them at once. */
const slowest = (words: readonly Word[]): readonly Word[] => [
  ...new Map(
    [...words]
      .sort((a, b) => (a.ms ?? usualSearch) - (b.ms ?? usualSearch))
      .map((one) => [`${one.from} ${one.reason}`, one] as const),
  ).values(),
];

/**
 * What routers said to the pings of the same host, to its connections, and to a last ping of our own, as traces. They ration their words, and one check may
 * hear what another asked for in vain.
 */
export const heardByPing = (
  results: readonly Result[],
  looks: readonly Seen[],
  hops: Trace["hops"],
): readonly Trace[] => {
  const own = looks.flatMap((look) => look.own);
  const pinged = results.filter(({ check }) => check === "ping").flatMap((result) => result.looks.flatMap(errorsIn));
  const errors = [...pinged, ...looks.flatMap(({ late, words = [] }) => [...(late?.errors ?? []), ...words])];
  const routers = slowest(
    errors.flatMap(({ from, ...rest }) => (from === undefined || own.includes(from) ? [] : [{ ...rest, from }])),
  );
  const counted = hops.filter(({ address, unreachable }) => address !== null && unreachable === undefined);
  // Where none counts, whoever speaks need not be the first.
  const known = counted.length === 0 ? [{ ttl: 1, address: null }] : counted;
  const trace = { how: "ping", reached: false } as const;
  // No way is as long as the time to live of a ping.
  const circle = routers.flatMap(({ from, reason }) => (reason === "time-exceeded" ? [from] : []));
  const circling = circle.length === 0 ? [] : [{ ...trace, hops: known, circle: [...new Set(circle)] }];
  const refusing = routers
    .filter(({ reason }) => reason !== "time-exceeded" && reason !== "packet-too-big")
    .map(({ from, reason, ms }): Trace => {
      const hop = { ttl: 64, address: from, rtt: ms ?? usualSearch, unreachable: reason };
      return { ...trace, hops: [...known, hop], circle: [] };
    });
  return [...circling, ...refusing];
};
