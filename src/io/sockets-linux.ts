import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { endianness } from "node:os";
import ipaddr from "ipaddr.js";
import type { TcpHealth } from "../model/health.js";
import { hostPort } from "../model/place.js";

/** States of /proc/net/tcp (linux/net/tcp_states.h). */
const timeWait = "06";
const closed = "07";
export const listening = "0A";

/** As many clients as are worth naming. */
const shown = 5;

export type SocketLimits = {
  /** First and last of the ports that clients are given. */
  readonly range: readonly [number, number];
  /** Whether a port of a finished connection that still waits can be given out again (tcp_tw_reuse). */
  readonly reuse: (loopback: boolean) => boolean;
};

const tally = (map: Map<string, number>, key: string, by = 1): void => void map.set(key, (map.get(key) ?? 0) + by);
const most = (map: ReadonlyMap<string, number>): [string, number][] => [...map].sort((a, b) => b[1] - a[1]);

const swapped = (word: string): string => (endianness() === "LE" ? (word.match(/../g) ?? []).reverse().join("") : word);

/** Words of four bytes, each in the order of the machine; an IPv4-mapped address is the IPv4 address that it carries. */
export const addressOf = (hex: string): string => {
  const bytes = (hex.match(/.{8}/g) ?? []).map(swapped).join("").match(/../g) ?? [];
  return ipaddr.process(ipaddr.fromByteArray(bytes.map((byte) => Number.parseInt(byte, 16))).toString()).toString();
};

/** The addresses of a table come again and again. */
const remembered = (): ((hex: string) => string) => {
  const known = new Map<string, string>();
  return (hex) => {
    const found = known.get(hex) ?? addressOf(hex);
    known.set(hex, found);
    return found;
  };
};

const isLoopback = (address: string): boolean => address.startsWith("127.") || address === "::1";

/** Counts the lines of /proc/net/tcp and tcp6 (proc(5)) as they come. */
export const createSocketCount = ({ range: [first, last], reuse }: SocketLimits) => {
  const address = remembered();
  const listeners = new Set<number>();
  const incoming = new Map<string, number>();
  const outgoing = new Map<string, number>();
  let connections = 0;
  const add = (line: string): void => {
    const [, local = "", remote = "", state = ""] = line.trim().split(/\s+/, 4);
    const [hereHex = "", portHex = ""] = local.split(":");
    const [thereHex = "", farHex = ""] = remote.split(":");
    if (farHex === "" || state === closed) return;
    const port = Number.parseInt(portHex, 16);
    if (state === listening) return void listeners.add(port);
    const [here, there] = [address(hereHex), address(thereHex)];
    const within = here === there || (isLoopback(here) && isLoopback(there));
    if (port >= first && port <= last && !(state === timeWait && reuse(within))) {
      tally(outgoing, `${here} ${hostPort(there, Number.parseInt(farHex, 16))} ${port}`);
    }
    if (state === timeWait) return;
    // Both ends of a connection within this machine are in the table.
    connections += within ? 0.5 : 1;
    if (!within) tally(incoming, `${port} ${there}`);
  };
  const read = (): TcpHealth => {
    const clients = new Map<string, number>();
    for (const [key, count] of incoming) {
      const [port = "", there = ""] = key.split(" ");
      if (listeners.has(Number(port))) tally(clients, there, count);
    }
    const destinations = new Map<string, number>();
    for (const key of outgoing.keys()) {
      const [here, to, port] = key.split(" ");
      // What a service here answers from is not a port that was given to a client.
      if (!listeners.has(Number(port))) tally(destinations, `${here} ${to}`);
    }
    const [top] = most(destinations);
    const named = most(clients).slice(0, shown);
    return {
      connections: Math.round(connections),
      clients: named.map(([there, count]) => ({ address: there, connections: count })),
      ports: { to: top?.[0].split(" ")[1] ?? "", used: top?.[1] ?? 0, range: last - first + 1 },
    };
  };
  return { add, read };
};

const setting = (name: string): Promise<string> => readFile(`/proc/sys/net/ipv4/${name}`, "utf8").catch(() => "");

const limits = async (): Promise<SocketLimits | undefined> => {
  const [range, reuse] = await Promise.all([setting("ip_local_port_range"), setting("tcp_tw_reuse")]);
  const [first, last] = range.trim().split(/\s+/).map(Number);
  if (first === undefined || last === undefined) return undefined;
  const how = reuse.trim();
  return { range: [first, last], reuse: (loopback) => how === "1" || (how === "2" && loopback) };
};

/** Calls back for each line of a file, in pieces, so that a table of a hundred thousand sockets stalls nothing. */
export const eachLine = async (path: string, use: (line: string) => void): Promise<void> => {
  let rest = "";
  try {
    for await (const chunk of createReadStream(path, { encoding: "latin1" })) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(use);
    }
  } catch {
    // IPv6 may be switched off.
  }
};

export const tables = ["/proc/net/tcp", "/proc/net/tcp6"] as const;

/** The TCP sockets of this network namespace; null where /proc does not tell. */
export const readSockets = async (): Promise<TcpHealth | null> => {
  const known = await limits();
  if (known === undefined) return null;
  const count = createSocketCount(known);
  for (const path of tables) await eachLine(path, count.add);
  return count.read();
};
