import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Daemon, freePort, startDaemon, temporaryDirectory } from "./daemon.js";
import { run } from "./namespace.js";

export type Xrdp = { readonly port: number; readonly daemon: Daemon; stop(): Promise<void> };

/** xrdp without a session manager: it negotiates as any RDP server does, which is all that a port check asks. */
const config = (address: string, port: number, folder: string): string => `[Globals]
ini_version=1
fork=true
port=tcp://${address}:${port}
tcp_nodelay=true
security_layer=rdp
crypt_level=high
max_bpp=32

[Logging]
LogFile=${join(folder, "xrdp.log")}
LogLevel=INFO
EnableSyslog=false

[Channels]
`;

export type XrdpOptions = {
  readonly address?: string;
  readonly port?: number;
  /** Wraps the command, for a network namespace: `network.server.command`. */
  readonly within?: (...command: readonly string[]) => readonly string[];
};

/** A real RDP listener, on loopback or inside a namespace. */
export const startXrdp = async ({ address = "127.0.0.1", port: fixed, within }: XrdpOptions = {}): Promise<Xrdp> => {
  const port = fixed ?? (await freePort());
  const folder = await temporaryDirectory();
  const file = join(folder.path, "xrdp.ini");
  await writeFile(file, config(address, port, folder.path));
  const command = ["xrdp", "--nodaemon", "-c", file];
  const listens = async (): Promise<boolean> =>
    (await run(...(within?.("ss", "-ltn") ?? ["ss", "-ltn"]))).stdout.includes(`${address}:${port} `);
  const daemon = await startDaemon({ command: within?.(...command) ?? command, ready: listens });
  return {
    port,
    daemon,
    stop: async () => {
      await daemon.stop();
      await folder.remove();
    },
  };
};
