import { type Daemon, startDaemon } from "./daemon.js";
import type { Namespace } from "./namespace.js";

const listen = `
  const [port] = process.argv.slice(1);
  require("node:net").createServer((one) => one.on("error", () => {})).listen(Number(port), "::", 511, () => console.log("ready"));
`;

/** Opens connections one after another and holds them; says how many it has. */
const hold = `
  const { connect } = require("node:net");
  const [address, port, count] = process.argv.slice(1);
  const open = () => new Promise((resolve) => {
    const one = connect(Number(port), address).once("connect", () => resolve(1)).once("error", () => resolve(0));
  });
  (async () => {
    let held = 0;
    for (let i = 0; i < Number(count); i += 1) held += await open();
    console.log("holds " + held + " ready");
    setInterval(() => {}, 1000);
  })();
`;

/** A server that accepts on all addresses of a namespace and stays silent. */
export const startListener = (ns: Namespace, port: number): Promise<Daemon> =>
  startDaemon({ command: ns.command(process.execPath, "-e", listen, String(port)), ready: { output: /ready/ } });

/** `count` connections that are held until it is stopped. */
export const startCrowd = (ns: Namespace, address: string, port: number, count: number): Promise<Daemon> =>
  startDaemon({
    command: ns.command(process.execPath, "-e", hold, address, String(port), String(count)),
    ready: { output: /ready/ },
  });
