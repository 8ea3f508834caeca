import type { Socket } from "node:net";
import type { Attempt, Failure } from "../model/failure.js";
import type { MysqlGreeting } from "../model/io.js";
import { classify, failure } from "./classify.js";
import { afterSilence } from "./pause.js";
import { bannerOf, recognise } from "./recognise.js";
import { printable } from "./untrusted.js";

/** Capability flag CLIENT_SSL of the handshake (MySQL internals, Protocol::HandshakeV10). */
const clientSsl = 0x0800;
/** A greeting has about a hundred bytes; whatever announces more than this is none. */
const longest = 4096;

export type ServerRefusal = { readonly number: number; readonly text: string };
type Parsed =
  | { readonly kind: "incomplete" }
  | { readonly kind: "greeting"; readonly greeting: MysqlGreeting }
  | { readonly kind: "error"; readonly refusal: ServerRefusal }
  | { readonly kind: "foreign" };

/** ERR_Packet: 0xff, number, and since protocol 4.1 `#` with five characters of SQL state, then the text. */
const parseError = (payload: Buffer): ServerRefusal => ({
  number: payload.readUInt16LE(1),
  text: printable(payload.subarray(payload[3] === 0x23 ? 9 : 3)),
});

/** Protocol::HandshakeV10: version, NUL, thread id (4), scramble (8), filler (1), lower capability flags (2), … */
const parseHandshake = (payload: Buffer): Parsed => {
  const end = payload.indexOf(0, 1);
  if (end < 2 || payload.length < end + 16) return { kind: "foreign" };
  // MariaDB 10 announces itself as 5.5.5-10.x, for the sake of old replicas.
  const version = printable(payload.subarray(1, end), 80).replace(/^5\.5\.5-(?=\d+\.\d+\.\d+-MariaDB)/, "");
  const offersTls = (payload.readUInt16LE(end + 14) & clientSsl) !== 0;
  return {
    kind: "greeting",
    greeting: { version, flavour: /mariadb/i.test(version) ? "mariadb" : "mysql", offersTls },
  };
};

/** What the first bytes of a server are, as the MySQL protocol reads them. */
export const parseGreeting = (bytes: Buffer): Parsed => {
  if (bytes.length < 5) return { kind: bytes.length === 4 && bytes[3] !== 0 ? "foreign" : "incomplete" };
  const length = bytes.readUIntLE(0, 3);
  const marker = bytes[4];
  if (length < 3 || length > longest || bytes[3] !== 0 || (marker !== 0x0a && marker !== 0xff)) {
    return { kind: "foreign" };
  }
  if (bytes.length < 4 + length) return { kind: "incomplete" };
  const payload = bytes.subarray(4, 4 + length);
  return marker === 0xff ? { kind: "error", refusal: parseError(payload) } : parseHandshake(payload);
};

/** A question that every web server answers, put to what has been silent for a whole time-out. */
const httpQuestion = "HEAD / HTTP/1.0\r\n\r\n";

type Heard = { readonly bytes: Buffer; readonly ended?: Failure };

/** Collects bytes until they are enough to tell what they are, the connection ends, or `wait` milliseconds are over. */
const hear = (socket: Socket, wait: number, signal: AbortSignal): Promise<Heard> =>
  new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const settle = (ended?: Failure): void => {
      stopClock();
      socket.pause();
      signal.removeEventListener("abort", abort);
      socket.off("data", data).off("end", end).off("error", fail);
      resolve(ended === undefined ? { bytes } : { bytes, ended });
    };
    const data = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      if (parseGreeting(bytes).kind !== "incomplete") settle();
    };
    const end = (): void => settle(failure("closed", "greeting", "the connection ended before a greeting came"));
    const fail = (error: unknown): void => settle(classify(error, "greeting"));
    const abort = (): void => settle(failure("aborted", "greeting", "aborted while waiting for the greeting"));
    const stopClock = afterSilence(wait, () =>
      settle(failure("timeout", "greeting", `connection accepted, then no greeting for ${wait} ms`)),
    );
    socket.on("data", data).once("end", end).once("error", fail);
    signal.addEventListener("abort", abort, { once: true });
    socket.resume();
    if (signal.aborted) abort();
  });

const foreign = (bytes: Buffer): Failure => {
  const spoke = recognise(bytes) ?? "unknown";
  return failure("wrong-protocol", "greeting", bannerOf(bytes), spoke === "mysql" ? "unknown" : spoke);
};

/** Silence is not yet a frozen database: a web server waits to be asked, and is asked over the same connection. */
const silent = async (socket: Socket, silence: Failure, wait: number, signal: AbortSignal): Promise<Failure> => {
  if (silence.code !== "timeout") return silence;
  socket.write(httpQuestion);
  const { bytes } = await hear(socket, wait / 5, signal);
  return parseGreeting(bytes).kind === "foreign" ? foreign(bytes) : silence;
};

export type GreetingHeard = {
  readonly attempt: Attempt<MysqlGreeting>;
  /** What was read, to be put back before a login. */
  readonly bytes: Buffer;
};

/**
 * Reads the first packet of a MySQL server and leaves the socket paused. `server-error` with its number where the server
 * refuses at once; `wrong-protocol` with the protocol that answered; `timeout`, `closed` and `reset` in the phase greeting.
 */
export const readGreeting = async (
  socket: Socket,
  { timeout, signal }: { readonly timeout: number; readonly signal: AbortSignal },
): Promise<GreetingHeard> => {
  const began = performance.now();
  const { bytes, ended } = await hear(socket, timeout, signal);
  const ms = performance.now() - began;
  const failed = (reason: Failure): GreetingHeard => ({ bytes, attempt: { ok: false, ms, failure: reason } });
  const parsed = parseGreeting(bytes);
  switch (parsed.kind) {
    case "greeting":
      return { bytes, attempt: { ok: true, ms, value: parsed.greeting } };
    case "error":
      return failed(failure("server-error", "greeting", parsed.refusal.text, parsed.refusal.number));
    case "foreign":
      return failed(foreign(bytes));
    default: {
      if (ended?.code === "closed" && bytes.length > 0) return failed(foreign(bytes));
      return failed(await silent(socket, ended as Failure, timeout, signal));
    }
  }
};
