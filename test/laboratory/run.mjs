// Bundles the scoreboard, which is TypeScript, and runs it in the repository's root: `npm run accuracy -- --help`.
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { provide } from "../../.ci/needs.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
// Beneath node_modules, so that packages are found.
const outfile = join(root, "node_modules/.cache/invoice-diag-laboratory/accuracy.mjs");

process.chdir(root);
provide();
await mkdir(dirname(outfile), { recursive: true });
await build({
  entryPoints: [join(root, "test/laboratory/accuracy.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  logLevel: "warning",
});
await import(pathToFileURL(outfile).href);
