// Makes a clone ready to run: installs packages when node_modules is missing or older than the lock, builds when the
// sources are newer than dist/. Says nothing when there is nothing to do.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const at = (...parts) => join(root, ...parts);

/** What the build depends on. */
const sources = ["bin", "checks", "src", "esbuild.config.mjs", "tsconfig.json", "tsconfig.types.json", "package.json"];
const stamp = at("dist", ".built-from");
/** Held by the set-up that is at work on this clone. Not in node_modules, which an installation removes. */
const lock = join(tmpdir(), `invoice-diag-setup-${createHash("sha256").update(root).digest("hex").slice(0, 12)}`);

const filesOf = (path) =>
  statSync(at(path)).isFile()
    ? [path]
    : readdirSync(at(path), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length));

const fingerprint = () => {
  const hash = createHash("sha256");
  for (const file of sources.flatMap(filesOf).sort()) hash.update(`${file}\0`).update(readFileSync(at(file)));
  return hash.digest("hex");
};

const run = (what, command, args) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return;
  throw new Error(`${stdout ?? ""}${stderr ?? ""}\n${what} failed${error === undefined ? "" : `: ${error.message}`}`);
};

const installed = () => {
  const marker = at("node_modules", ".package-lock.json");
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(at("package-lock.json")).mtimeMs;
};

const holds = () => {
  try {
    process.kill(Number(readFileSync(lock, "utf8")) || 0, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

/** Two set-ups at once would build over each other: the second waits for the first, unless that one is dead. */
const alone = (work) => {
  for (let waited = 0; ; waited += 200) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      if (!holds() || waited > 300_000) rmSync(lock, { force: true });
    }
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
};

const built = () => existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint();

const install = () => {
  process.stdout.write("installing packages …\n");
  run("npm ci", "npm", ["ci", "--no-audit", "--no-fund"]);
};

const build = () => {
  process.stdout.write("building …\n");
  const from = fingerprint();
  run("the build", process.execPath, ["esbuild.config.mjs"]);
  writeFileSync(stamp, from);
};

const ready = () => {
  if (installed() && built()) return;
  alone(() => {
    if (!installed()) install();
    if (!built()) build();
  });
};

try {
  ready();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
