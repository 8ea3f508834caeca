import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll } from "vitest";

export type Listener = { readonly port: number; readonly connections: () => number };

/** A port of the test's own: `accept` is called with every connection; without it, nothing is ever said. */
export const listener = (accept: (socket: Socket) => void = () => {}): Listener => {
  let server: Server | undefined;
  let count = 0;
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    const created = createServer((socket) => {
      count += 1;
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => sockets.delete(socket));
      accept(socket);
    });
    await new Promise<void>((resolve) => created.listen(0, "127.0.0.1", resolve));
    server = created;
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  });
  return {
    get port() {
      const address = server?.address() as AddressInfo | undefined;
      return address?.port ?? 0;
    },
    connections: () => count,
  };
};
