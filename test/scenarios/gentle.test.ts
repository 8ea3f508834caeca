import { writeFileSync } from "node:fs";
import { connect, createServer, type Server, Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAuthority } from "../../src/lab/authority.js";
import { available } from "../servers/available.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { login, type Mariadb } from "../servers/mariadb.js";
import { type Named, startNamed } from "../servers/named.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { startXrdp, type Xrdp } from "../servers/xrdp.js";
import { examineText, expectHealthy, names, served, siteNeeds, startDb, zone } from "./site.js";

/** Passes everything on and writes down what was sent, connection by connection. */
type Recorder = { readonly port: number; readonly server: Server; readonly sent: Buffer[] };

const recordFor = (port: number): Promise<Recorder> =>
  new Promise((resolve) => {
    const sent: Buffer[] = [];
    const server = createServer((near) => {
      const at = sent.push(Buffer.alloc(0)) - 1;
      const far = connect(port, "127.0.0.1");
      near.on("data", (chunk) => (sent[at] = Buffer.concat([sent[at] ?? Buffer.alloc(0), chunk])));
      for (const socket of [near, far]) socket.on("error", () => {});
      near.pipe(far).pipe(near);
      near.on("close", () => far.destroy());
      far.on("close", () => near.destroy());
    });
    server.listen(0, "127.0.0.1", () => resolve({ port: (server.address() as { port: number }).port, server, sent }));
  });

/** How many connections of this process to one port were open at the same time, at most, by port. */
const watchConnections = (): { readonly most: Map<number, number>; stop(): void } => {
  const most = new Map<number, number>();
  const open = new Map<number, Socket[]>();
  const original = Socket.prototype.connect;
  Socket.prototype.connect = function (this: Socket, ...args: Parameters<typeof original>): Socket {
    const [options] = [args as unknown].flat(2) as [{ readonly port?: number } | undefined];
    const port = Number(options?.port);
    const here = [...(open.get(port) ?? []).filter(({ destroyed }) => !destroyed), this];
    open.set(port, here);
    most.set(port, Math.max(most.get(port) ?? 0, here.length));
    return original.apply(this, args);
  } as typeof original;
  const stop = (): void => {
    Socket.prototype.connect = original;
  };
  return { most, stop };
};

