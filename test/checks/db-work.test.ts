import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Connection, createConnection } from "mysql2/promise";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { MysqlTarget } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { freePort, temporaryDirectory } from "../servers/daemon.js";
import { login, type Mariadb, mysqlTarget, startMariadb, wellKnown } from "../servers/mariadb.js";
import { diagnoseDatabase } from "./db-looking.js";

const run = promisify(execFile);
const programs = ["mariadbd", "mariadb-install-db", "mariadb"];
type Settings = Readonly<Record<string, number>>;

const lookAt = (server: Mariadb, settings: Settings = {}, changes: Partial<MysqlTarget> = {}) =>
  diagnoseDatabase(mysqlTarget(server.port, changes), { checks: { db: settings } });
type Seen = Awaited<ReturnType<typeof lookAt>>;
const dataOf = ({ result }: Seen, signal: string) => result.evidence.find((one) => one.signal === signal)?.data;
const healthy = { troubles: {}, causes: [], unexplained: [] };

/** Connections of an application, and what they have begun; all of it ends with the test. */
const open: Connection[] = [];
const connectTo = async (server: Mariadb, user: object = { user: "app", password: "pw" }): Promise<Connection> => {
  const connection = await createConnection({ host: "127.0.0.1", port: server.port, database: "invoice", ...user });
  open.push(connection);
  connection.on("error", () => {});
  return connection;
};
/** Begins what will not end before something else does. */
const begin = (connection: Connection, sql: string): void => void connection.query(sql).catch(() => {});
afterEach(async () => {
  for (const connection of open.splice(0)) connection.destroy();
  // InnoDB shows transactions as they were to whoever asks within a tenth of a second after another.
  await new Promise((resolve) => setTimeout(resolve, 200));
});

const app = `
  CREATE USER app@'%' IDENTIFIED BY 'pw'; GRANT ALL ON invoice.* TO app@'%';
  CREATE USER plain@'%' IDENTIFIED BY 'pw'; GRANT SELECT ON invoice.* TO plain@'%';
  CREATE USER most@'%' IDENTIFIED BY 'pw'; GRANT ALL ON *.* TO most@'%';
  CREATE ROLE watcher; GRANT PROCESS, REPLICA MONITOR ON *.* TO watcher;
  CREATE USER guard@'%' IDENTIFIED BY 'pw'; GRANT SELECT ON invoice.* TO guard@'%';
  GRANT watcher TO guard@'%'; SET DEFAULT ROLE watcher FOR guard@'%';
`;

