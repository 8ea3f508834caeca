import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { TrainingRecord } from "../../src/cli/drill/records.js";
import { faults } from "../../src/lab/faults.js";
import { built, type Ended, ending, folder, program, run, start } from "./run.js";

built();
const here = folder();
const linux = process.platform === "linux";

/** A person who says these lines, one after the other, and then no more. */
const saying = async (lines: readonly string[], args: readonly string[]): Promise<Ended> => {
  const child = spawn(process.execPath, [program, "drill", "quiz", ...args], {
    cwd: here(),
    env: { PATH: process.env.PATH ?? "", LANG: "C.UTF-8" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(lines.map((line) => `${line}\n`).join(""));
  return ending(child);
};

/** The processes that a process began and that still are there, as Linux tells: proc_pid_stat(5). */
const childrenOf = (parent: number | undefined): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const [, ppid] = /\) \S (\d+) /.exec(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
        return Number(ppid) === parent;
      } catch {
        return false;
      }
    })
    .map(Number);

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const recordIn = (text: string): TrainingRecord => JSON.parse(text);

describe("drill list", () => {
  it("names every fault, as text and as JSON", async () => {
    const [text, json] = await Promise.all([
      run(["drill", "list", "--lang", "zh"]),
      run(["drill", "list", "-f", "json"]),
    ]);
    expect([text.code, json.code]).toEqual([0, 0]);
    expect(JSON.parse(json.out)).toEqual(faults.map(({ id, title }) => ({ id, title })));
    for (const { id, title } of faults) expect(text.out).toMatch(new RegExp(`^${id} +${title.zh}$`, "m"));
  });
});

describe("drill run", () => {
  it("injects, diagnoses and scores; the record says what was answered, when and how fast", async () => {
    const file = join(here(), "run.json");
    const began = Date.now();
    const { code, out } = await run(["drill", "run", "cert-expired", "db-down", "cert-expired", "-o", file]);
    expect(code, out).toBe(0);
    expect(out).toMatch(/✓ cert-expired +right +confirmed, \d+ %/);
    expect(out).toMatch(/2 of 2 diagnoses right/);
    const record = recordIn(readFileSync(file, "utf8"));
    expect(record).toMatchObject({ schema: 1, tool: "invoice-diag", drill: "run", right: 2, total: 2 });
    expect(record.rounds.map((one) => [one.fault, one.answer, one.right])).toEqual([
      ["cert-expired", "cert-expired", true],
      ["db-down", "db-down", true],
    ]);
    for (const { at, ms } of record.rounds) {
      expect(Date.parse(at)).toBeGreaterThanOrEqual(began);
      expect(ms).toBeGreaterThan(0);
    }
  }, 60_000);

  it("prints nothing but the record where that is wanted on the screen, in Chinese too", async () => {
    const { code, out } = await run(["drill", "run", "api-forbidden", "-f", "json", "--lang", "zh"]);
    expect(code).toBe(0);
    expect(recordIn(out).rounds).toMatchObject([{ fault: "api-forbidden", right: true, layer: "application" }]);
  }, 60_000);

  it("gives the score so far when it is interrupted, and leaves no process behind", async () => {
    const child = start(["drill", "run", "--all"]);
    const end = ending(child);
    await once(child.stdout as NodeJS.ReadableStream, "data");
    const crew = linux ? childrenOf(child.pid) : [];
    child.kill("SIGINT");
    const { code, out } = await end;
    expect(code).toBe(130);
    expect(out).toMatch(/Interrupted: (\d+) of \1 diagnoses right/);
    expect(crew.length > 0).toBe(linux);
    expect(crew.filter(isThere)).toEqual([]);
  }, 60_000);

  it.runIf(linux)(
    "settles every fault although its processes are killed",
    async () => {
      const ids = ["cert-expired", "db-down", "api-error", "port-closed"];
      const child = start(["drill", "run", ...ids]);
      const end = ending(child);
      await vi.waitUntil(() => childrenOf(child.pid).length > 0, 10_000);
      for (const pid of childrenOf(child.pid)) process.kill(pid, "SIGKILL");
      const { code, out } = await end;
      expect(code, out).toBe(0);
      expect(out).toMatch(/4 of 4 diagnoses right/);
    },
    60_000,
  );
});

