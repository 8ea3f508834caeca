import type { Server, Socket } from "node:net";

/** A server of this process that behaves in one odd way. `connections`: how many came so far. */
export type Odd = { readonly port: number; readonly connections: () => number; close(): Promise<void> };

/** Where it listens; default: a free port of 127.0.0.1. */
export type Where = { readonly host?: string; readonly port?: number };

/** Lets it listen; its `close` ends its connections, too. */
export const opened = (server: Server, { host = "127.0.0.1", port = 0 }: Where = {}): Promise<Odd> =>
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
    server.once("error", reject).listen(port, host, () => {
      resolve({ port: (server.address() as { port: number }).port, connections: () => count, close });
    });
  });
