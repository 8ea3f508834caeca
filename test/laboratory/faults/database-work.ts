import { startMariadb, wellKnown } from "../../servers/mariadb.js";
import { all, instead, running } from "../changes.js";
import type { Change, Fault } from "../fault.js";
import { at } from "../network.js";
import { shell } from "../symptoms.js";
import { mysql, otherDatabase, says, within } from "./mariadb.js";
import { account, freshDatabase, idle, sessions, sql } from "./sessions.js";

/** What goes on in MariaDB: pools, locks, disks, replicas. */

const quick = { head: "checks: { db: { lockWait: 1s, longTransaction: 1s } }" } as const;
const waits = (state: string) => `SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ${state}`;

const work: readonly Fault[] = [
  {
    id: "db-pool-nearly-full/nine-tenths",
    cause: "db-pool-nearly-full",
    ...all(account, sql("SET GLOBAL max_connections = 20", "SET GLOBAL max_connections = 151"), idle(18)),
    symptom: says("SHOW STATUS LIKE 'Threads_connected'", /\t(19|20)\n/, /\t[1-5]\n/),
  },
  {
    id: "db-pool-oversubscribed/small-server",
    cause: "db-pool-oversubscribed",
    ...sql("SET GLOBAL max_connections = 50", "SET GLOBAL max_connections = 151"),
    symptom: says("SELECT @@max_connections", /^50\n/, /^151\n/),
    profile: { mysql: "pool: { size: 20, processes: 4 }" },
  },
  {
    id: "db-idle-timeout-short/five-seconds",
    cause: "db-idle-timeout-short",
    ...sql("SET GLOBAL wait_timeout = 5", "SET GLOBAL wait_timeout = 28800"),
    symptom: says("SELECT @@wait_timeout", /^5\n/, /^28800\n/),
    profile: { mysql: "pool: { size: 5, idleTimeout: 10m }" },
  },
  {
    id: "db-idle-timeout-short/no-pool-named",
    cause: "db-idle-timeout-short",
    ...sql("SET GLOBAL wait_timeout = 3", "SET GLOBAL wait_timeout = 28800"),
    symptom: says("SELECT @@wait_timeout", /^3\n/, /^28800\n/),
  },
  {
    id: "db-read-only/failover",
    cause: "db-read-only",
    ...sql("SET GLOBAL read_only = ON", "SET GLOBAL read_only = OFF"),
    symptom: says("SELECT @@read_only", /^1\n/, /^0\n/),
  },
  {
    id: "db-overloaded/each-session",
    cause: "db-overloaded",
    ...sql("SET GLOBAL init_connect = 'DO SLEEP(1.5)'", "SET GLOBAL init_connect = ''"),
    symptom: within(1),
  },
  {
    id: "db-overloaded/many-statements",
    cause: "db-overloaded",
    ...all(account, sessions(Array.from({ length: 60 }, () => ["DO 1", "DO SLEEP(600)"]))),
    symptom: says(waits("STATE = 'User sleep'"), /^60\n/, /^0\n/),
  },
  {
    id: "db-lock-wait/row",
    cause: "db-lock-wait",
    ...all(
      account,
      sessions([
        ["BEGIN", "UPDATE invoices SET serial = 'x' WHERE id = 1", "DO 1"],
        ["SET innodb_lock_wait_timeout = 600", "DO 1", "UPDATE invoices SET serial = 'y' WHERE id = 1"],
      ]),
    ),
    symptom: says(
      "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT' AND trx_wait_started < NOW() - INTERVAL 2 SECOND",
      /^1\n/,
      /^0\n/,
    ),
    profile: { head: "checks: { db: { lockWait: 1s } }" },
  },
  {
    id: "db-lock-wait/just-begun",
    cause: "db-lock-wait",
    ...all(
      account,
      sessions([
        ["BEGIN", "UPDATE invoices SET serial = 'x' WHERE id = 1", "DO 1"],
        ["SET innodb_lock_wait_timeout = 600", "DO 1", "UPDATE invoices SET serial = 'y' WHERE id = 1"],
      ]),
    ),
    symptom: says("SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'", /^1\n/, /^0\n/),
  },
  {
    id: "db-lock-wait/lock-tables",
    cause: "db-lock-wait",
    ...all(account, sessions([["LOCK TABLES invoices WRITE", "DO 1"]])),
    symptom: says("SHOW OPEN TABLES WHERE In_use > 0", /invoices\t1/, /^\s*\[exit 0\]/),
  },
  {
    id: "db-lock-wait/all-tables",
    cause: "db-lock-wait",
    ...all(
      account,
      sessions([
        ["FLUSH TABLES WITH READ LOCK", "DO 1"],
        ["DO 1", "DO 1", "UPDATE invoices SET serial = 'y' WHERE id = 1"],
      ]),
    ),
    symptom: says(waits("STATE LIKE 'Waiting for %lock'"), /^1\n/, /^0\n/),
  },
  {
    id: "db-lock-wait/table",
    cause: "db-lock-wait",
    ...all(
      freshDatabase,
      account,
      sessions([
        ["BEGIN", "SELECT * FROM invoices", "DO 1"],
        ["DO 1", "DO 1", "ALTER TABLE invoices ADD COLUMN note INT"],
      ]),
    ),
    symptom: says(waits("STATE LIKE '%metadata lock' AND TIME > 2"), /^[1-9]\n/, /^0\n/),
    profile: { head: "checks: { db: { lockWait: 1s } }" },
    accepts: { causes: ["db-table-unreadable"], why: "the table that is asked for is the one that is locked" },
  },
  {
    id: "db-long-transaction/forgotten",
    cause: "db-long-transaction",
    ...all(account, sessions([["BEGIN", "UPDATE invoices SET serial = 'x' WHERE id = 1", "DO 1"]])),
    symptom: says(
      "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_started < NOW() - INTERVAL 2 SECOND",
      /^1\n/,
      /^0\n/,
    ),
    profile: quick,
  },
  {
    id: "db-deadlocks/just-now",
    cause: "db-deadlocks",
    ...all(
      freshDatabase,
      account,
      sessions([
        ["BEGIN", "UPDATE invoices SET serial = 'x' WHERE id = 1", "UPDATE invoices SET serial = 'x' WHERE id = 2"],
        ["BEGIN", "UPDATE invoices SET serial = 'y' WHERE id = 2", "UPDATE invoices SET serial = 'y' WHERE id = 1"],
      ]),
    ),
    symptom: says("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'", /\t[1-9]\n/, /\t0\n/),
  },
];

