import { connect, createServer, type Server, type Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { listen, loopback, type Service } from "./service.js";

/**
 * What a TCP port does. `open`: its service answers. `closed`: refuses. `dropped`: connection requests vanish.
 * `frozen`: accepts and says nothing. `reset`: resets each connection at its first data. `ssh`: greets like an SSH server.
 * `tls-swallowed` and `tls-reset`: a filter lets everything through but the first words of TLS.
 */
export type PortState = "open" | "closed" | "dropped" | "frozen" | "reset" | "ssh" | "tls-swallowed" | "tls-reset";

const connected = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, loopback, () => resolve(socket.off("error", reject).on("error", () => {})));
    socket.once("error", reject);
  });

/** A port that refuses, and that nobody else can take meanwhile: the near end of a connection holds it. */
export const closedPort = async (): Promise<Service> => {
  const far = await listen(createServer());
  const holder = await connected(far.port);
  const close = async (): Promise<void> => {
    holder.resetAndDestroy();
    await far.close();
  };
  return { port: holder.localPort ?? 0, close };
};

const stuckListener = `
const { createServer } = require("node:net");
const { parentPort, workerData } = require("node:worker_threads");
const server = createServer();
server.listen({ ...workerData, backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

/**
 * A port whose connection requests vanish as behind a dropping firewall, without the privilege to set one up: its
 * listener never accepts and two connections fill its queue, so that the kernel (Linux) drops every further request.
 */
export const droppedPort = async (port = 0): Promise<Service> => {
  const worker = new Worker(stuckListener, { eval: true, workerData: { host: loopback, port } });
  const held = await new Promise<number>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  const fillers = [await connected(held), await connected(held)];
  const close = async (): Promise<void> => {
    for (const filler of fillers) filler.resetAndDestroy();
    await worker.terminate();
  };
  return { port: held, close };
};

const frozen = (): Server => createServer((socket) => socket.resume());
const resetting = (): Server => createServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
/** A TLS record of the type handshake begins with this byte (RFC 8446 section 5.1). */
const handshakeRecord = 0x16;

/** What a web server behind a filter says to whoever speaks no TLS; to a ClientHello `filter` is done. */
const filtered = (filter: (socket: Socket) => void): Server =>
  createServer((socket) =>
    socket.once("data", (first) => {
      if (first[0] === handshakeRecord) filter(socket);
      else socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    }),
  );

const ssh = (): Server => createServer((socket) => socket.resume().write("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"));

/** Brings a port into its state; `service` is what listens there if it is open. */
export const openPort = (state: PortState, service: () => Server): Promise<Service> => {
  switch (state) {
    case "open":
      return listen(service());
    case "closed":
      return closedPort();
    case "dropped":
      return droppedPort();
    case "frozen":
      return listen(frozen());
    case "reset":
      return listen(resetting());
    case "tls-swallowed":
      return listen(filtered((socket) => socket.resume()));
    case "tls-reset":
      return listen(filtered((socket) => socket.resetAndDestroy()));
    case "ssh":
      return listen(ssh());
  }
};
