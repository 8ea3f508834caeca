import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isJournal, newest, readRuns, record, standardSize } from "../../src/history/journal.js";
import { surplus } from "../../src/history/keeping.js";
import { encode, lineReader } from "../../src/history/line.js";
import { folded, written } from "../../src/history/segment.js";
import { gather, sizeOfJournal } from "../../src/history/tidying.js";
import { timeline } from "../../src/history/timeline.js";
import type { Report } from "../../src/model/report.js";
import { reports } from "../report/reports.js";
import { begin, layDown, manyRuns, minutes, runAt } from "./journals.js";
import { ownFolder } from "./own-folder.js";

const here = ownFolder();
let count = 0;
const place = (): string => {
  count += 1;
  return join(here(), `journal-${count}`);
};

const at = (report: Report, minute: number): Report => ({
  ...report,
  startedAt: new Date(begin + minute * minutes).toISOString(),
});
const add = (dir: string, report: Report, size?: number) =>
  record(report, { dir, checks: [], ...(size === undefined ? {} : { size }) });

/** A report that cannot be made much smaller. */
const large = (report: Report, bytes: number): Report => ({
  ...report,
  vantage: { ...report.vantage, addresses: Array.from({ length: bytes / 16 }, () => String(Math.random())) },
});

const segmentsOf = (dir: string): string[] => readdirSync(dir).filter((name) => name.endsWith(".log"));

describe("a journal", () => {
  it("gives back what was recorded: the run in short, and the whole report", async () => {
    const dir = place();
    const { id } = await add(dir, reports["one-fault"]);
    const { runs, damage } = await readRuns(dir);
    expect(damage).toEqual({ lines: 0, files: [], foreign: [] });
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({ id, count: 1, told: { status: "fail", profile: "开票系统-生产" } });
    expect(runs[0]?.told.states).toMatchObject({ "invoice-api": "fail", "remote-desktop": "pass" });
    expect(runs[0]?.told.causes).toEqual({ "invoice-api": ["cert-expired"] });
    const found = await newest(dir, () => true);
    expect(found?.report).toEqual(reports["one-fault"]);
  });

  it("is its owner's alone", async () => {
    const dir = place();
    await add(dir, reports.healthy);
    const { mode } = await import("node:fs").then(({ statSync }) => statSync(dir));
    expect(mode & 0o777).toBe(0o700);
  });

  it("knows the youngest run that fits, however many there are and wherever they lie", async () => {
    const dir = place();
    for (let minute = 0; minute < 70; minute += 1)
      await add(dir, at(minute % 7 === 0 ? reports["one-fault"] : reports.healthy, minute));
    expect(segmentsOf(dir)).toHaveLength(1);
    expect((await readRuns(dir)).runs).toHaveLength(70);
    expect((await newest(dir, ({ told }) => told.status === "fail"))?.run.at).toBe(begin + 63 * minutes);
    expect((await newest(dir, () => true))?.run.at).toBe(begin + 69 * minutes);
    expect(await newest(dir, ({ told }) => told.profile === "other")).toBeUndefined();
  });

  it("is in the order of time, whoever recorded first", async () => {
    const dir = place();
    for (const minute of [5, 1, 9, 3]) await add(dir, at(reports.healthy, minute));
    expect((await readRuns(dir)).runs.map((run) => (run.at - begin) / minutes)).toEqual([1, 3, 5, 9]);
  });

  it("counts a run once that was killed between the segment and the way out of `new`", async () => {
    const dir = place();
    for (let minute = 0; minute < 10; minute += 1) await add(dir, at(reports.healthy, minute));
    await gather(dir, 0.5);
    const [one = ""] = readdirSync(join(dir, "kept"));
    renameSync(join(dir, "kept", one), join(dir, "new", one));
    expect((await readRuns(dir)).runs).toHaveLength(10);
    await add(dir, at(reports.healthy, 11));
    await gather(dir, 0.6);
    expect((await readRuns(dir)).runs).toHaveLength(11);
    expect(segmentsOf(dir).flatMap((name) => readFileSync(join(dir, name), "utf8").trimEnd().split("\n"))).toHaveLength(
      11,
    );
  });

  it("is none where nothing was recorded", async () => {
    expect(await isJournal(place())).toBe(false);
    const dir = place();
    mkdirSync(dir);
    writeFileSync(join(dir, "notes.txt"), "mine");
    expect(await isJournal(dir)).toBe(false);
  });
});

