import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";

/** The MySQL client/server protocol as far as a small server needs it (dev.mysql.com, "Connection Phase", "Text Protocol"). */

export type Cell = string | number | null;
export type ResultSet = { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] };
export type SqlError = { readonly number: number; readonly state: string; readonly text: string };
export type Packet = { readonly sequence: number; readonly payload: Buffer };

/** Capability flags that this server offers; of them CLIENT_SSL, COMPRESS and DEPRECATE_EOF are none. */
export const flags = { connectWithDb: 0x8, pluginAuth: 0x80000, lenencAuth: 0x200000 } as const;
const offered = 0x1 | 0x2 | 0x4 | flags.connectWithDb | 0x200 | 0x2000 | 0x8000 | flags.pluginAuth | flags.lenencAuth;
const statusAutocommit = 2;
const utf8mb4 = 45;
const binary = 63;
const largest = 1 << 20;

export const nativePassword = "mysql_native_password";

const nul = (text: string): Buffer => Buffer.from(`${text}\0`);
const u16 = (value: number): Buffer => Buffer.from([value & 255, (value >> 8) & 255]);
const u32 = (value: number): Buffer => Buffer.concat([u16(value & 0xffff), u16(value >>> 16)]);

const lenenc = (length: number): Buffer => {
  if (length < 251) return Buffer.from([length]);
  return length < 65_536
    ? Buffer.concat([Buffer.from([0xfc]), u16(length)])
    : Buffer.concat([Buffer.from([0xfd]), u16(length & 0xffff), Buffer.from([length >>> 16])]);
};
const lenencText = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([lenenc(bytes.length), bytes]);
};

/** A packet on the wire: three bytes of length, one of sequence, the payload. */
export const framed = (sequence: number, payload: Buffer): Buffer =>
  Buffer.concat([u16(payload.length & 0xffff), Buffer.from([payload.length >>> 16, sequence & 255]), payload]);

/** The packets that a client sends, one after another; ends where the connection does, or at one that is too large. */
export async function* packetsOf(socket: Socket): AsyncGenerator<Packet, void> {
  let rest = Buffer.alloc(0);
  for await (const chunk of socket) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    while (rest.length >= 4) {
      const length = rest.readUIntLE(0, 3);
      if (length > largest) return;
      if (rest.length < 4 + length) break;
      const packet = { sequence: rest.readUInt8(3), payload: rest.subarray(4, 4 + length) };
      rest = rest.subarray(4 + length);
      yield packet;
    }
  }
}

export const okPacket = (): Buffer => Buffer.concat([Buffer.from([0, 0, 0]), u16(statusAutocommit), u16(0)]);
const eofPacket = (): Buffer => Buffer.concat([Buffer.from([0xfe]), u16(0), u16(statusAutocommit)]);
export const errorPacket = ({ number, state, text }: SqlError): Buffer =>
  Buffer.concat([Buffer.from([0xff]), u16(number), Buffer.from(`#${state}${text}`)]);

const types = { longlong: 8, varString: 253 } as const;

const columnPacket = (name: string, numeric: boolean): Buffer => {
  const names = ["def", "", "", "", name, ""].map(lenencText);
  const type = numeric ? types.longlong : types.varString;
  const rest = [Buffer.from([0x0c]), u16(numeric ? binary : utf8mb4), u32(1024), Buffer.from([type]), u16(0)];
  return Buffer.concat([...names, ...rest, Buffer.from([0, 0, 0])]);
};

const rowPacket = (row: readonly Cell[]): Buffer =>
  Buffer.concat(row.map((cell) => (cell === null ? Buffer.from([0xfb]) : lenencText(String(cell)))));

/** The payloads of a result set: column count, columns, EOF, rows, EOF. */
export const resultPackets = ({ columns, rows }: ResultSet): Buffer[] => {
  const numeric = (at: number): boolean => rows.length > 0 && rows.every((row) => Number.isInteger(row[at]));
  return [
    lenenc(columns.length),
    ...columns.map((name, at) => columnPacket(name, numeric(at))),
    eofPacket(),
    ...rows.map(rowPacket),
    eofPacket(),
  ];
};

/** Twenty random bytes without NUL, which ends the challenge on the wire. */
export const challenge = (): Buffer => Buffer.from([...randomBytes(20)].map((byte) => (byte % 126) + 1));

export const greetingPacket = (version: string, thread: number, scramble: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([10]),
    nul(version),
    u32(thread),
    scramble.subarray(0, 8),
    Buffer.from([0]),
    u16(offered & 0xffff),
    Buffer.from([utf8mb4]),
    u16(statusAutocommit),
    u16(offered >>> 16),
    Buffer.from([21]),
    Buffer.alloc(10),
    scramble.subarray(8),
    Buffer.from([0]),
    nul(nativePassword),
  ]);

/** AuthSwitchRequest: the client is to answer the challenge in the way of this server. */
export const switchPacket = (scramble: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xfe]), nul(nativePassword), scramble, Buffer.from([0])]);

export type HandshakeResponse = {
  readonly user: string;
  readonly token: Buffer;
  readonly database: string | null;
  readonly plugin: string;
};

/** HandshakeResponse41; throws where the bytes are no such thing. */
export const parseResponse = (payload: Buffer): HandshakeResponse => {
  const wants = payload.readUInt32LE(0) & offered;
  let at = 32;
  const text = (): string => {
    const end = payload.indexOf(0, at);
    const value = payload.toString("utf8", at, end < 0 ? payload.length : end);
    at = end < 0 ? payload.length : end + 1;
    return value;
  };
  const user = text();
  const length = payload.readUInt8(at);
  const token = payload.subarray(at + 1, at + 1 + length);
  at += 1 + length;
  const database = (wants & flags.connectWithDb) === 0 ? "" : text();
  const plugin = (wants & flags.pluginAuth) === 0 ? nativePassword : text();
  return { user, token, database: database === "" ? null : database, plugin };
};

const sha1 = (...parts: readonly Buffer[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha1")).digest();

/** mysql_native_password: SHA1(password) XOR SHA1(scramble + SHA1(SHA1(password))). */
export const passwordMatches = (token: Buffer, password: string, scramble: Buffer): boolean => {
  if (password === "" || token.length !== 20) return password === "" && token.length === 0;
  const once = sha1(Buffer.from(password));
  const mask = sha1(scramble, sha1(once));
  return timingSafeEqual(token, Buffer.from(once.map((byte, at) => byte ^ (mask[at] ?? 0))));
};