describe.skipIf(!available(...programs))("what goes on in MariaDB", () => {
  let server: Mariadb;
  /** A transaction has waited for its lock this many seconds. */
  // Polled slowly: InnoDB shows its transactions from a copy that it renews only when nobody read it for a tenth of a second.
  const waited = (seconds: number, count = 1) =>
    expect
      .poll(
        () =>
          server.sql(
            `SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_wait_started <= CONVERT_TZ(NOW(), @@session.time_zone, 'SYSTEM') - INTERVAL ${seconds} SECOND`,
          ),
        { timeout: 20_000, interval: 300 },
      )
      .toBe(`${count}\n`);
  beforeAll(async () => {
    // The server's own zone is not that of its sessions, as on many machines.
    server = await startMariadb({
      sql: wellKnown + app,
      options: ["--default-time-zone=+00:00", "--max-connections=20"],
      within: (...command) => ["env", "TZ=Asia/Shanghai", ...command],
    });
  });
  afterAll(() => server?.stop());

  it.each([
    ["with the rights that the check names", {}],
    ["with every right", { user: "most", password: "pw" }],
    ["with the rights of a role", { user: "guard", password: "pw" }],
  ])("healthy %s: every question has a good answer", async (_, changes) => {
    const seen = await lookAt(server, {}, changes);
    expect(seen).toMatchObject({ ...healthy, result: { status: "pass" } });
    const questions = seen.result.evidence.map(({ question }) => question);
    expect(questions).toEqual(
      expect.arrayContaining(["locks", "transactions", "deadlocks", "running", "storage", "replica", "grants"]),
    );
  });

  it("healthy with the right to read and no other: what cannot be seen is not said, and PROCESS would show more", async () => {
    const refused = () => server.sql("SHOW GLOBAL STATUS LIKE 'Access_denied_errors'");
    const before = await refused();
    const seen = await lookAt(server, {}, { user: "plain", password: "pw" });
    expect(seen).toMatchObject({ troubles: { grants: "grants-limited" }, causes: [], result: { status: "pass" } });
    expect(dataOf(seen, "grants-limited")).toEqual({ missing: ["PROCESS"] });
    const questions = seen.result.evidence.map(({ question }) => question);
    for (const unseen of ["locks", "transactions", "storage", "replica"]) expect(questions).not.toContain(unseen);
    expect(await refused()).toBe(before);
  });

  it("two transactions wait for locks: who, for how long, for which table, and who holds everything up", async () => {
    const [first, second, third] = [await connectTo(server), await connectTo(server), await connectTo(server)];
    await first.query("BEGIN");
    await first.query("UPDATE invoices SET serial = 'canary' WHERE id = 1");
    await second.query("BEGIN");
    await second.query("UPDATE invoices SET serial = 'canary' WHERE id = 2");
    begin(second, "UPDATE invoices SET amount = 1 WHERE id = 1");
    await waited(1);
    begin(third, "UPDATE invoices SET amount = 2 WHERE id = 2");
    await waited(0, 2);
    const seen = await lookAt(server, { lockWait: 1000 });
    expect(seen).toMatchObject({ troubles: { locks: "lock-waits" }, causes: ["db-lock-wait"], unexplained: [] });
    const told = dataOf(seen, "lock-waits");
    expect(told).toMatchObject({
      count: 2,
      waiting: second.threadId,
      blocking: first.threadId,
      locked: "invoice.invoices",
    });
    expect(told?.waits).toEqual(
      expect.arrayContaining([expect.objectContaining({ waiting: third.threadId, blocking: second.threadId })]),
    );
    expect(Number(told?.seconds)).toBeGreaterThanOrEqual(1);
    expect(Number(told?.seconds)).toBeLessThan(60);
    expect(JSON.stringify(seen.result)).not.toMatch(/canary|UPDATE/);
    // Who may not see them finds them by the counters.
    const poor = await lookAt(server, { lockWait: 1000 }, { user: "plain", password: "pw" });
    expect(poor).toMatchObject({ causes: ["db-lock-wait"], unexplained: [] });
    // A wait that is shorter than the setting is everyday life.
    expect(await lookAt(server, { lockWait: 600_000 })).toMatchObject(healthy);
  });

  it("a wait that began only now is seen a second time; whoever updates the same rows in turn waits for milliseconds", async () => {
    const writers = await Promise.all([1, 2, 3, 4].map(() => connectTo(server)));
    let busy = true;
    const turns = writers.map(async (writer) => {
      while (busy) {
        await writer.query("BEGIN");
        await writer.query("UPDATE invoices SET amount = amount + 1 WHERE id = 1");
        await writer.query("DO SLEEP(0.02)");
        await writer.query("COMMIT");
      }
    });
    for (const account of [{}, { user: "plain", password: "pw" }]) {
      expect(await lookAt(server, {}, account)).toMatchObject({ causes: [], unexplained: [] });
    }
    busy = false;
    await Promise.all(turns);
    const [holder, waiter] = [await connectTo(server), await connectTo(server)];
    await holder.query("BEGIN");
    await holder.query("UPDATE invoices SET serial = 'held' WHERE id = 1");
    begin(waiter, "UPDATE invoices SET amount = 1 WHERE id = 1");
    expect(await lookAt(server)).toMatchObject({ troubles: { locks: "lock-waits" }, causes: ["db-lock-wait"] });
  });

  it("a table that another session has locked is told by the server, and its waiting ends", async () => {
    const holder = await connectTo(server);
    await holder.query("LOCK TABLES invoices WRITE");
    for (const account of [{}, { user: "plain", password: "pw" }]) {
      expect(await lookAt(server, {}, account)).toMatchObject({
        troubles: { tables: "table-locked" },
        causes: ["db-lock-wait"],
        unexplained: [],
      });
    }
    await holder.query("UNLOCK TABLES");
  });

  it("a table that is to be changed waits for a transaction that only reads it", async () => {
    const [reader, changer] = [await connectTo(server), await connectTo(server)];
    await reader.query("BEGIN");
    await reader.query("SELECT * FROM invoices");
    begin(changer, "ALTER TABLE invoices ADD COLUMN note INT");
    const held = () =>
      server.sql("SELECT MAX(TIME) FROM information_schema.PROCESSLIST WHERE STATE LIKE '%metadata lock'");
    await expect.poll(async () => Number(await held()), { timeout: 20_000, interval: 300 }).toBeGreaterThanOrEqual(1);
    // The check reads the table, too, and waits like everybody else.
    const seen = await lookAt(server, { lockWait: 1000 }, { tables: [] });
    expect(seen).toMatchObject({ troubles: { locks: "lock-waits" }, causes: ["db-lock-wait"] });
    expect(dataOf(seen, "lock-waits")).toMatchObject({
      waiting: changer.threadId,
      blocking: "?",
      locked: "table metadata lock",
    });
    expect(await lookAt(server, { lockWait: 1000 })).toMatchObject({
      troubles: { locks: "lock-waits", tables: "table-locked" },
      causes: ["db-lock-wait"],
      unexplained: [],
    });
  });

  it("a transaction that nobody ends", async () => {
    const idle = await connectTo(server);
    await idle.query("BEGIN");
    await idle.query("UPDATE invoices SET amount = 3 WHERE id = 1");
    const age = () =>
      server.sql(
        "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_started < CONVERT_TZ(NOW(), @@session.time_zone, 'SYSTEM') - INTERVAL 1 SECOND",
      );
    await expect.poll(age, { timeout: 20_000, interval: 300 }).toBe("1\n");
    const seen = await lookAt(server, { longTransaction: 1000 });
    expect(seen).toMatchObject({
      troubles: { transactions: "long-transaction" },
      causes: ["db-long-transaction"],
      result: { status: "warn" },
    });
    expect(dataOf(seen, "long-transaction")).toMatchObject({ id: idle.threadId, open: 1 });
    expect(await lookAt(server)).toMatchObject(healthy);
  });

  it("many statements at once", async () => {
    for (let at = 0; at < 5; at += 1) begin(await connectTo(server), "DO SLEEP(20)");
    const running = () => server.sql("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'");
    await expect.poll(running, { timeout: 5000 }).toBe("5\n");
    expect(await lookAt(server, { warnRunning: 5 })).toMatchObject({
      troubles: { running: "many-running" },
      causes: ["db-overloaded"],
    });
    expect(await lookAt(server, { warnRunning: 6 })).toMatchObject(healthy);
    await server.sql("KILL USER app");
    await expect.poll(running, { timeout: 5000 }).toBe("0\n");
  });

  it("what others hold is lost to the pools, if it can be told who they are", async () => {
    for (let at = 0; at < 8; at += 1) await connectTo(server);
    const pool = { size: 13, processes: 1 };
    const account = { user: login.user, password: login.password };
    expect(await lookAt(server, {}, { pool })).toMatchObject(healthy);
    await connectTo(server, account);
    const seen = await lookAt(server, {}, { pool });
    expect(seen).toMatchObject({ troubles: { pool: "pool-oversubscribed" }, causes: ["db-pool-oversubscribed"] });
    expect(dataOf(seen, "pool-oversubscribed")).toMatchObject({ demand: 13, max: 20, others: 8, free: 12 });
    expect(await lookAt(server, {}, { pool: { size: 12, processes: 1 } })).toMatchObject(healthy);
  });

  it("a deadlock is told while it is recent, and nothing of its statements", async () => {
    const [first, second] = [await connectTo(server), await connectTo(server)];
    for (const [at, connection] of [first, second].entries()) {
      await connection.query("BEGIN");
      await connection.query(`UPDATE invoices SET serial = 'canary' WHERE id = ${at + 1}`);
    }
    const ends = Promise.allSettled([
      first.query("UPDATE invoices SET serial = 'canary' WHERE id = 2"),
      second.query("UPDATE invoices SET serial = 'canary' WHERE id = 1"),
    ]);
    expect((await ends).filter(({ status }) => status === "rejected")).toHaveLength(1);
    await Promise.all([first.query("ROLLBACK"), second.query("ROLLBACK")]);
    const seen = await lookAt(server);
    expect(seen).toMatchObject({
      troubles: { deadlocks: "recent-deadlock" },
      causes: ["db-deadlocks"],
      result: { status: "warn" },
    });
    const told = dataOf(seen, "recent-deadlock");
    expect(told).toMatchObject({ count: 1 });
    expect(Number(told?.seconds)).toBeLessThan(60);
    expect(JSON.stringify(seen.result)).not.toMatch(/canary|UPDATE/);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await lookAt(server, { deadlockAge: 500 })).toMatchObject(healthy);
    // Who may not read when it was knows no more than that it was since the server started.
    const poor = { user: "plain", password: "pw" };
    expect(await lookAt(server, {}, poor)).toMatchObject({ causes: ["db-deadlocks"] });
    const unsaid = await lookAt(server, { deadlockAge: 500 }, poor);
    expect(unsaid.result.evidence.map(({ question }) => question)).not.toContain("deadlocks");
  });
});

