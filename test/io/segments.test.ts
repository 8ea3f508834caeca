import { expect, it } from "vitest";
import { answerOf, bareRequest, strayAcknowledgement } from "../../src/io/segments.js";

const sumOf = (bytes: Buffer): number => {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
};

it("an acknowledgement of nothing opens nothing, and its checksum holds", () => {
  const segment = strayAcknowledgement({ from: "10.0.0.1", to: "10.0.0.5", own: 20_001, port: 3389 }, 7);
  expect([segment.readUInt16BE(0), segment.readUInt16BE(2), segment.readUInt8(13)]).toEqual([20_001, 3389, 0x10]);
  // The sum over everything, checksum included, is all ones (RFC 1071).
  expect(sumOf(Buffer.concat([Buffer.from([10, 0, 0, 1, 10, 0, 0, 5, 0, 6, 0, 20]), segment]))).toBe(0xffff);
});

it("a bare request asks for a connection and acknowledges nothing", () => {
  const segment = bareRequest({ from: "10.0.0.1", to: "10.0.0.5", own: 20_001, port: 3306 }, 7);
  expect([segment.readUInt32BE(4), segment.readUInt32BE(8), segment.readUInt8(13)]).toEqual([7, 0, 0x02]);
  expect(sumOf(Buffer.concat([Buffer.from([10, 0, 0, 1, 10, 0, 0, 5, 0, 6, 0, 20]), segment]))).toBe(0xffff);
});

it("reads who answered whom, and how", () => {
  const header = Buffer.alloc(20);
  header.writeUInt8(0x45, 0);
  header.writeUInt8(63, 8);
  const segment = strayAcknowledgement({ from: "10.0.0.5", to: "10.0.0.1", own: 3389, port: 20_001 }, 7);
  expect(answerOf(Buffer.concat([header, segment]))).toBeUndefined();
  segment.writeUInt8(0x04, 13);
  expect(answerOf(Buffer.concat([header, segment]))).toEqual({ port: 3389, to: 20_001, ttl: 63, reset: true });
});
