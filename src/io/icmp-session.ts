import { randomInt } from "node:crypto";
import { canonical, type IcmpMessage, type IcmpReason, readIcmp } from "./icmp-packet.js";

/** What of net-ping and raw-socket is used. Their own matching of answers is not: it compares no sender. */
type NetPingSession = {
  readonly nextId: number;
  onSocketSend(request: { readonly id: number; callback(error: Error): void }, error: Error | null): void;
  readonly socket: { removeAllListeners(event: "message"): void; on(event: "message", hear: Hear): void };
  onBeforeSocketSend: (request: { readonly id: number }) => void;
  pingHost(address: string, done: (error: Error | null) => void): void;
  reqRemove(id: number): unknown;
  on(event: "error" | "close", then: (error?: Error) => void): void;
  close(): void;
};
type NetPing = {
  readonly NetworkProtocol: { readonly IPv4: number; readonly IPv6: number };
  createSession(options: object): NetPingSession;
};
type Hear = (packet: Buffer, source: string) => void;

/** What became of one echo request; `lost` until something comes. */
export type Outcome =
  | { readonly kind: "lost" }
  | { readonly kind: "reply"; readonly ms: number }
  | { readonly kind: "error"; readonly ms: number; readonly reason: IcmpReason; readonly from: string }
  | { readonly kind: "unsent"; readonly error: Error };

type Waiting = { readonly address: string; sent: number; settle(outcome: Outcome): void };

export type Session = {
  /** Sends one echo request; `settle` is called at most once. Returns what ends the waiting. */
  request(address: string, settle: (outcome: Outcome) => void): () => void;
  /**
   * How often the socket was read or written so far. A busy process reads and writes one packet per turn of its event
   * loop: while this number still grows, silence is our own.
   */
  turns(): number;
  release(): void;
};

type Shared = {
  users: number;
  readonly id: number;
  readonly raw: NetPingSession;
  readonly waiting: Map<number, Waiting>;
  turns: number;
};

/** One session per address family, for all that ping at the same time, held here against the garbage collector. */
const sessions = new Map<4 | 6, Shared>();

const about = (message: IcmpMessage, source: string, { address, sent }: Waiting): Outcome | undefined => {
  const ms = performance.now() - sent;
  if (message.kind === "reply") return canonical(source) === address ? { kind: "reply", ms } : undefined;
  return message.destination === address
    ? { kind: "error", ms, reason: message.reason, from: canonical(source) }
    : undefined;
};

const open = (library: NetPing, family: 4 | 6): Shared => {
  const id = randomInt(1, 65_535);
  const raw = library.createSession({
    networkProtocol: family === 4 ? library.NetworkProtocol.IPv4 : library.NetworkProtocol.IPv6,
    sessionId: id,
    retries: 0,
  });
  // The deadline is ours. Its own timer would be set even for a request that was given up before it was sent, and hold the process.
  raw.onSocketSend = (request, error) => {
    if (error === null) return;
    raw.reqRemove(request.id);
    request.callback(error);
  };
  const waiting: Shared["waiting"] = new Map();
  const shared: Shared = { users: 0, id, raw, waiting, turns: 0 };
  raw.socket.removeAllListeners("message");
  raw.socket.on("message", (packet, source) => {
    shared.turns += 1;
    const message = readIcmp(family, packet);
    const request = message?.id === id ? waiting.get(message.sequence) : undefined;
    const outcome = message !== undefined && request !== undefined ? about(message, source, request) : undefined;
    if (outcome !== undefined) request?.settle(outcome);
  });
  raw.onBeforeSocketSend = (request) => {
    shared.turns += 1;
    const mine = waiting.get(request.id);
    if (mine !== undefined) mine.sent = performance.now();
  };
  const broken = (error = new Error("raw socket closed")): void => {
    for (const one of [...waiting.values()]) one.settle({ kind: "unsent", error });
  };
  raw.on("error", broken);
  raw.on("close", () => broken());
  return shared;
};

const request = ({ raw, waiting }: Shared, address: string, settled: (outcome: Outcome) => void): (() => void) => {
  let sequence = 0;
  const stop = (): void => {
    if (!waiting.delete(sequence)) return;
    raw.reqRemove(sequence);
  };
  const settle = (outcome: Outcome): void => {
    if (!waiting.has(sequence)) return;
    stop();
    settled(outcome);
  };
  // The number is known once the request is queued; it is sent, and can fail, only afterwards.
  raw.pingHost(address, (error) => error !== null && settle({ kind: "unsent", error }));
  sequence = raw.nextId;
  waiting.set(sequence, { address: canonical(address), sent: performance.now(), settle });
  return stop;
};

/** Opens, or joins, the session of a family. Rejects if net-ping is not installed or a raw socket not permitted. */
export const joinSession = async (family: 4 | 6): Promise<Session> => {
  const library = ((await import("net-ping" as string)) as { default: NetPing }).default;
  const shared = sessions.get(family) ?? open(library, family);
  sessions.set(family, shared);
  shared.users += 1;
  return {
    request: (address, settle) => request(shared, address, settle),
    turns: () => shared.turns,
    release: () => {
      shared.users -= 1;
      if (shared.users > 0) return;
      sessions.delete(family);
      shared.raw.close();
    },
  };
};
