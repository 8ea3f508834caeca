import { createDiffieHellman, X509Certificate } from "node:crypto";
import { connect, createServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { type Odd, opened } from "./odd.js";

/** Servers of this process that do at the TLS level what nginx cannot. */

/** Does one thing with the socket once the ClientHello is there. */
export const atHello = (act: (socket: Socket, hello: Buffer, nth: number) => void): Promise<Odd> => {
  let nth = 0;
  return opened(
    createServer((socket) => {
      const at = nth++;
      socket.once("data", (hello: Buffer) => act(socket, hello, at));
    }),
  );
};

/** Answers the ClientHello with a fatal alert (RFC 8446 section 6). */
export const alerting = (alert: number): Promise<Odd> =>
  atHello((socket) => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, alert])));

/** Node's own TLS server: asks for client certificates, restricts versions and ciphers. */
export const nodeTls = (options: TlsOptions): Promise<Odd> => {
  const server = createTlsServer(options);
  server.on("tlsClientError", () => {}).on("secureConnection", (socket) => socket.on("error", () => {}).resume());
  return opened(server);
};

const resets = (socket: Socket): unknown => socket.resetAndDestroy();

/** Handshakes as `options` say, but for those whose turn `fails` says it is: these are reset, or whatever `fail` does. */
export const flaky = async (
  options: TlsOptions,
  fails: (nth: number) => boolean,
  fail: (socket: Socket) => unknown = resets,
): Promise<Odd> => {
  const behind = await nodeTls(options);
  let nth = 0;
  const front = await atHello((socket, hello) => {
    // A slow first handshake has the port asked for plain HTTP beside it: that is no handshake.
    if (hello[0] === 22 && fails(nth++)) return void fail(socket);
    const onward = connect(behind.port, "127.0.0.1", () => onward.write(hello));
    onward.on("error", () => socket.destroy());
    socket.on("close", () => onward.destroy());
    return void onward.pipe(socket).pipe(onward);
  });
  return {
    ...front,
    async close() {
      await front.close();
      await behind.close();
    },
  };
};

/** The renegotiation_info extension (RFC 5746) as a server sends it. */
const renegotiationInfo = Buffer.from("ff01000100", "hex");

/** Takes renegotiation_info out of a ServerHello and makes the three lengths around it right again. */
const withoutRenegotiationInfo = (bytes: Buffer): Buffer => {
  const at = bytes.indexOf(renegotiationInfo);
  if (bytes[0] !== 22 || at < 0) return bytes;
  const cut = renegotiationInfo.length;
  const out = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + cut)]);
  out.writeUInt16BE(bytes.readUInt16BE(3) - cut, 3);
  out.writeUIntBE(bytes.readUIntBE(6, 3) - cut, 6, 3);
  // type, version and length of the record, of the message; version, random, session id, cipher, compression
  const extensions = 5 + 4 + 2 + 32 + 1 + (bytes[43] ?? 0) + 2 + 1;
  out.writeUInt16BE(bytes.readUInt16BE(extensions) - cut, extensions);
  return out;
};

/** A TLS 1.2 server that knows nothing of secure renegotiation: Node's own behind a wire that takes the extension away. */
export const legacyRenegotiation = async (options: TlsOptions): Promise<Odd> => {
  const behind = await nodeTls({ ...options, maxVersion: "TLSv1.2" });
  const front = await atHello((socket, hello) => {
    const onward = connect(behind.port, "127.0.0.1", () => onward.write(hello));
    onward.on("error", () => socket.destroy()).on("data", (bytes) => socket.write(withoutRenegotiationInfo(bytes)));
    socket.on("data", (bytes) => onward.write(bytes)).on("close", () => onward.destroy());
  });
  return {
    ...front,
    async close() {
      await front.close();
      await behind.close();
    },
  };
};

