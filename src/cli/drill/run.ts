import { type Fault, faults } from "../../lab/faults.js";
import type { Bilingual } from "../../model/text.js";
import { fill } from "../../model/text.js";
import { duration, standingOf } from "../../report/reading.js";
import { styleFor } from "../../report/style.js";
import { padTo, widthOf } from "../../report/width.js";
import { type Action, type Context, type Library, say } from "../context.js";
import { UsageError } from "../failure.js";
import { faultNamed } from "../faults.js";
import { interruptible } from "../interruption.js";
import type { OutputOptions } from "../outputs.js";
import { attempt, patiences } from "./attempt.js";
import { openCrew } from "./crew.js";
import { inLanes } from "./lanes.js";
import { deliverRecord, prepareRecord, type Run, recordHead } from "./records.js";

export type DrillRunOptions = OutputOptions & { readonly all?: boolean };

/** An exercise mostly waits: so many at once in each process. */
const atOnce = 3;

const words = {
  nothing: {
    en: "drill run needs the ids of faults, or --all; see invoice-diag drill list",
    zh: "drill run 需要故障编号或 --all；见 invoice-diag drill list",
  },
  both: { en: "--all and ids exclude each other", zh: "--all 与故障编号不能同时使用" },
  right: { en: "right", zh: "正确" },
  again: { en: "right at try {tries}", zh: "第 {tries} 次正确" },
  wrong: { en: "wrong", zh: "错误" },
  instead: { en: "said instead: {answer}", zh: "实际诊断：{answer}" },
  none: { en: "no cause", zh: "无原因" },
  score: {
    en: "{right} of {total} diagnoses right, in {time}",
    zh: "{total} 个故障中 {right} 个诊断正确，用时 {time}",
  },
  interrupted: { en: "Interrupted: ", zh: "已中断：" },
} as const satisfies Record<string, Bilingual>;

const chosen = (ids: readonly string[], { all }: DrillRunOptions): readonly Fault[] => {
  if (all === true && ids.length > 0) throw new UsageError(words.both);
  if (all === true) return faults;
  if (ids.length === 0) throw new UsageError(words.nothing);
  return [...new Set(ids)].map(faultNamed);
};

const line = (context: Context, run: Run, width: number): string => {
  const style = styleFor({ color: context.color, unicode: context.terminal.unicode });
  const status = run.right ? "pass" : "fail";
  const verdict = run.right
    ? say(context, run.tries === 1 ? words.right : fill(words.again, { tries: run.tries }))
    : say(context, words.wrong);
  const standing =
    run.standing === null ? "" : standingOf({ standing: run.standing, confidence: run.confidence }, context.lang);
  const answer = run.answer ?? say(context, words.none);
  const instead = run.right ? "" : `  ${say(context, fill(words.instead, { answer }))}`;
  const told = `${padTo(run.fault, width)}  ${padTo(verdict, 8)}  ${padTo(standing, 18)} ${duration(run.ms).padStart(7)}`;
  return `${style.tint[status](`${style.mark[status]} ${told}${instead}`)}\n`;
};

const summary = (context: Context, runs: readonly Run[], ms: number, interrupted: boolean): string => {
  const right = runs.filter((run) => run.right).length;
  const score = fill(words.score, { right, total: runs.length, time: duration(ms) });
  return `\n${interrupted ? say(context, words.interrupted) : ""}${say(context, score)}\n`;
};

type Drill = {
  readonly library: Library;
  readonly signal: AbortSignal;
  readonly home: URL;
  /** Called with each fault as soon as it is clear how it ended. */
  settle(fault: Fault, run: Run): Promise<void>;
  settled(fault: Fault): boolean;
};

/** Tries alone, from the given try on, until it is right or was given every chance. */
const tryAlone = async (fault: Fault, first: number, { library, signal, settle }: Drill): Promise<void> => {
  for (let tries = first; tries <= patiences.length; tries += 1) {
    const run = await attempt({ library, fault, tries, signal });
    if (run === undefined) return;
    if (run.right || tries === patiences.length) return settle(fault, run);
  }
};

/** Settles what is right at the first look, in a few processes; says how often each fault was looked at. */
const tryTogether = async (faultsToRun: readonly Fault[], drill: Drill): Promise<ReadonlyMap<Fault, number>> => {
  const { signal, settle, home } = drill;
  const looks = new Map<Fault, number>();
  const crew = openCrew(home, faultsToRun.length);
  const leave = (): void => void crew.close();
  signal.addEventListener("abort", leave, { once: true });
  const workers = crew.members.map((member) => async (fault: Fault) => {
    const run = await member(fault.id);
    if (run === undefined) return false;
    looks.set(fault, 1);
    if (run.right) await settle(fault, run);
    return true;
  });
  const lanes = Array.from({ length: atOnce }, () => workers).flat();
  await inLanes(faultsToRun, lanes, signal).finally(crew.close);
  return looks;
};

const runAll = async (faultsToRun: readonly Fault[], drill: Drill): Promise<void> => {
  const looks = faultsToRun.length > 1 ? await tryTogether(faultsToRun, drill) : new Map<Fault, number>();
  const left = faultsToRun.filter((fault) => !drill.settled(fault));
  for (const fault of left) if (!drill.signal.aborted) await tryAlone(fault, (looks.get(fault) ?? 0) + 1, drill);
};

/** Injects each fault, has the tool diagnose it, and counts how often it is right. */
export const drillRun = (context: Context, ids: readonly string[], options: DrillRunOptions): Action =>
  interruptible(context, async (signal) => {
    const outputs = await prepareRecord(context, options);
    const wanted = chosen(ids, options);
    const library = await context.library();
    const began = new Date();
    const runs = new Map<Fault, Run>();
    const width = Math.max(...wanted.map(({ id }) => widthOf(id)));
    const shown = outputs.onScreen === "table";
    const settle = async (fault: Fault, run: Run): Promise<void> => {
      runs.set(fault, run);
      if (shown) await context.terminal.print(line(context, run, width));
    };
    const settled = (fault: Fault): boolean => runs.has(fault);
    await runAll(wanted, { library, signal, home: context.home, settle, settled });
    const rounds = wanted.flatMap((fault) => runs.get(fault) ?? []);
    const interrupted = signal.aborted;
    const record = { ...recordHead(began, rounds, !interrupted), drill: "run" as const, rounds };
    if (shown) await context.terminal.print(summary(context, rounds, record.ms, interrupted));
    await deliverRecord(context, outputs, record);
    if (interrupted) return 130;
    return record.right === record.total ? 0 : 1;
  });
