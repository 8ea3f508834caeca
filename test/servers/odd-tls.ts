import { connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

/** A server of this process that does at the TLS level what nginx cannot. */
export type OddTls = { readonly port: number; readonly connections: () => number; close(): Promise<void> };

const opened = (server: Server): Promise<OddTls> =>
  new Promise((resolve, reject) => {
    const open = new Set<Socket>();
    let count = 0;
    server.on("connection", (socket: Socket) => {
      count += 1;
      open.add(socket);
      socket.on("error", () => {}).on("close", () => open.delete(socket));
    });
    const close = (): Promise<void> =>
      new Promise((done) => {
        for (const socket of open) socket.destroy();
        server.close(() => done());
      });
    server.once("error", reject).listen(0, "127.0.0.1", () => {
      resolve({ port: (server.address() as { port: number }).port, connections: () => count, close });
    });
  });

/** Does one thing with the socket once the ClientHello is there. */
export const atHello = (act: (socket: Socket, hello: Buffer, nth: number) => void): Promise<OddTls> => {
  let nth = 0;
  return opened(
    createServer((socket) => {
      const at = nth++;
      socket.once("data", (hello: Buffer) => act(socket, hello, at));
    }),
  );
};

/** Answers the ClientHello with a fatal alert (RFC 8446 section 6). */
export const alerting = (alert: number): Promise<OddTls> =>
  atHello((socket) => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, alert])));

/** Node's own TLS server: asks for client certificates, restricts versions and ciphers. */
export const nodeTls = (options: TlsOptions): Promise<OddTls> => {
  const server = createTlsServer(options);
  server.on("tlsClientError", () => {}).on("secureConnection", (socket) => socket.on("error", () => {}).resume());
  return opened(server);
};

/** Handshakes as `options` say, but for those whose turn `fails` says it is: these are reset. */
export const flaky = async (options: TlsOptions, fails: (nth: number) => boolean): Promise<OddTls> => {
  const behind = await nodeTls(options);
  let nth = 0;
  const front = await atHello((socket, hello) => {
    // A slow first handshake has the port asked for plain HTTP beside it: that is no handshake.
    if (hello[0] === 22 && fails(nth++)) return socket.resetAndDestroy();
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
export const legacyRenegotiation = async (options: TlsOptions): Promise<OddTls> => {
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
