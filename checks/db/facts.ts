import type { Attempt, Failure } from "../../src/model/failure.js";
import type { ClockReading } from "../../src/model/io.js";
import type { JsonObject } from "../../src/model/json.js";
import { type DeadlockFacts, readDeadlocks } from "./deadlocks.js";
import { dialectOf } from "./dialect.js";
import { type LockFacts, needsPerformanceSchema, readLocks } from "./locks.js";
import { type Channel, readReplica, seemsReplica } from "./replica.js";
import { rightsOf, seesPerformanceSchema, seesReplication, seesSessions } from "./rights.js";
import { type OwnWaits, type RowLocks, readOwnWaits, readRowLocks } from "./row-locks.js";
import { type Answers, numberIn, present, rowsOf, valuesOf } from "./rows.js";
import { readStorage, type StorageFacts } from "./storage.js";

/** What the answers say; whatever the account may not ask, or the server does not know, is absent. */
export type MysqlFacts = {
  readonly select?: Attempt<null>;
  readonly maxConnections?: number;
  /** Connections that one account may have, any and this one; 0: as many as there are. */
  readonly userLimit?: number;
  readonly ownLimit?: number;
  /** Milliseconds. */
  readonly waitTimeout?: number;
  readonly readOnly?: boolean;
  /** Connections, ours among them, and statements that are being worked on. */
  readonly threads?: number;
  readonly running?: number;
  /** Connections of the account itself, ours among them. */
  readonly own?: number;
  /** Connections that do nothing at the moment; only with the right PROCESS are they all seen. */
  readonly sleeping?: number;
  /** Rights with which this server would tell more; undefined where the rights are not known. */
  readonly missing?: readonly string[];
  /** Who demands TLS: the server of everyone, or the account of whoever uses it. */
  readonly tlsDemanded?: "server" | "account";
  readonly locks?: LockFacts;
  readonly rowLocks?: RowLocks;
  /** Only where the sessions of others are not seen. */
  readonly ownWaits?: OwnWaits;
  readonly deadlocks?: DeadlockFacts;
  readonly storage?: StorageFacts;
  readonly replica?: readonly Channel[];
  readonly tables: readonly { readonly name: string; readonly failure?: Failure }[];
};

/** What lies between two statements and is not measured, generously; milliseconds. */
const clockSlack = 100;

/** Both dialects print `… REQUIRE SSL`, X509, ISSUER, SUBJECT or CIPHER; MySQL also `REQUIRE NONE`. */
const demandsTls = (rows: readonly JsonObject[]): boolean =>
  rows.some((row) =>
    Object.values(row).some((text) => /\bREQUIRE (?:SSL|X509|ISSUER|SUBJECT|CIPHER)\b/.test(String(text))),
  );

const isOn = (value: unknown): boolean => value === "ON" || value === "1" || value === 1;

/** The server's `UTC_TIMESTAMP(3)` beside our clock, `now` being the moment when the last answer had come. */
export const readClock = (answers: Answers, now: number): ClockReading | null => {
  const utc = rowsOf(answers, "clock")[0]?.utc;
  const theirs = typeof utc === "string" ? Date.parse(`${utc.replace(" ", "T")}Z`) : Number.NaN;
  if (!Number.isFinite(theirs)) return null;
  const names = Object.keys(answers);
  const after = names.slice(names.indexOf("clock") + 1).reduce((sum, name) => sum + (answers[name]?.ms ?? 0), 0);
  const taken = answers.clock?.ms ?? 0;
  return { theirs, ours: Math.round(now - after - taken / 2), slack: Math.ceil(taken / 2) + clockSlack };
};

const withoutRows = (answer: Attempt<unknown> | undefined): Attempt<null> | undefined =>
  answer?.ok ? { ok: true, ms: answer.ms, value: null } : answer;

/** Only what would show more of this server, as it is now. */
const missingRights = (answers: Answers, readOnly: boolean | undefined): readonly string[] | undefined => {
  const rights = rightsOf(answers);
  if (rights === undefined) return undefined;
  const dialect = dialectOf(answers);
  const blockers = dialect !== undefined && needsPerformanceSchema(dialect) && (readLocks(answers)?.waiting ?? 0) > 0;
  const monitor = dialect?.mariadb && dialect.atLeast(10, 5, 9) ? "REPLICA MONITOR" : "REPLICATION CLIENT";
  return [
    ...(seesSessions(rights) ? [] : ["PROCESS"]),
    ...(seesReplication(rights) || !seemsReplica(answers, readOnly) ? [] : [monitor]),
    ...(seesPerformanceSchema(rights) || !blockers ? [] : ["SELECT ON performance_schema.*"]),
  ];
};

/** Silence tells nothing where all that was left of the time is what even SELECT 1 takes. */
const hadNoTime = (answer: Attempt<unknown> | undefined, select: Attempt<unknown> | undefined): boolean =>
  answer?.ok === false && answer.failure.code === "timeout" && answer.ms < 3 * (select?.ms ?? 0);

const tablesIn = (answers: Answers, tables: readonly string[]): MysqlFacts["tables"] =>
  tables
    .filter((name) => answers[`table ${name}`] !== undefined && !hadNoTime(answers[`table ${name}`], answers.one))
    .map((name) => {
      const answer = answers[`table ${name}`];
      return answer?.ok === false ? { name, failure: answer.failure } : { name };
    });

const readOnlyVariables = [
  ...["read_only", "super_read_only", "innodb_read_only"],
  ...["tx_read_only", "transaction_read_only"],
];

/** Reads the answers to `firstStatements` and `furtherStatements`. */
export const readFacts = (answers: Answers, tables: readonly string[]): MysqlFacts => {
  const settings = valuesOf(answers, "variables");
  const status = valuesOf(answers, "status");
  const session = valuesOf(answers, "session");
  const waits = [settings.wait_timeout, session.wait_timeout].flatMap((one) => numberIn(one) ?? []);
  const [sessions] = rowsOf(answers, "sessions");
  const all = seesSessions(rightsOf(answers));
  const readOnly =
    settings.read_only === undefined ? undefined : readOnlyVariables.some((name) => isOn(settings[name]));
  const account = demandsTls(rowsOf(answers, "account")) ? "account" : undefined;
  return present<MysqlFacts>({
    select: withoutRows(answers.one),
    maxConnections: numberIn(settings.max_connections),
    waitTimeout: waits.length === 0 ? undefined : Math.min(...waits) * 1000,
    userLimit: numberIn(settings.max_user_connections),
    ownLimit: numberIn(session.max_user_connections),
    readOnly,
    threads: numberIn(status.Threads_connected),
    running: numberIn(status.Threads_running),
    own: numberIn(sessions?.own),
    sleeping: all ? numberIn(sessions?.sleeping) : undefined,
    missing: missingRights(answers, readOnly),
    tlsDemanded: isOn(settings.require_secure_transport) ? "server" : account,
    locks: readLocks(answers),
    rowLocks: readRowLocks(answers),
    ownWaits: all ? undefined : readOwnWaits(answers),
    deadlocks: readDeadlocks(answers),
    storage: readStorage(answers, all),
    replica: readReplica(answers),
    tables: tablesIn(answers, tables),
  });
};
