import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { inspect } from "node:util";
import { Agent, request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuthority, selfSigned } from "../../src/lab/authority.js";
import { readAttemptError } from "../../src/model/attempt-error.js";
import { available } from "../servers/available.js";

/**
 * What real clients print when real servers break one thing, held against what the server saw: a text is a proof only if nothing
 * of the request arrived.
 */
let root = "";
let folder = "";
let seen = 0;
const servers = new Map<string, Server>();
const sockets = new Set<Socket>();

/** Begins as a request does. */
const watch = (socket: Socket, then: (socket: Socket) => void): void => {
  socket.on("error", () => {});
  socket.once("data", () => {
    seen += 1;
    then(socket);
  });
};
const plain = (then: (socket: Socket) => void): Server => createServer((socket) => watch(socket, then));
/** Whatever comes first is no request but the beginning of a handshake. */
const hello = (then: (socket: Socket) => void): Server =>
  createServer((socket) => socket.on("error", () => {}).once("data", () => then(socket)));
const secured = (options: tls.TlsOptions): Server =>
  tls.createServer(options, (socket) =>
    watch(socket, () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")),
  );

const half = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{";
const bad = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

beforeAll(async () => {
  const authority = await createAuthority();
  const mine = await authority.issue({ names: ["localhost", "127.0.0.1"] });
  const other = await selfSigned({ names: ["localhost"] });
  root = authority.cert;
  folder = mkdtempSync(join(tmpdir(), "attempt-clients-"));
  writeFileSync(join(folder, "root.pem"), root);
  const mutual = { cert: mine.chain, key: mine.key, ca: root, requestCert: true, rejectUnauthorized: true };
  const made: Record<string, Server> = {
    "http reset after the request": plain((socket) => socket.resetAndDestroy()),
    "http end after the request": plain((socket) => socket.end()),
    "http silence after the request": plain(() => {}),
    "http half an answer": plain((socket) => socket.end(half)),
    "http 502": plain((socket) => socket.end(bad)),
    "https reset at hello": hello((socket) => socket.resetAndDestroy()),
    "https end at hello": hello((socket) => socket.end()),
    "https silence at hello": hello(() => {}),
    "https plain answer": hello((socket) => socket.end(bad)),
    "https untrusted, TLS 1.3": secured({ cert: other.cert, key: other.key, minVersion: "TLSv1.3" }),
    "https untrusted, TLS 1.2": secured({ cert: other.cert, key: other.key, maxVersion: "TLSv1.2" }),
    "https client certificate, TLS 1.3": secured({ ...mutual, minVersion: "TLSv1.3" }),
    "https client certificate, TLS 1.2": secured({ ...mutual, maxVersion: "TLSv1.2" }),
  };
  for (const [name, server] of Object.entries(made)) {
    server.on("connection", (socket: Socket) => sockets.add(socket));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    servers.set(name, server);
  }
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.values()) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const patience = 700;
type Client = (url: string) => Promise<string>;

const node: Client = (url) =>
  new Promise((done) => {
    const secure = url.startsWith("https");
    const sent = (secure ? https : http).request(url, { method: "POST", ca: root, agent: false }, (answer) => {
      answer.on("error", (error) => done(inspect(error)));
      answer.resume().on("end", () => done(`Request failed with status code ${answer.statusCode}`));
    });
    sent.setTimeout(patience, () => sent.destroy(new Error(`timeout of ${patience}ms exceeded`)));
    sent.on("error", (error) => done(inspect(error))).end("x=1");
  });

const undici: Client = async (url) => {
  const dispatcher = new Agent({ connect: { ca: root, timeout: patience }, headersTimeout: patience });
  try {
    const { statusCode, body } = await request(url, { method: "POST", body: "x=1", dispatcher });
    await body.text();
    return `Request failed with status code ${statusCode}`;
  } catch (error) {
    return inspect(error);
  } finally {
    await dispatcher.destroy();
  }
};

const curl: Client = (url) =>
  new Promise((done) => {
    const given = ["-sSf", "-m", "1", "--noproxy", "*", "--cacert", join(folder, "root.pem"), "-d", "x=1", url];
    execFile("curl", given, (_error, _out, err) => done(err));
  });

const urlOf = (name: string): string => {
  const address = servers.get(name)?.address() as AddressInfo | undefined;
  return `${name.split(" ")[0]}://localhost:${address?.port}/api/invoices`;
};
const clients: Record<string, Client> = { node, undici, curl };

describe.each(Object.keys(clients).filter((name) => name !== "curl" || available("curl")))("%s", (name) => {
  const client = clients[name] as Client;

  test.each([
    "http reset after the request",
    "http end after the request",
    "http silence after the request",
    "http half an answer",
    "http 502",
    "https client certificate, TLS 1.3",
  ])("no proof: %s", async (fault) => {
    expect(readAttemptError(await client(urlOf(fault)))).toMatchObject({ sent: "maybe" });
  });

  test.each([
    "https end at hello",
    "https plain answer",
    "https untrusted, TLS 1.3",
    "https untrusted, TLS 1.2",
    "https client certificate, TLS 1.2",
  ])("a proof, and the server saw nothing of a request: %s", async (fault) => {
    const before = seen;
    expect(readAttemptError(await client(urlOf(fault)))).toMatchObject({ sent: "nothing" });
    expect(seen).toBe(before);
  });

  test.each(["https reset at hello", "https silence at hello"])("never a wrong proof: %s", async (fault) => {
    const before = seen;
    const { sent } = readAttemptError(await client(urlOf(fault)));
    expect(sent === "nothing" ? seen : before).toBe(before);
  });

  test("a proof: a closed port", async () => {
    const spare = createServer();
    const port = await new Promise<number>((done) =>
      spare.listen(0, "127.0.0.1", () => done((spare.address() as AddressInfo).port)),
    );
    await new Promise((done) => spare.close(done));
    const refused = readAttemptError(await client(`http://127.0.0.1:${port}/api/invoices`));
    expect(refused).toMatchObject({ sent: "nothing", peers: [{ host: "127.0.0.1", port }] });
  });
});
