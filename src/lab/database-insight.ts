import type { Client } from "./database-sql.js";
import type { Cell, ResultSet } from "./mysql-wire.js";

/** An open transaction; ages in seconds when the database started. */
export type Transaction = {
  readonly thread: number;
  readonly age: number;
  /** The thread whose lock it waits for, and since when. */
  readonly waits?: { readonly for: number; readonly age: number };
};

/** What goes on in a database beyond the questions of its clients. */
export type Work = {
  readonly transactions: readonly Transaction[];
  /** Seconds behind the server that it replicates from; null: it is no replica. */
  readonly behind: number | null;
};

type Look = {
  readonly work: Work;
  /** Seconds since the start. */
  readonly uptime: number;
  readonly clients: readonly Client[];
  readonly client: Client;
  /** `schema.table` that the transactions are about. */
  readonly table: string;
};

const clock = (secondsAgo: number): string =>
  new Date(Date.now() - secondsAgo * 1000).toISOString().replace("T", " ").slice(0, 19);

/** One row with the columns in this order. */
const row = (cells: { readonly [column: string]: Cell }): ResultSet => ({
  columns: Object.keys(cells),
  rows: [Object.values(cells)],
});

const oldestOf = (ages: readonly number[]): number | null => (ages.length === 0 ? null : Math.max(...ages));

const transactionSummary = ({ work, uptime }: Look): ResultSet => {
  const waits = work.transactions.flatMap((one) => (one.waits === undefined ? [] : [one.waits.age + uptime]));
  const oldest = oldestOf(work.transactions.map(({ age }) => age));
  return row({
    open: work.transactions.length,
    waiting: work.transactions.length === 0 ? null : waits.length,
    waited: oldestOf(waits),
    oldest: oldest === null ? null : oldest + uptime,
    holder: work.transactions.find(({ age }) => age === oldest)?.thread ?? null,
  });
};

const transactionRows = ({ work, uptime }: Look): ResultSet => ({
  columns: ["trx_mysql_thread_id", "trx_state", "trx_started", "trx_wait_started"],
  rows: work.transactions.map(({ thread, age, waits }) => [
    thread,
    waits === undefined ? "RUNNING" : "LOCK WAIT",
    clock(age + uptime),
    waits === undefined ? null : clock(waits.age + uptime),
  ]),
});

const waitRows = ({ work, uptime, table }: Look, columns: readonly string[]): ResultSet => ({
  columns,
  rows: work.transactions.flatMap(({ thread, waits }) =>
    waits === undefined ? [] : [[thread, waits.for, waits.age + uptime, table]],
  ),
});

const sessionSummary = ({ clients, client }: Look): ResultSet =>
  row({
    listed: clients.length,
    sleeping: clients.filter(({ command }) => command === "Sleep").length,
    own: clients.filter(({ user }) => user === client.user).length,
    lockWaits: 0,
    lockSeconds: 0,
    spaceWaits: 0,
    spaceSeconds: 0,
  });

const replicaRows = ({ work }: Look): ResultSet => {
  const columns = [
    ...["Replica_IO_State", "Source_Host", "Replica_IO_Running", "Replica_SQL_Running", "Seconds_Behind_Source"],
    ...["Last_IO_Errno", "Last_SQL_Errno", "SQL_Delay", "Channel_Name"],
  ];
  const state = "Waiting for source to send event";
  return {
    columns,
    rows: work.behind === null ? [] : [[state, "primary.invoice.test", "Yes", "Yes", work.behind, 0, 0, 0, ""]],
  };
};

const line = "=".repeat(37);
const monitor = (): ResultSet =>
  row({
    Type: "InnoDB",
    Name: "",
    Status: `\n${line}\n${clock(0)} 0x7f00 INNODB MONITOR OUTPUT\n${line}\n------------\nTRANSACTIONS\n------------\nEND OF INNODB MONITOR OUTPUT\n`,
  });

const questions: readonly [RegExp, (look: Look) => ResultSet][] = [
  [/^SELECT COUNT\(\*\) AS open, .* FROM information_schema\.INNODB_TRX\b/i, transactionSummary],
  [/^SELECT [\w, *]+ FROM information_schema\.INNODB_TRX$/i, transactionRows],
  [
    /^SELECT .* FROM performance_schema\.data_lock_waits\b/i,
    (look) => waitRows(look, ["waiting", "blocking", "seconds", "locked"]),
  ],
  [
    /^SELECT [\w, *]+ FROM sys\.innodb_lock_waits$/i,
    (look) => waitRows(look, ["waiting_pid", "blocking_pid", "wait_age_secs", "locked_table"]),
  ],
  [/^SELECT COUNT\(\*\) AS listed, .* FROM information_schema\.PROCESSLIST$/i, sessionSummary],
  [/^SHOW REPLICA STATUS$/i, replicaRows],
  [/^SHOW ENGINE INNODB STATUS$/i, monitor],
];

/** Answers what is asked about sessions, transactions, locks and replication, as MySQL 8 does; undefined: another question. */
export const insight = (sql: string, look: Look): ResultSet | undefined =>
  questions.find(([form]) => form.test(sql))?.[1](look);
