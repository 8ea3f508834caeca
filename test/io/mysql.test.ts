import { connect, createServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createIo } from "../../src/io/index.js";
import type { MysqlAim, MysqlSight } from "../../src/model/io.js";
import type { MysqlTarget } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { login, type Mariadb, mysqlTarget, relayFrom, startMariadb, tlsFiles } from "../servers/mariadb.js";
import { frozenServer, type OddKind, oddServer, tlsServer } from "../servers/odd-tcp.js";
import { makeProfile } from "../servers/profile.js";

const defaults = { timeout: 500, answer: 700 };
const signal = new AbortController().signal;
const one = { one: "SELECT 1 AS one" };

const ioFor = (port: number, changes: Partial<MysqlTarget> = {}, times = defaults) => {
  const io = createIo(makeProfile({ defaults: times, targets: [mysqlTarget(port, changes)] }), { env: {} });
  const look = (statements: Record<string, string> = one, by = signal): Promise<MysqlSight> =>
    io.mysql({ as: "database", address: "127.0.0.1", port, statements }, { signal: by });
  return { look, close: () => io.close() };
};

const look = async (port: number, changes: Partial<MysqlTarget> = {}, statements = one, times = defaults) => {
  const { look, close } = ioFor(port, changes, times);
  return look(statements).finally(close);
};

const running: { close(): Promise<void> }[] = [];
const kept = <T extends { close(): Promise<void> }>(server: T): T => {
  running.push(server);
  return server;
};
afterEach(async () => void (await Promise.all(running.splice(0).map((server) => server.close()))));

const failing = (phase: string, code: string, detail?: string | number) => ({
  ok: false,
  failure: { phase, code, ...(detail === undefined ? {} : { detail }) },
});

describe("a server that is none", () => {
  it("refused: nothing listens", async () => {
    expect(await look(await freePort())).toMatchObject({ connect: failing("connect", "refused"), answers: {} });
  });

  const odd: [OddKind, ReturnType<typeof failing>][] = [
    ["silent", failing("greeting", "timeout")],
    ["closes-at-once", failing("greeting", "closed")],
    ["ssh", failing("greeting", "wrong-protocol", "ssh")],
    ["smtp", failing("greeting", "wrong-protocol", "smtp")],
    ["http", failing("greeting", "wrong-protocol", "http")],
    ["drip", failing("greeting", "wrong-protocol", "ssh")],
    ["garbage", failing("greeting", "wrong-protocol", "unknown")],
    ["mysql-full", failing("greeting", "server-error", 1040)],
  ];
  it.each(odd)("%s", async (kind, greeting) => {
    const server = kept(await oddServer(kind));
    const sight = await look(server.port);
    expect(sight).toMatchObject({ connect: { ok: true }, greeting, answers: {} });
    expect(sight.login).toBeUndefined();
    expect(server.connections()).toBe(1);
    expect(JSON.stringify(sight)).not.toMatch(/\\u001b|canary/);
  });

  it("resets: seen while connecting or while waiting for the greeting, whichever comes first", async () => {
    const server = kept(await oddServer("resets"));
    const { connect, greeting } = await look(server.port);
    const failed = [connect, greeting].flatMap((attempt) => (attempt?.ok === false ? [attempt.failure] : []));
    expect(failed).toMatchObject([{ code: "reset", phase: connect.ok ? "greeting" : "connect" }]);
  });

  it("a TLS server is told from a frozen one, over the same connection", async () => {
    const server = kept(await tlsServer());
    expect(await look(server.port)).toMatchObject({ greeting: { ok: false, failure: { phase: "greeting" } } });
    expect(server.connections()).toBe(1);
  });

  it("frozen: the kernel accepts, nobody greets", async () => {
    const server = kept(await frozenServer());
    expect(await look(server.port)).toMatchObject({ connect: { ok: true }, greeting: failing("greeting", "timeout") });
  });

  it("a greeting and then silence is a time-out of the login", async () => {
    const server = kept(await oddServer("mysql"));
    expect(await look(server.port)).toMatchObject({
      greeting: { ok: true, value: { version: "10.11.6-MariaDB", flavour: "mariadb", offersTls: false } },
      login: failing("login", "timeout"),
    });
  });

  it("ends at once when aborted", async () => {
    const server = kept(await oddServer("silent"));
    const abort = new AbortController();
    const { look, close } = ioFor(server.port, {}, { timeout: 20_000, answer: 20_000 });
    const sight = look(one, abort.signal);
    setTimeout(() => abort.abort(), 50);
    expect(await sight).toMatchObject({ greeting: failing("greeting", "aborted") });
    await close();
  });
});

