import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll } from "vitest";

export const root = resolve(import.meta.dirname, "../..");
export const program = join(root, "dist/bin/invoice-diag.js");

/** The tests of the command line run what users run: the built program, in a process of its own. */
export const built = (): void => {
  beforeAll(() => {
    execFileSync(process.execPath, [join(root, ".ci/setup.mjs")], { stdio: ["ignore", "ignore", "inherit"] });
  }, 120_000);
};

/** A directory of the test's own, away from the repository and gone afterwards. */
export const folder = (): (() => string) => {
  let path = "";
  beforeAll(() => {
    path = mkdtempSync(join(tmpdir(), "invoice-diag-cli-"));
  });
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return () => path;
};

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };
export type Start = { readonly cwd?: string; readonly env?: Record<string, string>; readonly program?: string };

const plainEnv = { PATH: process.env.PATH ?? "", LANG: "C.UTF-8", HOME: "/nonexistent", TZ: "UTC" };

export const start = (args: readonly string[], some: Start = {}): ChildProcess =>
  spawn(process.execPath, [some.program ?? program, ...args], {
    cwd: some.cwd ?? tmpdir(),
    env: { ...plainEnv, ...some.env },
    stdio: ["ignore", "pipe", "pipe"],
  });

export const ending = (child: ChildProcess): Promise<Ended> =>
  new Promise((settle) => {
    let out = "";
    let err = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.on("close", (code) => settle({ code, out, err }));
  });

export const run = (args: readonly string[], some: Start = {}): Promise<Ended> => ending(start(args, some));
