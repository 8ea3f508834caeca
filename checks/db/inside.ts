import type { Failure } from "../../src/model/failure.js";
import { judgeDeadlocks } from "./deadlocks.js";
import type { MysqlFacts } from "./facts.js";
import { judgeLocks, refusedForLock } from "./locks.js";
import { byNumber, loginRefused, roomRefused, tableRefused } from "./numbers.js";
import { judgeReplica } from "./replica.js";
import { judgeRowLocks } from "./row-locks.js";
import type { DatabaseSettings } from "./settings.js";
import { type DatabaseSeen, type DatabaseTarget, reasonOf, whole } from "./sight.js";
import { judgeStorage } from "./storage.js";
import type { DatabaseAnswer } from "./words.js";

/** What is a matter of the account, whichever statement it answers. */
const toldAtTheDoor = (failure: Failure): boolean =>
  ["password-expired", "user-limit"].includes(byNumber(loginRefused, failure) ?? "");

const queryAnswers = (facts: MysqlFacts, looks: readonly DatabaseSeen[], slowQuery: number): DatabaseAnswer[] => {
  const { select } = facts;
  if (select === undefined) return [];
  if (!select.ok) {
    const { failure, ms } = select;
    if (toldAtTheDoor(failure)) return [];
    if (failure.code === "timeout") return [{ signal: "select-silent", data: { ms: whole(ms) } }];
    return [{ signal: "select-fails", data: { reason: reasonOf(failure) } }];
  }
  const taken = looks.map((seen) => seen.facts?.select).filter((one) => one?.ok === true);
  const ms = whole(Math.min(...taken.map((one) => one?.ms ?? select.ms)));
  return [
    { signal: "select-works", data: {} },
    { signal: ms > slowQuery ? "slow-answers" : "quick-answers", data: { ms } },
  ];
};

/** Connections and statements of everybody else: ours comes and goes. */
const withoutOurs = (count: number): number => Math.max(0, count - 1);

const useAnswers = (
  { threads, running, maxConnections: max, sleeping }: MysqlFacts,
  { warnUse, warnRunning }: DatabaseSettings,
): DatabaseAnswer[] => {
  const answers: DatabaseAnswer[] = [];
  if (threads !== undefined && max !== undefined) {
    const used = withoutOurs(threads);
    const asleep = sleeping === undefined ? {} : { sleeping };
    const data = { threads: used, max, percent: whole((used / max) * 100), ...asleep };
    answers.push({ signal: used >= warnUse * max ? "nearly-full" : "connections-free", data });
  }
  if (running !== undefined) {
    const count = withoutOurs(running);
    answers.push({ signal: count >= warnRunning ? "many-running" : "few-running", data: { count } });
  }
  return answers;
};

/**
 * What others hold is lost to the pools. Whose a connection is shows only where the pools log in as the account of the
 * profile; else nobody's are counted against them, for they could be their own. One more than `max` would be for
 * administrators alone.
 */
const heldByOthers = ({ threads, own }: MysqlFacts): number =>
  threads === undefined || own === undefined || own < 2 ? 0 : Math.max(0, threads - own);

/** Connections that an account for a tool like this one is given at most. */
const few = 10;

/**
 * What one account may have of the connections. A limit of this account alone is the pools' where they log in as it, or where it is more than a
 * tool is given.
 */
const limitOf = ({ userLimit = 0, ownLimit = 0, own = 0 }: MysqlFacts): number =>
  (own < 2 && ownLimit <= few ? userLimit : ownLimit) || Number.POSITIVE_INFINITY;

