import { isIP, type Socket } from "node:net";
import { Duplex } from "node:stream";
import type { PathMtuOptions, SizedExchange, TcpFacts } from "../model/io.js";
import { hostPort } from "../model/place.js";
import { afterSilence } from "./pause.js";

export type Service = NonNullable<PathMtuOptions["service"]>;
type Sent = SizedExchange["sent"];

/** Bytes that one packet carries when a message is sent in pieces, and milliseconds between two. */
const piece = 512;
const pause = 5;
/** How long the far side may take to answer our farewell, in milliseconds. */
const farewell = 200;

/** Offers that no server knows: they make a ClientHello of some 1,900 bytes, more than one full-size packet carries. */
const padding = Array.from({ length: 15 }, (_, at) => `x-padding-${at}`.padEnd(100, "-"));

/** Writes at once, or in pieces that the kernel sends as packets of their own. */
const writeAs = (socket: Socket, sent: Sent, bytes: Buffer, done: (error?: Error | null) => void): void => {
  if (sent === "whole" || bytes.length <= piece) return void socket.write(bytes, done);
  const next = (at: number): void => {
    if (socket.destroyed || at >= bytes.length) {
      done();
      return;
    }
    socket.write(bytes.subarray(at, at + piece));
    setTimeout(next, pause, at + piece);
  };
  next(0);
};

type Leave = () => Promise<void> | void;

/** A whole TLS handshake with a large ClientHello, so that the server need not log one that was broken off. No certificate is judged. */
const handshake = async (socket: Socket, { servername }: Service, sent: Sent, ended: () => void): Promise<Leave> => {
  const { connect } = await import("node:tls");
  const wire = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _, done) => writeAs(socket, sent, chunk, done),
    final: (done) => void socket.end(done),
  });
  socket.on("data", (chunk) => wire.push(chunk)).on("end", () => wire.push(null));
  socket.once("close", () => wire.destroy());
  const name = isIP(servername) === 0 ? { servername: servername.replace(/\.$/, "") } : {};
  // An empty list of authorities spares reading the system's.
  const secure = connect({
    socket: wire,
    ALPNProtocols: ["http/1.1", ...padding],
    rejectUnauthorized: false,
    ca: [],
    minVersion: "TLSv1",
    ...name,
  });
  secure.once("secureConnect", ended).on("error", ended).once("close", ended);
  return () =>
    new Promise<void>((resolve) => {
      if (secure.destroyed) return resolve();
      const timer = setTimeout(resolve, farewell);
      secure.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      return void secure.resume().end();
    });
};

/** A HEAD request with a header that makes it larger than one full-size packet. */
const head = (socket: Socket, { servername, port }: Service, sent: Sent, ended: () => void): Leave => {
  const name = hostPort(servername, port).replace(/[^\w.:[\]-]/g, "");
  const request =
    `HEAD / HTTP/1.1\r\nHost: ${name}\r\nUser-Agent: invoice-diag\r\n` +
    `X-Padding: ${"-".repeat(1600)}\r\nConnection: close\r\n\r\n`;
  socket.once("data", ended);
  writeAs(socket, sent, Buffer.from(request), () => {});
  return () => {};
};

type Waiting = {
  readonly patience: number;
  readonly stop: AbortSignal;
  readonly facts: () => Promise<TcpFacts | null>;
};

/** What an open connection did with a large message, and what `facts` says of it at the end. `stop` ends the waiting early, as silence. */
export const exchangeOver = async (
  socket: Socket,
  service: Service,
  sent: Sent,
  { patience, stop, facts }: Waiting,
): Promise<SizedExchange> => {
  const began = performance.now();
  socket.setNoDelay(true);
  let received = 0;
  socket.on("data", (chunk) => {
    received += chunk.length;
  });
  const outcome = new AbortController();
  const ended = (): void => outcome.abort();
  // A reset or a FIN is an answer as well.
  socket.once("error", ended).once("end", ended).once("close", ended);
  const leave = await (service.secure ? handshake : head)(socket, service, sent, ended);
  const done = await new Promise<boolean>((resolve) => {
    const settle = (value: boolean) => (): void => {
      stopClock();
      stop.removeEventListener("abort", silent);
      resolve(value);
    };
    const silent = settle(false);
    const stopClock = afterSilence(patience, silent);
    stop.addEventListener("abort", silent, { once: true });
    outcome.signal.addEventListener("abort", settle(true), { once: true });
    if (outcome.signal.aborted) settle(true)();
    else if (stop.aborted) silent();
  });
  const ms = Math.round((performance.now() - began) * 100) / 100;
  const kernel = await facts();
  if (done) await leave();
  return { sent, ms, done, received, kernel };
};
