import type { Socket } from "node:net";
import { Duplex } from "node:stream";

const recordTypes = { changeCipherSpec: 20, handshake: 22, applicationData: 23 } as const;
const certificateMessage = 11;

/** TLS records (RFC 8446 section 5.1) of a stream: type and content. */
const records = (bytes: Buffer): { readonly type: number; readonly content: Buffer }[] => {
  const found = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    found.push({ type: bytes.readUInt8(at), content: bytes.subarray(at + 5, end) });
    at = end;
  }
  return found;
};

/**
 * Stands between a TLS client and its socket and keeps what tells failures apart and Node does not tell: how the
 * server's answer begins, and whether the client was asked for a certificate.
 */
export class Tap extends Duplex {
  /** The first bytes that came. */
  head = Buffer.alloc(0);
  readonly #sent: Buffer[] = [];
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      if (this.head.length < 16) this.head = Buffer.concat([this.head, chunk.subarray(0, 16)]);
      if (!this.push(chunk)) socket.pause();
    });
    socket.once("end", () => this.push(null));
    socket.once("error", (error) => this.destroy(error));
    socket.once("close", () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#sent.push(Buffer.from(chunk));
    this.#socket.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  /** What answered began as HTTP does, or as no TLS record does. */
  get spoke(): "nothing" | "tls" | "http" | "other" {
    if (this.head.length === 0) return "nothing";
    if (/^(HTTP\/\d|<(!DOCTYPE|html))/i.test(this.head.toString("latin1"))) return "http";
    const [type = 0, major] = this.head;
    return type >= 20 && type <= 23 && (major === undefined || major === 3) ? "tls" : "other";
  }

  /**
   * Whether the server asked for a client certificate: the client then answers with a Certificate message, be it an empty one. Up to
   * TLS 1.2 that is the plain message before its ChangeCipherSpec; in TLS 1.3 it is an encrypted record besides the one of Finished.
   */
  get certificateRequested(): boolean {
    const sent = records(Buffer.concat(this.#sent));
    const ciphered = sent.findIndex(({ type }) => type === recordTypes.changeCipherSpec);
    const plain = sent.slice(0, ciphered < 0 ? undefined : ciphered);
    return (
      plain.some(({ type, content }) => type === recordTypes.handshake && content[0] === certificateMessage) ||
      sent.filter(({ type }) => type === recordTypes.applicationData).length > 1
    );
  }
}
