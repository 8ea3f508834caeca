import type { Stranger } from "../model/tongues.js";

/** The first words of a client, and how the answer of a server begins that understood them. */
type Introduction = { readonly says: Buffer; readonly isAnswer: (bytes: Buffer, text: string) => boolean };

const hex = (digits: string): Buffer => Buffer.from(digits.replace(/\s/g, ""), "hex");
const startsWith = (digits: string) => (bytes: Buffer) => bytes.subarray(0, digits.length / 2).equals(hex(digits));

/** Our number of a request, which the answer repeats. */
const number = "696e7664";

const mongoQuery = Buffer.concat([
  hex(`3a000000 ${number} 00000000 d4070000 00000000`),
  Buffer.from("admin.$cmd\0"),
  hex("00000000 ffffffff 13000000 10"),
  Buffer.from("ismaster\0"),
  hex("01000000 00"),
]);

const oracleQuestion = Buffer.from("(CONNECT_DATA=(COMMAND=ping))");
const oracleHead = hex(
  `0057 0000 01 00 0000 0136 012c 0000 0800 7fff 7f08 0000 0001 001d 003a 00000000 0000 ${"00".repeat(24)}`,
);

/**
 * Each is what any client may say before it logs in: a ping, an offer to encrypt, a question for versions. None logs in, opens a
 * session or changes anything.
 */
export const introductions: Readonly<Record<Stranger, Introduction>> = {
  // Inline command (Redis protocol specification); a server that wants a password or is full says so.
  redis: {
    says: Buffer.from("PING\r\n"),
    isAnswer: (_, text) => /^(\+PONG|-[A-Z]{2,})/.test(text),
  },
  // SSLRequest; one letter says whether TLS is spoken (PostgreSQL protocol 3.0, 55.2.10).
  postgresql: {
    says: hex("00000008 04d2162f"),
    isAnswer: (bytes, text) => bytes.length === 1 && /^[SN]/.test(text),
  },
  // OP_QUERY isMaster, the first words of every driver; OP_REPLY repeats our number.
  mongodb: { says: mongoQuery, isAnswer: (bytes) => bytes.subarray(8, 12).equals(hex(number)) },
  // CPing and CPong (AJP 1.3).
  ajp: { says: hex("1234 0001 0a"), isAnswer: startsWith("4142000109") },
  // CONNECT with a protocol level that does not exist: refused with a CONNACK, so that no session begins (MQTT 3.1.1, 3.1.2.2).
  mqtt: { says: hex("10 0c 0004 4d515454 09 02 003c 0000"), isAnswer: startsWith("2002") },
  // ApiVersions, version 0; the answer repeats our number.
  kafka: { says: hex(`0000000a 0012 0000 ${number} ffff`), isAnswer: (bytes) => startsWith(number)(bytes.subarray(4)) },
  // Search of the root entry, base only, for no attributes (RFC 4511 4.5.1): an entry, a result or a notice to go.
  ldap: {
    says: hex("302a 020101 6325 0400 0a0100 0a0100 020100 020100 010100 870b 6f626a656374436c617373 3005 0403 312e31"),
    isAnswer: (bytes) => bytes[0] === 0x30 && /\u0002\u0001[\0\u0001][dex]/.test(bytes.toString("latin1", 2, 12)),
  },
  // Greeting without authentication (RFC 1928 section 3).
  socks: { says: hex("05 01 00"), isAnswer: (bytes) => bytes.length === 2 && bytes[0] === 5 },
  // A four letter word; one that is not allowed is answered, too.
  zookeeper: { says: Buffer.from("ruok"), isAnswer: (_, text) => /^(imok|ruok is not)/.test(text) },
  // PRELOGIN ([MS-TDS] 2.2.6.5); answered by a response of type 4.
  "sql-server": {
    says: hex(
      "1201002f 00000100 00001a0006 0100200001 0200210001 0300220004 0400260001 ff 090000000000 02 00 00000000 00",
    ),
    isAnswer: startsWith("0401"),
  },
  // The listener's ping: accepted, refused, sent on or to be sent again.
  oracle: {
    says: Buffer.concat([oracleHead, oracleQuestion]),
    isAnswer: (bytes) =>
      bytes.length >= 8 && startsWith("0000")(bytes.subarray(2)) && [2, 4, 5, 11].includes(bytes[4] ?? 0),
  },
};

export const isStranger = (name: string): name is Stranger => Object.hasOwn(introductions, name);
