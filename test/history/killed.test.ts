import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { readRuns, record } from "../../src/history/journal.js";
import { sizeOfJournal } from "../../src/history/tidying.js";
import { built, ending, run, start } from "../cli/run.js";
import { listener } from "../cli/targets.js";
import { reports } from "../report/reports.js";
import { ownFolder } from "./own-folder.js";

/** A program that is killed at any moment leaves the old report or the new one, and a journal without a gap. */

built();
const here = ownFolder();
const open = listener();
const writer = (): string => join(here(), "writer.mjs");
const bound = 1024 * 1024;

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, "writer.ts")],
    outfile: writer(),
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
});

const write = (dir: string, file: string, most?: number): ChildProcess =>
  spawn(process.execPath, [writer(), dir, file, String(bound), ...(most === undefined ? [] : [String(most)])], {
    stdio: ["ignore", "pipe", "inherit"],
  });

const recordedIn = (out: string): string[] => [...out.matchAll(/^recorded (\S+)$/gm)].map((found) => found[1] ?? "");

/** Starts the program and kills it at some moment after it has recorded so many runs; what it had said was safe. */
const killedAfter = async (many: number, dir: string, file: string): Promise<string[]> => {
  const child = write(dir, file);
  let said = "";
  child.stdout?.on("data", (text: string) => {
    said += text;
    if (recordedIn(said).length >= many) setTimeout(() => child.kill("SIGKILL"), Math.random() * 30);
  });
  const { code, out } = await ending(child);
  expect(code).toBeNull();
  return recordedIn(out);
};

describe("killed at 200 moments, four programs at a time", () => {
  it("every run that was said to be safe is in the journal once, and every report is whole", async () => {
    const dir = join(here(), "killed");
    const safe: string[] = [];
    const lane = async (nth: number): Promise<void> => {
      const file = join(here(), `report-${nth}.json`);
      for (let kill = 0; kill < 50; kill += 1) {
        safe.push(...(await killedAfter(kill % 4, dir, file)));
        if (existsSync(file)) expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ tool: "invoice-diag" });
      }
    };
    await Promise.all([0, 1, 2, 3].map(lane));
    const { runs, damage } = await readRuns(dir);
    expect(damage).toEqual({ lines: 0, files: [], foreign: [] });
    const ids = runs.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(safe.length).toBeGreaterThanOrEqual(4 * 74);
    expect(safe.filter((id) => !ids.includes(id))).toEqual([]);

    // Whoever was killed while tidying keeps nobody else from it.
    const sign = join(dir, "tidying");
    writeFileSync(sign, "");
    utimesSync(sign, new Date(0), new Date(0));
    for (let more = 0; more < 40; more += 1)
      await record({ ...reports.healthy, startedAt: new Date().toISOString() }, { dir, size: bound, checks: [] });
    expect(existsSync(sign)).toBe(false);
    expect(await sizeOfJournal(dir)).toBeLessThanOrEqual(bound);
    expect((await readRuns(dir)).runs).toHaveLength(ids.length + 40);
  }, 240_000);
});

describe("several programs at once", () => {
  it("lose and tear nothing", async () => {
    const dir = join(here(), "several");
    const outs = await Promise.all(Array.from({ length: 6 }, () => ending(write(dir, "", 25))));
    expect(outs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    const { runs, damage } = await readRuns(dir);
    expect(damage.lines).toBe(0);
    expect(runs.map(({ id }) => id).sort()).toEqual(outs.flatMap(({ out }) => recordedIn(out)).sort());
  }, 120_000);
});

describe("real runs, killed at any moment", () => {
  it("leave the old report or the new one, and a journal that can be read", async () => {
    const [dir, file] = [join(here(), "real"), join(here(), "real.json")];
    const args = ["check", `127.0.0.1:${open.port}`, "--only", "port", "--record", dir, "-f", `json=${file}`];
    const began = Date.now();
    expect((await run(args)).code).toBe(0);
    const whole = Date.now() - began;
    for (let kill = 0; kill < 20; kill += 1) {
      const child = start(args);
      setTimeout(() => child.kill("SIGKILL"), Math.random() * whole);
      await ending(child);
      expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ tool: "invoice-diag", status: "pass" });
      const { damage } = await readRuns(dir);
      expect(damage.lines).toBe(0);
    }
    const { code, err } = await run(["history", "--dir", dir]);
    expect([code, err]).toEqual([0, ""]);
  }, 120_000);
});
