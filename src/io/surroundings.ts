import { readFile } from "node:fs/promises";
import { arch, availableParallelism, cpus, release, totalmem, type, uptime } from "node:os";
import type { HostState } from "../model/io.js";
import { version } from "../model/version.js";
import type { Environment } from "./context.js";
import { readHost } from "./host.js";

/** What whoever reads a report from elsewhere would ask first. Sizes in MiB, times in ISO 8601. */
export type Surroundings = {
  readonly at: string;
  readonly versions: { readonly "invoice-diag": string } & Readonly<Record<string, string>>;
  readonly system: Readonly<Record<string, string | number | boolean | null>>;
  readonly host: Omit<HostState, "hostsFile" | "uptime">;
  /** Lines of the hosts file that name a host of the report. */
  readonly hostsFile: HostState["hostsFile"];
  /** Soft and hard limits of this process (getrlimit(2)), as the kernel words them; null where it does not say. */
  readonly limits: Readonly<Record<string, { readonly soft: string; readonly hard: string }>> | null;
  /** Variables that change what Node or TLS libraries trust and do; their values where these are paths or flags. */
  readonly variables: Readonly<Record<string, string>>;
};

const text = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

/** `PRETTY_NAME` of os-release(5); null elsewhere. */
const distribution = async (): Promise<string | null> =>
  /^PRETTY_NAME="?([^"\n]*)/m.exec(await text("/etc/os-release"))?.[1] ?? null;

const limitsOf = (table: string): Surroundings["limits"] => {
  const rows = table
    .split("\n")
    .slice(1)
    .flatMap((line) => {
      const [, name, soft = "", hard = ""] = /^(\S.*?)\s{2,}(\S+)\s+(\S+)/.exec(line) ?? [];
      return name === undefined ? [] : [[name, { soft, hard }] as const];
    });
  return rows.length === 0 ? null : Object.fromEntries(rows);
};

const told = [
  "LANG",
  "LC_ALL",
  "TZ",
  "NODE_OPTIONS",
  "NODE_EXTRA_CA_CERTS",
  "NODE_TLS_REJECT_UNAUTHORIZED",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "SSLKEYLOGFILE",
];

const system = async (): Promise<Surroundings["system"]> => ({
  platform: process.platform,
  kernel: `${type()} ${release()}`,
  distribution: await distribution(),
  arch: arch(),
  processors: availableParallelism(),
  model: cpus()[0]?.model.trim() ?? null,
  memory: Math.round(totalmem() / 2 ** 20),
  bootedAt: new Date(Date.now() - uptime() * 1000).toISOString(),
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  root: process.getuid?.() === 0,
});

const { node, openssl, uv, undici, icu } = process.versions;

/** This machine as it is now. `names`: hosts that the hosts file is read for. Nothing here fails. */
export const readSurroundings = async (env: Environment, names: readonly string[]): Promise<Surroundings> => {
  const { hostsFile, uptime: _, ...host } = await readHost(env);
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const versions = { node, openssl, uv, undici: undici ?? "", icu: icu ?? "" };
  return {
    at: new Date().toISOString(),
    versions: { "invoice-diag": version, ...versions },
    system: await system(),
    host,
    hostsFile: hostsFile.filter((line) => line.names.some((name) => wanted.has(name))),
    limits: limitsOf(await text("/proc/self/limits")),
    variables: Object.fromEntries(told.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
  };
};

const urlHost = (text: string): string[] => {
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(\[[^\]]*\]|[^:/]+)/i.exec(text)?.[1];
  return host === undefined ? [] : [host];
};

/** Every name of a host that stands in it: of this machine, of proxies, of search lists, of the hosts file. */
export const namesIn = ({ host, hostsFile }: Surroundings): readonly string[] => {
  const { no = "", ...proxies } = host.proxy;
  const around = no.split(/[\s,]+/).map((entry) => entry.replace(/^\*?\./, "").replace(/:\d+$/, ""));
  return [
    host.hostname,
    ...host.search,
    ...hostsFile.flatMap(({ names }) => names),
    ...Object.values(proxies).flatMap(urlHost),
    ...around,
  ].filter((name) => /[a-z]/i.test(name));
};
