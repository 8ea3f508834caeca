import { connect, createServer, type Socket } from "node:net";

/** What a proxy is asked: `CONNECT api.example.test:8443`, `HEAD http://api.example.test/`. */
export type Asked = { readonly method: string; readonly target: string; readonly head: string };

/** `pass`: does as it is asked; `silent`, `close` and `reset` answer nothing; any other text is the answer. */
export type Reaction = "pass" | "silent" | "close" | "reset" | (string & {});

export type NodeProxy = {
  readonly port: number;
  /** All that it was asked, in order. */
  readonly asked: readonly Asked[];
  close(): Promise<void>;
};

export const status = (line: string, ...fields: readonly string[]): string =>
  [`HTTP/1.1 ${line}`, "Content-Length: 0", ...fields, "", ""].join("\r\n");

/** The status that stands for a failed connection to what lies behind. */
const badGateway = status("502 Bad Gateway");

const splitTarget = (target: string): { host: string; port: number; path: string } => {
  if (!target.startsWith("http:")) {
    const at = target.lastIndexOf(":");
    return { host: target.slice(0, at).replace(/[[\]]/g, ""), port: Number(target.slice(at + 1)), path: "" };
  }
  const { hostname, port, pathname, search } = new URL(target);
  return { host: hostname.replace(/[[\]]/g, ""), port: Number(port || 80), path: pathname + search };
};

/**
 * A proxy of this process for what tinyproxy does not do. Every name lies on 127.0.0.1 for it, and nothing else is ever
 * connected to.
 */
export const nodeProxy = (react: (asked: Asked, nth: number) => Reaction = () => "pass"): Promise<NodeProxy> => {
  const asked: Asked[] = [];
  const open = new Set<Socket>();
  const hold = (socket: Socket): Socket => {
    open.add(socket);
    return socket.on("error", () => {}).on("close", () => open.delete(socket));
  };
  const pass = (socket: Socket, { method, target, head }: Asked): void => {
    const { port, path } = splitTarget(target);
    const behind = hold(connect({ host: "127.0.0.1", port }));
    behind.once("error", () => socket.end(badGateway));
    behind.once("connect", () => {
      if (method === "CONNECT") socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      else behind.write(head.replace(target, path).replace(/^proxy-[^\r]*\r\n/gim, ""));
      socket.pipe(behind);
      behind.pipe(socket);
    });
    socket.once("close", () => behind.destroy());
  };
  const serve = (socket: Socket): void => {
    let text = "";
    const read = (chunk: Buffer): void => {
      text += chunk.toString("latin1");
      if (!text.includes("\r\n\r\n")) return;
      socket.off("data", read);
      const [, method = "", target = ""] = /^(\S+) (\S+) /.exec(text) ?? [];
      const one = { method, target, head: text };
      asked.push(one);
      const reaction = react(one, asked.length - 1);
      if (reaction === "pass") pass(socket, one);
      else if (reaction === "silent") socket.resume();
      else if (reaction === "reset") socket.resetAndDestroy();
      else if (reaction === "close") socket.end();
      else socket.end(reaction);
    };
    hold(socket).on("data", read);
  };
  const server = createServer(serve);
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", () => {
      const close = (): Promise<void> =>
        new Promise((done) => {
          for (const socket of open) socket.destroy();
          server.close(() => done());
        });
      resolve({ port: (server.address() as { port: number }).port, asked, close });
    });
  });
};
