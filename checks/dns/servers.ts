import type { Raised } from "../../src/model/check.js";
import { addressesSeen, type DnsSeen, isDefinite, outcomeOf, type ServerSeen, serverName, speaks } from "./sight.js";
import type { dnsQuestions, dnsSignals } from "./words.js";

export type DnsAnswered = Raised<typeof dnsSignals>;
export type DnsQuestion = keyof typeof dnsQuestions;
/** What the judgement of one look needs besides the look. `slow` in milliseconds. */
export type DnsContext = { readonly host: string; readonly slow: number };
export type Judgement = (seen: DnsSeen, context: DnsContext) => DnsAnswered | undefined;

const shownAddresses = 4;
export const few = (addresses: readonly string[]): string[] =>
  addresses.length <= shownAddresses
    ? [...addresses]
    : [...addresses.slice(0, shownAddresses), `… +${addresses.length - shownAddresses}`];

export const namesOf = (servers: readonly ServerSeen[]): string[] => servers.map(({ server }) => serverName(server));
export const howOf = (servers: readonly ServerSeen[]): string[] => [...new Set(servers.map(outcomeOf))];
export const rcodeOf = ({ a, again = [], aaaa }: ServerSeen): string =>
  [a, ...again, aaaa].map((one) => (one.ok ? one.value.rcode : "NOERROR")).find((one) => one !== "NOERROR") ??
  "NOERROR";

/** What a server says, to be compared: one family is enough, since the other may fail on its own. */
const view = (seen: ServerSeen): string => {
  const addresses = addressesSeen(seen);
  const v4 = addresses.filter((one) => !one.includes(":"));
  return (v4.length > 0 ? v4 : addresses).toSorted().join(" ") || rcodeOf(seen);
};

const saidBy = (one: ServerSeen): string => `${serverName(one.server)}: ${few(view(one).split(" ")).join(" ")}`;

/** Programs go on to the next server, as long as there is one that knows the name. */
const oneFails = ({ servers: all }: DnsSeen, name: string): DnsAnswered | undefined => {
  const knowing = all.find((one) => outcomeOf(one) === "addresses");
  if (knowing === undefined) return undefined;
  const data = (one: ServerSeen) => ({
    name,
    server: serverName(one.server),
    rcode: rcodeOf(one),
    other: saidBy(knowing),
  });
  const [first] = all;
  if (first !== undefined && outcomeOf(first) === "server-failure")
    return { signal: "first-server-fails", data: data(first) };
  if (first !== undefined && outcomeOf(first) === "query-refused")
    return { signal: "first-server-refuses", data: data(first) };
  const later = all.find((one) => ["server-failure", "query-refused"].includes(outcomeOf(one)));
  return later === undefined ? undefined : { signal: "later-server-fails", data: data(later) };
};

export const servers: Judgement = (seen, { host: name }) => {
  const alive = seen.servers.filter((one) => speaks(outcomeOf(one)));
  const [first] = seen.servers;
  const [answering] = alive;
  if (first === undefined || answering === undefined) return undefined;
  if (answering !== first) {
    const data = { dead: serverName(first.server), how: outcomeOf(first), alive: serverName(answering.server) };
    return { signal: "first-server-dead", data };
  }
  const dead = seen.servers.filter((one) => !speaks(outcomeOf(one)));
  if (dead.length > 0) return { signal: "later-server-dead", data: { dead: namesOf(dead), how: howOf(dead) } };
  if (alive.length < 2) return undefined;
  const failing = oneFails(seen, name);
  if (failing !== undefined) return failing;
  if (new Set(alive.map(view)).size === 1) return { signal: "all-servers-answer", data: { count: alive.length } };
  return { signal: "servers-disagree", data: { answers: alive.map(saidBy) } };
};

/** Ours beside the profile's second opinions, where both have something definite to say. */
export const compare: Judgement = (seen, { host: name }) => {
  const ours = seen.servers.find((one) => isDefinite(outcomeOf(one)));
  const theirs = seen.opinions.filter((one) => isDefinite(outcomeOf(one)));
  if (ours === undefined || theirs.length === 0) return undefined;
  const [knowing] = theirs.filter((one) => outcomeOf(one) === "addresses");
  if (outcomeOf(ours) !== "addresses" && knowing !== undefined) {
    const data = { name, ours: saidBy(ours), elsewhere: saidBy(knowing) };
    return { signal: "only-elsewhere", data };
  }
  if (theirs.every((one) => view(one) === view(ours)))
    return { signal: "same-answers", data: { count: theirs.length } };
  return { signal: "other-answers", data: { ours: saidBy(ours), answers: theirs.map(saidBy) } };
};
