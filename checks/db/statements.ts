import type { MysqlStatements } from "../../src/model/io.js";
import { deadlockStatements } from "./deadlocks.js";
import { dialectOf } from "./dialect.js";
import { isLocked, lockStatements, lockStates } from "./locks.js";
import { replicaStatement } from "./replica.js";
import { rightsOf, seesDisks, seesPerformanceSchema, seesReplication, seesSessions } from "./rights.js";
import type { Answers } from "./rows.js";
import { storageStatements, storageStates } from "./storage.js";

const listed = (names: readonly string[]): string => `WHERE Variable_name IN ('${names.join("', '")}')`;
const variables = [
  ...["version", "max_connections", "max_user_connections", "wait_timeout"],
  ...["read_only", "super_read_only", "innodb_read_only", "require_secure_transport"],
  // Of MariaDB, and of MySQL: whatever a session begins takes no writes (error 1792).
  ...["tx_read_only", "transaction_read_only"],
];
const status = [
  ...["Uptime", "Threads_connected", "Threads_running"],
  ...["Innodb_row_lock_current_waits", "Innodb_row_lock_waits"],
  ...["Innodb_deadlocks", "Slave_heartbeat_period", "Slaves_running"],
];
const longest = (states: string): string => `MAX(IF(${states}, TIME, 0))`;

/** What is asked first once logged in, in this order. Nothing here can write, and nothing needs more than a login. */
export const firstStatements: { readonly [name: string]: string } = {
  one: "SELECT 1",
  variables: `SHOW GLOBAL VARIABLES ${listed(variables)}`,
  status: `SHOW GLOBAL STATUS ${listed(status)}`,
  // What a session is given by `init_connect` or by its account, and every program's is.
  session: `SHOW SESSION VARIABLES ${listed(["wait_timeout", "max_user_connections"])}`,
  account: "SHOW CREATE USER CURRENT_USER()",
  grants: "SHOW GRANTS",
  sessions: [
    "SELECT COUNT(*) AS listed, SUM(COMMAND = 'Sleep') AS sleeping",
    "SUM(USER = SUBSTRING_INDEX(USER(), '@', 1)) AS own",
    `SUM(${lockStates}) AS lockWaits, ${longest(lockStates)} AS lockSeconds`,
    `SUM(${storageStates}) AS spaceWaits, ${longest(storageStates)} AS spaceSeconds FROM information_schema.PROCESSLIST`,
  ].join(", "),
  clock: "SELECT UTC_TIMESTAMP(3) AS utc",
};

const identifier = (name: string): string =>
  name
    .split(".")
    .map((part) => `\`${part.replaceAll("`", "``")}\``)
    .join(".");

/**
 * How long the reading of a table waits for a lock, in whole seconds, well below the `answer` milliseconds of this tool: a server that gives up by itself (error 1205) says why, and who would wait
 * behind us waits no longer. Of this session alone; a server that does not know it refuses it, and is asked all the same.
 */
const patienceOf = (answer: number): number => Math.min(3, Math.max(1, Math.floor(answer / 3000)));

/** One after another, until one is locked: the next would take as long. */
const tableStatements = (tables: readonly string[], answers: Answers, answer: number): MysqlStatements => {
  const next = tables.find((name) => answers[`table ${name}`] === undefined);
  const locked = tables.some((name) => isLocked(answers[`table ${name}`]));
  return next === undefined || locked
    ? {}
    : {
        patience: `SET SESSION lock_wait_timeout = ${patienceOf(answer)}`,
        [`table ${next}`]: `SELECT 1 FROM ${identifier(next)} LIMIT 1`,
      };
};

/** What shows who waits for whom, where the account may see it. */
const waitStatements = (answers: Answers): MysqlStatements => {
  const dialect = dialectOf(answers);
  const rights = rightsOf(answers);
  return dialect === undefined || !seesSessions(rights)
    ? {}
    : lockStatements(answers, dialect, { performanceSchema: seesPerformanceSchema(rights) });
};

const again = ["variables", "status", "grants", "sessions"];
/** What is asked a second time where somebody waits for a lock. */
export const waitsAgain = {
  statements: Object.fromEntries(Object.entries(firstStatements).filter(([name]) => again.includes(name))),
  further: waitStatements,
} as const;

/** What the account has the rights for and this server has, and what the answers so far give reason to ask. */
const grantedStatements = (answers: Answers): MysqlStatements => {
  const dialect = dialectOf(answers);
  const rights = rightsOf(answers);
  if (dialect === undefined || rights === undefined) return {};
  return {
    ...waitStatements(answers),
    ...(seesSessions(rights) ? deadlockStatements(answers) : {}),
    ...(seesReplication(rights) ? { replica: replicaStatement(dialect) } : {}),
    ...(seesDisks(rights) ? storageStatements(answers, dialect) : {}),
  };
};

/** What is asked next, by what was answered; tables come last, for a locked one stays silent and ends the talk. */
export const furtherStatements =
  (tables: readonly string[], answer: number) =>
  (answers: Answers): MysqlStatements => {
    const due = grantedStatements(answers);
    return Object.keys(due).every((name) => answers[name] !== undefined)
      ? tableStatements(tables, answers, answer)
      : due;
  };
