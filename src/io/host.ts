import { readFile } from "node:fs/promises";
import { hostname, release, type, uptime } from "node:os";
import { join } from "node:path";
import type { HostState, Neighbour } from "../model/io.js";
import type { Environment } from "./context.js";
import { addressedInterfaces, nodeResolvers } from "./host-any.js";
import { parseHosts, parseProxies, parseResolv, type Resolv } from "./host-files.js";
import { readInterfaces, readNeighbours as readLinuxNeighbours, readRoutes } from "./host-linux.js";

const linux = process.platform === "linux";

const text = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

const hostsPath = ({ SystemRoot = "C:\\Windows" }: Environment): string =>
  process.platform === "win32" ? join(SystemRoot, "System32", "drivers", "etc", "hosts") : "/etc/hosts";

/** Not every system keeps its resolvers in resolv.conf(5); node:dns knows the servers elsewhere, but no search list. */
const resolvConf = async (): Promise<Resolv> =>
  linux
    ? parseResolv(await text("/etc/resolv.conf"), hostname())
    : { resolvers: nodeResolvers(), search: [], ndots: 1 };

/** This host as it is now. What a system does not tell is null; nothing here fails. */
export const readHost = async (env: Environment): Promise<HostState> => {
  const [interfaces, routes, resolv, hosts] = await Promise.all([
    linux ? readInterfaces() : addressedInterfaces(),
    linux ? readRoutes() : null,
    resolvConf(),
    text(hostsPath(env)),
  ]);
  return {
    platform: `${type()} ${release()}`,
    hostname: hostname(),
    uptime: Math.round(uptime() * 1000),
    interfaces,
    routes,
    ...resolv,
    hostsFile: parseHosts(hosts),
    proxy: parseProxies(env),
  };
};

/** The neighbours that the kernel knows; null where it does not say. */
export const readNeighbours = async (): Promise<readonly Neighbour[] | null> => (linux ? readLinuxNeighbours() : null);