describe("statements", () => {
  const bad = [
    "DELETE FROM invoices",
    "SELECT 1; DROP TABLE invoices",
    "SELECT 1 INTO OUTFILE '/tmp/x'",
    "SELECT id FROM invoices FOR UPDATE",
    "SELECT /*! 1 */ 1",
    "SELECT SLEEP(1)",
    "SET @x = 1",
    "SHOWER",
  ];
  it.each(bad)("%s is our own mistake and never sent", async (sql) => {
    const server = kept(await oddServer("mysql"));
    await expect(look(server.port, {}, { one: sql })).rejects.toThrow(/read-only/);
    expect(server.connections()).toBe(0);
  });

  it("an aim that names no target is our own mistake", async () => {
    await expect(look(await freePort(), { name: "other" })).rejects.toThrow(/no mysql target/);
  });
});

describe.skipIf(!available("root", "unshare", "mariadbd", "mariadb-install-db", "mariadb"))("MariaDB", () => {
  let server: Mariadb;
  const status = async (name: string): Promise<number> =>
    Number((await server.sql(`SHOW GLOBAL STATUS LIKE '${name}'`)).split("\t")[1]);
  /** The server counts and closes a moment after the client left. */
  const settles = (name: string, value: number) => expect.poll(() => status(name), { timeout: 5000 }).toBe(value);

  beforeAll(async () => {
    const hosts = ["127.0.0.1 localhost", ...[2, 3, 4].map((at) => `127.0.0.${at} client${at}.test`)].join("\n");
    server = await startMariadb({ options: ["--max-connect-errors=100"], hosts: `${hosts}\n` });
    await server.sql(`
      INSTALL SONAME 'auth_ed25519';
      CREATE USER modern@'%' IDENTIFIED VIA ed25519 USING PASSWORD('x');
      CREATE TABLE invoice.kinds (big BIGINT UNSIGNED, small INT, at DATETIME, raw BLOB, word VARCHAR(50), price DECIMAL(9,2), nothing INT);
      INSERT INTO invoice.kinds VALUES (18446744073709551615, -7, '2026-01-02 03:04:05', x'1b5b316d00ff', '发票', 12.50, NULL);
    `);
  });
  afterAll(() => server?.stop());

  it("greets, lets in, answers, and logs no aborted client", async () => {
    const aborted = await status("Aborted_clients");
    const sight = await look(server.port);
    expect(sight).toMatchObject({
      connect: { ok: true },
      greeting: { ok: true, value: { flavour: "mariadb", offersTls: false } },
      login: { ok: true, value: { tls: false } },
      answers: { one: { ok: true, value: [{ one: 1 }] } },
    });
    expect(sight.greeting?.ok && sight.greeting.value.version).toMatch(/^1\d\.\d+\.\d+-MariaDB/);
    await settles("Threads_connected", 1);
    expect(await status("Aborted_clients")).toBe(aborted);
  });

  it("rows are JSON: exact numbers, everything else as printable text", async () => {
    const { answers } = await look(server.port, {}, { one: "SELECT * FROM kinds" });
    expect(answers.one).toMatchObject({
      ok: true,
      value: [
        {
          big: "18446744073709551615",
          small: -7,
          at: "2026-01-02 03:04:05",
          word: "发票",
          price: "12.50",
          nothing: null,
        },
      ],
    });
    expect(JSON.parse(JSON.stringify(answers))).toEqual(answers);
    expect(JSON.stringify(answers)).not.toContain("\\u001b");
  });

  it("neither user nor password nor a hash leaves the verb", async () => {
    const statements = { one: "SELECT 1", grants: "SHOW GRANTS", account: "SHOW CREATE USER CURRENT_USER()" };
    const { answers } = await look(server.port, {}, statements);
    const text = JSON.stringify([answers, await look(server.port, { password: "wrong canary" })]);
    expect(text).toContain("IDENTIFIED BY PASSWORD '…'");
    expect(text).toContain("Access denied for user '…'@");
    expect(text).not.toMatch(/\*[0-9A-F]{40}|canary/);
  });

  it("a failing statement is its own answer, and the next one is asked", async () => {
    const statements = { one: "SELECT 1 FROM nowhere", two: "SELECT @@no_such_variable", three: "SELECT 3 AS three" };
    const { answers } = await look(server.port, {}, statements as never);
    expect(answers).toMatchObject({
      one: failing("statement", "server-error", 1146),
      two: failing("statement", "server-error", 1193),
      three: { ok: true, value: [{ three: 3 }] },
    });
  });

  const further = async (more: MysqlAim["further"], statements: MysqlAim["statements"] = one): Promise<MysqlSight> => {
    const io = createIo(makeProfile({ defaults, targets: [mysqlTarget(server.port)] }), { env: {} });
    const aim = { as: "database", address: "127.0.0.1", port: server.port, statements, ...(more && { further: more }) };
    return io.mysql(aim, { signal }).finally(() => io.close());
  };
  const session = "SELECT CONNECTION_ID() AS id";

  it("asks further by what was answered, in the same session, each question once, until nothing is new", async () => {
    const rounds: string[][] = [];
    const { answers } = await further(
      (known) => {
        rounds.push(Object.keys(known));
        return { first: "SELECT 1 FROM nowhere", ...(known.second ? { third: session } : { second: session }) };
      },
      { first: session },
    );
    expect(rounds).toEqual([["first"], ["first", "second"], ["first", "second", "third"]]);
    const ids = Object.values(answers).map((answer) => (answer.ok ? answer.value[0]?.id : answer.failure));
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });

  it("a further statement that could write is our own mistake, and leaves nobody connected", async () => {
    await expect(further(() => ({ bad: "DELETE FROM kinds" }))).rejects.toThrow(/read-only/);
    await settles("Threads_connected", 1);
  });

  it("of an answer that is full of others' words only the excerpt leaves the verb", async () => {
    const only = /^\s*=+\n(\d{4})-(\d\d)[\s\S]*(END OF \w+)/;
    const { answers } = await further(undefined, { monitor: { sql: "SHOW ENGINE INNODB STATUS", only } });
    const excerpt = expect.stringMatching(/^\d{4} \d\d END OF INNODB$/);
    expect(answers.monitor).toMatchObject({ ok: true, value: [{ Type: null, Name: null, Status: excerpt }] });
  });

  it("a lock that holds a statement back is a time-out of the statement", async () => {
    await server.sql("CREATE TABLE invoice.locked (id INT)");
    const holding = server.sql("LOCK TABLES invoice.locked WRITE; SELECT SLEEP(1.5)");
    await expect.poll(() => status("Threads_connected"), { timeout: 5000 }).toBe(2);
    const { answers } = await look(server.port, {}, { one: "SELECT 1 FROM locked", two: "SELECT 2" } as never);
    expect(answers).toMatchObject({ one: failing("statement", "timeout") });
    expect(Object.keys(answers)).toEqual(["one"]);
    await holding;
  });

  const refusals: [string, Partial<MysqlTarget>, ReturnType<typeof failing>][] = [
    ["wrong password", { password: "wrong" }, failing("login", "server-error", 1045)],
    ["no password", { password: "" }, failing("login", "server-error", 1045)],
    ["unknown user", { user: "nobody" }, failing("login", "server-error", 1045)],
    ["unknown database", { database: "nowhere" }, failing("login", "server-error", 1049)],
    ["a plugin that mysql2 lacks", { user: "modern" }, failing("login", "not-available", "client_ed25519")],
  ];
  it.each(refusals)("%s", async (_, changes, login) => {
    expect(await look(server.port, changes)).toMatchObject({ greeting: { ok: true }, login, answers: {} });
  });

  it("a refused login is never repeated within a run, be the looks beside or after one another", async () => {
    const before = await status("Access_denied_errors");
    const { look, close } = ioFor(server.port, { password: "wrong" });
    const sights = await Promise.all([look(), look()]);
    sights.push(await look());
    for (const { login } of sights) expect(login).toMatchObject(failing("login", "server-error", 1045));
    await close();
    expect(await status("Access_denied_errors")).toBe(before + 1);
  });

  it("without a user: the greeting, and no login to speak of", async () => {
    const { user: _, password: __, ...nameless } = mysqlTarget(server.port);
    const io = createIo(makeProfile({ targets: [nameless] }), { env: {} });
    const aim = { as: "database", address: "127.0.0.1", port: server.port, statements: one };
    const sight = await io.mysql(aim, { signal });
    await io.close();
    expect(sight).toMatchObject({ greeting: { ok: true }, answers: {} });
    expect(sight.login).toBeUndefined();
  });

  it("nobody: where the account is not to be named, a login under no name of the profile's", async () => {
    const io = createIo(makeProfile({ targets: [mysqlTarget(server.port)] }), { env: {} });
    const aim = { as: "database", address: "127.0.0.1", port: server.port, statements: one, nobody: true } as const;
    const before = await status("Access_denied_errors");
    const sight = await io.mysql(aim, { signal });
    await io.close();
    expect(sight).toMatchObject({ greeting: { ok: true }, answers: {} });
    expect(sight.login).toBeUndefined();
    expect(await status("Access_denied_errors")).toBe(before + 1);
  });

  /** MariaDB counts no errors of 127.0.0.1, so the client comes from elsewhere. */
  const many = async (times: number, from: string, each: (port: number) => Promise<unknown>): Promise<void> => {
    const relay = kept(await relayFrom(from, server.port));
    for (let at = 0; at < times; at += 1) await each(relay.port);
  };

  it("150 refused logins, and 150 looks without a user, do not get this host blocked", async () => {
    const calm = { timeout: 5000, answer: 5000 };
    await many(150, "127.0.0.2", (port) => look(port, { password: "wrong" }, one, calm));
    await many(1, "127.0.0.2", async (port) =>
      expect(await look(port, {}, one, calm)).toMatchObject({ login: { ok: true } }),
    );
    await many(150, "127.0.0.3", async (port) => {
      const { user: _, password: __, ...nameless } = mysqlTarget(port);
      const io = createIo(makeProfile({ defaults: calm, targets: [nameless] }), { env: {} });
      await io.mysql({ as: "database", address: "127.0.0.1", port, statements: {} }, { signal });
      await io.close();
    });
    await many(1, "127.0.0.3", async (port) =>
      expect(await look(port, {}, one, calm)).toMatchObject({ login: { ok: true } }),
    );
  });

  it("a host that was blocked for bare connects hears 1129 instead of a greeting", async () => {
    const bare = (port: number): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect(port, "127.0.0.1");
        socket.once("data", () => socket.end()).once("close", () => resolve());
      });
    await many(101, "127.0.0.4", bare);
    await many(1, "127.0.0.4", async (port) =>
      expect(await look(port)).toMatchObject({ greeting: failing("greeting", "server-error", 1129) }),
    );
  });
});

