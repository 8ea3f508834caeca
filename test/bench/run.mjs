// Benchmarks as ratios within one run: machines differ, ratios travel. Pairs run in turn, medians are quoted.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const cli = join(root, "dist", "bin", "invoice-diag.js");
const rounds = Number(process.argv[2] ?? 7);
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const timed = (args) => {
  const start = performance.now();
  const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  return { ms: performance.now() - start, status, stdout };
};

/** How many times as long the first command takes as the second, pair by pair. */
const ratio = (ours, theirs) => {
  const ratios = Array.from({ length: rounds }, () => {
    const [a, b] = [timed(ours), timed(theirs)];
    return a.ms / b.ms;
  });
  return median(ratios);
};

/** The slowest chain of needs in a report, in milliseconds, and what the whole examination took. */
const chains = () => {
  const { stdout } = timed([cli, "demo", "--format", "json"]);
  const report = JSON.parse(stdout);
  const byId = new Map(report.results.map((result) => [result.step, result]));
  const needs = {
    port: ["dns"],
    tls: ["dns", "port"],
    keepalive: ["dns", "port", "tls"],
    api: ["dns", "port", "tls"],
    db: ["dns"],
    ping: ["dns"],
    path: ["dns"],
  };
  const length = (result) => {
    const before = (needs[result.check] ?? []).flatMap((check) =>
      [...byId.values()].filter(
        (one) =>
          one.check === check &&
          one.subject === result.subject &&
          (one.endpoint === undefined || result.endpoint === undefined || one.endpoint === result.endpoint),
      ),
    );
    return result.ms + Math.max(0, ...before.map(length));
  };
  return { whole: report.ms, slowest: Math.max(...report.results.map(length)) };
};

/** A journal of 100,000 runs of five targets, one of them with failures, in a directory of its own. */
const journal = async () => {
  const folder = mkdtempSync(join(tmpdir(), "invoice-diag-bench-"));
  const outfile = join(folder, "journals.mjs");
  const entry = `export * from "./test/history/journals.ts"; export { standardSize } from "./src/history/journal.ts";
    export { sizeOfJournal } from "./src/history/tidying.ts";`;
  await build({
    stdin: { contents: entry, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  const { layDown, manyRuns, sizeOfJournal, standardSize } = await import(pathToFileURL(outfile).href);
  const [dir, runs] = [join(folder, "journal"), 100_000];
  layDown(dir, manyRuns(runs));
  const share = (await sizeOfJournal(dir)) / standardSize;
  return { dir, runs, share, remove: () => rmSync(folder, { recursive: true }) };
};

const rows = [
  ["--version against node -e 0", ratio([cli, "--version"], ["-e", "0"])],
  ["list against node -e 0", ratio([cli, "list"], ["-e", "0"])],
  ["--help against node -e 0", ratio([cli, "--help"], ["-e", "0"])],
];
const measured = Array.from({ length: rounds }, chains);
rows.push([
  "healthy demo against its slowest chain of needs",
  median(measured.map(({ whole, slowest }) => whole / slowest)),
]);

const past = await journal();
try {
  const times = Array.from({ length: rounds }, () => [timed([cli, "history", "--dir", past.dir]), timed(["-e", "0"])]);
  const ratios = times.map(([ours, theirs]) => ours.ms / theirs.ms);
  const seconds = median(times.map(([ours]) => ours.ms)) / 1000;
  rows.push([`history of ${past.runs} runs against node -e 0 (${seconds.toFixed(2)} s)`, median(ratios)]);
  rows.push([`size of that journal against its bound`, past.share]);
} finally {
  past.remove();
}

for (const [name, value] of rows) process.stdout.write(`${value.toFixed(2).padStart(6)} ×  ${name}\n`);
