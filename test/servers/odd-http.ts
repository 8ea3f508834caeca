import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";

/** An HTTP server of this process that does on the wire what nginx cannot. */
export type OddHttp = {
  readonly port: number;
  readonly connections: () => number;
  /** The requests as they came, over all connections. */
  readonly requests: () => readonly string[];
  close(): Promise<void>;
};

/** Answers the `nth` request of a connection; the first is 0. */
export type Behaviour = (socket: Socket, nth: number, request: string) => void;

const serve = (server: Server, event: string, behave: Behaviour): Promise<OddHttp> =>
  new Promise((resolve, reject) => {
    const open = new Set<Socket>();
    const requests: string[] = [];
    let connections = 0;
    server.on("connection", (socket: Socket) => {
      connections += 1;
      open.add(socket);
      socket.on("error", () => {}).on("close", () => open.delete(socket));
    });
    server.on(event, (socket: Socket) => {
      let [text, nth] = ["", 0];
      socket
        .on("error", () => {})
        .on("data", (chunk) => {
          text += chunk;
          for (let end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
            const request = text.slice(0, end + 4);
            text = text.slice(end + 4);
            requests.push(request);
            behave(socket, nth++, request);
          }
        });
    });
    const close = (): Promise<void> =>
      new Promise((done) => {
        for (const socket of open) socket.destroy();
        server.close(() => done());
      });
    server.once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      resolve({ port, connections: () => connections, requests: () => requests, close });
    });
  });

export const oddHttp = (behave: Behaviour): Promise<OddHttp> => serve(createServer(), "connection", behave);

/** The same behind TLS. */
export const oddHttps = (tls: { readonly cert: string; readonly key: string }, behave: Behaviour): Promise<OddHttp> =>
  serve(
    createTlsServer(tls).on("tlsClientError", () => {}),
    "secureConnection",
    behave,
  );

/** A whole answer as text. */
export const answer = (body = '{"status":"ok"}', fields: readonly string[] = [], status = "200 OK"): string =>
  [
    `HTTP/1.1 ${status}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...fields,
    "",
    body,
  ].join("\r\n");

export const ok: Behaviour = (socket) => void socket.write(answer());
