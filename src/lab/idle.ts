import type { Socket } from "node:net";

/** What happens to a connection that nothing was said on for `after` milliseconds. */
export type IdlePlan = { readonly after: number; readonly ends: "fin" | "reset" | "silence" };

/** Watches the pauses between requests, and knows the connections that were silently forgotten. */
export type IdleWatch = {
  /** The TCP connection came in; a TLS session on it has the same remote port. */
  opened(connection: Socket): void;
  /** A request came in: the number of requests so far on its connection, or undefined if it was forgotten. */
  busy(socket: Socket): number | undefined;
  /** An answer went out. */
  rested(socket: Socket): void;
};

type Line = { readonly connection: Socket; requests: number; forgotten: boolean; timer?: NodeJS.Timeout };

const act = (line: Line, socket: Socket, plan: IdlePlan): void => {
  if (plan.ends === "fin") socket.end();
  if (plan.ends === "reset") line.connection.resetAndDestroy();
  if (plan.ends === "silence") line.forgotten = true;
};

/** `plan` null: pauses have no consequence. */
export const watchIdle = (plan: IdlePlan | null): IdleWatch => {
  const lines = new Map<number | undefined, Line>();
  const opened = (connection: Socket): void => {
    const key = connection.remotePort;
    const line: Line = { connection, requests: 0, forgotten: false };
    lines.set(key, line);
    connection.once("close", () => {
      clearTimeout(line.timer);
      if (lines.get(key) === line) lines.delete(key);
    });
  };
  const busy = (socket: Socket): number | undefined => {
    const line = lines.get(socket.remotePort);
    if (line === undefined || line.forgotten) return undefined;
    clearTimeout(line.timer);
    line.requests += 1;
    return line.requests;
  };
  const rested = (socket: Socket): void => {
    const line = lines.get(socket.remotePort);
    if (line === undefined || plan === null) return;
    const asked = line.requests;
    // After a stall of this process the next request may be waiting already: it is read before the pause is judged.
    const judge = () => setImmediate(() => line.requests === asked && act(line, socket, plan));
    line.timer = setTimeout(judge, plan.after);
  };
  return { opened, busy, rested };
};
