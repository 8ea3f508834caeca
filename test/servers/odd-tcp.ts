import { connect, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { createAuthority } from "../../src/lab/authority.js";
import { freePort, startDaemon } from "./daemon.js";
import { type Odd, opened, type Where } from "./odd.js";

const drain = (socket: Socket): void => void socket.resume();
const says =
  (text: string | Buffer) =>
  (socket: Socket): void => {
    socket.write(text);
    drain(socket);
  };
const answers =
  (text: string) =>
  (socket: Socket): void =>
    void socket.once("data", () => socket.end(text));

/** Answers what it understands, ends on what it takes for nonsense, and waits where more may come. */
const understands =
  (answer: (said: Buffer) => string | Buffer | "end" | undefined) =>
  (socket: Socket): void =>
    void socket.on("data", (said: Buffer) => {
      const told = answer(said);
      if (told === "end") socket.end();
      else if (told !== undefined) socket.write(told);
    });

/** As the servers of these names were seen to do: each of them ends an HTTP request without a byte. */
const strangers = {
  redis: understands((said) => {
    const text = said.toString("latin1");
    if (/^host:/im.test(text)) return "end";
    return text.startsWith("PING\r\n") ? "+PONG\r\n" : undefined;
  }),
  postgresql: understands((said) => (said.toString("hex") === "0000000804d2162f" ? "N" : "end")),
  mqtt: understands((said) => (said.toString("latin1", 4, 8) === "MQTT" ? Buffer.from("20020001", "hex") : "end")),
  ajp: understands((said) => (said.readUInt16BE(0) === 0x1234 ? Buffer.from("4142000109", "hex") : "end")),
} as const;

/** The greeting of a MariaDB 10.11, protocol 10. */
const mysqlPayload = Buffer.concat([
  Buffer.from([0x0a]),
  Buffer.from("5.5.5-10.11.6-MariaDB\0"),
  Buffer.from("01000000", "hex"),
  Buffer.from("12345678\0"),
  Buffer.from("fff7080200ff8115000000000000", "hex"),
  Buffer.from("abcdefghijkl\0mysql_native_password\0"),
]);
const packet = (payload: Buffer): Buffer => Buffer.concat([Buffer.from([payload.length, 0, 0, 0]), payload]);

/** What each kind does with a connection. */
const kinds = {
  silent: drain,
  resets: (socket: Socket) => void socket.resetAndDestroy(),
  "resets-on-data": (socket: Socket) => void socket.once("data", () => socket.resetAndDestroy()),
  closes: (socket: Socket) => void socket.once("data", () => socket.end()),
  "closes-at-once": (socket: Socket) => void socket.end(),
  ssh: says("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"),
  smtp: says("220 mail.example.test ESMTP Postfix\r\n"),
  ftp: says("220 (vsFTPd 3.0.3)\r\n"),
  http: answers("HTTP/1.1 200 OK\r\nSet-Cookie: session=canary-secret\r\nConnection: close\r\n\r\n"),
  mysql: says(packet(mysqlPayload)),
  "mysql-full": says(packet(Buffer.concat([Buffer.from("ff1004", "hex"), Buffer.from("Too many connections")]))),
  ...strangers,
  // nginx with `return 444`: ends each request, and says so to what is none.
  "request-refuser": understands((said) =>
    said.toString("latin1").startsWith("HEAD ") ? "end" : "HTTP/1.1 400 Bad Request\r\n\r\n",
  ),
  // Node, where a program that dies over an answer has not yet sent the head of one that has no body.
  headless: understands((said) =>
    said.toString("latin1").startsWith("GET /invoice HTTP/1.1")
      ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"
      : "end",
  ),
  garbage: says(Buffer.alloc(64, "\u001b[31m\u0007junk")),
  drip: (socket: Socket) => {
    for (const [at, letter] of [..."SSH-2.0-slow\r\n"].entries()) setTimeout(() => socket.write(letter), at * 10);
    drain(socket);
  },
} as const;
export type OddKind = keyof typeof kinds;

export const oddServer = (kind: OddKind, at: Where = {}): Promise<Odd> => opened(createServer(kinds[kind]), at);

/** One behaviour per connection, the last one for all that follow. */
export const oddSequence = (sequence: readonly OddKind[], at: Where = {}): Promise<Odd> => {
  let nth = 0;
  return opened(
    createServer((socket) => kinds[sequence[Math.min(nth++, sequence.length - 1)] ?? "silent"](socket)),
    at,
  );
};

/** A TLS server; with `clientCert` it demands a certificate from its clients. */
export const tlsServer = async ({ clientCert = false, host = "127.0.0.1" } = {}): Promise<Odd> => {
  const { cert, key } = await (await createAuthority()).issue({ names: ["localhost"] });
  const server = createTlsServer({ cert, key, requestCert: clientCert, rejectUnauthorized: clientCert });
  server.on("tlsClientError", () => {}).on("secureConnection", (socket) => socket.on("error", () => {}).resume());
  return opened(server, { host });
};

const sleeper = (port: number, backlog: number): string =>
  `require("net").createServer().listen({ port: ${port}, host: "127.0.0.1", backlog: ${backlog} })`;

/** A frozen process that listens: the kernel accepts until its queue is full (`full`: from the start), then leaves connection requests unanswered. */
export const frozenServer = async ({
  full = false,
} = {}): Promise<{ readonly port: number; close(): Promise<void> }> => {
  const port = await freePort();
  const daemon = await startDaemon({
    command: [process.execPath, "-e", sleeper(port, full ? 1 : 64)],
    ready: { port },
  });
  daemon.signal("SIGSTOP");
  const held: Socket[] = [];
  // A queue of one holds two; what comes after them is dropped.
  for (let at = 0; full && at < 4; at += 1) held.push(connect({ port, host: "127.0.0.1" }).on("error", () => {}));
  if (full) await new Promise((resolve) => setTimeout(resolve, 200));
  return {
    port,
    close: async () => {
      for (const socket of held) socket.destroy();
      await daemon.stop();
    },
  };
};