describe("what is damaged", () => {
  const filled = async (): Promise<string> => {
    const dir = place();
    for (let minute = 0; minute < 5; minute += 1) await add(dir, at(reports.healthy, minute));
    await gather(dir, 0.1);
    return dir;
  };
  const segment = (dir: string): string => join(dir, segmentsOf(dir)[0] ?? "");

  it.each([
    ["a line that was cut", (text: string) => text.slice(0, -20)],
    [
      "a letter that turned",
      (text: string) =>
        text
          .replace("healthy", "h")
          .replace(/\tpass/, "")
          .replace('"s":"pass"', '"s":"paSs"'),
    ],
    ["foreign words", (text: string) => `${text}something else\n`],
  ])("%s is passed over and counted, and nothing else is lost", async (_, hurt) => {
    const dir = await filled();
    const path = segment(dir);
    writeFileSync(path, hurt(readFileSync(path, "utf8")));
    const { runs, damage } = await readRuns(dir);
    expect(damage.lines).toBe(1);
    expect(damage.files).toEqual(segmentsOf(dir));
    expect(runs.length).toBeGreaterThanOrEqual(4);
    // It poisons nothing that comes later, and stays where it is for whoever wants to look.
    for (let minute = 10; minute < 50; minute += 1) await add(dir, at(reports.healthy, minute));
    const later = await readRuns(dir);
    expect(later.damage.lines).toBe(1);
    expect(later.runs).toHaveLength(runs.length + 40);
  });

  it("a run's own file that is no such file is told, and the report before it is the last", async () => {
    const dir = place();
    await add(dir, at(reports["one-fault"], 0));
    await add(dir, at(reports.healthy, 1));
    const last = readdirSync(join(dir, "new")).sort().at(-1) ?? "";
    writeFileSync(join(dir, "new", last), "\u0000\u0001");
    expect((await readRuns(dir)).damage).toEqual({ lines: 1, files: [last], foreign: [] });
    expect((await newest(dir, () => true))?.run.told.status).toBe("fail");
  });

  it("a segment of a later version is named, and left alone", async () => {
    const dir = await filled();
    writeFileSync(join(dir, "runs-2-0mk-a.log"), "what will come\n");
    expect((await readRuns(dir)).damage.foreign).toEqual(["runs-2-0mk-a.log"]);
    expect((await readRuns(dir)).runs).toHaveLength(5);
  });

  it("what a killed program left half written goes after an hour", async () => {
    const dir = await filled();
    const left = join(dir, "new", ".x.run.1.tmp");
    writeFileSync(left, "half");
    const { utimesSync } = await import("node:fs");
    for (let minute = 100; minute < 140; minute += 1) await add(dir, at(reports.healthy, minute));
    expect(readdirSync(join(dir, "new"))).toContain(".x.run.1.tmp");
    utimesSync(left, new Date(0), new Date(0));
    for (let minute = 140; minute < 180; minute += 1) await add(dir, at(reports.healthy, minute));
    expect(readdirSync(join(dir, "new"))).not.toContain(".x.run.1.tmp");
  });
});

