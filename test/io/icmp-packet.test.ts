import { describe, expect, it } from "vitest";
import { canonical, readAboutSegment, readIcmp } from "../../src/io/icmp-packet.js";

const ip4 = (from: string, to: string, payload: string): string => {
  const hex = (address: string): string => Buffer.from(address.split(".").map(Number)).toString("hex");
  return `4500003c0000000040010000${hex(from)}${hex(to)}${payload}`;
};
const echo = "08000000123400070000000000000000";
const packet = (hex: string): Buffer => Buffer.from(hex, "hex");
const error4 = (type: string, code: string, inner = ip4("10.0.0.1", "10.0.0.9", echo)): Buffer =>
  packet(ip4("10.0.0.254", "10.0.0.1", `${type}${code}000000000000${inner}`));

describe("readIcmp, IPv4", () => {
  it("a reply", () => {
    expect(readIcmp(4, packet(ip4("10.0.0.9", "10.0.0.1", "0000000012340007")))).toEqual({
      kind: "reply",
      id: 0x1234,
      sequence: 7,
    });
  });

  it("an echo request (ping to oneself) is nothing", () => {
    expect(readIcmp(4, packet(ip4("127.0.0.1", "127.0.0.1", echo)))).toBeUndefined();
  });

  const codes: [number, string][] = [
    [0, "network-unreachable"],
    [1, "host-unreachable"],
    [2, "protocol-unreachable"],
    [3, "port-unreachable"],
    [4, "packet-too-big"],
    [9, "prohibited"],
    [10, "prohibited"],
    [13, "prohibited"],
    [99, "other"],
  ];
  it.each(codes)("unreachable, code %i: %s", (code, reason) => {
    expect(readIcmp(4, error4("03", code.toString(16).padStart(2, "0")))).toEqual({
      kind: "error",
      reason,
      destination: "10.0.0.9",
      id: 0x1234,
      sequence: 7,
    });
  });

  it("time exceeded", () => {
    expect(readIcmp(4, error4("0b", "00"))).toMatchObject({ reason: "time-exceeded", sequence: 7 });
  });

  it("an error about something that is no echo request is nothing", () => {
    const udp = ip4("10.0.0.1", "10.0.0.9", "0035003500000000").replace("4001", "4011");
    expect(readIcmp(4, error4("03", "03", udp))).toBeUndefined();
    expect(readIcmp(4, error4("05", "01"))).toBeUndefined();
  });
});

describe("readIcmp, IPv6", () => {
  const inner = `6000000000103a40${"fd000000000000000000000000000001"}${"fd000000000000000000000000000009"}80000000abcd0003`;

  it("a reply", () => {
    expect(readIcmp(6, packet("81000000abcd0003"))).toEqual({ kind: "reply", id: 0xabcd, sequence: 3 });
  });

  const codes: [string, string][] = [
    ["0100", "network-unreachable"],
    ["0101", "prohibited"],
    ["0103", "host-unreachable"],
    ["0104", "port-unreachable"],
    ["0105", "prohibited"],
    ["0200", "packet-too-big"],
    ["0300", "time-exceeded"],
  ];
  it.each(codes)("type and code %s: %s", (head, reason) => {
    expect(readIcmp(6, packet(`${head}000000000000${inner}`))).toEqual({
      kind: "error",
      reason,
      destination: "fd00::9",
      id: 0xabcd,
      sequence: 3,
    });
  });

  it("neighbour discovery is nothing", () => {
    expect(readIcmp(6, packet(`870000000000000000${inner}`))).toBeUndefined();
  });
});

it("reads any bytes without an error", () => {
  let state = 1;
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
  for (let round = 0; round < 5000; round += 1) {
    const bytes = Buffer.from(Array.from({ length: random() % 80 }, () => random() & 0xff));
    if (bytes.length > 0 && round % 2 === 0) bytes[0] = 0x45;
    if (bytes.length > 21 && round % 4 === 0) bytes[20] = [0, 3, 11][round % 3] ?? 0;
    readIcmp(4, bytes);
    if (bytes.length > 0) bytes[0] = (random() % 4) + 1;
    readIcmp(6, bytes);
  }
});

it("canonical: one spelling for one address", () => {
  expect(canonical("FD00:0:0::0:1")).toBe("fd00::1");
  expect(canonical("fe80::1%eth0")).toBe("fe80::1");
  expect(canonical("10.0.0.1")).toBe("10.0.0.1");
});

describe("readAboutSegment", () => {
  const header = (protocol: number, to: string): Buffer => {
    const bytes = Buffer.alloc(20);
    bytes.writeUInt8(0x45, 0);
    bytes.writeUInt8(protocol, 9);
    Buffer.from([10, 0, 0, 254]).copy(bytes, 12);
    Buffer.from(to.split(".").map(Number)).copy(bytes, 16);
    return bytes;
  };
  const about = (type: number, code: number, protocol: number) =>
    readAboutSegment(
      Buffer.concat([
        header(1, "10.0.0.1"),
        Buffer.from([type, code, 0, 0, 0, 0, 0, 0]),
        header(protocol, "10.0.0.5"),
        Buffer.from([0x9c, 0x40, 0x0d, 0x3d, 0, 0, 0, 1]),
      ]),
    );

  it("tells a prohibition from a host that nobody finds, which are one word to a program", () => {
    const segment = { transport: "tcp", from: "10.0.0.254", destination: "10.0.0.5", port: 3389 };
    expect(about(3, 13, 6)).toEqual({ reason: "prohibited", ...segment });
    expect(about(3, 1, 6)).toEqual({ reason: "host-unreachable", ...segment });
    expect(about(3, 9, 6)?.reason).toBe("prohibited");
    expect(about(3, 3, 6)?.reason).toBe("port-unreachable");
  });

  it("tells what a router says of a datagram, which the kernel keeps to itself", () => {
    expect(about(3, 0, 17)).toMatchObject({ transport: "udp", reason: "network-unreachable", port: 3389 });
  });

  it("is silent about anything else", () => {
    expect(about(11, 0, 6)).toBeUndefined();
    expect(about(3, 1, 1)).toBeUndefined();
    expect(readAboutSegment(Buffer.from([0x45, 0, 0]))).toBeUndefined();
  });
});
