import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Daemon, freePort, startDaemon, temporaryDirectory } from "./daemon.js";
import type { Namespace } from "./namespace.js";

export type TinyproxyOptions = {
  readonly listen?: string;
  readonly port?: number;
  /** `user:password` that clients must give. */
  readonly login?: string;
  /** Ports that tunnels may lead to; default: all. */
  readonly connectPorts?: readonly number[];
  /** Regular expressions of hosts that are refused. */
  readonly denied?: readonly string[];
  readonly within?: Namespace;
};
export type Tinyproxy = {
  readonly port: number;
  readonly daemon: Daemon;
  /** The request lines that it took: `CONNECT localhost:8443 HTTP/1.1`. What it prints is read later than what it answers: wait for it. */
  requests(): readonly string[];
  stop(): Promise<void>;
};

/** Real tinyproxy on a free port of 127.0.0.1, or inside a namespace. */
export const startTinyproxy = async (options: TinyproxyOptions = {}): Promise<Tinyproxy> => {
  const { listen = "127.0.0.1", login, connectPorts = [], denied = [], within } = options;
  const port = options.port ?? (await freePort());
  const directory = await temporaryDirectory();
  const file = (name: string): string => join(directory.path, name);
  const lines = [
    `Port ${port}`,
    `Listen ${listen}`,
    "Timeout 30",
    "LogLevel Connect",
    "MaxClients 50",
    'ViaProxyName "tinyproxy"',
    ...(login === undefined ? [] : [`BasicAuth ${login.replace(":", " ")}`]),
    ...connectPorts.map((one) => `ConnectPort ${one}`),
    ...(denied.length === 0 ? [] : [`Filter "${file("filter")}"`, "FilterExtended On"]),
  ];
  await writeFile(file("filter"), `${denied.join("\n")}\n`);
  await writeFile(file("tinyproxy.conf"), `${lines.join("\n")}\n`);
  const command = ["tinyproxy", "-d", "-c", file("tinyproxy.conf")];
  const daemon = await startDaemon({
    command: within === undefined ? command : within.command(...command),
    ready:
      within === undefined
        ? { port, host: listen }
        : async () => (await within.run("ss", "-ltn")).stdout.includes(`:${port} `),
  });
  return {
    port,
    daemon,
    requests: () =>
      [...daemon.output().matchAll(/Request \(file descriptor \d+\): (.+)/g)].map(([, line = ""]) => line),
    async stop() {
      await daemon.stop();
      await directory.remove();
    },
  };
};
