// The test run: what the tests need, types, lint, then every test once. Its last line is `N passed, N failed`.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { provide } from "./needs.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const strict = process.env.CI === "true";

/** Runs a program of node_modules with its output passed through; settles with its exit code. */
const run = (file, ...args) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "node_modules", file), ...args], { cwd: root, stdio: "inherit" });
    child.on("error", () => resolve(1));
    child.on("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });

const step = async (title, ...command) => {
  process.stdout.write(`${title} …\n`);
  const ok = (await run(...command)) === 0;
  if (!ok) process.stdout.write(`FAILED: ${title}\n`);
  return ok;
};

const vitest = async (folder) => {
  const file = join(folder, "results.json");
  const options = [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...process.argv.slice(2),
  ];
  const code = await run("vitest/vitest.mjs", ...options);
  try {
    return { code, results: JSON.parse(readFileSync(file, "utf8")) };
  } catch {
    return { code, results: undefined };
  }
};

const idle = new Set(["skipped", "pending", "todo"]);
const skippedTests = ({ testResults }) =>
  testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => idle.has(status)).map(({ fullName }) => fullName),
  );

const report = ({ code, results }) => {
  if (results === undefined) return { passed: 0, failed: 1 };
  const skipped = skippedTests(results);
  if (skipped.length > 0)
    process.stdout.write(`\n${skipped.length} tests were SKIPPED:\n${skipped.map((name) => `  ${name}\n`).join("")}`);
  const brokenFiles = results.testResults.filter((one) => one.status === "failed" && one.assertionResults.length === 0);
  const failed = results.numFailedTests + brokenFiles.length + (strict ? skipped.length : 0);
  // Unhandled errors and the like fail a run in which every test passed.
  return { passed: results.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
};

const lacking = provide();
if (lacking.length > 0) {
  const list = lacking.join(", ");
  process.stdout.write(
    `MISSING: ${list}. Tests that need them ${strict ? "will fail" : "are skipped, and named below"}.\n`,
  );
}
const types = await step("types", "typescript/bin/tsc", "--noEmit");
const lint = await step("lint", "@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".");
const folder = mkdtempSync(join(tmpdir(), "invoice-diag-test-"));
const { passed, failed } = report(await vitest(folder));
rmSync(folder, { recursive: true, force: true });
const all = failed + Number(!types) + Number(!lint);
process.stdout.write(`\n${passed + Number(types) + Number(lint)} passed, ${all} failed\n`);
process.exitCode = all === 0 ? 0 : 1;
