import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import type { Peer } from "../model/io.js";
import { awaited, type Limits } from "./connector.js";
import type { Context } from "./context.js";
import { type Behalf, reach } from "./proxy.js";

/** TLS with the Chinese commercial algorithms (SM2, SM3, SM4), which OpenSSL does not speak: enough of it to know a server by its ServerHello. */

/** `TLCP`: GB/T 38636-2020, version 1.1 of its own; `TLS 1.3 with SM4`: RFC 8998. */
export type GmProtocol = "TLCP" | "TLS 1.3 with SM4";

const handshakeRecord = 22;
const clientHello = 1;
const serverHello = 2;
const tlcpVersion = 0x0101;
const tls12Version = 0x0303;
/** ECC and ECDHE with SM4 in CBC and GCM (GB/T 38636-2020 section 6.4.5.2.1, table 2). */
const tlcpCiphers = [0xe013, 0xe011, 0xe053, 0xe051];
/** TLS_SM4_GCM_SM3 and TLS_SM4_CCM_SM3 (RFC 8998 section 2). */
const sm4Ciphers = [0x00c6, 0x00c7];

const word = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const words = (values: readonly number[]): Buffer => Buffer.concat(values.map(word));
const sized = (content: Buffer, bytes: 1 | 2 | 3): Buffer => {
  const size = Buffer.alloc(bytes);
  size.writeUIntBE(content.length, 0, bytes);
  return Buffer.concat([size, content]);
};
const extension = (type: number, content: Buffer): Buffer => Buffer.concat([word(type), sized(content, 2)]);

/** server_name (RFC 6066 section 3): a host's name, never an address. */
const nameExtension = (servername: string): Buffer => {
  if (isIP(servername) !== 0) return Buffer.alloc(0);
  const name = Buffer.concat([Buffer.from([0]), sized(Buffer.from(servername.replace(/\.$/, ""), "latin1"), 2)]);
  return extension(0, sized(name, 2));
};

/** supported_versions, supported_groups, signature_algorithms, and key_share without a share: the server is to ask for one (RFC 8446 4.1.4). */
const sm4Extensions = Buffer.concat([
  extension(43, sized(word(0x0304), 1)),
  extension(10, sized(word(41), 2)),
  extension(13, sized(word(0x0708), 2)),
  extension(51, sized(Buffer.alloc(0), 2)),
]);

const helloOf = (version: number, ciphers: readonly number[], extensions: Buffer): Buffer => {
  const random = randomBytes(32);
  const noSession = Buffer.from([0]);
  const noCompression = Buffer.from([1, 0]);
  const parts = [word(version), random, noSession, sized(words(ciphers), 2), noCompression, sized(extensions, 2)];
  const message = Buffer.concat([Buffer.from([clientHello]), sized(Buffer.concat(parts), 3)]);
  return Buffer.concat([Buffer.from([handshakeRecord]), word(version), sized(message, 2)]);
};

/** The version of the record and the cipher of a ServerHello; undefined: it is none, or not all there. */
const readServerHello = (bytes: Buffer): { readonly version: number; readonly cipher: number } | undefined => {
  // record header 5, message header 4, version 2, random 32
  const session = 43;
  const at = session + 1 + (bytes[session] ?? 0);
  if (bytes.length < at + 2 || bytes[0] !== handshakeRecord || bytes[5] !== serverHello) return undefined;
  return { version: bytes.readUInt16BE(1), cipher: bytes.readUInt16BE(at) };
};

const attempts = [
  {
    protocol: "TLCP",
    hello: (name: Buffer) => helloOf(tlcpVersion, tlcpCiphers, name),
    is: (version: number, cipher: number) => version === tlcpVersion && tlcpCiphers.includes(cipher),
  },
  {
    protocol: "TLS 1.3 with SM4",
    hello: (name: Buffer) => helloOf(tls12Version, sm4Ciphers, Buffer.concat([name, sm4Extensions])),
    is: (_: number, cipher: number) => sm4Ciphers.includes(cipher),
  },
] as const;

const answers = async (
  context: Context,
  peer: Peer,
  options: Limits & Behalf & { readonly servername: string },
  { hello, is }: (typeof attempts)[number],
): Promise<boolean> => {
  const dialled = await reach(context, peer, options);
  if (!dialled.ok) return false;
  const { socket, hangUp } = dialled.value;
  let bytes = Buffer.alloc(0);
  return awaited<boolean>(
    options,
    () => false,
    (settle) => {
      socket.on("data", (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk]);
        const said = readServerHello(bytes);
        if (said !== undefined) settle(is(said.version, said.cipher));
        else if (bytes.length > 16_384 || bytes[0] !== handshakeRecord) settle(false);
      });
      socket.once("end", () => settle(false)).once("error", () => settle(false));
      socket.once("close", () => settle(false));
      socket.write(hello(nameExtension(options.servername)));
    },
  ).finally(hangUp);
};

/** Which TLS of commercial algorithms a server speaks, asked for nothing else; undefined: none. */
export const gmProtocolOf = async (
  context: Context,
  peer: Peer,
  options: Limits & Behalf & { readonly servername: string },
): Promise<GmProtocol | undefined> => {
  for (const attempt of attempts) if (await answers(context, peer, options, attempt)) return attempt.protocol;
  return undefined;
};
