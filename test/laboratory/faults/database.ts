import { tlsFiles, wellKnown } from "../../servers/mariadb.js";
import { all, frozen, instead, stopped } from "../changes.js";
import type { Change, Fault } from "../fault.js";
import { at } from "../network.js";
import { connects, queries } from "../symptoms.js";
import { databaseWork } from "./database-work.js";
import { mysql, otherDatabase, within } from "./mariadb.js";
import { account, idle, sessions, sql } from "./sessions.js";

/** MariaDB at its door: who is let in, and to what. */

const database = `${at.server}:3306`;

/** The server looks up who comes; `hosts`: whom it finds. */
const namesClients = (hosts: string, options: readonly string[] = [], resolver = `nameserver ${at.dns}\n`): Change => {
  const own: Change = {
    async inject({ wires }) {
      await wires.server.etc("hosts", `127.0.0.1 localhost\n${hosts}\n`);
      await wires.server.etc("resolv.conf", resolver);
    },
    async restore({ wires }) {
      await wires.server.etc("hosts", "127.0.0.1 localhost\n");
      await wires.server.etc("resolv.conf", `nameserver ${at.dns}\n`);
    },
  };
  return all(own, otherDatabase(["--skip-name-resolve=0", ...options]));
};

/** Somebody tries with wrong passwords, from where the tool runs. */
const wrongPasswords = (count: number): Change => ({
  async inject({ wires }) {
    const guess = [
      "mariadb",
      "--no-defaults",
      "--skip-ssl",
      "-h",
      at.server,
      "-u",
      "diag",
      "-pwrong",
      "-e",
      "SELECT 1",
    ];
    for (let nth = 0; nth < count; nth += 1) await wires.client.run(...guess);
  },
  async restore() {},
});

const door: readonly Fault[] = [
  { id: "db-down/stopped", cause: "db-down", ...stopped("db"), symptom: connects(3306, /refused/), place: database },
  {
    id: "db-down/moved",
    cause: "db-down",
    ...instead("db", ({ start }) => start.database({ port: 3307 })),
    symptom: connects(3306, /refused/),
    routers: 2,
  },
  {
    id: "db-down/loopback-only",
    cause: "db-down",
    ...instead("db", ({ start }) => start.database({ host: "127.0.0.1" })),
    symptom: connects(3306, /refused/),
  },
  { id: "db-frozen/stopped", cause: "db-frozen", ...frozen("db"), symptom: queries(/ERROR 2013|handshake|timeout/i) },
  {
    id: "db-frozen/two-routers",
    cause: "db-frozen",
    ...frozen("db"),
    symptom: queries(/ERROR 2013|handshake|timeout/i),
    routers: 2,
  },
  {
    id: "db-too-many-connections/ten",
    cause: "db-too-many-connections",
    ...all(account, sql("SET GLOBAL max_connections = 10", "SET GLOBAL max_connections = 151"), idle(10)),
    symptom: queries(/ERROR 1040|Too many connections/),
  },
  {
    id: "db-too-many-connections/two",
    cause: "db-too-many-connections",
    ...all(
      sql(
        "GRANT USAGE ON *.* TO diag@'%' WITH MAX_USER_CONNECTIONS 2",
        "GRANT USAGE ON *.* TO diag@'%' WITH MAX_USER_CONNECTIONS 0",
      ),
      sessions([[], []], { user: "diag", password: `diag's "password"` }),
    ),
    symptom: queries(/ERROR 1226|max_user_connections/),
  },
  {
    id: "db-access-denied/password",
    cause: "db-access-denied",
    ...sql("ALTER USER diag@'%' IDENTIFIED BY 'renewed'", "ALTER USER diag@'%' IDENTIFIED BY 'diag''s \"password\"'"),
    symptom: queries(/ERROR 1045/),
  },
  {
    id: "db-access-denied/no-such-account",
    cause: "db-access-denied",
    ...sql("RENAME USER diag@'%' TO former@'%'", "RENAME USER former@'%' TO diag@'%'"),
    symptom: queries(/ERROR 1045/),
    routers: 2,
  },
  {
    id: "db-account-locked/locked",
    cause: "db-account-locked",
    ...sql("ALTER USER diag@'%' ACCOUNT LOCK", "ALTER USER diag@'%' ACCOUNT UNLOCK"),
    symptom: queries(/ERROR 4151|locked/),
  },
  {
    id: "db-account-locked/wrong-passwords",
    cause: "db-account-locked",
    ...all(
      sql("SET GLOBAL max_password_errors = 2", "SET GLOBAL max_password_errors = 4294967295; FLUSH PRIVILEGES"),
      wrongPasswords(2),
    ),
    symptom: queries(/ERROR 4150|blocked/),
  },
  {
    id: "db-access-denied/expired",
    cause: "db-access-denied",
    ...sql("ALTER USER diag@'%' PASSWORD EXPIRE", "ALTER USER diag@'%' IDENTIFIED BY 'diag''s \"password\"'"),
    symptom: queries(/ERROR (1862|1820)|expired/),
  },
  {
    id: "db-host-not-allowed/other-network",
    cause: "db-host-not-allowed",
    ...sql(
      "RENAME USER diag@'%' TO diag@'10.9.%'; FLUSH PRIVILEGES",
      "RENAME USER diag@'10.9.%' TO diag@'%'; FLUSH PRIVILEGES; FLUSH HOSTS",
    ),
    symptom: queries(/ERROR 1130|not allowed to connect/),
  },
  {
    id: "db-host-blocked/broken-off",
    cause: "db-host-blocked",
    ...namesClients(`${at.client} client.example.test`, ["--max-connect-errors=2"]),
    symptom: {
      ...queries(/ERROR 1129|blocked because/),
      command: [
        "sh",
        "-c",
        `for i in 1 2 3 4; do nc -w 1 ${at.server} 3306 </dev/null >/dev/null 2>&1; done; ${mysql()} -e "SELECT 1"`,
      ],
    },
  },
  {
    id: "db-tls-required/account",
    cause: "db-tls-required",
    ...instead("db", async ({ start }) => {
      const tls = await tlsFiles();
      return start
        .database({ options: tls.options, sql: `${wellKnown} ALTER USER diag@'%' REQUIRE SSL;` })
        .finally(tls.remove);
    }),
    symptom: queries(/ERROR 1045/),
  },
  {
    id: "db-tls-required/server",
    cause: "db-tls-required",
    ...instead("db", async ({ start }) => {
      const tls = await tlsFiles();
      return start
        .database({ options: [...tls.options, "--require-secure-transport=ON"], sql: wellKnown })
        .finally(tls.remove);
    }),
    symptom: queries(/ERROR (1045|3159)/),
    routers: 2,
  },
  {
    id: "db-slow-login/no-resolver",
    cause: "db-slow-login",
    ...namesClients("", [], `nameserver ${at.nobody}\noptions timeout:1 attempts:3\n`),
    symptom: within(2),
    profile: { defaults: "{ timeout: 8s, answer: 8s }" },
  },
];