describe.skipIf(!available(...siteNeeds))("what a run with default settings does to the servers", () => {
  let api: Nginx<"api" | "web">;
  let db: Mariadb;
  let dns: Named;
  let desktop: Xrdp;
  let recorders: Record<"api" | "web" | "db" | "desktop", Recorder>;
  let most: Map<number, number>;
  let requests: readonly string[];
  let statements: readonly string[];
  let questions: readonly string[];
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const folder = await temporaryDirectory();
    closing.push(folder.remove);
    const authority = await createAuthority();
    const leaf = await authority.issue({ names: [names.api] });
    [api, db, dns, desktop] = await Promise.all([
      startNginx({ api: served(leaf), web: {} }),
      startDb({ options: ["--log-output=TABLE", "--general-log=1"] }),
      startNamed({ zones: { "example.test": zone("127.0.0.1") }, options: "querylog yes;" }),
      startXrdp(),
    ]);
    closing.push(api.stop, db.stop, dns.stop, desktop.stop);
    const [one, two, three, four] = await Promise.all(
      [api.ports.api, api.ports.web, db.port, desktop.port].map(recordFor),
    );
    if (!one || !two || !three || !four) throw new Error("no recorder");
    recorders = { api: one, web: two, db: three, desktop: four };
    for (const { server } of Object.values(recorders)) closing.push(() => new Promise((done) => server.close(done)));
    const profile = `
version: 1
dns: { servers: ["127.0.0.1:${dns.port}"] }
proxy: none
targets:
  - name: invoice-api
    url: https://${names.api}:${one.port}/api/health
    ca: ./ca.pem
    expect: { status: 200, json: { "$.status": ok } }
    client: { idle: 1s }
    dependsOn: [database]
  - name: remote-desktop
    host: ${names.desktop}
    ports: [{ port: ${two.port}, speaks: http }, { port: ${four.port}, speaks: rdp }]
  - name: database
    mysql: { host: ${names.db}, port: ${three.port}, user: ${login.user}, password: "\${DB_PASSWORD}",
             database: ${login.database}, tables: [invoices], writable: true, pool: { size: 10, processes: 2, idleTimeout: 60s } }
`;
    writeFileSync(join(folder.path, "ca.pem"), authority.cert);
    const before = { requests: (await api.log()).length, output: dns.output().length };
    await db.sql("TRUNCATE mysql.general_log");
    const watch = watchConnections();
    const report = await examineText(profile, folder.path, { DB_PASSWORD: login.password }).finally(watch.stop);
    expectHealthy(report);
    most = watch.most;
    requests = (await api.log()).slice(before.requests);
    const log = await db.sql(
      "SELECT CONCAT_WS(' ', command_type, REPLACE(CONVERT(argument USING utf8mb4), CHAR(10), ' ')) FROM mysql.general_log WHERE user_host LIKE '%diag%'",
    );
    statements = log.split("\n").filter(Boolean);
    questions =
      dns
        .output()
        .slice(before.output)
        .match(/query: \S+ IN \S+/g) ?? [];
  });
  afterAll(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const first = (name: keyof typeof recorders): string[] =>
    recorders[name].sent.map((bytes) => bytes.toString("latin1").split("\r\n")[0] ?? "").filter(Boolean);

  it("asks web servers nothing but GET, HEAD and OPTIONS, and for no other page than the profile's", () => {
    const understood = requests.map((line) => line.split(" ")).filter(([, method]) => method !== "-");
    for (const [, method, uri] of understood) {
      expect(["GET", "HEAD", "OPTIONS"]).toContain(method);
      expect(["/", "/api/health"]).toContain(uri);
    }
    expect(understood.length).toBeGreaterThan(4);
    // What nginx does not understand is the question for its date, one to each of its ports.
    expect(requests.length - understood.length).toBeLessThanOrEqual(2);
    expect(first("web").toSorted()).toEqual(["HEAD / HTTP/1.1", "OPTIONS * HTTP/1.1"]);
  });

  it("asks the database on one connection, and only to show, setting no more than how long it waits itself", () => {
    expect(recorders.db.sent).toHaveLength(1);
    const [login, ...rest] = statements;
    expect(login).toMatch(/^Connect diag@/);
    expect(rest.at(-1)).toMatch(/^Quit/);
    for (const statement of rest.slice(0, -1))
      expect(statement).toMatch(/^Query (SELECT|SHOW)\b|^Query SET SESSION lock_wait_timeout = \d$/);
    for (const statement of rest) {
      expect(statement).not.toMatch(/\b(INTO|FOR UPDATE|SHARE MODE|(SLEEP|BENCHMARK|GET_LOCK|LOAD_FILE)\s*\()/i);
    }
  });

  it("asks the DNS server for addresses of the profile's names, and for nothing else", () => {
    const asked = Object.values(names).flatMap((name) => [`query: ${name} IN A`, `query: ${name} IN AAAA`]);
    expect([...new Set(questions)].toSorted()).toEqual(asked.toSorted());
  });

  it("says no more to a remote desktop than a client does at first", () => {
    // TPKT, version 3 (RFC 1006): a connection request.
    expect(first("desktop").map((text) => text.slice(0, 2))).toEqual(["\x03\x00"]);
  });

  it("comes seldom: a few connections and requests, each counted", () => {
    const counts = {
      api: recorders.api.sent.length,
      web: recorders.web.sent.length,
      desktop: recorders.desktop.sent.length,
      requests: requests.length,
      statements: statements.length,
      questions: questions.length,
    };
    const bounds = { api: 20, web: 8, desktop: 8, requests: 18, statements: 14, questions: 18 };
    for (const [what, bound] of Object.entries(bounds)) {
      expect(counts[what as keyof typeof counts], `${what} ${JSON.stringify(counts)}`).toBeLessThanOrEqual(bound);
    }
  });

  it("is never at one endpoint with more than two connections at a time", () => {
    for (const { port } of Object.values(recorders)) {
      expect(most.get(port)).toBeGreaterThan(0);
      expect(most.get(port)).toBeLessThanOrEqual(2);
    }
  });
});
