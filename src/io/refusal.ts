import { isIPv4 } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Attempt } from "../model/failure.js";
import type { Peer, Refusal, RefusalOptions } from "../model/io.js";
import { classify, failure } from "./classify.js";
import type { Context } from "./context.js";
import { connect } from "./tcp.js";

/** What of raw-socket is used (it comes with net-ping): a copy of every TCP segment that arrives, with its IPv4 header. */
type RawSocket = {
  on(event: "message", hear: (packet: Buffer, source: string) => void): void;
  on(event: "error" | "close", then: (error?: Error) => void): void;
  close(): void;
};
type RawLibrary = {
  readonly Protocol: { readonly TCP: number };
  readonly AddressFamily: { readonly IPv4: number };
  createSocket(options: object): RawSocket;
};

/** Flags of a segment (RFC 9293 section 3.1). */
const flag = { syn: 2, reset: 4 } as const;
/** How long segments may wait in the raw socket when their connections have ended already, and between two looks, in milliseconds. */
const [patience, turn] = [500, 10];

/** Source port and time to live (RFC 791 section 3.1) of a segment that answers a connection request; undefined: of any other. */
export const answerOf = (packet: Buffer): { readonly port: number; readonly ttl: number } | undefined => {
  const header = (packet.readUInt8(0) & 0x0f) * 4;
  if (packet.length < header + 20) return undefined;
  const flags = packet.readUInt8(header + 13);
  if ((flags & (flag.syn | flag.reset)) === 0) return undefined;
  return { port: packet.readUInt16BE(header), ttl: packet.readUInt8(8) };
};

/** Open raw sockets, held here against the garbage collector. */
const open = new Set<RawSocket>();

const listening = async (context: Context, address: string) => {
  const library = ((await import("raw-socket" as string)) as { default: RawLibrary }).default;
  const socket = library.createSocket({
    protocol: library.Protocol.TCP,
    addressFamily: library.AddressFamily.IPv4,
  });
  const heard = new Map<number, number>();
  const close = (): void => {
    context.closing.delete(close);
    if (open.delete(socket)) socket.close();
  };
  open.add(socket);
  context.closing.add(close);
  socket.on("error", close);
  socket.on("message", (packet, source) => {
    const answer = source === address ? answerOf(packet) : undefined;
    if (answer !== undefined) heard.set(answer.port, answer.ttl);
  });
  return { heard, close };
};

/** Whether an answer of the port itself must have come. */
const answered = (attempt: Attempt<unknown>): boolean => attempt.ok || attempt.failure.code === "refused";

/** Asks the port again, and after it others of its address, while every segment that arrives is looked at. */
const asked = async (context: Context, { address, port }: Peer, { beside, ...options }: RefusalOptions) => {
  const { heard, close } = await listening(context, address);
  try {
    const again = await connect(context, { address, port }, options);
    const ask = async (other: number): Promise<number[]> =>
      answered(await connect(context, { address, port: other }, { ...options, ifFree: true })) ? [other] : [];
    const others = (await Promise.all(beside.filter((other) => other !== port).map(ask))).flat();
    // A busy process reads one segment per turn of its event loop: theirs came after the one in question.
    const until = performance.now() + patience;
    while (performance.now() < until && !others.every((other) => heard.has(other))) await sleep(turn);
    const complete = others.length > 0 && others.every((other) => heard.has(other));
    return { heard, complete, refused: !again.ok && again.failure.code === "refused" };
  } finally {
    close();
  }
};

/**
 * From how far a refusal comes: the time to live with which it arrives, beside that of other answers of the same address. A
 * device on the way that answers in the host's place is another number of hops away. Needs a raw socket, and IPv4.
 */
export const refusal = async (context: Context, peer: Peer, options: RefusalOptions): Promise<Attempt<Refusal>> => {
  const began = performance.now();
  const ms = (): number => performance.now() - began;
  if (!isIPv4(peer.address) || peer.address === "0.0.0.0")
    return {
      ok: false,
      ms: 0,
      failure: failure("not-available", "query", "raw sockets show no IPv6 header, and nothing answers as 0.0.0.0"),
    };
  try {
    const { heard, complete, refused } = await asked(context, peer, options);
    const ttl = heard.get(peer.port) ?? null;
    // That no segment refused is known only where all that came after it was read.
    if (ttl === null && !(refused && complete))
      return { ok: false, ms: ms(), failure: failure("timeout", "query", "no refusal was seen") };
    const others = [...heard].filter(([port]) => port !== peer.port).map(([port, its]) => ({ port, ttl: its }));
    return { ok: true, ms: ms(), value: { ttl, others } };
  } catch (error) {
    return { ok: false, ms: ms(), failure: classify(error, "query") };
  }
};