const schema: readonly Fault[] = [
  {
    id: "db-unknown-database/dropped",
    cause: "db-unknown-database",
    ...sql(
      "CREATE DATABASE kept; RENAME TABLE invoice.invoices TO kept.invoices; DROP DATABASE invoice",
      "CREATE DATABASE IF NOT EXISTS invoice; RENAME TABLE kept.invoices TO invoice.invoices; DROP DATABASE kept",
    ),
    symptom: queries(/ERROR (1049|1146)|Unknown database|doesn't exist/),
  },
  {
    id: "db-unknown-table/renamed",
    cause: "db-unknown-table",
    ...sql("RENAME TABLE invoice.invoices TO invoice.old", "RENAME TABLE invoice.old TO invoice.invoices"),
    symptom: queries(/ERROR 1146/),
  },
  {
    id: "db-unknown-table/other-of-two",
    cause: "db-unknown-table",
    ...sql("DROP TABLE IF EXISTS invoice.lines", "CREATE TABLE IF NOT EXISTS invoice.lines (id INT)"),
    symptom: queries(/ERROR 1146/, "SELECT COUNT(*) FROM invoice.lines"),
    profile: {
      targets: [
        `- { name: books, owner: us, mysql: { host: db.example.test, user: diag, password: "\${DB_PASSWORD}", database: invoice, tables: [invoices, lines] } }`,
      ],
    },
  },
  {
    id: "db-access-denied/select",
    cause: "db-access-denied",
    ...sql("REVOKE SELECT ON *.* FROM diag@'%'", "GRANT SELECT ON *.* TO diag@'%'"),
    symptom: queries(/ERROR (1142|1044)|denied/),
    accepts: {
      causes: ["db-unknown-database"],
      why: "who may see nothing is told the same of a database that is not there",
    },
  },
];

export const databases: readonly Fault[] = [...door, ...schema, ...databaseWork];
