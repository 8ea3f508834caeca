import { readFile } from "node:fs/promises";
import { type Connection, createConnection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "../../src/lab/database.js";
import type { DatabaseFault } from "../../src/lab/database-state.js";
import type { MysqlTarget } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { login, type Mariadb, mysqlTarget, relayFrom, startMariadb, tlsFiles } from "../servers/mariadb.js";
import { oddServer } from "../servers/odd-tcp.js";
import { lookAtDatabase, troubles } from "./db-looking.js";

const pool = { size: 3, processes: 2, idleTimeout: 60_000 };
const target = (port: number, changes: Partial<MysqlTarget> = {}) => mysqlTarget(port, { pool, ...changes });

/** What each fault must be seen as, on whatever server it is brought about. */
const faults: { readonly [fault in DatabaseFault]: { readonly [question: string]: string } } = {
  "db-down": { connect: "refused" },
  "db-frozen": { greeting: "frozen" },
  "db-too-many-connections": { greeting: "too-many-connections" },
  "db-host-blocked": { greeting: "host-blocked" },
  "db-host-not-allowed": { greeting: "host-not-allowed" },
  "db-access-denied": { login: "access-denied-openly" },
  "db-unknown-database": { login: "unknown-database" },
  "db-account-locked": { login: "account-locked" },
  "db-slow-login": { "login-speed": "slow-login" },
  "db-overloaded": { speed: "slow-answers" },
  "db-pool-nearly-full": { use: "nearly-full" },
  "db-idle-timeout-short": { idle: "idle-cut" },
  "db-unknown-table": { tables: "table-missing" },
  "db-read-only": { writable: "read-only" },
  "db-lock-wait": { locks: "lock-waits" },
  "db-replica-lag": { replica: "replica-far-behind" },
};
const ids = Object.keys(faults) as DatabaseFault[];
/** Silence and slowness are looked at twice; an answer is believed at once. */
const slow: readonly DatabaseFault[] = ["db-frozen", "db-overloaded", "db-slow-login"];
const looksAt = (fault: DatabaseFault): number => (slow.includes(fault) ? 2 : 1);

describe("the embedded database", () => {
  const look = async (fault?: DatabaseFault) => {
    const options = { port: 0, ...login, maxConnections: 10 };
    const server = await createDatabase(fault === undefined ? options : { ...options, fault });
    return lookAtDatabase(target(server.port)).finally(() => server.close());
  };

  it("healthy: nothing is out of order, and every question is answered", async () => {
    const result = await look();
    expect(troubles(result)).toEqual({});
    expect(result).toMatchObject({ status: "pass", places: { host: "127.0.0.1" } });
    expect(result.evidence.map(({ question }) => question)).toEqual(answeredWhenHealthy);
  });

  it.each(ids)("%s", async (fault) => {
    const result = await look(fault);
    expect(troubles(result)).toEqual(faults[fault]);
    expect(result.looks).toHaveLength(looksAt(fault));
  });
});

const answeredWhenHealthy = [
  "connect",
  "greeting",
  "login",
  "login-speed",
  "select",
  "speed",
  "use",
  "running",
  "pool",
  "idle",
  "locks",
  "transactions",
  "deadlocks",
  "storage",
  "replica",
  "tables",
  "writable",
  "grants",
];

const needs = ["root", "unshare", "mariadbd", "mariadb-install-db", "mariadb"];

describe.skipIf(!available(...needs))("MariaDB", () => {
  let server: Mariadb;
  beforeAll(async () => {
    const hosts = ["127.0.0.1 localhost", ...[2, 3].map((at) => `127.0.0.${at} client${at}.test`)].join("\n");
    server = await startMariadb({ options: ["--max-connections=10", "--max-connect-errors=2"], hosts: `${hosts}\n` });
    await server.sql(`
      CREATE USER poor@'%' IDENTIFIED BY 'pw'; GRANT SELECT (id) ON invoice.invoices TO poor@'%';
      CREATE TABLE invoice.secret (id INT);
      CREATE USER limited@'%' IDENTIFIED BY 'pw' WITH MAX_USER_CONNECTIONS 1;
      CREATE USER old@'%' IDENTIFIED BY 'pw' PASSWORD EXPIRE;
      INSTALL SONAME 'auth_ed25519';
      CREATE USER modern@'%' IDENTIFIED VIA ed25519 USING PASSWORD('pw');
    `);
  });
  afterAll(() => server?.stop());

  const look = (changes: Partial<MysqlTarget> = {}) => lookAtDatabase(target(server.port, changes));

  /** Connections of an application. */
  const holding = async <T>(count: number, work: () => Promise<T>, user: object = login): Promise<T> => {
    const held: Connection[] = [];
    for (let at = 0; at < count; at += 1) {
      held.push(await createConnection({ host: "127.0.0.1", port: server.port, ...user }));
    }
    return work().finally(() => Promise.all(held.map((one) => one.end())));
  };
  const after = async <T>(breaking: string, mending: string, work: () => Promise<T>): Promise<T> => {
    await server.sql(breaking);
    return work().finally(() => server.sql(mending));
  };
  const from = async (address: string) => {
    const relay = await relayFrom(address, server.port);
    return lookAtDatabase(target(relay.port)).finally(() => relay.close());
  };

  /** What goes on in a server is broken in db-work.test.ts. */
  type Elsewhere = "db-down" | "db-lock-wait" | "db-replica-lag";
  const broken: { readonly [fault in Exclude<DatabaseFault, Elsewhere>]: () => ReturnType<typeof look> } = {
    "db-frozen": () => {
      server.daemon.signal("SIGSTOP");
      return look().finally(() => server.daemon.signal("SIGCONT"));
    },
    "db-too-many-connections": () => holding(10, look),
    "db-host-blocked": async () => {
      const bare = await relayFrom("127.0.0.2", server.port);
      const { connect } = await import("node:net");
      for (let at = 0; at < 3; at += 1) {
        await new Promise<void>((done) => {
          const socket = connect(bare.port, "127.0.0.1");
          socket.once("data", () => socket.end()).once("close", () => done());
        });
      }
      await bare.close();
      return from("127.0.0.2").finally(() => server.sql("FLUSH HOSTS"));
    },
    "db-host-not-allowed": () =>
      after(
        "CREATE TABLE mysql.kept SELECT * FROM mysql.global_priv WHERE Host = '%'; DELETE FROM mysql.global_priv WHERE Host = '%'; FLUSH PRIVILEGES",
        "INSERT INTO mysql.global_priv SELECT * FROM mysql.kept; DROP TABLE mysql.kept; FLUSH PRIVILEGES; FLUSH HOSTS",
        () => from("127.0.0.3"),
      ),
    "db-access-denied": () => look({ password: "wrong" }),
    "db-unknown-database": () => look({ database: "nowhere" }),
    "db-account-locked": () => after("ALTER USER diag@'%' ACCOUNT LOCK", "ALTER USER diag@'%' ACCOUNT UNLOCK", look),
    // A login that takes seconds is brought about in db-network.test.ts, where a resolver stays silent.
    "db-slow-login": async () => {
      const relay = await relayFrom("127.0.0.1", server.port, 2200);
      return lookAtDatabase(target(relay.port), { defaults: { timeout: 4000, answer: 4000 } }).finally(() =>
        relay.close(),
      );
    },
    "db-overloaded": () => after("SET GLOBAL init_connect = 'DO SLEEP(1.2)'", "SET GLOBAL init_connect = ''", look),
    "db-pool-nearly-full": () => holding(8, look),
    "db-idle-timeout-short": () => after("SET GLOBAL wait_timeout = 30", "SET GLOBAL wait_timeout = 28800", look),
    "db-unknown-table": () =>
      after("RENAME TABLE invoice.invoices TO invoice.gone", "RENAME TABLE invoice.gone TO invoice.invoices", look),
    "db-read-only": () => after("SET GLOBAL read_only = ON", "SET GLOBAL read_only = OFF", look),
  };

  it("healthy: nothing is out of order, and every question is answered", async () => {
    const result = await look();
    expect(troubles(result)).toEqual({});
    expect(result.evidence.map(({ question }) => question)).toEqual(answeredWhenHealthy);
    const seen = result.looks[0] as { clock: { theirs: number; ours: number; slack: number } };
    expect(Math.abs(seen.clock.theirs - seen.clock.ours)).toBeLessThan(seen.clock.slack + 1000);
  });

  it.each(Object.keys(broken) as (keyof typeof broken)[])("%s, and well again after the mending", async (fault) => {
    const result = await broken[fault]();
    expect(troubles(result)).toEqual(faults[fault]);
    expect(result.looks).toHaveLength(looksAt(fault));
    await expect.poll(async () => troubles(await look()), { timeout: 10_000 }).toEqual({});
  });

  const poor = { user: "poor", password: "pw", tables: [] };
  const others: [string, () => ReturnType<typeof look>, object][] = [
    [
      "no right on the database, or none of that name",
      () => look({ ...poor, database: "mysql" }),
      { login: "database-denied" },
    ],
    ["no PROCESS", () => look(poor), { grants: "grants-limited" }],
    [
      "a column that may be read is enough",
      () => look({ ...poor, tables: ["invoices"] }),
      { grants: "grants-limited" },
    ],
    [
      "a table that may not be read",
      () => look({ ...poor, tables: ["secret"] }),
      { grants: "grants-limited", tables: "table-denied" },
    ],
    [
      "a view of what is gone",
      () =>
        after(
          "CREATE TABLE invoice.base (id INT); CREATE VIEW invoice.seen AS SELECT id FROM invoice.base; DROP TABLE invoice.base",
          "DROP VIEW invoice.seen",
          () => look({ tables: ["invoices", "seen"] }),
        ),
      { tables: "table-missing" },
    ],
    [
      "a table of a schema that is not there",
      () => look({ tables: ["invoices", "archive.invoices"] }),
      { tables: "table-missing" },
    ],
    [
      "max_user_connections",
      () => holding(1, () => look({ user: "limited", password: "pw" }), { user: "limited", password: "pw" }),
      { login: "user-limit" },
    ],
    [
      "an expired password",
      () => look({ user: "old", password: "pw", tables: [], database: "information_schema" }),
      { login: "password-expired" },
    ],
    [
      "a plugin that this tool lacks",
      () => look({ user: "modern", password: "pw" }),
      { method: "auth-plugin-unsupported" },
    ],
    [
      "an account that is proven by what the server has not loaded, as after an upgrade",
      () =>
        after(
          `INSERT INTO mysql.global_priv VALUES ('%', 'orphan', '{"plugin":"gone","authentication_string":"x"}'); FLUSH PRIVILEGES`,
          "DROP USER orphan",
          () => look({ user: "orphan" }),
        ),
      { login: "access-denied-openly" },
    ],
    [
      "too many wrong passwords",
      async () => {
        // Of whoever comes from the server's own host it counts none.
        const relay = await relayFrom("127.0.0.4", server.port);
        const enter = (password: string) => lookAtDatabase(target(relay.port, { ...poor, password }));
        await server.sql("SET GLOBAL max_password_errors = 2");
        for (const wrong of ["first", "second"]) await enter(wrong);
        return enter("pw").finally(async () => {
          await server.sql("SET GLOBAL max_password_errors = 4294967295; FLUSH PRIVILEGES");
          await relay.close();
        });
      },
      { login: "account-locked" },
    ],
    [
      "transactions that take no writes",
      () => after("SET GLOBAL tx_read_only = ON", "SET GLOBAL tx_read_only = OFF", look),
      { writable: "read-only" },
    ],
    [
      "sessions that are told to end sooner than the server says",
      () => after("SET GLOBAL init_connect = 'SET SESSION wait_timeout = 30'", "SET GLOBAL init_connect = ''", look),
      { idle: "idle-cut" },
    ],
    ["pools that cannot fit", () => look({ pool: { size: 6, processes: 2 } }), { pool: "pool-oversubscribed" }],
  ];
  it.each(others)("%s", async (_, seen, expected) => expect(troubles(await seen())).toEqual(expected));

  it("a locked table is a table that keeps its readers waiting", async () => {
    await server.sql("CREATE TABLE invoice.held (id INT)");
    const lock = server.sql("LOCK TABLES invoice.held WRITE; SELECT SLEEP(4)");
    const connected = () =>
      server.sql("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'");
    await expect.poll(connected, { timeout: 5000 }).toBe("1\n");
    const result = await lookAtDatabase(target(server.port, { tables: ["held"] }), {
      defaults: { timeout: 1000, answer: 1000 },
    });
    expect(troubles(result)).toEqual({ tables: "table-waits" });
    expect(result.evidence.find(({ question }) => question === "tables")?.data.reason).toBe("timeout");
    await lock;
  });

  it("another service on the port says which", async () => {
    const ssh = await oddServer("ssh");
    const result = await lookAtDatabase(target(ssh.port)).finally(() => ssh.close());
    expect(troubles(result)).toEqual({ greeting: "not-mysql" });
    expect(result.evidence.find(({ signal }) => signal === "not-mysql")?.data.spoke).toBe("ssh");
  });
});

describe.skipIf(!available("mariadbd", "mariadb-install-db", "mariadb"))("MariaDB", () => {
  it("is sent nothing but reading statements and how long they wait, in one session that ends with a goodbye", async () => {
    const directory = await temporaryDirectory();
    const log = `${directory.path}/log`;
    const server = await startMariadb({ options: [`--general-log-file=${log}`] });
    await server.sql("SET GLOBAL general_log = ON");
    await lookAtDatabase(target(server.port));
    await server.sql("SET GLOBAL general_log = OFF");
    const lines = [...(await readFile(log, "utf8")).matchAll(/\t *(\d+) (\w+)\t(.*)$/gm)];
    await server.stop();
    await directory.remove();
    const connects = lines.filter(([, , command, text]) => command === "Connect" && text?.startsWith("diag@"));
    expect(connects).toHaveLength(1);
    const ours = lines.filter(([, id]) => id === connects[0]?.[1]);
    expect(ours.at(-1)?.[2]).toBe("Quit");
    const statements = ours.slice(1, -1).map(([, , , text]) => text);
    expect(ours.slice(1, -1).every(([, , command]) => command === "Query")).toBe(true);
    expect(statements.length).toBeGreaterThan(7);
    expect(statements.length).toBeLessThan(14);
    for (const statement of statements)
      expect(statement).toMatch(/^(SELECT|SHOW) |^SET SESSION lock_wait_timeout = \d$/);
  });

  it("stopped: refused", async () => {
    const server = await startMariadb();
    await server.stop();
    expect(troubles(await lookAtDatabase(target(server.port)))).toMatchObject({ connect: "refused" });
  });

  it("TLS demanded by the server or the account is seen without a refused login, unless the client speaks it", async () => {
    const tls = await tlsFiles();
    const server = await startMariadb({ options: tls.options });
    await tls.remove();
    try {
      const look = (changes: Partial<MysqlTarget> = {}) => lookAtDatabase(target(server.port, changes));
      expect(troubles(await look())).toEqual({});
      await server.sql("SET GLOBAL require_secure_transport = ON");
      expect(troubles(await look())).toEqual({ login: "tls-required" });
      expect(troubles(await look({ tls: true }))).toEqual({});
      await server.sql("SET GLOBAL require_secure_transport = OFF; ALTER USER diag@'%' REQUIRE SSL");
      expect(troubles(await look())).toEqual({ login: "tls-required" });
      expect(troubles(await look({ password: "wrong" }))).toEqual({ login: "access-denied" });
    } finally {
      await server.stop();
    }
  });
});