/** What a ClientHello offers, as a server reads it (RFC 5246 section 7.4.1.2, GB/T 38636-2020 section 6.4.5.2). */
type Offer = { readonly version: number; readonly ciphers: readonly number[]; readonly tail: Buffer };
const offerOf = (hello: Buffer): Offer => {
  const session = 43;
  const at = session + 1 + (hello[session] ?? 0);
  const size = hello.readUInt16BE(at);
  const ciphers = Array.from({ length: size / 2 }, (_, nth) => hello.readUInt16BE(at + 2 + 2 * nth));
  const whole = hello.readUInt16BE(3) === hello.length - 5 && hello.readUIntBE(6, 3) === hello.length - 9;
  if (!whole || hello[5] !== 1) throw new Error("this is no ClientHello");
  return { version: hello.readUInt16BE(9), ciphers, tail: hello.subarray(at + 2 + size) };
};

const nothing: Offer = { version: 0, ciphers: [], tail: Buffer.alloc(0) };

/** A ServerHello that takes one cipher, with extensions. */
const serverHello = (version: number, cipher: number, extensions = ""): Buffer => {
  const random = "5a".repeat(32);
  const number = (value: number, bytes: number): string => value.toString(16).padStart(bytes * 2, "0");
  const tail = extensions === "" ? "" : number(extensions.length / 2, 2) + extensions;
  const body = `${number(version, 2)}${random}00${number(cipher, 2)}00${tail}`;
  const message = `02${number(body.length / 2, 3)}${body}`;
  return Buffer.from(`16${number(version, 2)}${number(message.length / 2, 2)}${message}`, "hex");
};

/** A server of TLCP (GB/T 38636-2020) alone: with others it speaks no further than an alert, or not even that. */
export const tlcpOnly = (refusal: "alert of its own" | "alert" | "hangs up"): Promise<Odd> =>
  atHello((socket, hello) => {
    // Who asks in plain HTTP gets no more than who asks in TLS.
    const { version, ciphers } = hello[0] === 22 ? offerOf(hello) : nothing;
    if (version === 0x0101 && ciphers.includes(0xe013)) return void socket.write(serverHello(0x0101, 0xe013));
    if (refusal === "hangs up") return void socket.end();
    socket.end(Buffer.from(refusal === "alert" ? "15030300020246" : "15010100020246", "hex"));
  });

/** A server of TLS 1.3 that takes SM4 alone (RFC 8998): it asks for a share of curveSM2 by a HelloRetryRequest. */
export const sm4Only = (): Promise<Odd> =>
  atHello((socket, hello) => {
    const { ciphers, tail } = hello[0] === 22 ? offerOf(hello) : nothing;
    const speaks13 = tail.includes(Buffer.from("002b0003020304", "hex"));
    if (!speaks13 || !ciphers.includes(0x00c6)) return void socket.end(Buffer.from("15030300020228", "hex"));
    socket.write(serverHello(0x0303, 0x00c6, "002b00020304003300020029"));
  });

/** A message of the handshake in a record of its own. */
const inRecord = (type: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(9);
  head.writeUInt8(22, 0);
  head.writeUInt16BE(0x0303, 1);
  head.writeUInt16BE(body.length + 4, 3);
  head.writeUInt8(type, 5);
  head.writeUIntBE(body.length, 6, 3);
  return Buffer.concat([head, body]);
};
const sized = (content: Buffer, bytes: 2 | 3): Buffer => {
  const size = Buffer.alloc(bytes);
  size.writeUIntBE(content.length, 0, bytes);
  return Buffer.concat([size, content]);
};

/**
 * What a TLS 1.2 server says whose Diffie-Hellman key has 512 bits, which no OpenSSL serves any more. Clients look at its
 * size before they look at the signature, so there is none.
 */
export const smallDhFlight = (pem: string): Buffer => {
  const certificate = new X509Certificate(pem).raw;
  const group = createDiffieHellman(512);
  const ours = group.generateKeys();
  const unsigned = Buffer.concat([Buffer.from("0401", "hex"), sized(Buffer.alloc(256), 2)]);
  const key = Buffer.concat([...[group.getPrime(), group.getGenerator(), ours].map((one) => sized(one, 2)), unsigned]);
  const records = [inRecord(11, sized(sized(certificate, 3), 3)), inRecord(12, key), inRecord(14, Buffer.alloc(0))];
  return Buffer.concat([serverHello(0x0303, 0x009e, "ff01000100"), ...records]);
};

export const smallDh = (pem: string): Promise<Odd> =>
  atHello((socket, hello) => {
    if (hello[0] !== 22) return void socket.end();
    socket.write(smallDhFlight(pem));
  });