describe.skipIf(!available("mariadbd", "mariadb-install-db", "mariadb"))("MariaDB with TLS", () => {
  let server: Mariadb;
  beforeAll(async () => {
    const tls = await tlsFiles();
    server = await startMariadb({ options: tls.options });
    await tls.remove();
    await server.sql(`CREATE USER careful@'%' IDENTIFIED BY 'pw' REQUIRE SSL`);
  });
  afterAll(() => server?.stop());

  it("logs in over TLS where it is offered: an account that demands it is let in", async () => {
    const sight = await look(server.port, { user: "careful", password: "pw", database: "information_schema" });
    expect(sight).toMatchObject({
      greeting: { ok: true, value: { offersTls: true } },
      login: { ok: true, value: { tls: true } },
      answers: { one: { ok: true } },
    });
  });

  it("a handshake that does not come about is followed by an open login on a new connection", async () => {
    let connections = 0;
    const sockets: Socket[] = [];
    const relay = createServer((near) => {
      connections += 1;
      const first = connections === 1;
      const far = connect(server.port, "127.0.0.1");
      for (const socket of [near, far]) sockets.push(socket.on("error", () => {}));
      far.pipe(near);
      near.once("data", () => first && near.destroy());
      near.pipe(far);
    });
    const port = await freePort();
    await new Promise<void>((resolve) => relay.listen(port, "127.0.0.1", resolve));
    kept({
      close: () =>
        new Promise((resolve) => {
          for (const socket of sockets) socket.destroy();
          relay.close(() => resolve());
        }),
    });
    expect(await look(port)).toMatchObject({
      login: { ok: true, value: { tls: false } },
      answers: { one: { ok: true } },
    });
    expect(connections).toBe(2);
  });

  it("a password refused over TLS is refused once", async () => {
    expect(await look(server.port, { password: `${login.password}?` })).toMatchObject({
      login: failing("login", "server-error", 1045),
    });
  });
});
