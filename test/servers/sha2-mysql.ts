import { constants, createHash, generateKeyPairSync, privateDecrypt } from "node:crypto";
import { createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createSecureContext, TLSSocket } from "node:tls";
import {
  challenge,
  errorPacket,
  framed,
  greetingPacket,
  nativePassword,
  okPacket,
  parseResponse,
  resultPackets,
} from "../../src/lab/mysql-wire.js";
import { opened } from "./odd.js";

/**
 * The login of a MySQL 8, which Debian does not have: `caching_sha2_password` and `sha256_password` with both of their ways to ask for
 * the password itself, in TLS and by the server's RSA key (MySQL source, sha2_password.cc). It knows one account.
 */
export type Sha2Options = {
  readonly plugin?: "caching_sha2_password" | "sha256_password";
  /** Its cache knows the account: somebody has logged in with it. */
  readonly cached?: boolean;
  readonly password: string;
  /** Absent: it offers none. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Lets everybody in who answers at all, as one who only pretends to be the server would. */
  readonly impostor?: boolean;
};
export type Sha2Mysql = {
  readonly port: number;
  /** Everything that clients sent, as it is once decrypted, and as text. */
  heard(): string;
  /** The passwords that it was given, in TLS or by its key. */
  given(): readonly string[];
  /** How each connection ended: let in, refused with an error, or left by the client in the middle of the login. */
  endings(): readonly ("in" | "refused" | "left")[];
  close(): Promise<void>;
};

const clientSsl = 0x0800;
const serverVersion = "8.0.36";
const denied = { number: 1045, state: "28000", text: "Access denied for user 'diag'@'127.0.0.1'" };

/** A greeting with this plugin as the default one, and with TLS. */
const greeting = (plugin: string, scramble: Buffer, tls: boolean): Buffer => {
  const native = greetingPacket(serverVersion, 7, scramble);
  const flags = 1 + serverVersion.length + 1 + 4 + 8 + 1;
  if (tls) native.writeUInt16LE(native.readUInt16LE(flags) | clientSsl, flags);
  const head = native.subarray(0, native.length - nativePassword.length - 1);
  return Buffer.concat([head, Buffer.from(`${plugin}\0`)]);
};

const sha256 = (...parts: readonly Buffer[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const xor = (bytes: Buffer, mask: Buffer): Buffer =>
  Buffer.from(bytes.map((byte, at) => byte ^ (mask[at % mask.length] ?? 0)));

/** SHA256(password) XOR SHA256(SHA256(SHA256(password)) + scramble). */
const isToken = (token: Buffer, password: string, scramble: Buffer): boolean => {
  const once = sha256(Buffer.from(password));
  return token.equals(xor(once, sha256(sha256(once), scramble)));
};

const changed = (stream: Duplex): Promise<void> =>
  new Promise((resolve) => {
    const events = ["readable", "end", "close"] as const;
    const settle = (): void => {
      for (const event of events) stream.off(event, settle);
      resolve();
    };
    for (const event of events) stream.once(event, settle);
  });

/** Exactly so many bytes, for what follows may be of another protocol; undefined: the client has left. */
const take = async (stream: Duplex, length: number): Promise<Buffer | undefined> => {
  if (length === 0) return Buffer.alloc(0);
  for (;;) {
    const bytes = stream.read(length) as Buffer | null;
    if (bytes !== null) return bytes.length === length ? bytes : undefined;
    if (stream.readableEnded || stream.destroyed) return undefined;
    await changed(stream);
  }
};

type Packet = { readonly sequence: number; readonly payload: Buffer };
const nextOf = async (stream: Duplex): Promise<Packet | undefined> => {
  const head = await take(stream, 4);
  const payload = head && (await take(stream, head.readUIntLE(0, 3)));
  return payload && { sequence: head.readUInt8(3), payload };
};

/** A talk in which each side speaks in turn. */
class Talk {
  #sequence = 0;
  stream: Duplex;
  constructor(
    stream: Duplex,
    readonly hear: (payload: Buffer) => void,
  ) {
    this.stream = stream;
  }
  say(...payloads: readonly Buffer[]): void {
    for (const payload of payloads) this.stream.write(framed(this.#sequence++, payload));
  }
  begin(): void {
    this.#sequence = 1;
  }
  async next(): Promise<Buffer | undefined> {
    const packet = await nextOf(this.stream);
    if (packet === undefined) return undefined;
    this.#sequence = packet.sequence + 1;
    this.hear(packet.payload);
    return packet.payload;
  }
}

const encrypted = (socket: Socket, tls: NonNullable<Sha2Options["tls"]>): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(tls) });
    secure.once("secure", () => resolve(secure)).on("error", reject);
  });