/** A disk of the server's own: `{data}` moves there, or only what is told to. */
const ownDisk =
  (script: string) =>
  (...command: readonly string[]): readonly string[] => ["unshare", "--mount", "sh", "-c", script, "sh", ...command];
const allOnIt = `for word in "$@"; do case $word in --datadir=*) data=\${word#--datadir=};; esac; done
  mount -t tmpfs -o size=80m tmpfs /mnt && cp -a "$data/." /mnt && mount --bind /mnt "$data" && exec "$@"`;
const archiveOnIt = `mount -t tmpfs -o size=1m,mode=777 tmpfs /mnt && exec "$@"`;
const fullOnIt = `mount -t tmpfs -o size=1m,mode=777 tmpfs /mnt && { cat /dev/zero > /mnt/filler; exec "$@"; }`;

const storage: readonly Fault[] = [
  {
    id: "db-storage-full/little-left",
    cause: "db-storage-full",
    ...otherDatabase([], "INSTALL SONAME 'disks'; GRANT FILE ON *.* TO diag@'%';", ownDisk(allOnIt)),
    symptom: shell(
      `${mysql()} -N -e "SELECT MIN(Available) < 60000 FROM information_schema.DISKS WHERE Total < 90000" 2>&1`,
      /^1\n/,
      /ERROR 1109|Unknown table/,
    ),
  },
  {
    id: "db-storage-full/no-temporary-tables",
    cause: "db-storage-full",
    ...otherDatabase(["--tmpdir=/mnt"], "", ownDisk(fullOnIt)),
    symptom: says("SELECT COUNT(*) FROM information_schema.PROCESSLIST", /ERROR 1021|No space left/, /^\d+\n/),
  },
  {
    id: "db-storage-full/statement-waits",
    cause: "db-storage-full",
    ...all(
      otherDatabase(
        [],
        `CREATE USER app@'%' IDENTIFIED BY 'pw'; GRANT ALL ON *.* TO app@'%';
         CREATE TABLE invoice.archive (raw LONGBLOB) ENGINE=MyISAM DATA DIRECTORY='/mnt' INDEX DIRECTORY='/mnt';`,
        ownDisk(archiveOnIt),
      ),
      sessions([["DO 1", "INSERT INTO archive VALUES (REPEAT('x', 3000000))"]]),
    ),
    symptom: says(waits("STATE LIKE '% free space'"), /^1\n/, /^0\n/),
  },
];

