import { isIPv6, SocketAddress } from "node:net";

/**
 * What an ICMP error says, in words of our own: RFC 792, RFC 1812 5.2.7.1 (types 3 and 11) and RFC 4443 (types 1 to 4).
 * `prohibited` is every refusal by policy.
 */
export type IcmpReason =
  | "network-unreachable"
  | "host-unreachable"
  | "protocol-unreachable"
  | "port-unreachable"
  | "prohibited"
  | "packet-too-big"
  | "time-exceeded"
  | "other";

export type IcmpMessage = { readonly id: number; readonly sequence: number } & (
  | { readonly kind: "reply" }
  /** `destination`: where the packet went that the error is about; `mtu`: what would pass, if a router says it (RFC 1191). */
  | { readonly kind: "error"; readonly reason: IcmpReason; readonly destination: string; readonly mtu?: number }
);

/** An address in the one spelling by which two can be compared: canonical text, no zone. */
export const canonical = (address: string): string => {
  const [bare = ""] = address.split("%");
  return isIPv6(bare) ? new SocketAddress({ address: bare, family: "ipv6" }).address : bare;
};

const unreachable4: { readonly [code: number]: IcmpReason } = {
  0: "network-unreachable",
  1: "host-unreachable",
  2: "protocol-unreachable",
  3: "port-unreachable",
  4: "packet-too-big",
  6: "network-unreachable",
  7: "host-unreachable",
  8: "host-unreachable",
  9: "prohibited",
  10: "prohibited",
  11: "network-unreachable",
  12: "host-unreachable",
  13: "prohibited",
  14: "prohibited",
  15: "prohibited",
};
const unreachable6: { readonly [code: number]: IcmpReason } = {
  0: "network-unreachable",
  1: "prohibited",
  2: "host-unreachable",
  3: "host-unreachable",
  4: "port-unreachable",
  5: "prohibited",
  6: "prohibited",
};

/** The size that a "too big" names; old routers leave it 0. */
const named = (reason: IcmpReason, mtu: number): { readonly mtu?: number } =>
  reason === "packet-too-big" && mtu > 0 ? { mtu } : {};

const read4 = (packet: Buffer): IcmpMessage | undefined => {
  const start = ((packet[0] ?? 0) & 0x0f) * 4;
  if (start < 20 || packet.length < start + 8) return undefined;
  const [type = 0, code = 0] = packet.subarray(start);
  if (type === 0)
    return { kind: "reply", id: packet.readUInt16BE(start + 4), sequence: packet.readUInt16BE(start + 6) };
  if (type !== 3 && type !== 11) return undefined;
  const inner = packet.subarray(start + 8);
  const echo = ((inner[0] ?? 0) & 0x0f) * 4;
  // Only about an echo request of ours: protocol 1, type 8.
  if (echo < 20 || inner.length < echo + 8 || inner[9] !== 1 || inner[echo] !== 8) return undefined;
  const reason = type === 11 ? "time-exceeded" : (unreachable4[code] ?? "other");
  return {
    kind: "error",
    reason,
    ...named(reason, packet.readUInt16BE(start + 6)),
    destination: inner.subarray(16, 20).join("."),
    id: inner.readUInt16BE(echo + 4),
    sequence: inner.readUInt16BE(echo + 6),
  };
};

const transports = { 6: "tcp", 17: "udp" } as const;

/** What an ICMP error says of a TCP segment or a datagram of ours, who says it, and where that one went. IPv4, with its header; undefined: of anything else. */
export const readAboutSegment = (
  packet: Buffer,
):
  | {
      readonly reason: IcmpReason;
      readonly from: string;
      readonly transport: "tcp" | "udp";
      readonly destination: string;
      readonly port: number;
    }
  | undefined => {
  const start = ((packet[0] ?? 0) & 0x0f) * 4;
  if (start < 20 || packet.length < start + 8) return undefined;
  const [type = 0, code = 0] = packet.subarray(start);
  const inner = packet.subarray(start + 8);
  const segment = ((inner[0] ?? 0) & 0x0f) * 4;
  const transport = transports[inner[9] as keyof typeof transports];
  // Type 3; of the segment at least the ports are there (RFC 792).
  if (type !== 3 || segment < 20 || inner.length < segment + 4 || transport === undefined) return undefined;
  return {
    transport,
    reason: unreachable4[code] ?? "other",
    from: packet.subarray(12, 16).join("."),
    destination: inner.subarray(16, 20).join("."),
    port: inner.readUInt16BE(segment + 2),
  };
};

const reasons6: { readonly [type: number]: (code: number) => IcmpReason } = {
  1: (code) => unreachable6[code] ?? "other",
  2: () => "packet-too-big",
  3: () => "time-exceeded",
  4: () => "other",
};

const text6 = (bytes: Buffer): string => canonical((bytes.toString("hex").match(/.{4}/g) ?? []).join(":"));

const read6 = (packet: Buffer): IcmpMessage | undefined => {
  if (packet.length < 8) return undefined;
  const [type = 0, code = 0] = packet;
  if (type === 129) return { kind: "reply", id: packet.readUInt16BE(4), sequence: packet.readUInt16BE(6) };
  const reason = reasons6[type]?.(code);
  // The packet in question follows: 40 bytes of IPv6, next header 58, then our echo request, type 128.
  if (reason === undefined || packet.length < 56 || packet[14] !== 58 || packet[48] !== 128) return undefined;
  return {
    kind: "error",
    reason,
    ...named(reason, packet.readUInt32BE(4)),
    destination: text6(packet.subarray(32, 48)),
    id: packet.readUInt16BE(52),
    sequence: packet.readUInt16BE(54),
  };
};

/** Reads what a raw ICMP socket delivers: with the IP header for IPv4, without for IPv6. Undefined: not about an echo. */
export const readIcmp = (family: 4 | 6, packet: Buffer): IcmpMessage | undefined =>
  family === 4 ? read4(packet) : read6(packet);

/** The Internet checksum (RFC 1071) of an even number of bytes. */
const checksum = (bytes: Buffer): number => {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
};

/** Bytes of the IP header without options, and of the ICMP header of an echo request. */
export const headerBytes = { 4: 20, 6: 40, icmp: 8 } as const;

/** An echo request whose whole IP packet has `size` bytes (even). The kernel fills in the checksum of ICMPv6. */
export const echoRequest = (family: 4 | 6, id: number, sequence: number, size: number): Buffer => {
  const bytes = Buffer.alloc(size - headerBytes[family]);
  bytes.writeUInt8(family === 4 ? 8 : 128, 0);
  bytes.writeUInt16BE(id, 4);
  bytes.writeUInt16BE(sequence, 6);
  if (family === 4) bytes.writeUInt16BE(checksum(bytes), 2);
  return bytes;
};