describe.skipIf(!available("root", "unshare", "mount", "umount", ...programs))("a full disk under MariaDB", () => {
  it("a statement waits for room: seen without writing, while reading still works", async () => {
    const disk = await temporaryDirectory();
    const server = await startMariadb({ sql: wellKnown + app });
    await run("mount", ["-t", "tmpfs", "-o", "size=1m,mode=777", "tmpfs", disk.path]);
    try {
      await server.sql(
        `CREATE TABLE invoice.archive (raw LONGBLOB) ENGINE=MyISAM DATA DIRECTORY='${disk.path}' INDEX DIRECTORY='${disk.path}'`,
      );
      expect(await lookAt(server)).toMatchObject(healthy);
      begin(await connectTo(server), "INSERT INTO archive VALUES (REPEAT('x', 3000000))");
      const waiting = () =>
        server.sql("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE LIKE '% free space'");
      await expect.poll(waiting, { timeout: 20_000, interval: 300 }).toBe("1\n");
      const seen = await lookAt(server);
      expect(seen).toMatchObject({
        troubles: { storage: "storage-full" },
        causes: ["db-storage-full"],
        unexplained: [],
      });
      expect(dataOf(seen, "storage-full")).toMatchObject({ count: 1 });
    } finally {
      // Whoever waits for room looks again only after a minute.
      server.daemon.signal("SIGKILL");
      await server.stop();
      await run("umount", ["-l", disk.path]);
      await disk.remove();
    }
  });

  it("no room for temporary tables: even what only reads is refused", async () => {
    const disk = await temporaryDirectory();
    await run("mount", ["-t", "tmpfs", "-o", "size=4m,mode=777", "tmpfs", disk.path]);
    const server = await startMariadb({ sql: wellKnown + app, options: [`--tmpdir=${disk.path}`] });
    try {
      expect(await lookAt(server)).toMatchObject(healthy);
      await writeFile(join(disk.path, "filler"), Buffer.alloc(8 << 20)).catch(() => {});
      const seen = await lookAt(server);
      expect(seen).toMatchObject({
        troubles: { storage: "storage-refused" },
        causes: ["db-storage-full"],
        unexplained: [],
      });
      expect(dataOf(seen, "storage-refused")).toEqual({ number: 1021 });
      await rm(join(disk.path, "filler"));
      expect(await lookAt(server)).toMatchObject(healthy);
    } finally {
      await server.stop();
      await run("umount", ["-l", disk.path]);
      await disk.remove();
    }
  });

  /** Copies the data to a small disk of the server's own, and goes on there. */
  const small = `
    for word in "$@"; do case $word in --datadir=*) data=\${word#--datadir=};; esac; done
    mount -t tmpfs -o size=80m tmpfs /mnt && cp -a "$data/." /mnt && mount --bind /mnt "$data" && exec "$@"`;

  it("the plug-in DISKS tells what is left, to whom it may", async () => {
    const plugin = "INSTALL SONAME 'disks'";
    const roomy = await startMariadb({ sql: `${wellKnown + app}; ${plugin}` });
    const full = await startMariadb({
      sql: `${wellKnown + app}; ${plugin}`,
      within: (...command) => ["unshare", "--mount", "sh", "-c", small, "sh", ...command],
    });
    const all = { user: "most", password: "pw" };
    try {
      const enough = await lookAt(roomy, {}, all);
      expect(enough).toMatchObject(healthy);
      expect(enough.result.evidence.map(({ signal }) => signal)).toContain("storage-free");
      const seen = await lookAt(full, {}, all);
      expect(seen).toMatchObject({ troubles: { storage: "storage-exhausted" }, causes: ["db-storage-full"] });
      expect(dataOf(seen, "storage-exhausted")).toMatchObject({ total: 80 });
      expect(await lookAt(full)).toMatchObject(healthy);
    } finally {
      await Promise.all([roomy.stop(), full.stop()]);
    }
  });
});