describe("the bound", () => {
  it("holds; reports of failures are kept longer, and every run stays counted", async () => {
    const dir = place();
    const bound = 1024 * 1024;
    for (let minute = 0; minute < 120; minute += 1) {
      const report = minute % 6 === 0 ? reports["one-fault"] : reports.healthy;
      await add(dir, large(at(report, minute), 40_000), bound);
      expect(await sizeOfJournal(dir)).toBeLessThanOrEqual(bound);
    }
    const kept = [...readdirSync(join(dir, "kept")), ...readdirSync(join(dir, "new"))];
    const oldest = (letter: string): number =>
      Math.min(
        ...kept.filter((name) => name.includes(`.${letter}.`)).map((name) => Number.parseInt(name.slice(0, 9), 36)),
      );
    expect(oldest("f")).toBeLessThan(oldest("p"));
    const { runs } = await readRuns(dir);
    expect(runs).toHaveLength(120);
    expect(kept.length).toBeLessThan(80);
  });

  it("keeps a failure ten times as long, and always the newest", () => {
    const file = (age: number, failed: boolean) => ({
      name: `${age}`,
      id: `${(1_000_000 - age).toString(36).padStart(9, "0")}-000000`,
      failed,
      bytes: 4096,
    });
    const files = [file(0, false), file(90, false), file(110, false), file(1000, true), file(1050, true)];
    const gone = (room: number): string[] => surplus(files, room * 4096, 1_000_000).map(({ name }) => name);
    expect(gone(5)).toEqual([]);
    expect(gone(4)).toEqual(["110"]);
    expect(gone(2)).toEqual(["110", "1050", "1000"]);
    expect(gone(0)).toEqual(["110", "1050", "1000", "90"]);
  });

  it("folds old lines before it gives any up, and no figure changes", () => {
    const runs = manyRuns(3000);
    const short = folded(runs);
    expect(short.length).toBeLessThan(runs.length / 5);
    expect(written(short).length).toBeLessThan(written(runs).length / 5);
    const [whole, less] = [runs, short].map((some) => timeline(some, { cells: 40 }));
    const figures = (history: typeof whole) =>
      history?.targets.map(({ runs, failed, flaps, mtbf, mttr, availability, causes, strip, state }) => ({
        runs,
        failed,
        flaps,
        mtbf,
        mttr,
        availability,
        causes,
        strip,
        state,
      }));
    expect(figures(less)).toEqual(figures(whole));
    expect(less?.runs).toBe(3000);
  });

  it("of 100,000 runs of five targets is not reached by their lines, and holds when more are added", async () => {
    const dir = place();
    layDown(dir, manyRuns(100_000));
    await add(dir, at(reports.healthy, 600_000));
    expect(await sizeOfJournal(dir)).toBeLessThan(standardSize / 2);
    const { runs } = await readRuns(dir);
    expect(runs).toHaveLength(100_001);
    const history = timeline(runs, { cells: 48, targets: ["invoice-api"], profile: "till" });
    expect(history.targets[0]).toMatchObject({ runs: 100_000, outages: 50, mttr: 3_600_000, mtbf: 604_800_000 });
    // A bound that is far too small for them: folded and cut down at once.
    await add(dir, at(reports.healthy, 600_001), 8 * 1024 * 1024);
    expect(await sizeOfJournal(dir)).toBeLessThanOrEqual(8 * 1024 * 1024);
    const later = timeline((await readRuns(dir)).runs, { cells: 48, targets: ["invoice-api"], profile: "till" });
    expect(later.targets[0]).toMatchObject({ runs: 100_000, outages: 50, mttr: 3_600_000, mtbf: 604_800_000 });
    rmSync(dir, { recursive: true });
  }, 120_000);
});

describe("a line", () => {
  it("comes back as it was, whatever a target is called", () => {
    const names = ["__proto__", "7", "a\tb\n c", "发票", "constructor"];
    const states = Object.fromEntries(
      names.map((name, nth) => [name, nth % 2 === 0 ? ("fail" as const) : ("pass" as const)]),
    );
    const run = runAt(3, states, {
      causes: { 发票: ["cert-expired"] },
      times: [1, null, 2.5, 3, 4],
      interrupted: true,
    });
    const read = lineReader()(encode(run).slice(0, -1));
    expect(read).toMatchObject({ ...run, times: run.times });
    expect(read && encode(read)).toBe(encode(run));
  });

  it("of one letter more or less is none", () => {
    const line = encode(runAt(0, { a: "pass" })).slice(0, -1);
    const read = lineReader();
    for (let cut = 0; cut < line.length; cut += 1) expect(read(line.slice(0, cut))).toBeNull();
    expect(read(`${line} `)).toBeNull();
  });
});
