import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { connect } from "node:net";
import { createConnection } from "mysql2/promise";
import { afterEach, describe, expect, it } from "vitest";
import { createDatabase } from "../../src/lab/database.js";
import { challenge, framed, packetsOf, passwordMatches } from "../../src/lab/mysql-wire.js";
import type { Service } from "../../src/lab/service.js";
import { available } from "../servers/available.js";
import { accepts } from "../servers/daemon.js";

const login = { user: "diag", password: "pass 'word'", database: "invoice" } as const;
const running: Service[] = [];
const start = async (fault?: string, maxConnections = 10): Promise<Service> => {
  const options = { port: 0, ...login, maxConnections, ...(fault === undefined ? {} : { fault }) };
  const service = await createDatabase(options);
  running.push(service);
  return service;
};
afterEach(async () => void (await Promise.all(running.splice(0).map((service) => service.close()))));

/** What the ordinary client prints, and how it ends. */
const client = (
  port: number,
  sql: string,
  changes: Partial<Record<keyof typeof login, string>> = {},
): Promise<string> => {
  const { user, password, database } = { ...login, ...changes };
  const args = [
    "--no-defaults",
    "-h127.0.0.1",
    `-P${port}`,
    `-u${user}`,
    `--password=${password}`,
    database,
    "--batch",
    "-e",
    sql,
  ];
  return new Promise((resolve) => {
    execFile("mariadb", args, { env: { ...process.env, LC_ALL: "C.UTF-8" } }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
};

const open = (port: number, changes: object = {}) =>
  createConnection({ host: "127.0.0.1", port, ...login, ...changes });

describe.skipIf(!available("mariadb"))("the ordinary client", () => {
  const talks: [string, RegExp][] = [
    ["SELECT * FROM invoices", /^id\tserial\tbuyer\tamount\tstatus\n1\tLAB-0001\t示例贸易有限公司\t1130\.00\tissued\n/],
    ["SELECT serial, id FROM invoice.invoices LIMIT 1", /^serial\tid\nLAB-0001\t1\n$/],
    ["SELECT COUNT(*) FROM invoices", /^COUNT\(\*\)\n3\n$/],
    ["SELECT 1", /^1\n1\n$/],
    [
      "SELECT @@max_connections AS most, DATABASE(), USER()",
      /^most\tDATABASE\(\)\tUSER\(\)\n10\tinvoice\tdiag@127\.0\.0\.1\n$/,
    ],
    ["SELECT UTC_TIMESTAMP(3)", /\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\n$/],
    ["SHOW TABLES", /^Tables_in_invoice\ninvoices\n$/],
    ["SHOW DATABASES", /^Database\ninformation_schema\ninvoice\n$/],
    ["SHOW GLOBAL VARIABLES LIKE '%read_only'", /^Variable_name\tValue\nread_only\tOFF\nsuper_read_only\tOFF\n$/],
    ["SHOW GLOBAL STATUS WHERE Variable_name = 'Threads_connected'", /\nThreads_connected\t3\n$/],
    ["SHOW PROCESSLIST", /invoice_app[\s\S]*Sleep/],
    ["SHOW GRANTS", /GRANT SELECT, PROCESS, REPLICATION CLIENT ON \*\.\* TO/],
    ["SHOW REPLICA STATUS\\G", /^$/],
    ["SELECT trx_state FROM information_schema.INNODB_TRX", /^$/],
    ["SHOW ENGINE INNODB STATUS", /INNODB MONITOR OUTPUT/],
    ["SET NAMES utf8mb4; USE invoice; SHOW TABLES", /invoices/],
    ["USE nowhere", /ERROR 1049 \(42000\).*Unknown database 'nowhere'/],
    ["SELECT 1 FROM nowhere", /ERROR 1146 \(42S02\).*'invoice\.nowhere' doesn't exist/],
    ["SELECT 1 FROM toString", /ERROR 1146/],
    ["SELECT colour FROM invoices", /ERROR 1054 \(42S22\)/],
    ["SELECT @@nothing", /ERROR 1193/],
    ["FROBNICATE", /ERROR 1064 \(42000\)/],
    ["INSERT INTO invoices VALUES (4)", /ERROR 1142/],
  ];
  it.each(talks)("%s", async (sql, said) => {
    const { port } = await start();
    expect(await client(port, sql)).toMatch(said);
  });

  it("is refused with a wrong password, a wrong user, a wrong database", async () => {
    const { port } = await start();
    expect(await client(port, "SELECT 1", { password: "wrong" })).toMatch(/ERROR 1045 \(28000\).*using password: YES/);
    expect(await client(port, "SELECT 1", { password: "" })).not.toMatch(/^1$/m);
    expect(await client(port, "SELECT 1", { user: "root" })).toMatch(/ERROR 1045/);
    expect(await client(port, "SELECT 1", { database: "nowhere" })).toMatch(/ERROR 1049/);
  });

  it("is told who waits for whom, and how far a replica is behind", async () => {
    const { port } = await start("db-lock-wait");
    const transactions = "SELECT trx_mysql_thread_id, trx_state FROM information_schema.INNODB_TRX";
    expect(await client(port, transactions)).toMatch(/\n1\tRUNNING\t.*\n2\tLOCK WAIT\t/);
    expect(await client(port, "SELECT waiting_pid, blocking_pid FROM sys.innodb_lock_waits")).toMatch(/\n2\t1\t\d+\t/);
    const replica = await start("db-replica-lag");
    expect(await client(replica.port, "SHOW REPLICA STATUS\\G")).toMatch(/Seconds_Behind_Source: 300\n/);
  });

  it("is told that a read-only server takes no writes", async () => {
    const { port } = await start("db-read-only");
    expect(await client(port, "UPDATE invoices SET id = 1")).toMatch(/ERROR 1290/);
  });
});

const sha1 = (...parts: Buffer[]): Buffer => createHash("sha1").update(Buffer.concat(parts)).digest();
/** What a client of mysql_native_password answers to a challenge. */
const proofOf = (password: string, scramble: Buffer): Buffer => {
  const once = sha1(Buffer.from(password));
  const mask = sha1(scramble, sha1(once));
  return Buffer.from(once.map((byte, at) => byte ^ (mask[at] ?? 0)));
};

describe("the embedded database", () => {
  it("verifies mysql_native_password", () => {
    const scramble = challenge();
    expect(scramble).toHaveLength(20);
    expect(scramble.includes(0)).toBe(false);
    const token = proofOf("secret", scramble);
    expect(passwordMatches(token, "secret", scramble)).toBe(true);
    expect(passwordMatches(token, "Secret", scramble)).toBe(false);
    expect(passwordMatches(token, "secret", challenge())).toBe(false);
    expect(passwordMatches(Buffer.alloc(0), "secret", scramble)).toBe(false);
    expect(passwordMatches(Buffer.alloc(0), "", scramble)).toBe(true);
  });

  it("asks a client that answers in the way of MySQL 8 to switch to its own", async () => {
    const { port } = await start();
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    const packets = packetsOf(socket);
    const next = async (): Promise<Buffer> => ((await packets.next()).value as { payload: Buffer }).payload;
    const greeting = await next();
    const after = greeting.indexOf(0, 1) + 1;
    const scramble = Buffer.concat([
      greeting.subarray(after + 4, after + 12),
      greeting.subarray(after + 31, after + 43),
    ]);
    const capabilities = Buffer.from("8f820800", "hex");
    const words = [Buffer.from("diag\0"), Buffer.from([3, 1, 2, 3]), Buffer.from("invoice\0caching_sha2_password\0")];
    socket.write(framed(1, Buffer.concat([capabilities, Buffer.alloc(28), ...words])));
    const request = await next();
    expect(request[0]).toBe(0xfe);
    expect(request.toString("latin1", 1)).toMatch(/^mysql_native_password\0/);
    socket.write(framed(3, proofOf(login.password, scramble)));
    expect((await next())[0]).toBe(0);
    socket.destroy();
  });

  it("counts its connections and lets in no more than it may", async () => {
    const { port } = await start(undefined, 4);
    const first = await open(port);
    const second = await open(port);
    await expect(open(port)).rejects.toMatchObject({ errno: 1040 });
    await second.end();
    await expect
      .poll(() =>
        open(port)
          .then((one) => one.end())
          .then(() => "in", String),
      )
      .toBe("in");
    await first.ping();
    await first.end();
  });

  it("ends idle connections for real", async () => {
    const { port } = await start("db-idle-timeout-short");
    const connection = await open(port);
    const began = performance.now();
    await new Promise<unknown>((resolve) => connection.once("error", resolve));
    expect(performance.now() - began).toBeGreaterThan(4500);
  });

  it("knows no other fault", async () => {
    await expect(start("toString")).rejects.toThrow(RangeError);
  });

  it.each(["db-down", undefined])("leaves nothing behind (%s)", async (fault) => {
    const service = await start(fault);
    if (fault === undefined) await open(service.port);
    await service.close();
    expect(await accepts(service.port)).toBe(false);
  });

  const junk: [string, Buffer][] = [
    ["text", Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n")],
    ["a short response", Buffer.from("03000001ffffff", "hex")],
    ["an oversized packet", Buffer.concat([Buffer.from("ffffff01", "hex"), Buffer.alloc(1000)])],
    ["an empty packet", Buffer.from("00000001", "hex")],
    ["a TLS request", Buffer.concat([Buffer.from("20000001", "hex"), Buffer.alloc(32, 0xff)])],
  ];
  it.each(junk)("ends a connection that sends %s, and serves the next", async (_, bytes) => {
    const { port } = await start();
    await new Promise<void>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
      socket.setTimeout(300, () => socket.end());
      socket
        .on("error", () => {})
        .on("data", () => {})
        .on("close", () => resolve());
    });
    const next = await open(port);
    expect((await next.query("SELECT 1 AS one"))[0]).toEqual([{ one: 1 }]);
    await next.end();
  });
});