describe.skipIf(!available(...programs))("a replica of MariaDB", () => {
  let primary: Mariadb;
  let replica: Mariadb;
  const follow = (port: number, more = "") =>
    replica.sql(
      `STOP REPLICA; CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=${port}, MASTER_USER='copy', MASTER_PASSWORD='pw', MASTER_CONNECT_RETRY=1, MASTER_USE_GTID=slave_pos${more}; START REPLICA`,
    );
  const caughtUp = async () => {
    const position = (await primary.sql("SELECT @@gtid_binlog_pos")).trim();
    expect(await replica.sql(`SELECT MASTER_GTID_WAIT('${position}', 10)`)).toBe("0\n");
  };
  const status = (field: string) => async (): Promise<string> => {
    const watcher = await connectTo(replica, { user: "most", password: "pw" });
    const [[row]] = (await watcher.query("SHOW REPLICA STATUS")) as unknown as [Record<string, unknown>[]];
    await watcher.end();
    return String(row?.[field]);
  };
  const reading = { writable: false };
  const look = (settings: Settings = {}, changes: Partial<MysqlTarget> = reading) => lookAt(replica, settings, changes);
  let key = 100;
  const write = () =>
    primary.sql(
      `INSERT INTO invoice.invoices VALUES (${++key}, 'R', 1); UPDATE invoice.invoices SET amount = amount + 1 WHERE id = 1`,
    );

  beforeAll(async () => {
    primary = await startMariadb({
      options: ["--log-bin=log", "--server-id=1"],
      sql: `${wellKnown + app}; CREATE USER copy@'%' IDENTIFIED BY 'pw'; GRANT REPLICATION SLAVE ON *.* TO copy@'%'; CREATE USER process@'%' IDENTIFIED BY 'pw'; GRANT PROCESS, SELECT ON *.* TO process@'%'`,
    });
    replica = await startMariadb({ options: ["--server-id=2"], sql: "" });
    await replica.sql("SET GLOBAL innodb_lock_wait_timeout = 100");
  });
  afterAll(async () => {
    await replica?.stop();
    await primary?.stop();
  });
  /** Follows the primary as at first, and is up to date. */
  const settle = async () => {
    await follow(primary.port, ", MASTER_DELAY=0");
    await caughtUp();
  };

  it("up to date, and its primary is none", async () => {
    await settle();
    const seen = await look();
    expect(seen).toMatchObject(healthy);
    expect(seen.result.evidence.map(({ signal }) => signal)).toContain("replica-current");
    const first = await lookAt(primary);
    expect(first).toMatchObject(healthy);
    expect(first.result.evidence.map(({ signal }) => signal)).toContain("no-replica");
  });

  it("whoever may not see replication is told which right would show it, at a replica only", async () => {
    await settle();
    const poor = { ...reading, user: "process", password: "pw" };
    const seen = await look({}, poor);
    expect(seen).toMatchObject({ troubles: { grants: "grants-limited" }, causes: [] });
    expect(dataOf(seen, "grants-limited")).toEqual({ missing: ["REPLICA MONITOR"] });
    expect(await lookAt(primary, {}, poor)).toMatchObject(healthy);
  });

  it("behind, for a lock keeps it from applying what came", async () => {
    await settle();
    const holder = await connectTo(replica);
    await holder.query("BEGIN");
    await holder.query("SELECT * FROM invoices WHERE id = 1 FOR UPDATE");
    await write();
    await expect
      .poll(async () => Number(await status("Seconds_Behind_Master")()), { timeout: 10_000 })
      .toBeGreaterThanOrEqual(2);
    const patient = { lockWait: 600_000 };
    const seen = await look({ ...patient, warnLag: 2000 });
    expect(seen).toMatchObject({ troubles: { replica: "replica-lags" }, causes: ["db-replica-lag"] });
    expect(seen.result.status).toBe("warn");
    expect(await look({ ...patient, warnLag: 1000, failLag: 2000 })).toMatchObject({
      troubles: { replica: "replica-far-behind" },
      causes: ["db-replica-lag"],
      result: { status: "fail" },
    });
    expect(await look({ ...patient, warnLag: 600_000 })).toMatchObject(healthy);
    await holder.query("ROLLBACK");
    await caughtUp();
    expect(await look({ warnLag: 2000 })).toMatchObject(healthy);
  });

  it("behind as it is meant to be: the data is as old, and how much of it is meant is told", async () => {
    await settle();
    await follow(primary.port, ", MASTER_DELAY=3600");
    await write();
    await expect
      .poll(async () => Number(await status("Seconds_Behind_Master")()), { timeout: 10_000 })
      .toBeGreaterThanOrEqual(2);
    expect(await look()).toMatchObject(healthy);
    const seen = await look({ warnLag: 1000 });
    expect(seen).toMatchObject({ troubles: { replica: "replica-lags" }, causes: ["db-replica-lag"] });
    expect(dataOf(seen, "replica-lags")).toMatchObject({ delay: 3600 });
  });

  it("stopped: by hand, and by an error, each with its name", async () => {
    await settle();
    await replica.sql("STOP REPLICA SQL_THREAD");
    const byHand = await look();
    expect(byHand).toMatchObject({ troubles: { replica: "replica-stopped" }, causes: ["db-replica-lag"] });
    expect(dataOf(byHand, "replica-stopped")).toMatchObject({ what: "SQL No" });
    await settle();
    await replica.sql(`INSERT INTO invoice.invoices VALUES (${key + 1}, 'twice', 1)`);
    await write();
    await expect.poll(status("Slave_SQL_Running"), { timeout: 10_000 }).toBe("No");
    const byError = await look();
    expect(byError).toMatchObject({ troubles: { replica: "replica-stopped" }, causes: ["db-replica-lag"] });
    expect(dataOf(byError, "replica-stopped")).toMatchObject({ what: "SQL No (MySQL 1062)" });
    expect(JSON.stringify(byError.result)).not.toMatch(/Duplicate|twice|copy/);
    await replica.sql(`DELETE FROM invoice.invoices WHERE id = ${key}`);
    await settle();
    expect(await look()).toMatchObject(healthy);
  });

  it("its primary cannot be reached", async () => {
    await settle();
    await follow(await freePort());
    await expect.poll(status("Last_IO_Errno"), { timeout: 10_000 }).not.toBe("0");
    const seen = await look();
    expect(seen).toMatchObject({ troubles: { replica: "replica-disconnected" }, causes: ["db-replica-lag"] });
    expect(dataOf(seen, "replica-disconnected")).toMatchObject({ what: "IO Connecting (MySQL 2003)" });
  });

  it("promoted: switched off and taking writes, it is a note where writes are wanted, else a replica that has stopped", async () => {
    await settle();
    await replica.sql("STOP REPLICA");
    const promoted = await look({}, { writable: true });
    expect(promoted).toMatchObject({ troubles: { replica: "replica-off" }, causes: [], result: { status: "pass" } });
    expect(await look()).toMatchObject({ troubles: { replica: "replica-stopped" }, causes: ["db-replica-lag"] });
  });
});
