import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { type Odd, opened } from "./odd.js";

/** An HTTP server of this process that does on the wire what nginx cannot. */
export type OddHttp = Odd & {
  /** The requests as they came, over all connections. */
  readonly requests: () => readonly string[];
};

/** Answers the `nth` request of a connection; the first is 0. */
export type Behaviour = (socket: Socket, nth: number, request: string) => void;

const serve = async (server: Server, event: string, behave: Behaviour): Promise<OddHttp> => {
  const requests: string[] = [];
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
  return { ...(await opened(server)), requests: () => requests };
};

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
