import { randomInt } from "node:crypto";
import { canonical, echoRequest, type IcmpMessage, type IcmpReason, readIcmp } from "./icmp-packet.js";

/** What became of one probe. `ms` is the time from sending to what came. */
export type ProbeOutcome =
  | { readonly kind: "reply"; readonly ms: number }
  | {
      readonly kind: "error";
      readonly ms: number;
      readonly reason: IcmpReason;
      readonly from: string;
      readonly mtu?: number;
    }
  | { readonly kind: "unsent"; readonly error: Error };

/** An echo request; `size`: bytes of the whole IP packet, even. It is never fragmented, and no learned MTU holds it back. */
export type Probe = { readonly address: string; readonly ttl: number; readonly size: number };

export type Prober = {
  /** Sends one probe; `settle` is called at most once, never for silence. Returns what ends the waiting. */
  send(probe: Probe, settle: (outcome: ProbeOutcome) => void): () => void;
  release(): void;
};

/** What of net-ping's session is used: its raw socket. Its own trace knows no ICMP codes and sets no IPv6 hop limit. */
type RawSocket = {
  removeAllListeners(event: "message"): void;
  on(event: "message", hear: (packet: Buffer, source: string) => void): void;
  setOption(level: number, option: number, value: number): void;
  send(
    bytes: Buffer,
    offset: number,
    length: number,
    address: string,
    before: () => void,
    after: (error: Error | null) => void,
  ): void;
};
type RawSession = {
  readonly socket: RawSocket;
  on(event: "error" | "close", then: (error?: Error) => void): void;
  close(): void;
};
type NetPing = {
  readonly NetworkProtocol: { readonly IPv4: number; readonly IPv6: number };
  createSession(options: object): RawSession;
};

/** Levels and options of ip(7), ipv6(7) on Linux, ip(4), ip6(4) on BSD and Winsock. */
const level = { 4: 0, 6: 41 } as const;
const hopLimit = { linux: { 4: 2, 6: 16 }, other: { 4: 4, 6: 4 } } as const;
/** IP_MTU_DISCOVER and IPV6_MTU_DISCOVER set to PROBE: don't fragment, and ask the path itself instead of the kernel's memory. */
const discovery = { option: { 4: 10, 6: 23 }, probe: 3 } as const;

type Waiting = { readonly address: string; sent: number; settle(outcome: ProbeOutcome): void };
type Shared = {
  users: number;
  sequence: number;
  ttl: number;
  readonly id: number;
  readonly raw: RawSession;
  readonly waiting: Map<number, Waiting>;
};

/** One session per address family, held here against the garbage collector. */
const sessions = new Map<4 | 6, Shared>();

const about = (message: IcmpMessage, source: string, { address, sent }: Waiting): ProbeOutcome | undefined => {
  const ms = Math.round((performance.now() - sent) * 1000) / 1000;
  const from = canonical(source);
  if (message.kind === "reply") return from === address ? { kind: "reply", ms } : undefined;
  if (message.destination !== address) return undefined;
  const { reason, mtu } = message;
  return { kind: "error", ms, reason, from, ...(mtu === undefined ? {} : { mtu }) };
};

const open = (library: NetPing, family: 4 | 6): Shared => {
  const id = randomInt(1, 65_535);
  const { IPv4, IPv6 } = library.NetworkProtocol;
  const raw = library.createSession({ networkProtocol: family === 4 ? IPv4 : IPv6, sessionId: id, retries: 0 });
  const waiting: Shared["waiting"] = new Map();
  raw.socket.removeAllListeners("message");
  raw.socket.on("message", (packet, source) => {
    const message = readIcmp(family, packet);
    const probe = message?.id === id ? waiting.get(message.sequence) : undefined;
    const outcome = message !== undefined && probe !== undefined ? about(message, source, probe) : undefined;
    if (outcome !== undefined) probe?.settle(outcome);
  });
  if (process.platform === "linux") raw.socket.setOption(level[family], discovery.option[family], discovery.probe);
  const broken = (error = new Error("raw socket closed")): void => {
    for (const one of [...waiting.values()]) one.settle({ kind: "unsent", error });
  };
  raw.on("error", broken);
  raw.on("close", () => broken());
  return { users: 0, sequence: 0, ttl: 0, id, raw, waiting };
};

const limit = (shared: Shared, family: 4 | 6, ttl: number): void => {
  if (shared.ttl === ttl) return;
  const option = hopLimit[process.platform === "linux" ? "linux" : "other"][family];
  shared.raw.socket.setOption(level[family], option, ttl);
  shared.ttl = ttl;
};

const send = (shared: Shared, family: 4 | 6, probe: Probe, settled: (outcome: ProbeOutcome) => void): (() => void) => {
  const { raw, waiting, id } = shared;
  const sequence = (shared.sequence + 1) & 0xffff;
  shared.sequence = sequence;
  const stop = (): void => void waiting.delete(sequence);
  const mine: Waiting = {
    address: canonical(probe.address),
    sent: performance.now(),
    settle: (outcome) => {
      if (waiting.delete(sequence)) settled(outcome);
    },
  };
  waiting.set(sequence, mine);
  const bytes = echoRequest(family, id, sequence, probe.size);
  const before = (): void => {
    limit(shared, family, probe.ttl);
    mine.sent = performance.now();
  };
  const after = (error: Error | null): void => {
    if (error !== null) mine.settle({ kind: "unsent", error });
  };
  raw.socket.send(bytes, 0, bytes.length, probe.address, before, after);
  return stop;
};

/** Opens, or joins, the session of a family. Rejects if net-ping is not installed or a raw socket not permitted. */
export const joinProber = async (family: 4 | 6): Promise<Prober> => {
  const library = ((await import("net-ping" as string)) as { default: NetPing }).default;
  const shared = sessions.get(family) ?? open(library, family);
  sessions.set(family, shared);
  shared.users += 1;
  return {
    send: (probe, settle) => send(shared, family, probe, settle),
    release: () => {
      shared.users -= 1;
      if (shared.users > 0) return;
      sessions.delete(family);
      shared.raw.close();
    },
  };
};
