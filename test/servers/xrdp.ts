import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Daemon, freePort, startDaemon, temporaryDirectory } from "./daemon.js";

export type Xrdp = { readonly port: number; readonly daemon: Daemon; stop(): Promise<void> };

/** xrdp without a session manager: it negotiates as any RDP server does, which is all that a port check asks. */
const config = (port: number, folder: string): string => `[Globals]
ini_version=1
fork=true
port=tcp://127.0.0.1:${port}
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

/** A real RDP listener on loopback. */
export const startXrdp = async (): Promise<Xrdp> => {
  const port = await freePort();
  const folder = await temporaryDirectory();
  const file = join(folder.path, "xrdp.ini");
  await writeFile(file, config(port, folder.path));
  const daemon = await startDaemon({ command: ["xrdp", "--nodaemon", "-c", file], ready: { port } });
  return {
    port,
    daemon,
    stop: async () => {
      await daemon.stop();
      await folder.remove();
    },
  };
};
