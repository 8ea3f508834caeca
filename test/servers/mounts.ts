import { run } from "./namespace.js";
import type { Within } from "./probe.js";

/**
 * The command line that runs a program where a shell has mounted something first that nobody else sees; `further`: options of
 * unshare(1). Needs root.
 */
export const mounted = (mounting: string, command: readonly string[], further: readonly string[] = []): string[] => [
  ...["unshare", "--mount", ...further, "sh", "-ec", `${mounting}\nexec "$@"`, "sh"],
  ...command,
];

/** `withMounts("mount -t tmpfs -o size=1m tmpfs /mnt")`; `inside`: within a network namespace as well. */
export const withMounts = (mounting: string, inside: Within = { run }): Within => ({
  run: (...command) => inside.run(...mounted(mounting, command)),
});
