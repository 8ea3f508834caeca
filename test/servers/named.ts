import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Daemon, freePort, startDaemon, temporaryDirectory } from "./daemon.js";

export type Named = Daemon & { readonly address: string; readonly port: number };

export type NamedOptions = {
  /** Records by zone, one a line: `{ "example.test": "www A 10.0.0.5\nold CNAME gone" }`. SOA and NS are added; the text `broken` makes a zone that cannot be loaded (SERVFAIL). */
  readonly zones: { readonly [zone: string]: string };
  readonly address?: string;
  readonly port?: number;
  /** More lines of the `options` block. Without recursion every other name is REFUSED. */
  readonly options?: string;
  /** Wraps the command: `network.server.command`. */
  readonly within?: (...command: readonly string[]) => readonly string[];
};

const zoneFile = (records: string): string =>
  records === "broken"
    ? "this is no zone file\n"
    : `$TTL 60\n@ SOA ns.invalid. root.invalid. 1 60 60 60 60\n@ NS ns.invalid.\n${records}\n`;

/** A real BIND with these zones, on loopback or inside a namespace. `stop` also removes its files. */
export const startNamed = async (options: NamedOptions): Promise<Named> => {
  const { zones, address = "127.0.0.1", port = await freePort(), within = (...command) => command } = options;
  const directory = await temporaryDirectory();
  const blocks = Object.entries(zones).map(async ([zone, records], index) => {
    const file = join(directory.path, `${index}.zone`);
    await writeFile(file, zoneFile(records));
    return `zone "${zone}" { type primary; file "${file}"; };`;
  });
  const family = address.includes(":") ? "listen-on-v6" : "listen-on";
  const other = address.includes(":") ? "listen-on" : "listen-on-v6";
  const file = join(directory.path, "named.conf");
  await writeFile(
    file,
    `options {
      directory "${directory.path}"; pid-file none; session-keyfile none; recursion no; dnssec-validation no;
      empty-zones-enable no; minimal-responses yes; allow-query { any; };
      ${family} port ${port} { ${address}; }; ${other} { none; };
      ${options.options ?? ""}
    };
    controls { };
    ${(await Promise.all(blocks)).join("\n")}\n`,
  );
  try {
    const daemon = await startDaemon({
      command: within("named", "-g", "-n", "1", "-c", file),
      ready: { output: / running$/m },
    });
    const stop = async (): Promise<void> => {
      await daemon.stop();
      await directory.remove();
    };
    return { ...daemon, address, port, stop };
  } catch (error) {
    await directory.remove();
    throw error;
  }
};
