import type { AddressInfo, Server, Socket } from "node:net";

/** Everything of the platform listens here and nowhere else. */
export const loopback = "127.0.0.1";

/** A running part of the platform. After `close` nothing of it is left. */
export type Service = { readonly port: number; close(): Promise<void> };

/** Starts a server of any kind on loopback; port 0 takes a free one. `close` ends its connections, too. */
export const listen = (server: Server, port = 0, backlog?: number): Promise<Service> => {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      for (const socket of sockets) socket.destroy();
    });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: loopback, port, backlog }, () => {
      server.off("error", reject);
      resolve({ port: (server.address() as AddressInfo).port, close });
    });
  });
};

/** Starts several services at once. If one cannot start, the others are ended before the error goes on. */
export const startAll = async <T extends Record<string, Promise<Service>>>(
  starting: T,
): Promise<{ [K in keyof T]: Awaited<T[K]> }> => {
  const names = Object.keys(starting);
  const ends = await Promise.allSettled(Object.values(starting));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) {
    await Promise.all(ends.map((end) => (end.status === "fulfilled" ? end.value.close() : undefined)));
    throw failed.reason;
  }
  return Object.fromEntries(ends.map((end, i) => [names[i], end.status === "fulfilled" ? end.value : undefined])) as {
    [K in keyof T]: Awaited<T[K]>;
  };
};
