import type { Context } from "./context.js";
import { openRawSocket } from "./raw-socket.js";

/** Flags of a segment (RFC 9293 section 3.1). */
const flag = { syn: 2, reset: 4, acknowledge: 16 } as const;

/** Ports and time to live (RFC 791 section 3.1) of a segment that answers; `to`: our own port. */
export type AnswerSegment = {
  readonly port: number;
  readonly to: number;
  readonly ttl: number;
  readonly reset: boolean;
};

/** A segment that answers a connection request, or refuses any other; undefined: of any other. */
export const answerOf = (packet: Buffer): AnswerSegment | undefined => {
  const header = (packet.readUInt8(0) & 0x0f) * 4;
  if (packet.length < header + 20) return undefined;
  const flags = packet.readUInt8(header + 13);
  if ((flags & (flag.syn | flag.reset)) === 0) return undefined;
  return {
    port: packet.readUInt16BE(header),
    to: packet.readUInt16BE(header + 2),
    ttl: packet.readUInt8(8),
    reset: (flags & flag.reset) !== 0,
  };
};

export type Segments = {
  /** The last answer of each port of the address. */
  readonly heard: ReadonlyMap<number, AnswerSegment>;
  send(segment: Buffer): void;
  close(): void;
};

/** Hears what ports of one IPv4 address answer. Rejects where no raw socket may be opened. */
export const listenForAnswers = async (context: Context, address: string): Promise<Segments> => {
  const heard = new Map<number, AnswerSegment>();
  const socket = await openRawSocket("TCP", context.closing, (packet, source) => {
    const answer = source === address ? answerOf(packet) : undefined;
    if (answer !== undefined) heard.set(answer.port, answer);
  });
  return {
    heard,
    close: socket.close,
    send: (segment) => socket.send(segment, 0, segment.length, address, () => {}),
  };
};

const bytesOf = (address: string): readonly number[] => address.split(".").map(Number);

/** The Internet checksum (RFC 1071) over the pseudo header of TCP (RFC 9293 section 3.1) and an even number of bytes. */
const checksum = (from: string, to: string, segment: Buffer): number => {
  const pseudo = Buffer.from([...bytesOf(from), ...bytesOf(to), 0, 6, 0, segment.length]);
  const all = Buffer.concat([pseudo, segment]);
  let sum = 0;
  for (let at = 0; at < all.length; at += 2) sum += all.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
};

export type Ends = { readonly from: string; readonly to: string; readonly own: number; readonly port: number };

const segmentOf = ({ from, to, own, port }: Ends, sequence: number, flags: number): Buffer => {
  const segment = Buffer.alloc(20);
  segment.writeUInt16BE(own, 0);
  segment.writeUInt16BE(port, 2);
  segment.writeUInt32BE(sequence, 4);
  if ((flags & flag.acknowledge) !== 0) segment.writeUInt32BE(sequence, 8);
  segment.writeUInt8(5 << 4, 12);
  segment.writeUInt8(flags, 13);
  segment.writeUInt16BE(1024, 14);
  segment.writeUInt16BE(checksum(from, to, segment), 16);
  return segment;
};

/** An acknowledgement of nothing, which belongs to no connection: whoever listens on the port resets it (RFC 9293 section 3.10.7.2). */
export const strayAcknowledgement = (ends: Ends, sequence: number): Buffer =>
  segmentOf(ends, sequence, flag.acknowledge);

/** A connection request that nobody here waits for: this system's kernel resets what agrees to it. */
export const bareRequest = (ends: Ends, sequence: number): Buffer => segmentOf(ends, sequence, flag.syn);
