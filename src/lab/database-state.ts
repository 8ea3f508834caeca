import { insight, type Work } from "./database-insight.js";
import type { Client, Contents, Table } from "./database-sql.js";
import type { SqlError } from "./mysql-wire.js";

export const databaseFaults = [
  "db-down",
  "db-frozen",
  "db-too-many-connections",
  "db-access-denied",
  "db-unknown-database",
  "db-host-blocked",
  "db-host-not-allowed",
  "db-account-locked",
  "db-read-only",
  "db-pool-nearly-full",
  "db-slow-login",
  "db-idle-timeout-short",
  "db-unknown-table",
  "db-overloaded",
  "db-lock-wait",
  "db-replica-lag",
] as const;
export type DatabaseFault = (typeof databaseFaults)[number];

export type DatabaseOptions = {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly maxConnections: number;
  /** A word of `databaseFaults`. */
  readonly fault?: string;
};

/** What a database is like; a fault is a change of it. Times in milliseconds. */
export type State = {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly tables: { readonly [name: string]: Table };
  readonly maxConnections: number;
  /** Connections that someone else holds. */
  readonly held: number;
  readonly readOnly: boolean;
  readonly locked: boolean;
  readonly frozen: boolean;
  /** What meets every connection instead of a greeting. */
  readonly turnedAway: SqlError | null;
  readonly loginDelay: number;
  /** Before the first answer of a connection, and before every other. */
  readonly answerDelay: readonly [number, number];
  /** Seconds. */
  readonly waitTimeout: number;
  readonly work: Work;
  /** When it started. */
  readonly since: number;
};

export const version = "8.0.36-invoice-lab";
export const tooMany: SqlError = { number: 1040, state: "08004", text: "Too many connections" };
const blocked: SqlError = {
  number: 1129,
  state: "HY000",
  text: "Host '127.0.0.1' is blocked because of many connection errors; unblock with 'mysqladmin flush-hosts'",
};
const notAllowed: SqlError = {
  number: 1130,
  state: "HY000",
  text: "Host '127.0.0.1' is not allowed to connect to this MySQL server",
};

const invoices: Table = {
  columns: ["id", "serial", "buyer", "amount", "status"],
  rows: [
    [1, "LAB-0001", "示例贸易有限公司", "1130.00", "issued"],
    [2, "LAB-0002", "演示科技有限公司", "565.50", "issued"],
    [3, "LAB-0003", "样例物流有限公司", "88.00", "queued"],
  ],
};

const healthy = ({ user, password, database, maxConnections }: DatabaseOptions): State => ({
  user,
  password,
  database,
  tables: { invoices },
  maxConnections,
  held: 2,
  readOnly: false,
  locked: false,
  frozen: false,
  turnedAway: null,
  loginDelay: 0,
  answerDelay: [0, 0],
  waitTimeout: 28_800,
  work: { transactions: [], behind: null },
  since: Date.now(),
});

/** Somebody left a transaction open, and another waits for its lock. */
const forgotten: Work["transactions"] = [
  { thread: 1, age: 21 },
  { thread: 2, age: 14, waits: { for: 1, age: 14 } },
];

const faults: { readonly [fault in DatabaseFault]: (state: State) => Partial<State> } = {
  "db-down": () => ({}),
  "db-frozen": () => ({ frozen: true }),
  "db-too-many-connections": ({ maxConnections }) => ({ held: maxConnections }),
  "db-access-denied": ({ password }) => ({ password: `${password}, changed` }),
  "db-unknown-database": ({ database }) => ({ database: `${database}_archive` }),
  "db-host-blocked": () => ({ turnedAway: blocked }),
  "db-host-not-allowed": () => ({ turnedAway: notAllowed }),
  "db-account-locked": () => ({ locked: true }),
  "db-read-only": () => ({ readOnly: true }),
  "db-pool-nearly-full": ({ maxConnections }) => ({ held: Math.ceil(maxConnections * 0.9) }),
  "db-slow-login": () => ({ loginDelay: 2200 }),
  "db-idle-timeout-short": () => ({ waitTimeout: 5 }),
  "db-unknown-table": ({ tables }) => ({ tables: { invoices_archive: tables.invoices as Table } }),
  "db-overloaded": () => ({ answerDelay: [1300, 60] }),
  "db-lock-wait": ({ work }) => ({ work: { ...work, transactions: forgotten } }),
  "db-replica-lag": ({ work }) => ({ work: { ...work, behind: 300 } }),
};

/** The state of a database with the fault that is asked for. */
export const stateOf = (options: DatabaseOptions): State => {
  const { fault } = options;
  const state = healthy(options);
  if (fault === undefined) return state;
  const change = Object.hasOwn(faults, fault) ? faults[fault as DatabaseFault] : undefined;
  if (change === undefined) throw new RangeError(`no fault ${fault} of the database`);
  return { ...state, ...change(state) };
};

/** The connections that are held from the start. */
export const heldClients = ({ held, database }: State): Client[] =>
  Array.from({ length: held }, (_, at) => ({
    id: at + 1,
    user: "invoice_app",
    host: `127.0.0.1:${50_000 + at}`,
    database,
    command: "Sleep",
  }));

const onOff = (value: boolean): string => (value ? "ON" : "OFF");

/** What a client can ask about, as it is at the moment of asking. */
export const contentsOf = (state: State, clients: ReadonlySet<Client>): Contents => ({
  version,
  database: state.database,
  tables: state.tables,
  privileges: ["SELECT", "PROCESS", "REPLICATION CLIENT"],
  clients: () => [...clients],
  insight: (sql, client) =>
    insight(sql, {
      work: state.work,
      uptime: Math.round((Date.now() - state.since) / 1000),
      clients: [...clients],
      client,
      table: `${state.database}.invoices`,
    }),
  variables: () => ({
    version,
    version_comment: "embedded invoice platform",
    max_connections: state.maxConnections,
    wait_timeout: state.waitTimeout,
    interactive_timeout: state.waitTimeout,
    read_only: onOff(state.readOnly),
    super_read_only: onOff(state.readOnly),
    require_secure_transport: "OFF",
    character_set_client: "utf8mb4",
    character_set_connection: "utf8mb4",
    character_set_server: "utf8mb4",
    character_set_database: "utf8mb4",
    skip_name_resolve: onOff(state.loginDelay === 0),
    max_allowed_packet: 1 << 20,
  }),
  status: () => ({
    Threads_connected: clients.size,
    Threads_running: [...clients].filter(({ command }) => command === "Query").length,
    Max_used_connections: clients.size,
  }),
});