const { publicKey, privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

const decrypted = (payload: Buffer, scramble: Buffer): string => {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const plain = xor(privateDecrypt({ key: privateKey, padding, oaepHash: "sha1" }, payload), scramble);
  return plain.toString("utf8", 0, plain.length - 1);
};

/** What a client answers to the demand for the password itself; null: it has left, or gives none. */
const passwordIn = async (
  talk: Talk,
  first: Buffer | undefined,
  { keyRequest, scramble, secure }: { keyRequest: number; scramble: Buffer; secure: boolean },
): Promise<string | null> => {
  if (first === undefined || first.length === 0) return null;
  if (secure) return first.toString("utf8", 0, first.length - 1);
  if (!first.equals(Buffer.from([keyRequest]))) return null;
  talk.say(Buffer.concat([Buffer.from([1]), Buffer.from(publicKey)]));
  const answer = await talk.next();
  return answer === undefined ? null : decrypted(answer, scramble);
};

/** One login: `given` is told each password that was given. */
const admits = async (
  talk: Talk,
  { plugin = "caching_sha2_password", cached = false, password, tls }: Sha2Options,
  given: string[],
): Promise<boolean> => {
  const scramble = challenge();
  talk.say(greeting(plugin, scramble, tls !== undefined));
  let packet = await talk.next();
  const secure = packet !== undefined && (packet.readUInt32LE(0) & clientSsl) !== 0 && tls !== undefined;
  if (secure) {
    talk.stream = await encrypted(talk.stream as Socket, tls);
    packet = await talk.next();
  }
  if (packet === undefined) return false;
  const response = parseResponse(packet);
  let token: Buffer | undefined = response.token;
  if (response.plugin !== plugin) {
    talk.say(Buffer.concat([Buffer.from(`\xfe${plugin}\0`, "latin1"), scramble, Buffer.from([0])]));
    token = await talk.next();
  }
  if (plugin === "sha256_password") {
    const told = await passwordIn(talk, token, { keyRequest: 1, scramble, secure });
    if (told !== null && told !== "") given.push(told);
    return told === password;
  }
  if (token !== undefined && cached && isToken(token, password, scramble)) {
    talk.say(Buffer.from([1, 3]));
    return true;
  }
  talk.say(Buffer.from([1, 4]));
  const told = await passwordIn(talk, await talk.next(), { keyRequest: 2, scramble, secure });
  if (told !== null && told !== "") given.push(told);
  return told === password;
};

const quit = 1;
const converse = async (talk: Talk): Promise<void> => {
  for (let packet = await talk.next(); packet !== undefined && packet[0] !== quit; packet = await talk.next()) {
    talk.begin();
    talk.say(...resultPackets({ columns: ["one"], rows: [[1]] }));
  }
};

export const sha2Mysql = async (options: Sha2Options): Promise<Sha2Mysql> => {
  const [given, endings]: [string[], ("in" | "refused" | "left")[]] = [[], []];
  let heard = Buffer.alloc(0);
  const serve = async (socket: Socket): Promise<void> => {
    const talk = new Talk(socket, (payload) => {
      heard = Buffer.concat([heard, payload]);
    });
    const admitted = (await admits(talk, options, given)) || options.impostor === true;
    const left = talk.stream.readableEnded || talk.stream.destroyed;
    endings.push(left ? "left" : admitted ? "in" : "refused");
    talk.say(admitted ? okPacket() : errorPacket(denied));
    if (admitted) await converse(talk);
    talk.stream.end();
  };
  const { port, close } = await opened(
    createServer((socket) => {
      serve(socket).catch(() => socket.destroy());
    }),
  );
  return { port, heard: () => heard.toString("latin1"), given: () => given, endings: () => endings, close };
};
