import type { Tongue } from "../model/tongues.js";
import { introductions, isStranger } from "./strangers.js";
import { printable } from "./untrusted.js";

/** Bytes that are enough to tell any of the known protocols. */
const enough = 32;

/** TLS record: content type 20 to 23, version 3.x, at most 2^14 + 2048 bytes (RFC 5246 6.2). */
const isTls = (bytes: Buffer): boolean =>
  bytes.length >= 5 &&
  bytes[0]! >= 0x14 &&
  bytes[0]! <= 0x17 &&
  bytes[1] === 3 &&
  bytes[2]! <= 4 &&
  bytes.readUInt16BE(3) <= 18_432;

/** TPKT version 3 around an X.224 Connection Confirm ([MS-RDPBCGR] 2.2.1.2). */
const isRdp = (bytes: Buffer): boolean =>
  bytes.length >= 6 && bytes[0] === 3 && bytes[1] === 0 && (bytes[5]! & 0xf0) === 0xd0;

/** The first packet of a MySQL server: sequence 0, a greeting of protocol 10 or an error packet. */
const isMysql = (bytes: Buffer): boolean => {
  if (bytes.length < 6 || bytes[3] !== 0 || bytes[2] !== 0) return false;
  const length = bytes.readUInt16LE(0);
  return (
    (bytes[4] === 0x0a && length > 20 && /\d/.test(String.fromCharCode(bytes[5]!))) || (bytes[4] === 0xff && length > 2)
  );
};

const signatures: readonly {
  readonly protocol: Tongue;
  readonly begins: (bytes: Buffer, text: string) => boolean;
}[] = [
  { protocol: "tls", begins: isTls },
  { protocol: "rdp", begins: isRdp },
  { protocol: "mysql", begins: isMysql },
  { protocol: "ssh", begins: (_, text) => text.startsWith("SSH-") },
  { protocol: "http", begins: (_, text) => /^HTTP\/\d/.test(text) },
  // A greeting or a refusal to serve (RFC 5321 4.2); an FTP server greets with 220 as well, but says so.
  {
    protocol: "smtp",
    begins: (_, text) => /^(220|421|554)[ -]/.test(text) && (/smtp/i.test(text) || !/ftp/i.test(text)),
  },
  { protocol: "ftp", begins: (_, text) => /^(220|421)[ -].*ftp/i.test(text) },
  // A server of remote frame buffers tells its version first (RFC 6143 7.1.1); a broker, which one it would have spoken (AMQP 0-9-1 4.2.2).
  { protocol: "vnc", begins: (_, text) => /^RFB \d{3}\.\d{3}\n/.test(text) },
  { protocol: "amqp", begins: (_, text) => /^AMQP[\0-\u0003]/.test(text) },
  {
    protocol: "redis",
    begins: (_, text) => /^(\+PONG\r|-(ERR unknown command|DENIED|NOAUTH|NOPERM|LOADING) )/.test(text),
  },
  { protocol: "memcached", begins: (_, text) => /^(ERROR|CLIENT_ERROR .*)\r\n/.test(text) },
];

/**
 * Which protocol these first bytes begin; undefined while there are too few of them to say. Some answers say nothing by themselves:
 * they are known by the question, `asked`.
 */
export const recognise = (bytes: Buffer, asked?: Tongue): Tongue | "unknown" | undefined => {
  const text = bytes.toString("latin1");
  const known = signatures.find(({ begins }) => begins(bytes, text));
  if (known !== undefined) return known.protocol;
  if (asked !== undefined && isStranger(asked) && introductions[asked].isAnswer(bytes, text)) return asked;
  return bytes.length >= enough ? "unknown" : undefined;
};

/** First bytes as printable text. Of an HTTP answer only the status line: header values appear in no report. */
export const bannerOf = (bytes: Buffer): string => {
  const end = recognise(bytes) === "http" ? bytes.indexOf(10) : -1;
  return printable(end < 0 ? bytes : bytes.subarray(0, end), 80);
};