describe("drill quiz", () => {
  it("shows symptoms and no cause, scores the answers, and asks the same again for the same seed", async () => {
    const file = join(here(), "quiz.json");
    const args = ["--seed", "school", "--rounds", "2", "--who", "Wang", "-o", file];
    const first = await saying(["", ""], args);
    expect(first.code, first.err).toBe(0);
    const unanswered = recordIn(readFileSync(file, "utf8"));
    expect(unanswered).toMatchObject({ drill: "quiz", who: "Wang", seed: "school", right: 0, total: 2 });
    const asked = unanswered.rounds.map(({ fault }) => fault);
    expect(first.out).toMatch(/── Application/);
    expect(first.out).not.toMatch(/confirmed|whose job|next step/);
    expect(first.out).toContain(`invoice-diag explain ${asked[0]}`);

    const second = await saying(asked, args);
    expect(second.out).toMatch(/Wang: 2 of 2 right, .* for each answer/);
    const answered = recordIn(readFileSync(file, "utf8"));
    expect(answered.rounds.map(({ fault, answer, right }) => [fault, answer, right])).toEqual(
      asked.map((fault) => [fault, fault, true]),
    );
    const questions = answered.drill === "quiz" ? answered.rounds : [];
    for (const { fault, choices, tool } of questions) {
      expect(choices).toContain(fault);
      expect(new Set(choices).size).toBe(5);
      expect(tool.right).toBe(true);
    }
  }, 60_000);

  it("ends with the score so far when nobody answers any more, and speaks Chinese", async () => {
    const { code, out } = await saying([""], ["--rounds", "3", "--lang", "zh", "--seed", "1"]);
    expect(code).toBe(0);
    expect(out).toMatch(/第 2 轮，共 3 轮/);
    expect(out).toMatch(/到目前为止：.*：1 题答对 0 题/);
  }, 60_000);

  it("gives the score so far at Ctrl-C; a record on the screen stands there alone", async () => {
    const child = spawn(process.execPath, [program, "drill", "quiz", "-f", "json", "--seed", "2"], {
      env: { PATH: process.env.PATH ?? "", LANG: "C.UTF-8" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const end = ending(child);
    child.stdin.write("1\n");
    await new Promise<void>((resolve) => {
      child.stderr.on("data", (text: string) => text.includes("Round 2") && resolve());
    });
    child.kill("SIGINT");
    const { code, out, err } = await end;
    expect(code).toBe(130);
    expect(recordIn(out)).toMatchObject({ drill: "quiz", total: 1, interrupted: true });
    expect(err).toMatch(/So far: /);
  }, 60_000);
});

describe("what makes no sense", () => {
  it.each([
    [["drill"], /drill needs a word/],
    [["drill", "qiuz"], /unknown drill "qiuz"; did you mean "quiz"/],
    [["drill", "run"], /needs the ids of faults, or --all/],
    [["drill", "run", "--all", "db-down"], /exclude each other/],
    [["drill", "run", "cert-expird"], /no fault "cert-expird"; did you mean "cert-expired"/],
    [["drill", "run", "--all", "-f", "html"], /unknown format "html"; allowed here: table, json/],
    [["drill", "run", "--all", "-f", "table=x"], /recorded as json/],
    [["drill", "run", "--all", "-o", "."], /is a directory/],
    [["drill", "list", "-f", "junit"], /unknown format "junit"/],
    [["drill", "quiz", "--rounds", "0"], /--rounds: "0" is no number from 1 to/],
    [["drill", "quiz", "--rounds", "many"], /is no number/],
  ])("%j is refused in one sentence", async (args, sentence) => {
    const { code, out, err } = await run(args, { cwd: here() });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(sentence);
    expect(err.trimEnd()).not.toContain("\n");
  });
});
