import { spawn } from "node:child_process";
import { readFile, rename, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { available } from "../servers/available.js";
import { Board } from "./board.js";
import { calibrate } from "./calibrate.js";
import { cases, healthyCases } from "./cases.js";
import type { Run } from "./examine.js";
import type { Case } from "./fault.js";
import { laboratoryNeeds } from "./laboratory.js";
import { faultsPage, healthyPage, type Measured, type Part, withPart } from "./page.js";
import { isFirstRight, type Outcome, score, stoodIn } from "./score.js";

/** `npm run accuracy`, started in the repository's root: runs the cases, scores them, writes ACCURACY.md. */

type Options = {
  readonly repeat: number;
  readonly only?: readonly string[];
  readonly healthy?: number;
  readonly list?: true;
  readonly json?: string;
  readonly laboratories: number;
};

const natural = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("a whole number of at least 1 is needed");
  return value;
};

const parsed = (): Options =>
  new Command("accuracy")
    .description("injects every fault into real servers and counts how often its cause is found")
    .option("--repeat <N>", "run every case N times", natural, 1)
    .option("--only <ID,…>", "only these cases, or all whose id begins so", (text: string) => text.split(","))
    .option("--healthy <N>", "N runs of healthy systems while all processors are busy, and no faults", natural)
    .option("--list", "list the cases")
    .option("--json <FILE>", "write every outcome with its whole report")
    .option("--laboratories <N>", "laboratories at a time", natural, 2 * availableParallelism())
    .parse()
    .opts<Options>();

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

/** A file is there whole or not at all. */
const writeWhole = async (file: string, text: string): Promise<void> => {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
};

const chosen = ({ only, repeat, healthy }: Options): readonly Case[] => {
  if (healthy !== undefined) return healthyCases(healthy);
  const wanted =
    only === undefined ? cases : cases.filter(({ id }) => only.some((one) => id === one || id.startsWith(`${one}/`)));
  return wanted.flatMap((one) => Array.from({ length: repeat }, () => one));
};

const outcomeOf = ({ id, kind, expected, accepted }: Case, { report, ms }: Run): Outcome | undefined =>
  report === undefined || ms === undefined
    ? undefined
    : { id, kind, expected, accepted, stood: stoodIn(report, expected), ms };

const lineOf = (one: Case, run: Run): string => {
  const outcome = outcomeOf(one, run);
  if (run.broken !== undefined || outcome === undefined) return `?  ${one.id}  ${run.broken}`;
  const right = one.expected.length === 0 ? outcome.stood.length === 0 : isFirstRight(outcome);
  const stood = outcome.stood.map(({ cause, confidence }) => `${cause} ${confidence.toFixed(2)}`).join(", ");
  return `${right ? "✓" : "✗"}  ${one.id}  ${(outcome.ms / 1000).toFixed(1)} s  ${stood}`;
};

/** Keeps all processors busy until it is called off. */
const loaded = (): (() => void) => {
  const busy = cpus().map(() => spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
  return () => {
    for (const one of busy) one.kill("SIGKILL");
  };
};

type Ran = { readonly one: Case; readonly run: Run };

const measuring = async (options: Options, all: readonly Case[]): Promise<readonly Ran[]> => {
  const ran: Ran[] = [];
  const program = join(process.cwd(), "dist/bin/invoice-diag.js");
  const board = new Board({
    program,
    laboratories: options.laboratories,
    ran: (one, run) => {
      ran.push({ one, run });
      say(lineOf(one, run));
    },
  });
  const relief = options.healthy === undefined ? () => {} : loaded();
  const interrupted = async (): Promise<void> => {
    relief();
    await board.close();
    process.exit(130);
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, () => void interrupted());
  try {
    await board.run(all);
  } finally {
    relief();
    await board.close();
  }
  return ran;
};

const system = async (): Promise<string> => {
  const text = await readFile("/etc/os-release", "utf8").catch(() => "");
  const name = /^PRETTY_NAME="(.*)"$/m.exec(text)?.[1] ?? "Linux";
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${name}, kernel ${release()}, Node ${process.versions.node}, ${availableParallelism()} processors, ${memory}`;
};

const measuredAs = async (
  { laboratories, repeat }: Options,
  ran: readonly Ran[],
  began: number,
): Promise<Measured> => ({
  at: new Date().toISOString().slice(0, 16).replace("T", " ").concat(" UTC"),
  version: ran.find(({ run }) => run.report !== undefined)?.run.report?.version ?? "?",
  machine: await system(),
  laboratories,
  repeat,
  seconds: (Date.now() - began) / 1000,
});

const main = async (): Promise<void> => {
  const options = parsed();
  const all = chosen(options);
  if (options.list) return void all.map(({ id, kind }) => say(`${kind.padEnd(8)} ${id}`));
  if (all.length === 0) throw new Error("no case is called so; --list shows them all");
  if (!available(...laboratoryNeeds)) throw new Error("the laboratory cannot be built here");
  const began = Date.now();
  const ran = await measuring(options, all);
  const proven = ran.filter(({ run }) => run.broken === undefined);
  const outcomes = proven.map(({ one, run }) => outcomeOf(one, run)).filter((one) => one !== undefined);
  const unproven = ran.filter(({ run }) => run.broken !== undefined).map(({ one }) => one.id);
  const scores = score(outcomes);
  const measured = await measuredAs(options, ran, began);
  const part: Part = options.healthy === undefined ? "faults" : "healthy";
  const text =
    part === "faults"
      ? faultsPage(scores, calibrate(outcomes), measured, unproven)
      : healthyPage(scores, measured, unproven);
  say(`\n${text}`);
  if (options.json !== undefined) await writeWhole(options.json, JSON.stringify({ measured, scores, ran }, null, 1));
  if (options.only === undefined)
    await writeWhole("ACCURACY.md", withPart(await readFile("ACCURACY.md", "utf8"), part, text));
  process.exitCode = unproven.length === 0 ? 0 : 1;
};

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
