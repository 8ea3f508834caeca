import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Daemon, startDaemon, temporaryDirectory } from "./daemon.js";

export type HaproxyOptions = {
  /** Texts that are written into its directory, by file name; `{dir}` in the configuration is that directory. */
  readonly files?: { readonly [name: string]: string };
  /** Wraps the command, for a network namespace. */
  readonly within?: (...command: readonly string[]) => readonly string[];
};

/** Real haproxy with sections of a configuration beside `global`. It is ready once every address is bound. */
export const startHaproxy = async (
  sections: string,
  { files = {}, within = (...command) => command }: HaproxyOptions = {},
): Promise<{ readonly daemon: Daemon; stop(): Promise<void> }> => {
  const directory = await temporaryDirectory();
  const file = join(directory.path, "haproxy.cfg");
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory.path, name), text);
  await writeFile(file, `global\n  maxconn 500\n${sections.replaceAll("{dir}", directory.path)}\n`);
  try {
    const daemon = await startDaemon({
      command: within("haproxy", "-W", "-db", "-f", file),
      ready: { output: /Loading success/ },
    });
    return {
      daemon,
      async stop() {
        await daemon.stop();
        await directory.remove();
      },
    };
  } catch (error) {
    await directory.remove();
    throw error;
  }
};
