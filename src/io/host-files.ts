import { isIP } from "node:net";
import type { HostState } from "../model/io.js";
import type { Environment } from "./context.js";

export type Resolv = Pick<HostState, "resolvers" | "search" | "ndots" | "overTcp">;

/** The C library asks no more servers than this (resolv.conf(5)). */
const servers = 3;
const highestNdots = 15;

const lines = (text: string): string[][] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^[#;]/.test(line))
    .map((line) => line.split(/\s+/));

/** resolv.conf(5). Without `search` and `domain` the domain of the host's own name is searched. */
export const parseResolv = (text: string, hostname: string): Resolv => {
  const resolvers: { address: string; port: number }[] = [];
  let search = hostname.includes(".") ? [hostname.slice(hostname.indexOf(".") + 1)] : [];
  let ndots = 1;
  let overTcp = false;
  for (const [keyword, ...values] of lines(text)) {
    const [first = ""] = values;
    if (keyword === "nameserver" && isIP(first) !== 0) resolvers.push({ address: first, port: 53 });
    if (keyword === "domain") search = [first];
    if (keyword === "search") search = values;
    if (keyword !== "options") continue;
    overTcp ||= values.includes("use-vc");
    const option = values.find((value) => /^ndots:\d+$/.test(value));
    if (option !== undefined) ndots = Math.min(highestNdots, Number(option.slice("ndots:".length)));
  }
  return { resolvers: resolvers.slice(0, servers), search, ndots, ...(overTcp ? { overTcp } : {}) };
};

/** hosts(5): names in lower case, comments left out. */
export const parseHosts = (text: string): HostState["hostsFile"] =>
  lines(text.replace(/#.*/g, ""))
    .filter(([address = "", ...names]) => isIP(address) !== 0 && names.length > 0)
    .map(([address = "", ...names]) => ({ address, names: names.map((name) => name.toLowerCase()) }));

/** Everything before the last `@` of the authority, whether or not the value is a proper URL. */
const withoutUserinfo = (url: string): string => url.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/i, "$1");

/** The proxy variables that programs obey; lower case wins, as it does for curl. */
export const parseProxies = (env: Environment): HostState["proxy"] => {
  const value = (name: string): string | undefined => env[name] || env[name.toUpperCase()] || undefined;
  const url = (name: string): string | undefined => {
    const found = value(name);
    return found === undefined ? undefined : withoutUserinfo(found);
  };
  const all = { http: url("http_proxy"), https: url("https_proxy"), all: url("all_proxy"), no: value("no_proxy") };
  return Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined));
};
