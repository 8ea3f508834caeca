import { addressesOf } from "../../src/model/dns.js";
import type { Attempt, FailureCode } from "../../src/model/failure.js";
import type { DnsAnswer, Trace } from "../../src/model/io.js";
import { type Located, type LocatedAddress, resolverPlace } from "../../src/model/place.js";
import type { ServerAddress } from "../../src/model/profile.js";

/** What of an answer counts for one name. */
export type Told = Pick<DnsAnswer, "rcode" | "truncated" | "extended"> & {
  readonly addresses: readonly string[];
  readonly alias?: string;
};
/** What one DNS server did when it was asked for the addresses of a name. */
export type ServerSeen = {
  readonly server: ServerAddress;
  /** The name that was asked for, with what the search list added. */
  readonly name: string;
  readonly a: Attempt<Told>;
  readonly aaaa: Attempt<Told>;
  /** The question for A over TCP; absent where it was not asked. */
  readonly tcp?: Attempt<Told>;
  /** The question for A a few times more, where the first answers were odd; what took longer than `lateAgain` was sent twice. */
  readonly again?: readonly Attempt<Told>[];
  /** Milliseconds. */
  readonly lateAgain?: number;
};
/** The way to a silent server, and the addresses of this host. */
export type ServerWay = { readonly seen: Pick<Trace, "hops" | "circle">; readonly own: readonly string[] };
/** A server that left the name unanswered, and what it knows by itself. */
export type Speaking = {
  /** The question that it answered, as one would ask it. */
  readonly by: string;
  /** The question for A once more, waited for as long as programs do. */
  readonly late: Attempt<Told>;
};
export type DnsSeen = {
  readonly located: Attempt<Located>;
  /** What the hosts file says of the name. */
  readonly listed: readonly string[];
  readonly servers: readonly ServerSeen[];
  /** Second opinions, which this host does not use. */
  readonly opinions: readonly ServerSeen[];
  /** How the first server is reached. */
  readonly way: LocatedAddress | null;
  /** What the host of a silent first server did otherwise: `port 443: refused`, `ping: answers`. */
  readonly life: readonly string[];
  /** The gateways of this host's default routes. */
  readonly gateways?: readonly string[];
  /** Absent: it answered the name, or nothing at all. */
  readonly speaking?: Speaking;
  /** How far the way to it leads, where it was asked for. */
  readonly trace?: ServerWay;
  /** Absent: the system was not asked. */
  readonly system?: Attempt<{ readonly addresses: readonly string[] }>;
};

/** What came of asking one server, in one word. */
export type Outcome = "addresses" | "name-not-found" | "no-address" | FailureCode;

export const told = (name: string, attempt: Attempt<DnsAnswer>): Attempt<Told> => {
  if (!attempt.ok) return attempt;
  const { rcode, truncated, extended } = attempt.value;
  const value = {
    rcode,
    truncated,
    ...(extended === undefined ? {} : { extended }),
    ...addressesOf(name, attempt.value),
  };
  return { ...attempt, value };
};

const rcodes: { readonly [rcode: string]: Outcome } = {
  NOERROR: "no-address",
  NXDOMAIN: "name-not-found",
  REFUSED: "query-refused",
};
export const outcomeOfOne = (attempt: Attempt<Told>): Outcome => {
  if (!attempt.ok) return attempt.failure.code;
  return attempt.value.addresses.length > 0 ? "addresses" : (rcodes[attempt.value.rcode] ?? "server-failure");
};

const definite: readonly Outcome[] = ["addresses", "name-not-found", "no-address"];
const spoken: readonly Outcome[] = [...definite, "server-failure", "query-refused"];

/** The answer for A; over TCP where it was cut off over UDP, and of several tries the one that says most. */
const best = ({ a, tcp, again = [] }: ServerSeen): Attempt<Told> => {
  if (a.ok && a.value.truncated) return tcp?.ok ? tcp : a;
  const tries = [a, ...again];
  return (
    tries.find((one) => outcomeOfOne(one) === "addresses") ??
    (outcomeOfOne(a) === "timeout" ? tries.find((one) => one.ok) : a) ??
    a
  );
};

/** A server may refuse one family, or fail on it, for ever: that tells nothing of the other, which is lost. */
const ofOneFamily: readonly Outcome[] = ["query-refused", "server-failure"];

