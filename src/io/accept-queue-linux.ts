import { readdir, readlink } from "node:fs/promises";
import { isThisMachine } from "../model/address.js";
import type { Peer } from "../model/io.js";
import { isOwnAddress } from "./host-any.js";
import { addressOf, eachLine, listening, tables } from "./sockets-linux.js";

const everywhere: readonly string[] = ["0.0.0.0", "::"];

/** A listening socket and the connections in its accept queue (proc(5): rx_queue). */
type Listener = { readonly inode: string; readonly waiting: number };

/** The listener on a port of an address that a line of the table tells of. */
export const listenerIn = (line: string, { address, port }: Peer): Listener | undefined => {
  const [, local = "", , state = "", queues = "", , , , , inode = ""] = line.trim().split(/\s+/, 10);
  const [hereHex = "", portHex = ""] = local.split(":");
  if (state !== listening || Number.parseInt(portHex, 16) !== port) return undefined;
  const here = addressOf(hereHex);
  if (here !== address && !everywhere.includes(here)) return undefined;
  return { inode, waiting: Number.parseInt(queues.split(":")[1] ?? "", 16) };
};

/** The sockets of this very process, by their inodes. */
const ownSockets = async (): Promise<ReadonlySet<string>> => {
  const open = await readdir("/proc/self/fd").catch(() => []);
  const links = await Promise.all(open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")));
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
};

/**
 * Connections that wait until the program that listens on a port of this machine takes them; undefined: none does, or it is another's.
 * What this process itself listens on is the demonstration, which plays machines whose queues nobody sees.
 */
export const waitingAt = async (peer: Peer): Promise<number | undefined> => {
  if (!isThisMachine(peer.address) && !isOwnAddress(peer.address)) return undefined;
  const own = await ownSockets();
  const found: number[] = [];
  const look = (line: string): void => {
    const listener = listenerIn(line, peer);
    if (listener !== undefined && !own.has(listener.inode)) found.push(listener.waiting);
  };
  for (const path of tables) await eachLine(path, look);
  return found.length === 0 ? undefined : Math.max(...found);
};
