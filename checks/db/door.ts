import type { Attempt, Failure } from "../../src/model/failure.js";
import type { MysqlGreeting } from "../../src/model/io.js";
import { lifeAnswer, queueAnswer, refuserAnswer } from "../../src/model/life.js";
import { elsewhereAnswers } from "./elsewhere.js";
import type { MysqlFacts } from "./facts.js";
import { byNumber, loginRefused, turnedAway } from "./numbers.js";
import type { DatabaseSettings } from "./settings.js";
import {
  type AddressVisit,
  type DatabaseSeen,
  type DatabaseTarget,
  doubtful,
  firstFailure,
  isOneOf,
  quick,
  reasonOf,
  whole,
} from "./sight.js";
import type { DatabaseAnswer } from "./words.js";

export const connectAnswer = ({ connect, address }: AddressVisit): DatabaseAnswer => {
  if (connect.ok) return { signal: "accepts", data: { address, ms: whole(connect.ms) } };
  const ms = whole(connect.ms);
  switch (connect.failure.code) {
    case "refused":
      return { signal: "refused", data: { address } };
    case "timeout":
      return { signal: "silent", data: { address, ms } };
    case "host-unreachable":
      return ms > quick
        ? { signal: "host-unreachable", data: { address, ms } }
        : { signal: "rejected", data: { address } };
    case "prohibited":
      return { signal: "rejected", data: { address } };
    case "not-permitted":
      return { signal: "blocked-here", data: { address } };
    case "network-unreachable":
      return { signal: "network-unreachable", data: { address } };
    default:
      return { signal: "reset", data: { address } };
  }
};

const how = ({ code }: Failure): string => (code === "reset" ? "RST" : "FIN");

const refusedAtDoor = (failure: Failure): DatabaseAnswer | undefined => {
  const signal = byNumber(turnedAway, failure);
  return signal === undefined ? undefined : { signal, data: { number: Number(failure.detail) } };
};

export const greetingAnswer = (greeting: Attempt<MysqlGreeting>, login: DatabaseSeen["login"]): DatabaseAnswer => {
  if (greeting.ok) {
    const turned = login?.ok === false ? refusedAtDoor(login.failure) : undefined;
    const { version, offersTls } = greeting.value;
    return turned ?? { signal: "greets", data: { version, offersTls, ms: whole(greeting.ms) } };
  }
  const { failure, ms } = greeting;
  if (isOneOf(["timeout"], failure)) return { signal: "frozen", data: { ms: whole(ms) } };
  if (isOneOf(["closed", "reset"], failure)) return { signal: "closed", data: { how: how(failure) } };
  if (failure.code !== "server-error") {
    return { signal: "not-mysql", data: { spoke: String(failure.detail ?? "unknown"), banner: failure.message } };
  }
  const number = Number(failure.detail);
  if (byNumber(loginRefused, failure) === "user-limit") return { signal: "too-many-connections", data: { number } };
  return refusedAtDoor(failure) ?? { signal: "greeting-error", data: { number, message: failure.message } };
};

/** Words of OpenSSL. A wrong name is none of them: few clients of databases compare it. */
const refusedFor: {
  readonly [word: string]: "certificate-expired" | "certificate-self-signed" | "certificate-untrusted";
} = {
  CERT_HAS_EXPIRED: "certificate-expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate-self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate-untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "certificate-untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate-untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate-untrusted",
};

const certificateAnswers = ({ certificate }: DatabaseSeen, { caFile, tls }: DatabaseTarget): DatabaseAnswer[] => {
  if (certificate === undefined || caFile === undefined) return [];
  const { trusted, rejected = "unknown" } = certificate;
  if (trusted) return [{ signal: "certificate-proven", data: {} }];
  const refused = tls ? refusedFor[rejected] : undefined;
  return [{ signal: refused ?? "certificate-unproven", data: { ca: caFile, word: rejected } }];
};

type Refused = {
  readonly failure: Failure;
  readonly ms: number;
  readonly offersTls: boolean;
  /** Whether it went over TLS. */
  readonly overTls: boolean;
};

const loginFailure = (
  { failure, ms, offersTls, overTls }: Refused,
  { database = "", hasPassword }: DatabaseTarget,
): DatabaseAnswer => {
  const signal = byNumber(loginRefused, failure);
  const number = Number(failure.detail);
  if (signal === "access-denied") {
    // Where TLS is offered the login went over it.
    const said = offersTls ? signal : ("access-denied-openly" as const);
    return { signal: said, data: { number, password: hasPassword ? "YES" : "NO" } };
  }
  if (signal === "tls-required") return { signal, data: { by: `MySQL ${number}` } };
  if (signal === "auth-plugin-unsupported") return { signal, data: { plugin: `MySQL ${number}` } };
  if (signal !== undefined) return { signal, data: { number, database } };
  if (failure.code === "withheld") {
    const plugin = String(failure.detail);
    return { signal: overTls ? "password-withheld" : "password-withheld-openly", data: { plugin } };
  }
  if (failure.code === "not-available") {
    return { signal: "auth-plugin-unsupported", data: { plugin: String(failure.detail) } };
  }
  if (failure.code === "timeout") return { signal: "login-silent", data: { ms: whole(ms) } };
  if (isOneOf(["closed", "reset"], failure)) return { signal: "login-cut", data: { how: how(failure) } };
  return { signal: "login-error", data: { reason: reasonOf(failure), message: failure.message } };
};

