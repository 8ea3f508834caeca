import { isIP, type Socket } from "node:net";
import { Duplex } from "node:stream";
import type { Attempt, Failure } from "../model/failure.js";
import type { Peer, ServiceAnswer, VerbOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import type { Protocol } from "../model/profile.js";
import type { Stranger } from "../model/tongues.js";
import { classify, failure } from "./classify.js";
import type { Context } from "./context.js";
import { afterSilence } from "./pause.js";
import { type Behalf, reach } from "./proxy.js";
import { bannerOf, recognise } from "./recognise.js";
import { introductions, isStranger } from "./strangers.js";

/** How long an open port from which nothing is expected may show a greeting or a reset, in milliseconds. */
const linger = 50;

/** How long a TLS handshake that is known to be one may take to end well, in milliseconds. */
const courtesy = 1000;

/** Says the first words of a protocol. What it returns, if anything, ends the exchange politely. */
type Opening = (socket: Socket, host: string, port: number, path?: string) => void | Promise<() => Promise<void>>;

/** TPKT, X.224 Connection Request, RDP Negotiation Request for TLS, CredSSP and its extension ([MS-RDPBCGR] 2.2.1.1). */
const rdpRequest = Buffer.from("030000130ee00000000000010008000b000000", "hex");

const rdp: Opening = (socket) => void socket.write(rdpRequest);

/** `path`, as a URL has it: fetched instead of the root's head. */
const http: Opening = (socket, host, port, path) => {
  const name = hostPort(host, port).replace(/[^\w.:[\]-]/g, "");
  const line = path === undefined ? "HEAD /" : `GET ${path}`;
  socket.write(`${line} HTTP/1.1\r\nHost: ${name}\r\nUser-Agent: invoice-diag\r\nConnection: close\r\n\r\n`);
};

/** A whole handshake, so that the server need not log one that was broken off. No certificate is judged here. */
const tls: Opening = async (socket, host) => {
  const { connect: secure } = await import("node:tls");
  // Node hides the bytes of a socket that it encrypts itself; through a stream of ours they can be seen.
  const wire = new Duplex({
    read: () => {},
    write: (chunk, _, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
  });
  socket.on("data", (chunk) => wire.push(chunk)).on("end", () => wire.push(null));
  socket.once("close", () => wire.destroy());
  const name = isIP(host) === 0 ? { servername: host } : {};
  // An empty list of authorities spares reading the system's.
  const session = secure({ socket: wire, rejectUnauthorized: false, ca: [], minVersion: "TLSv1", ...name });
  const done = new Promise<void>((resolve) => {
    session
      .once("secureConnect", resolve)
      .on("error", () => resolve())
      .once("close", resolve);
    setTimeout(resolve, courtesy).unref();
  });
  return async () => {
    await done;
    session.destroy();
  };
};

/** What the client says first; what is missing here waits for the server's greeting. */
const openings: { readonly [P in Protocol]?: Opening } = { http, rdp, tls };

/** What may be asked for. */
type Asked = Protocol | Stranger;

const openingOf = (asked: Asked): Opening | undefined =>
  isStranger(asked) ? (socket) => void socket.write(introductions[asked].says) : openings[asked];

/** How long a living program may take to answer a FIN with its own, in milliseconds. */
const farewell = 500;

/**
 * Whether a program behind a silent connection lives: one that reads sees our FIN and ends its side as well, one that
 * hangs or was stopped never does, while its kernel goes on acknowledging.
 */
export const reactsToFin = (socket: Socket): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), farewell);
    const alive = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    socket.once("end", alive).once("close", alive).resume().end();
  });

/** What came: bytes enough to tell a protocol, or the way in which it ended before. */
type Heard = { readonly bytes: Buffer; readonly ended?: Failure };

const listen = (socket: Socket, asked: Asked, wait: number, signal: AbortSignal): Promise<Heard> =>
  new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const settle = (ended?: Failure): void => {
      stopClock();
      signal.removeEventListener("abort", abort);
      socket.off("data", hear).off("end", end).off("error", fail);
      resolve(ended === undefined ? { bytes } : { bytes, ended });
    };
    const hear = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      if (recognise(bytes, asked) !== undefined) settle();
    };
    const end = (): void => settle(failure("closed", "greeting", "connection ended without an answer"));
    const fail = (error: unknown): void => settle(classify(error, "greeting"));
    const abort = (): void => settle(failure("aborted", "greeting", "aborted while waiting for the service"));
    const stopClock = afterSilence(wait, () =>
      settle(failure("timeout", "greeting", `connection accepted, then silence for ${wait} ms`)),
    );
    socket.on("data", hear).once("end", end).once("error", fail);
    signal.addEventListener("abort", abort, { once: true });
  });

const answerOf = ({ bytes, ended }: Heard, protocol: Asked, connect: number): ServiceAnswer | Failure => {
  if (bytes.length > 0) return { spoke: recognise(bytes, protocol) ?? "unknown", banner: bannerOf(bytes), connect };
  const quiet = ended?.code === "timeout" || ended?.code === "closed";
  return ended === undefined || (protocol === "any" && quiet) ? { spoke: "any", banner: "", connect } : ended;
};

/** A silence is told together with whether the program behind it lives: `detail` is `alive` then. */
const withLife = async (answer: ServiceAnswer | Failure, socket: Socket): Promise<ServiceAnswer | Failure> => {
  if (!("code" in answer) || answer.code !== "timeout") return answer;
  return (await reactsToFin(socket)) ? { ...answer, detail: "alive" } : answer;
};

/**
 * Connects and asks in the way of `protocol`; says what answered, whatever was asked. `any` asks nothing and only waits
 * a moment for a greeting or a reset. `path` is fetched where the protocol is `http`. Failures after the connection have the phase `greeting`.
 */
export const ask = async (
  context: Context,
  peer: Peer,
  protocol: Asked,
  options: VerbOptions & Behalf & { readonly servername?: string; readonly path?: string },
): Promise<Attempt<ServiceAnswer>> => {
  const key = hostPort(peer.address, peer.port);
  const leave = protocol === "http" ? await context.gate.turns.take(key, options.signal) : () => {};
  const dialled = await reach(context, peer, options);
  if (!dialled.ok) {
    leave();
    return dialled;
  }
  const { socket, hangUp } = dialled.value;
  options.signal.addEventListener("abort", hangUp, { once: true });
  const began = performance.now() - dialled.ms;
  const wait = protocol === "any" ? linger : (options.timeout ?? context.profile.defaults.timeout);
  const hearing = listen(socket, protocol, wait, options.signal);
  const goodbye = openingOf(protocol)?.(socket, options.servername ?? peer.address, peer.port, options.path);
  const answer = await withLife(answerOf(await hearing, protocol, dialled.ms), socket);
  const ms = performance.now() - began;
  if ("spoke" in answer && answer.spoke === "tls") await (await goodbye)?.();
  options.signal.removeEventListener("abort", hangUp);
  hangUp();
  leave();
  return "spoke" in answer ? { ok: true, ms, value: answer } : { ok: false, ms, failure: answer };
};