const poolAnswers = (
  facts: MysqlFacts,
  { pool }: DatabaseTarget,
  { briefIdle }: DatabaseSettings,
): DatabaseAnswer[] => {
  const { maxConnections: max, waitTimeout } = facts;
  const answers: DatabaseAnswer[] = [];
  if (pool !== undefined && max !== undefined) {
    const demand = pool.size * pool.processes;
    const others = heldByOthers(facts);
    const limit = limitOf(facts);
    const share = limit < max - others ? { max: limit, others: 0, free: limit } : { max, others, free: max - others };
    const data = { demand, ...share, size: pool.size, processes: pool.processes };
    answers.push({ signal: demand > data.free ? "pool-oversubscribed" : "pool-fits", data });
  }
  if (pool?.idleTimeout !== undefined && waitTimeout !== undefined) {
    const data = { wait: waitTimeout / 1000, idle: pool.idleTimeout / 1000 };
    answers.push({ signal: waitTimeout <= pool.idleTimeout ? "idle-cut" : "idle-kept", data });
  } else if (waitTimeout !== undefined && waitTimeout < briefIdle) {
    answers.push({ signal: "idle-brief", data: { wait: waitTimeout / 1000 } });
  }
  return answers;
};

const unreadable = (name: string, failure: Failure): DatabaseAnswer => {
  const data = { tables: [name], reason: reasonOf(failure) };
  if (refusedForLock(failure)) return { signal: "table-locked", data };
  return { signal: failure.code === "timeout" ? "table-waits" : "table-unreadable", data };
};

const tableAnswers = ({ tables }: MysqlFacts): DatabaseAnswer[] => {
  if (tables.length === 0) return [];
  const named = (list: MysqlFacts["tables"]) => list.map(({ name }) => name);
  const failed = tables.filter(({ failure }) => failure !== undefined);
  const by = (word: string | undefined) => failed.filter(({ failure }) => byNumber(tableRefused, failure) === word);
  const [missing, denied, [other]] = [by("missing"), by("denied"), by(undefined)];
  if (missing.length > 0) {
    const numbers = [...new Set(missing.map(({ failure }) => String(failure?.detail)))];
    return [{ signal: "table-missing", data: { tables: named(missing), numbers } }];
  }
  if (denied.length > 0) return [{ signal: "table-denied", data: { tables: named(denied) } }];
  if (other?.failure !== undefined) {
    if (toldAtTheDoor(other.failure) || byNumber(roomRefused, other.failure) !== undefined) return [];
    return [unreadable(other.name, other.failure)];
  }
  return [{ signal: "tables-readable", data: { tables: named(tables) } }];
};

const rightsAnswers = ({ readOnly, missing }: MysqlFacts, { writable }: DatabaseTarget): DatabaseAnswer[] => {
  const answers: DatabaseAnswer[] = [];
  if (writable && readOnly !== undefined) answers.push({ signal: readOnly ? "read-only" : "writable", data: {} });
  if (missing === undefined) return answers;
  return [
    ...answers,
    missing.length === 0 ? { signal: "grants-enough", data: {} } : { signal: "grants-limited", data: { missing } },
  ];
};

/** That nobody waited was said before our own reading did. */
const lockAnswers = (facts: MysqlFacts, settings: DatabaseSettings): DatabaseAnswer[] => {
  const tables = tableAnswers(facts);
  const waits = tables.some(({ signal }) => signal === "table-locked" || signal === "table-waits");
  const locks = facts.locks === undefined ? judgeRowLocks(facts, settings.lockWait) : judgeLocks(facts.locks, settings);
  return waits ? locks.filter(({ signal }) => signal !== "no-lock-waits") : locks;
};

/** Judges what was answered after the login: queries, limits, what goes on, tables and rights. */
export const judgeInside = (
  { facts }: DatabaseSeen,
  looks: readonly DatabaseSeen[],
  target: DatabaseTarget,
  settings: DatabaseSettings,
): DatabaseAnswer[] =>
  facts === undefined
    ? []
    : [
        ...queryAnswers(facts, looks, settings.slowQuery),
        ...useAnswers(facts, settings),
        ...poolAnswers(facts, target, settings),
        ...lockAnswers(facts, settings),
        ...judgeDeadlocks(facts.deadlocks, settings.deadlockAge),
        ...judgeStorage(facts.storage),
        ...judgeReplica(facts.replica, target.writable && facts.readOnly !== true, settings),
        ...tableAnswers(facts),
        ...rightsAnswers(facts, target),
      ];