/** Some servers let the account in and tell it only at its first statements that it may do nothing. */
const failedStatements = ({ select, tables }: MysqlFacts): Failure[] => [
  ...(select?.ok === false ? [select.failure] : []),
  ...tables.flatMap(({ failure }) => failure ?? []),
];

/** What the way itself takes of a greeting and a login: one round trip each, and two for TLS. */
const roundTrips = 4;

/** The quickest login: a lost packet delays one of them by a second (RFC 6298), a server that looks names up delays all. */
const speedAnswer = (looks: readonly DatabaseSeen[], slowLogin: number): DatabaseAnswer[] => {
  const all = looks.flatMap(({ connect, greeting, login }) =>
    greeting?.ok && login?.ok ? [{ connect: connect.ms, greeting: greeting.ms, login: login.ms }] : [],
  );
  const [quickest] = all.toSorted((one, other) => one.greeting + one.login - other.greeting - other.login);
  if (quickest === undefined) return [];
  const { greeting, login } = quickest;
  const way = roundTrips * Math.min(...all.map(({ connect }) => connect));
  const data = { greeting: whole(greeting), login: whole(login), ms: whole(greeting + login) };
  return [{ signal: whole(greeting + login - way) > slowLogin ? "slow-login" : "quick-login", data }];
};

const loginAnswers = (
  { greeting, certificate, login, facts }: DatabaseSeen,
  target: DatabaseTarget,
): DatabaseAnswer[] => {
  if (login === undefined || greeting?.ok !== true) return [];
  if (!login.ok) {
    if (refusedAtDoor(login.failure) !== undefined) return [];
    const { failure, ms } = login;
    const { offersTls } = greeting.value;
    return [loginFailure({ failure, ms, offersTls, overTls: certificate !== undefined }, target)];
  }
  for (const failure of facts === undefined ? [] : failedStatements(facts)) {
    const signal = byNumber(loginRefused, failure);
    if (signal === "password-expired" || signal === "user-limit") {
      return [{ signal, data: { number: Number(failure.detail) } }];
    }
  }
  // Whoever names an authority for it means TLS.
  const plainly = !target.tls && target.caFile === undefined;
  const demanded = login.value.tls && plainly ? facts?.tlsDemanded : undefined;
  const entered: DatabaseAnswer =
    demanded === undefined
      ? { signal: "logged-in", data: { tls: login.value.tls } }
      : { signal: "tls-required", data: { by: demanded === "server" ? "require_secure_transport" : "REQUIRE SSL" } };
  return [entered];
};

const steadiness = (looks: readonly DatabaseSeen[]): DatabaseAnswer[] => {
  const failed = looks.filter(doubtful);
  const failure = failed[0] === undefined ? undefined : firstFailure(failed[0])?.failure;
  const alike = failed.length === looks.length && looks.every(({ connect }) => connect.ok === looks[0]?.connect.ok);
  if (failure === undefined || alike) return [];
  return [{ signal: "unsteady", data: { phase: failure.phase, code: failure.code } }];
};

const turnsAway = ({ greeting, login }: AddressVisit): boolean =>
  [greeting, login].some((one) => one?.ok === false && one.failure.code === "server-error");

/** Where one of several addresses turns the account away, that one is told of: programs come to it as well. */
const atTheDoor = (seen: DatabaseSeen): DatabaseSeen => {
  const { greeting, login } = (seen.besides ?? []).find(turnsAway) ?? seen;
  return { ...seen, ...(greeting === undefined ? {} : { greeting }), ...(login === undefined ? {} : { login }) };
};

/** What stands behind a closed door may be broken, too: that it was not looked at is said where the profile asks for it. */
const behindTheDoor = ({ greeting, login, facts }: DatabaseSeen, target: DatabaseTarget): DatabaseAnswer[] => {
  const { tables, writable } = target;
  const shut = [greeting, login].some((one) => one?.ok === false);
  if (!shut || facts !== undefined || (tables.length === 0 && !writable)) return [];
  return [{ signal: "not-reached", data: { what: [...tables, ...(writable ? ["read_only"] : [])] } }];
};

/** Judges how far one came: connection, greeting, login; and whether two looks came equally far. */
export const judgeDoor = (
  seen: DatabaseSeen,
  looks: readonly DatabaseSeen[],
  target: DatabaseTarget,
  { slowLogin }: DatabaseSettings,
): DatabaseAnswer[] => {
  const door = atTheDoor(seen);
  return [
    connectAnswer(seen),
    ...lifeAnswer(seen.life ?? []),
    ...queueAnswer(seen.waiting === undefined ? [] : [seen.waiting], [seen.address]),
    ...refuserAnswer(seen.refusal, [seen.address]),
    ...elsewhereAnswers(seen),
    ...(door.greeting === undefined ? [] : [greetingAnswer(door.greeting, door.login)]),
    ...certificateAnswers(door, target),
    ...loginAnswers(door, target),
    ...(door.login?.ok ? speedAnswer([door, ...looks], slowLogin) : []),
    ...behindTheDoor(seen, target),
    ...steadiness(looks),
  ];
};