/** A primary at port 3307, which the laboratory's database follows; `more`: what then happens to the replica. */
const replica = (more: string): Change =>
  all(
    running(({ wires }) =>
      startMariadb({
        host: at.server,
        port: 3307,
        within: wires.server.command,
        options: ["--skip-name-resolve", "--log-bin=log", "--server-id=1"],
        sql: `${wellKnown} CREATE USER app@'%' IDENTIFIED BY 'pw'; GRANT ALL ON *.* TO app@'%';`,
      }),
    ),
    instead("db", async ({ start }) => {
      const server = await start.database({ options: ["--server-id=2"], sql: "" });
      await server.sql(
        `CHANGE MASTER TO MASTER_HOST='${at.server}', MASTER_PORT=3307, MASTER_USER='app', MASTER_PASSWORD='pw',
           MASTER_CONNECT_RETRY=1, MASTER_USE_GTID=slave_pos; START REPLICA; DO SLEEP(3); ${more}`,
      );
      return server;
    }),
  );
/** Something is written at the primary. */
const written = (statement: string): Change => ({
  inject: async ({ wires }) => {
    const primary = ["-h", at.server, "-P", "3307", "-u", "app", "--password=pw"];
    await wires.server.must("mariadb", "--no-defaults", "--skip-ssl", ...primary, "-e", statement);
  },
  restore: async () => {},
});
const follows = (broken: RegExp) => shell(`${mysql()} -e "SHOW REPLICA STATUS\\G" 2>&1; echo asked`, broken, /^asked/);

const replicas: readonly Fault[] = [
  {
    id: "db-replica-lag/by-hand",
    cause: "db-replica-lag",
    ...replica("STOP REPLICA SQL_THREAD"),
    symptom: follows(/Slave_SQL_Running: No/),
  },
  {
    id: "db-replica-lag/error",
    cause: "db-replica-lag",
    ...all(
      replica("INSERT INTO invoice.invoices VALUES (9, 'twice', 1)"),
      written("INSERT INTO invoice.invoices VALUES (9, 'once', 1)"),
    ),
    symptom: follows(/Slave_SQL_Running: No/),
    routers: 2,
  },
  {
    id: "db-replica-lag/primary-gone",
    cause: "db-replica-lag",
    ...replica("STOP REPLICA; CHANGE MASTER TO MASTER_PORT=3399; START REPLICA"),
    symptom: follows(/Slave_IO_Running: Connecting/),
  },
  {
    id: "db-replica-lag/delayed",
    cause: "db-replica-lag",
    ...all(
      replica("STOP REPLICA; CHANGE MASTER TO MASTER_DELAY=3600; START REPLICA"),
      written("UPDATE invoice.invoices SET amount = amount + 1 WHERE id = 1"),
    ),
    symptom: follows(/Seconds_Behind_Master: ([4-9]|\d\d)/),
    profile: { head: "checks: { db: { warnLag: 2s } }" },
  },
  {
    id: "db-replica-lag/held-up",
    cause: "db-replica-lag",
    ...all(
      replica("SET GLOBAL innodb_lock_wait_timeout = 100"),
      sessions([["BEGIN", "SELECT * FROM invoices WHERE id = 1 FOR UPDATE", "DO 1"]]),
      written("UPDATE invoice.invoices SET amount = amount + 1 WHERE id = 1"),
    ),
    symptom: follows(/Seconds_Behind_Master: ([4-9]|\d\d)/),
    profile: { head: "checks: { db: { warnLag: 2s, lockWait: 10m } }" },
  },
];

export const databaseWork: readonly Fault[] = [...work, ...storage, ...replicas];
