import { askInsistently } from "../../src/model/insist.js";
import type { Io, MysqlSight } from "../../src/model/io.js";
import type { MysqlFacts } from "./facts.js";
import { byNumber, turnedAway } from "./numbers.js";
import {
  type AddressVisit,
  type DatabaseSeen,
  type DatabaseTarget,
  type DatabaseVisit,
  firstFailure,
  isOneOf,
  whole,
} from "./sight.js";
import type { DatabaseAnswer } from "./words.js";

/** Whether each of several logins gets as far as the first, and as quickly: behind one address may stand several servers. */

type Looking = { readonly io: Io; readonly signal: AbortSignal; readonly target: DatabaseTarget };

/** No more than connection, greeting and login on one socket: a server counts one that ends sooner as an error. */
export const knock = async (address: string, { io, signal, target }: Looking): Promise<AddressVisit> => {
  const sight = await io.mysql({ as: target.as, address, port: target.port, statements: {} }, { signal });
  const { answers, ...seen } = sight;
  return { address, ...seen };
};

/** A balancer may have led to the one server that is down: a refusal is believed when it has come again and again. */
export const insist = async (
  first: MysqlSight,
  talk: () => Promise<MysqlSight>,
  looking: Looking,
): Promise<{ readonly sight: MysqlSight; readonly refused: readonly MysqlSight["connect"][] }> => {
  const failed = ({ connect }: MysqlSight) => (connect.ok ? undefined : connect.failure.code);
  const { last, before: refused } = await askInsistently(first, { ask: talk, failed, ends: ["refused"] }, looking);
  return { sight: last, refused: refused.map(({ connect }) => connect) };
};

/**
 * Logins after the first, fewer than any pool makes when it starts: at a server of ours; and, few, at another one if it refused before that.
 * And the longest first one, in milliseconds, after which they cost next to nothing. Where one of them was slow, as many again show whether
 * that was chance.
 */
const most = 6;
const further = { ours: { usual: 3, doubted: most }, theirs: { usual: 0, doubted: 2 } } as const;
const brief = 300;
/** Milliseconds of greeting and login: far beyond what the quick ones take. */
const late = 1000;

/** Undefined where it did not get in. */
const takenBy = ({ greeting, login }: AddressVisit): number | undefined =>
  greeting?.ok && login?.ok ? greeting.ms + login.ms : undefined;
const isLate = (visit: AddressVisit): boolean => (takenBy(visit) ?? 0) > late;
const isQuick = (visit: AddressVisit): boolean => (takenBy(visit) ?? Number.POSITIVE_INFINITY) <= brief;

/** A server needs a moment to let go of a login that left. One that a single pool of ten would fill has none to spare. */
const spare = 10;
const isNearlyFull = ({ threads, maxConnections }: Partial<MysqlFacts>): boolean =>
  threads !== undefined && maxConnections !== undefined && maxConnections - threads < spare;

/**
 * One after another, so that none meets a limit of connections; none where the first was refused or took long, or few connections are
 * left, and none after one that was turned away, for servers lock accounts after a few of these.
 */
export const knockAgain = async (first: DatabaseVisit, looking: Looking): Promise<readonly AddressVisit[]> => {
  const { usual, doubted } = further[looking.target.ours === true ? "ours" : "theirs"];
  const atMost = first.refused === undefined ? usual : doubted;
  if (atMost === 0 || !isQuick(first) || isNearlyFull(first.facts ?? {})) return [];
  const seen: AddressVisit[] = [];
  const goesOn = (): boolean => {
    const slow = seen.filter(isLate).length;
    const last = seen.at(-1);
    const refused = last !== undefined && firstFailure(last)?.failure.code === "server-error";
    return !refused && slow < 2 && seen.length < (slow === 1 ? Math.min(2 * atMost, most) : atMost);
  };
  while (goesOn()) seen.push(await knock(first.address, looking));
  return seen;
};

/** An end that somebody made: what is silent may be lost on the way. */
const isCut = (visit: AddressVisit): boolean => {
  const failure = firstFailure(visit)?.failure;
  return failure !== undefined && isOneOf(["refused", "closed", "reset"], failure);
};

/** Numbers that these very logins may have brought about: a limit of the account's own, by the hour or at once. */
const ownLimits = [1203, 1226];

const turnedAwayAnswer = (visits: readonly AddressVisit[], tried: number): DatabaseAnswer[] => {
  const failure = visits.map((one) => firstFailure(one)?.failure).find((one) => one?.code === "server-error");
  const number = Number(failure?.detail);
  if (failure === undefined || ownLimits.includes(number)) return [];
  const full = byNumber(turnedAway, failure) === "too-many-connections";
  return [{ signal: full ? "sometimes-full" : "sometimes-turned-away", data: { tried, number } }];
};

const paceAnswer = (looks: readonly DatabaseSeen[]): DatabaseAnswer[] => {
  const all = looks.flatMap((look) => [look, ...(look.again ?? [])]);
  const [slow, quick] = [all.filter(isLate), all.filter(isQuick)];
  if (slow.length < 2 || quick.length < 2) return [];
  const ms = whole(Math.min(...slow.map((one) => takenBy(one) ?? 0)));
  const others = whole(Math.max(...quick.map((one) => takenBy(one) ?? 0)));
  return [{ signal: "sometimes-slow", data: { slow: slow.length, tried: all.length, ms, quick: others } }];
};

/** Judges logins that followed the first: cut off or turned away now and then, or slow now and then. */
export const judgeRepeated = (looks: readonly DatabaseSeen[]): DatabaseAnswer[] => {
  const refused = looks.flatMap((look) => look.refused ?? []);
  const after = looks.flatMap(({ again = [] }) => again);
  const visits = [...refused, ...after];
  if (visits.length === 0) return [];
  const cut = visits.filter(isCut);
  const failure = cut[0] === undefined ? undefined : firstFailure(cut[0])?.failure;
  const tried = visits.length + 1;
  // Refused before the first login and never since: it may have been started meanwhile.
  if (refused.length > 0 && !after.some(isCut))
    return [{ signal: "refused-at-first", data: { failed: refused.length, tried } }];
  if (failure !== undefined) {
    return [{ signal: "sometimes-cut", data: { failed: cut.length, tried, phase: failure.phase, code: failure.code } }];
  }
  const turned = turnedAwayAnswer(visits, tried);
  if (turned.length > 0) return turned;
  const pace = paceAnswer(looks);
  return pace.length > 0 || visits.some(firstFailure) ? pace : [{ signal: "lets-in-each-time", data: { tried } }];
};