const unreachable: readonly Outcome[] = ["prohibited", "host-unreachable", "network-unreachable"];

/**
 * Both families taken together; a failure for one beside addresses of the other is none. Hosts and routers say "unreachable"
 * only about once a second, so that one question of several hears it and the others meet silence.
 */
export const outcomeOf = (seen: ServerSeen): Outcome => {
  const both = [outcomeOfOne(best(seen)), outcomeOfOne(seen.aaaa)];
  if (both.includes("addresses")) return "addresses";
  const failed = both.filter((one) => !definite.includes(one));
  const overTcp = seen.tcp === undefined ? [] : [outcomeOfOne(seen.tcp)].filter((one) => unreachable.includes(one));
  const [first, second = "timeout"] = both;
  if (first === "timeout" && ofOneFamily.includes(second)) {
    const also = seen.tcp === undefined ? "timeout" : outcomeOfOne(seen.tcp);
    return ofOneFamily.includes(also) ? also : "timeout";
  }
  if (failed.length === 0) return first ?? "no-address";
  // What a program is told of a prohibition may be no more than "unreachable".
  const forbidden = overTcp.find((one) => one === "prohibited" && failed.some((other) => unreachable.includes(other)));
  return forbidden ?? [...failed, ...overTcp].find((one) => one !== "timeout") ?? "timeout";
};

export const isDefinite = (outcome: Outcome): boolean => definite.includes(outcome);
/** Whether the server is there and speaks DNS, whatever it says. */
export const speaks = (outcome: Outcome): boolean => spoken.includes(outcome);

export const addressesSeen = (seen: ServerSeen): readonly string[] =>
  [best(seen), seen.aaaa].flatMap((one) => (one.ok ? one.value.addresses : []));

/** An answer that was cut off and could not be had in full. */
export const isCut = ({ a, tcp }: ServerSeen): boolean => a.ok && a.value.truncated && tcp?.ok !== true;

/** Milliseconds until a program that wants both families could go on. */
export const slowness = ({ a, aaaa }: ServerSeen): number => Math.round(Math.max(a.ms, aaaa.ms));

/** Answers that come so close together, and so late, in milliseconds, waited for the same. */
const together = { within: 100, from: 500 } as const;

/**
 * Whether all that was asked at first came late alike, and over TCP no sooner: the server took its time for it, and may know it from then on.
 * What is lost comes late by itself; where TCP was not waited for, nothing that was asked afterwards may be late.
 */
export const lateTogether = ({ a, aaaa, tcp, again = [] }: ServerSeen): boolean =>
  a.ok &&
  aaaa.ok &&
  tcp !== undefined &&
  Math.min(a.ms, aaaa.ms) >= together.from &&
  Math.abs(a.ms - aaaa.ms) < together.within &&
  tcp.ms > a.ms - together.within &&
  (tcp.ok || (again.length > 0 && again.every((one) => one.ok && one.ms < together.within)));

export const serverName: (server: ServerAddress) => string = resolverPlace;

/** The extended error in words of RFC 8914, ready to follow an rcode; empty if there is none. */
export const extendedOf = (seen: ServerSeen): string => {
  const extended = [seen.a, seen.aaaa].map((one) => (one.ok ? one.value.extended : undefined)).find(Boolean);
  return extended === undefined ? "" : ` (${[`EDE ${extended.code}`, extended.text].filter(Boolean).join(": ")})`;
};

/** What was given up had been silent. */
export const silenced = <T>(ended: Attempt<T>): Attempt<T> =>
  ended.ok || ended.failure.code !== "aborted" ? ended : { ...ended, failure: { ...ended.failure, code: "timeout" } };

export const hasAddresses = (seen: ServerSeen): boolean => outcomeOf(seen) === "addresses";

/** What the network said instead of any server; locating the name anew could only meet silence. */
export const saidByNetwork = (servers: readonly ServerSeen[]): Attempt<never> | undefined => {
  const failed = servers.flatMap(({ a, aaaa }) => [a, aaaa]).filter((one) => !one.ok);
  const told = failed.find((one) => one.failure.code !== "timeout");
  if (told === undefined || servers.some((seen) => speaks(outcomeOf(seen)) || outcomeOf(seen) === "timeout"))
    return undefined;
  return { ...told, failure: { ...told.failure, phase: "name" } };
};
