import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createAuthority } from "../../src/lab/authority.js";
import type { MysqlTarget } from "../../src/model/profile.js";
import { type Daemon, freePort, startDaemon, temporaryDirectory } from "./daemon.js";

const run = promisify(execFile);

/** Small files, so that a copy takes a tenth of a second. */
const small = ["--innodb-log-file-size=4M", "--innodb-buffer-pool-size=16M", "--innodb-fast-shutdown=2"];

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A data directory as `mariadb-install-db` makes it, made once per machine and only ever copied. */
const template = async (): Promise<string> => {
  const { stdout } = await run("mariadbd", ["--no-defaults", "--version"]);
  const version = /Ver (\S+)/.exec(stdout)?.[1] ?? "unknown";
  const finished = join(tmpdir(), `invoice-diag-mariadb-${process.getuid?.() ?? 0}-${version}`);
  if (await exists(finished)) return finished;
  const unfinished = `${finished}.${randomBytes(4).toString("hex")}`;
  await mkdir(unfinished);
  const options = ["--user=root", "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"];
  await run("mariadb-install-db", ["--no-defaults", `--datadir=${unfinished}`, ...options, ...small]);
  // Two tests may be here at once: the first to finish wins, and its result is as good as ours.
  await rename(unfinished, finished).catch(() => rm(unfinished, { recursive: true, force: true }));
  return finished;
};

export type Mariadb = {
  readonly port: number;
  readonly daemon: Daemon;
  /** Runs statements as root over the local socket and returns what the client prints. */
  sql(text: string): Promise<string>;
  stop(): Promise<void>;
};

export type MariadbOptions = {
  /** Further options of `mariadbd`, as `--max-connections=10`. */
  readonly options?: readonly string[];
  /** Statements that are run once it is ready; `wellKnown` by default. */
  readonly sql?: string;
  /** Wraps the command, for a network namespace. */
  readonly within?: (...command: readonly string[]) => readonly string[];
  readonly host?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Text of the hosts file that the server sees, so that looking up a client's name asks nobody. Needs root. */
  readonly hosts?: string;
};

const withHosts = (file: string, command: readonly string[]): string[] => [
  ...["unshare", "--mount", "sh", "-c", 'mount --bind "$1" /etc/hosts && shift && exec "$@"', "sh", file],
  ...command,
];

/** The account, schema and table that the tests of `db` use. */
export const login = { user: "diag", password: 'diag\'s "password"', database: "invoice" } as const;
const password = login.password.replaceAll("'", "''");
export const wellKnown = `
  CREATE DATABASE invoice;
  CREATE TABLE invoice.invoices (id INT PRIMARY KEY, serial VARCHAR(32), amount DECIMAL(12,2));
  INSERT INTO invoice.invoices VALUES (1, 'T-0001', 1130.00), (2, 'T-0002', 565.50);
  CREATE USER diag@'%' IDENTIFIED BY '${password}';
  GRANT SELECT, PROCESS, REPLICA MONITOR ON *.* TO diag@'%';
`;

/** A `mysql` target for the account of the tests. */
export const mysqlTarget = (port: number, changes: Partial<MysqlTarget> = {}): MysqlTarget => ({
  kind: "mysql",
  name: "database",
  host: "127.0.0.1",
  port,
  ...login,
  tables: ["invoices"],
  writable: true,
  dependsOn: [],
  own: false,
  ...changes,
});

/** A MariaDB of this test alone, in a directory of its own. */
export const startMariadb = async ({
  options = [],
  sql = wellKnown,
  within,
  host,
  port: fixed,
  hosts,
}: MariadbOptions = {}): Promise<Mariadb> => {
  const directory = await temporaryDirectory();
  const data = join(directory.path, "data");
  const socket = join(directory.path, "socket");
  const port = fixed ?? (await freePort());
  await cp(await template(), data, { recursive: true });
  if (hosts !== undefined) await writeFile(join(directory.path, "hosts"), hosts);
  const command = [
    "mariadbd",
    "--no-defaults",
    "--user=root",
    `--datadir=${data}`,
    `--socket=${socket}`,
    `--port=${port}`,
    `--bind-address=${host ?? "127.0.0.1"}`,
    "--pid-file=mariadbd.pid",
    "--character-set-server=utf8mb4",
    ...small,
    ...options,
  ];
  const daemon = await startDaemon({
    command:
      hosts === undefined ? (within?.(...command) ?? command) : withHosts(join(directory.path, "hosts"), command),
    ready: { output: /ready for connections/ },
  });
  const ask = async (text: string): Promise<string> => {
    const client = ["--no-defaults", `--socket=${socket}`, "--user=root", "--batch", "--skip-column-names"];
    const options = ["--default-character-set=utf8mb4", "-e", text];
    return (await run("mariadb", [...client, ...options])).stdout;
  };
  const stop = async (): Promise<void> => {
    await daemon.stop();
    await directory.remove();
  };
  try {
    if (sql !== "") await ask(sql);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, daemon, sql: ask, stop };
};

/** A certificate of its own and the options that make a server offer TLS; the files may go once it has started. */
export const tlsFiles = async (): Promise<{
  readonly options: readonly string[];
  /** The authority's own certificate, as the `ca` of a target. */
  readonly ca: string;
  remove(): Promise<void>;
}> => {
  const { path, remove } = await temporaryDirectory();
  const authority = await createAuthority();
  const { cert, key } = await authority.issue({ names: ["db.test"], keyType: "rsa-2048" });
  await writeFile(join(path, "cert.pem"), cert);
  await writeFile(join(path, "key.pem"), key);
  const options = [`--ssl-cert=${join(path, "cert.pem")}`, `--ssl-key=${join(path, "key.pem")}`];
  return { options, ca: authority.cert, remove };
};

export type Relay = { readonly port: number; close(): Promise<void> };

/**
 * Passes bytes on, so that the server sees a client at another address of loopback: MariaDB treats 127.0.0.1 as
 * `localhost` and never counts its errors. `delay`: milliseconds that the server's first bytes are held back.
 */
export const relayFrom = async (from: string, to: number, delay = 0): Promise<Relay> => {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    const far = connect({ host: "127.0.0.1", port: to, localAddress: from });
    keep(near);
    keep(far);
    near.pipe(far);
    setTimeout(() => far.pipe(near), delay);
    near.on("close", () => far.destroy());
    far.on("close", () => near.end());
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};
