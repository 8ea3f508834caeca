import type { MysqlFacts } from "./facts.js";
import { byNumber, loginRefused, tableRefused } from "./numbers.js";
import {
  type DatabaseAnswer,
  type DatabaseSeen,
  type DatabaseSettings,
  type DatabaseTarget,
  reasonOf,
  whole,
} from "./sight.js";

const queryAnswers = (facts: MysqlFacts, looks: readonly DatabaseSeen[], slowQuery: number): DatabaseAnswer[] => {
  const { select } = facts;
  if (select === undefined) return [];
  if (!select.ok) {
    if (byNumber(loginRefused, select.failure) === "password-expired") return [];
    return [{ signal: "select-fails", data: { reason: reasonOf(select.failure) } }];
  }
  const taken = looks.map((seen) => seen.facts?.select).filter((one) => one?.ok === true);
  const ms = whole(Math.min(...taken.map((one) => one?.ms ?? select.ms)));
  return [
    { signal: "select-works", data: {} },
    { signal: ms > slowQuery ? "slow-answers" : "quick-answers", data: { ms } },
  ];
};

const capacityAnswers = (
  { threads, maxConnections: max, sleeping, waitTimeout }: MysqlFacts,
  { pool }: DatabaseTarget,
  warnUse: number,
): DatabaseAnswer[] => {
  const answers: DatabaseAnswer[] = [];
  if (threads !== undefined && max !== undefined) {
    const data = {
      threads,
      max,
      percent: whole((threads / max) * 100),
      ...(sleeping === undefined ? {} : { sleeping }),
    };
    answers.push({ signal: threads >= warnUse * max ? "nearly-full" : "connections-free", data });
  }
  if (pool !== undefined && max !== undefined) {
    const demand = pool.size * pool.processes;
    const data = { demand, max, size: pool.size, processes: pool.processes };
    answers.push({ signal: demand > max - 1 ? "pool-oversubscribed" : "pool-fits", data });
  }
  if (pool?.idleTimeout !== undefined && waitTimeout !== undefined) {
    const data = { wait: waitTimeout / 1000, idle: pool.idleTimeout / 1000 };
    answers.push({ signal: waitTimeout <= pool.idleTimeout ? "idle-cut" : "idle-kept", data });
  }
  return answers;
};

const tableAnswers = ({ tables }: MysqlFacts): DatabaseAnswer[] => {
  if (tables.length === 0) return [];
  const named = (list: MysqlFacts["tables"]) => list.map(({ name }) => name);
  const failed = tables.filter(({ failure }) => failure !== undefined);
  const by = (word: string | undefined) => failed.filter(({ failure }) => byNumber(tableRefused, failure) === word);
  const [missing, denied, [other]] = [by("missing"), by("denied"), by(undefined)];
  if (missing.length > 0) return [{ signal: "table-missing", data: { tables: named(missing) } }];
  if (denied.length > 0) return [{ signal: "table-denied", data: { tables: named(denied) } }];
  if (other?.failure !== undefined) {
    return [{ signal: "table-unreadable", data: { tables: [other.name], reason: reasonOf(other.failure) } }];
  }
  return [{ signal: "tables-readable", data: { tables: named(tables) } }];
};

const rightsAnswers = ({ readOnly, privileges }: MysqlFacts, { writable }: DatabaseTarget): DatabaseAnswer[] => [
  ...(writable && readOnly !== undefined ? [{ signal: readOnly ? "read-only" : "writable", data: {} } as const] : []),
  ...(privileges === undefined
    ? []
    : privileges.includes("PROCESS")
      ? [{ signal: "grants-enough", data: {} } as const]
      : [{ signal: "grants-limited", data: { missing: ["PROCESS"] } } as const]),
];

/** Judges what was answered after the login: queries, limits, tables and rights. */
export const judgeInside = (
  { facts }: DatabaseSeen,
  looks: readonly DatabaseSeen[],
  target: DatabaseTarget,
  { warnUse, slowQuery }: DatabaseSettings,
): DatabaseAnswer[] =>
  facts === undefined
    ? []
    : [
        ...queryAnswers(facts, looks, slowQuery),
        ...capacityAnswers(facts, target, warnUse),
        ...tableAnswers(facts),
        ...rightsAnswers(facts, target),
      ];
