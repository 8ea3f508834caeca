import type { Failure } from "../../src/model/failure.js";
import type { Dialect } from "./dialect.js";
import { type Answers, numberIn, present, rowsOf } from "./rows.js";
import type { DatabaseSettings } from "./settings.js";
import type { DatabaseAnswer } from "./words.js";

/** One session that waits for another; seconds. Who blocks, and which table is locked, cannot always be seen. */
export type LockWait = {
  readonly waiting: number;
  readonly seconds: number;
  readonly blocking?: number;
  /** `schema.table`, or what kind of lock the server calls it. */
  readonly locked: string;
};

/** Transactions and locks at one moment; seconds. Only with the right PROCESS. */
export type LockFacts = {
  /** Transactions of the engine InnoDB: how many are open, since when the oldest, and whose it is. */
  readonly open: number;
  readonly oldest: number;
  readonly holder?: number;
  /** Sessions that wait for locks of rows and of tables, and for how long the first of them. */
  readonly waiting: number;
  readonly longest: number;
  /** The longest first. */
  readonly waits: readonly LockWait[];
};

/** The server prints the times of transactions in its own zone, whatever the session's is. */
const here = "CONVERT_TZ(NOW(), @@session.time_zone, 'SYSTEM')";
const since = (time: string): string => `TIMESTAMPDIFF(SECOND, ${time}, ${here})`;
const most = 50;

const transactions = [
  "SELECT COUNT(*) AS open, SUM(trx_state = 'LOCK WAIT') AS waiting",
  `MAX(${since("trx_wait_started")}) AS waited, MAX(${since("trx_started")}) AS oldest`,
  "SUBSTRING_INDEX(GROUP_CONCAT(trx_mysql_thread_id ORDER BY trx_started), ',', 1) AS holder FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id <> CONNECTION_ID()",
].join(", ");

/** States of a session that waits for a lock of a table, a schema or all of them. */
export const lockStates = "STATE RLIKE '^Waiting for (.+ lock|table flush)$'";
const tableWaits = `SELECT ID AS waiting, TIME AS seconds, STATE AS state FROM information_schema.PROCESSLIST WHERE ${lockStates} ORDER BY TIME DESC LIMIT ${most}`;

const rowWaits = (locked: string, from: string): string =>
  `SELECT r.trx_mysql_thread_id AS waiting, b.trx_mysql_thread_id AS blocking, ${since("r.trx_wait_started")} AS seconds, ${locked} AS locked FROM ${from} ORDER BY seconds DESC LIMIT ${most}`;
const trx = (alias: string, id: string): string =>
  `JOIN information_schema.INNODB_TRX ${alias} ON ${alias}.trx_id = ${id}`;
/** MariaDB, and MySQL before 8.0. */
const classicWaits = rowWaits(
  "REPLACE(l.lock_table, '`', '')",
  `information_schema.INNODB_LOCK_WAITS w ${trx("r", "w.requesting_trx_id")} ${trx("b", "w.blocking_trx_id")} LEFT JOIN information_schema.INNODB_LOCKS l ON l.lock_id = w.requested_lock_id`,
);
const schemaWaits = rowWaits(
  "CONCAT(l.OBJECT_SCHEMA, '.', l.OBJECT_NAME)",
  `performance_schema.data_lock_waits w ${trx("r", "w.REQUESTING_ENGINE_TRANSACTION_ID")} ${trx("b", "w.BLOCKING_ENGINE_TRANSACTION_ID")} LEFT JOIN performance_schema.data_locks l ON l.ENGINE_LOCK_ID = w.REQUESTING_ENGINE_LOCK_ID`,
);

/** A lock that was not given in time: 1205, of rows and of tables alike (MySQL and MariaDB error reference). */
export const refusedForLock = ({ code, detail }: Failure): boolean =>
  code === "server-error" && String(detail) === "1205";
export const isLocked = (answer: Answers[string] | undefined): boolean =>
  answer?.ok === false && refusedForLock(answer.failure);

/** Whether the server tells who blocks whom only in its performance_schema. */
export const needsPerformanceSchema = ({ mariadb, atLeast }: Dialect): boolean => !mariadb && atLeast(8);

/** What is asked of whoever may see all sessions: one row, and more only where somebody waits. */
export const lockStatements = (
  answers: Answers,
  dialect: Dialect,
  may: { readonly performanceSchema: boolean },
): { readonly [name: string]: string } => {
  const waiting = numberIn(rowsOf(answers, "transactions")[0]?.waiting) ?? 0;
  const tables = numberIn(rowsOf(answers, "sessions")[0]?.lockWaits) ?? 0;
  const modern = needsPerformanceSchema(dialect);
  return {
    transactions,
    ...(waiting > 0 && (!modern || may.performanceSchema) ? { rowWaits: modern ? schemaWaits : classicWaits } : {}),
    ...(tables > 0 ? { tableWaits } : {}),
  };
};

const waitsOf = (answers: Answers): LockWait[] =>
  [...rowsOf(answers, "rowWaits"), ...rowsOf(answers, "tableWaits")]
    .map(({ waiting, blocking, seconds, locked, state }) =>
      present<LockWait>({
        waiting: numberIn(waiting) ?? 0,
        blocking: numberIn(blocking),
        seconds: numberIn(seconds) ?? 0,
        locked: String(locked ?? state ?? "?").replace(/^Waiting for /, ""),
      }),
    )
    .sort((a, b) => b.seconds - a.seconds);

/** Reads the answers to `lockStatements`; undefined where they were not given. */
export const readLocks = (answers: Answers): LockFacts | undefined => {
  const [row] = rowsOf(answers, "transactions");
  if (row === undefined) return undefined;
  const [sessions = {}] = rowsOf(answers, "sessions");
  const number = (value: unknown): number => Math.max(0, numberIn(value) ?? 0);
  return present<LockFacts>({
    open: number(row.open),
    oldest: number(row.oldest),
    holder: numberIn(row.holder),
    waiting: number(row.waiting) + number(sessions.lockWaits),
    longest: Math.max(number(row.waited), number(sessions.lockSeconds)),
    waits: waitsOf(answers),
  });
};

/** Who holds everything up: the blocker of the first, the blocker of that one, and so on. */
const rootOf = (first: LockWait, waits: readonly LockWait[]): number | undefined => {
  const passed = new Set<number>();
  let at = first.blocking;
  while (at !== undefined && !passed.has(at)) {
    passed.add(at);
    const next = waits.find(({ waiting }) => waiting === at)?.blocking;
    if (next === undefined) break;
    at = next;
  }
  return at;
};

const shown = 10;

/** Judges locks and transactions; nothing is said of what the account may not see. */
export const judgeLocks = (
  locks: LockFacts | undefined,
  { lockWait, longTransaction }: DatabaseSettings,
): DatabaseAnswer[] => {
  if (locks === undefined) return [];
  const { open, oldest, holder, waiting, longest, waits } = locks;
  const [first] = waits;
  const held: DatabaseAnswer =
    waiting === 0 || longest * 1000 < lockWait
      ? { signal: "no-lock-waits", data: { count: waiting } }
      : {
          signal: "lock-waits",
          data: {
            count: waiting,
            seconds: longest,
            waiting: first?.waiting ?? "?",
            locked: first?.locked ?? "?",
            blocking: (first === undefined ? undefined : rootOf(first, waits)) ?? "?",
            waits: waits.slice(0, shown),
          },
        };
  const long = oldest * 1000 >= longTransaction && open > 0;
  const data = { open, seconds: oldest, id: holder ?? "?" };
  return [held, { signal: long ? "long-transaction" : "short-transactions", data }];
};
