import { type Daemon, freePort, startDaemon } from "./daemon.js";

export type Dnsmasq = Daemon & { readonly address: string; readonly port: number };

export type DnsmasqOptions = {
  /** Addresses by name: `{ "api.example.test": ["10.0.0.5", "fd00::5"] }`. Names of `.test` that are not listed do not exist; all others are REFUSED. */
  readonly names: { readonly [name: string]: readonly string[] };
  readonly address?: string;
  readonly port?: number;
  /** More options of the command line. */
  readonly options?: readonly string[];
  /** Wraps the command: `network.server.command`. */
  readonly within?: (...command: readonly string[]) => readonly string[];
};

/** A real dnsmasq that asks nobody else, on loopback or inside a namespace. */
export const startDnsmasq = async (options: DnsmasqOptions): Promise<Dnsmasq> => {
  const { names, address = "127.0.0.1", port = await freePort(), within = (...command) => command } = options;
  const records = Object.entries(names).map(([name, addresses]) => `--host-record=${[name, ...addresses].join(",")}`);
  const daemon = await startDaemon({
    command: within(
      ...["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--log-facility=-", "--user=root", "--pid-file"],
      ...["--no-resolv", "--no-hosts", "--bind-interfaces", "--local=/test/"],
      ...[`--listen-address=${address}`, `--port=${port}`, ...records, ...(options.options ?? [])],
    ),
    ready: { output: /started, version/ },
  });
  return { ...daemon, address, port };
};
