import type { OtherAddress } from "../../src/model/elsewhere.js";
import type { Attempt, Failure, FailureCode } from "../../src/model/failure.js";
import type { ClockReading, MysqlCertificate, MysqlGreeting, Refusal } from "../../src/model/io.js";
import type { Life } from "../../src/model/life.js";
import type { Located } from "../../src/model/place.js";
import type { ServerAddress } from "../../src/model/profile.js";
import type { MysqlFacts } from "./facts.js";

/** What the check `db` is aimed at. */
export type DatabaseTarget = {
  /** Name of the profile's target: user and password are looked up by it, and stand nowhere here. */
  readonly as: string;
  readonly host: string;
  readonly port: number;
  /** For whoever looks at the port by hand: the server speaks first. */
  readonly speaks: "mysql";
  readonly hasUser: boolean;
  readonly hasPassword: boolean;
  readonly database?: string;
  readonly tls: boolean;
  /** Where the profile's own trust for it was read from. */
  readonly caFile?: string;
  readonly tables: readonly string[];
  readonly writable: boolean;
  /** It may be asked more than once. */
  readonly ours?: true;
  readonly pool?: { readonly size: number; readonly processes: number; readonly idleTimeout?: number };
  /** The profile's second opinions. */
  readonly compare?: readonly ServerAddress[];
};

/** How far one address let us come. */
export type AddressVisit = {
  readonly address: string;
  readonly connect: Attempt<null>;
  readonly greeting?: Attempt<MysqlGreeting>;
  /** Present where a handshake of TLS came about. */
  readonly certificate?: MysqlCertificate;
  readonly login?: Attempt<{ readonly tls: boolean }>;
};

/** And what was seen there. */
export type DatabaseVisit = AddressVisit & {
  /** What other ports of the same address said while this one was silent. */
  readonly life?: readonly Life[];
  /** Where a port of this machine is silent: connections that its program has not taken yet. */
  readonly waiting?: number;
  /** Where it refuses, and raw sockets may be opened. */
  readonly refusal?: Refusal;
  /** Refusals before a connection opened. */
  readonly refused?: readonly AddressVisit[];
  /** Present once logged in. */
  readonly facts?: MysqlFacts;
  /** The server's clock beside ours; null where it could not be read. */
  readonly clock?: ClockReading | null;
};

/** `works`: whether what failed at the address in use, for `reason`, works there; absent where no more than life was looked for. */
export type Elsewhere = OtherAddress & { readonly alive: boolean; readonly works?: boolean; readonly reason?: string };

/** The first address where a server speaks, else one that accepts, else the first one. */
export type DatabaseSeen = DatabaseVisit & {
  readonly located: Located;
  /** Further logins at the address in use. */
  readonly again?: readonly AddressVisit[];
  /** The other addresses of the name: those tried before it, in vain, and those where no more than a login was tried. */
  readonly besides?: readonly AddressVisit[];
  /** Where the address in use is silent, or not what is meant: what is at those that other resolvers give. */
  readonly elsewhere?: readonly Elsewhere[];
};

/** An EHOSTUNREACH sooner than this is a message of a firewall; a host that nobody answers for is given up after seconds. */
export const quick = 1000;

/** Failures of this machine or of this tool: they say nothing about the database. */
export const ours: readonly FailureCode[] = [
  "aborted",
  "not-available",
  "no-local-address",
  "descriptors-exhausted",
  "unknown",
];

export const whole = (ms: number): number => Math.round(ms);
export const isOneOf = (codes: readonly FailureCode[], failure: Failure): boolean => codes.includes(failure.code);

/** A number of MySQL, or the word for any other failure. */
export const reasonOf = ({ code, detail }: Failure): string => (code === "server-error" ? `MySQL ${detail}` : code);

export const firstFailure = ({
  connect,
  greeting,
  login,
}: AddressVisit): { ms: number; failure: Failure } | undefined =>
  [connect, greeting, login].find((attempt) => attempt?.ok === false) as { ms: number; failure: Failure } | undefined;

/** Silence, a reset or a cut, which one look does not prove. */
export const doubtful = (seen: AddressVisit): boolean => {
  const failed = firstFailure(seen);
  if (failed === undefined) return false;
  const { failure, ms } = failed;
  return isOneOf(["timeout", "reset", "closed"], failure) || (failure.code === "host-unreachable" && ms > quick);
};
