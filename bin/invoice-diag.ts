#!/usr/bin/env node
import process from "node:process";
import { setFlagsFromString } from "node:v8";

/** Put in by the build, here as in `src/model/version.ts`: nothing is loaded to answer `--version`. */
declare const INVOICE_DIAG_VERSION: string | undefined;

// A check that hangs without holding the process open must not end it with "healthy".
process.exitCode = 3;
// Whatever escapes everybody, Node would end with the code that means "something in the target is unhealthy".
process.once("uncaughtException", (error) => {
  const { code = error?.name } = error as NodeJS.ErrnoException;
  const files = code === "EMFILE" || code === "ENFILE";
  const reason = files
    ? "this process may open too few files at once (EMFILE); raise the limit: ulimit -n 1024"
    : `internal error: ${code}`;
  process.stderr.write(`invoice-diag: ${reason}\n`);
  if ((process.env.INVOICE_DIAG_DEBUG ?? "") !== "") process.stderr.write(`${error?.stack}\n`);
  process.exit(3);
});

const [only, ...rest] = process.argv.slice(2);
if ((only === "--version" || only === "-V") && rest.length === 0) {
  const version = typeof INVOICE_DIAG_VERSION === "string" ? INVOICE_DIAG_VERSION : "0.0.0";
  process.stdout.write(`${version}\n`);
  process.exitCode = 0;
} else {
  // A third of the memory goes to code that is optimised for a long life (the HTTP parser's WebAssembly) and to room for
  // young objects, here and in every worker; a run of seconds needs neither.
  for (const flag of ["--liftoff-only", "--semi-space-growth-factor=1", "--optimize-for-size"])
    setFlagsFromString(flag);
  // Whoever presses Ctrl-C while the program is still being loaded gets a report, too; the second one ends it at once.
  const early = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => early.abort());
  const home = new URL("..", import.meta.url);
  const { loadOneByOne } = await import("../src/cli/descriptors.js");
  await loadOneByOne(home);
  const [{ main }, { createTerminal }] = await Promise.all([
    import("../src/cli/main.js"),
    import("../src/cli/terminal.js"),
  ]);
  process.exitCode = await main(createTerminal(process, early.signal), {
    library: () => import("../src/index.js"),
    home,
  });
  // Everything is printed. Whatever a network library may have left open does not hold the user up.
  setTimeout(() => process.exit(), 1000).unref();
}
