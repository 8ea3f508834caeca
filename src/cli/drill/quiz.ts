import { randomInt } from "node:crypto";
import { type Fault, faults } from "../../lab/faults.js";
import type { Report } from "../../model/report.js";
import { stands } from "../../model/status.js";
import { type Bilingual, fill } from "../../model/text.js";
import { quoted } from "../../profile/errors.js";
import { duration, withoutStop } from "../../report/reading.js";
import { symptoms } from "../../report/symptoms.js";
import { type Action, type Context, type Library, printOptions, say } from "../context.js";
import { UsageError } from "../failure.js";
import { interruptible } from "../interruption.js";
import type { OutputOptions } from "../outputs.js";
import { watchProgress } from "../progress.js";
import type { Lines } from "../terminal.js";
import { understand } from "./answer.js";
import { type Chance, chanceOf, shuffled } from "./chance.js";
import { choicesOf, inseparable } from "./choices.js";
import { exercise } from "./exercise.js";
import { words } from "./quiz-words.js";
import { deliverRecord, loginName, prepareRecord, type Question, recordHead } from "./records.js";
import { scoreOf } from "./score.js";

export type QuizOptions = OutputOptions & { readonly rounds?: string; readonly seed?: string; readonly who?: string };

/** One quiz: who is asked, where it is said, and what decides which fault comes next. */
type Quiz = {
  readonly context: Context;
  readonly library: Library;
  readonly lines: Lines;
  readonly chance: Chance;
  readonly signal: AbortSignal;
  tell(text: string): Promise<void>;
};

const roundsOf = ({ rounds = "5" }: QuizOptions): number => {
  const count = /^\d{1,4}$/.test(rounds) ? Number(rounds) : 0;
  if (count >= 1 && count <= faults.length) return count;
  throw new UsageError(fill(words.rounds, { given: quoted(rounds), most: faults.length }));
};

const titleOf = ({ context, library }: Quiz, id: string): string =>
  withoutStop(say(context, library.causes[id]?.title ?? { en: id, zh: id }));

type Said = { readonly said: string; readonly answer: string | null; readonly ms: number };

/** Asks until something is understood; undefined: enough, or there is nobody left to answer. */
const hear = async (quiz: Quiz, choices: readonly string[]): Promise<Said | undefined> => {
  const { context, library, lines, signal } = quiz;
  const began = performance.now();
  for (;;) {
    const said = await lines.next(signal);
    if (said === undefined) return undefined;
    const understood = understand(said, choices, library.causes);
    const ms = Math.round(performance.now() - began);
    if (understood === "enough") return undefined;
    if (understood === "unknown") return { said: said.trim(), answer: null, ms };
    if (understood !== "unclear") {
      const { cause } = understood;
      if (!/^\s*\d+\s*$/.test(said)) await quiz.tell(say(context, fill(words.taken, { title: titleOf(quiz, cause) })));
      return { said: said.trim(), answer: cause, ms };
    }
    await quiz.tell(say(context, words.unclear));
  }
};

/** Whether the answer was right, and where the right one shows. */
const explain = async (quiz: Quiz, fault: Fault, report: Report, { answer, right }: Question): Promise<void> => {
  const { context } = quiz;
  const verdict = !right ? words.wrong : answer === fault.id ? words.right : words.alike;
  const named = report.diagnosis.causes.find(stands);
  await quiz.tell(say(context, fill(verdict, { title: titleOf(quiz, fault.id), id: fault.id })));
  const because = named?.id === fault.id ? named.because[0] : undefined;
  if (because !== undefined)
    await quiz.tell(say(context, fill(words.because, { text: say(context, because.text), step: because.step })));
  if (named?.id !== fault.id) await quiz.tell(say(context, fill(words.toolWrong, { answer: named?.id ?? "–" })));
};

const ask = async (quiz: Quiz, fault: Fault): Promise<Question | undefined> => {
  const { context, library, chance, signal } = quiz;
  const watcher = await watchProgress(context);
  const { onProgress } = watcher;
  const looking = { library, fault, signal, ...(onProgress === undefined ? {} : { onProgress }) };
  const report = await exercise(looking).finally(watcher.stop);
  if (signal.aborted) return undefined;
  const choices = choicesOf(fault, report, { faults, causes: library.causes }, chance);
  await quiz.tell(symptoms(report, printOptions(context)));
  for (const [at, id] of choices.entries()) await quiz.tell(` ${at + 1}  ${titleOf(quiz, id)} [${id}]`);
  await quiz.tell(`\n${say(context, words.ask)}`);
  const at = new Date().toISOString();
  const heard = await hear(quiz, choices);
  if (heard === undefined) return undefined;
  const { id, title, layer } = fault;
  const right = heard.answer === id || (heard.answer !== null && inseparable(fault, report).includes(heard.answer));
  const question = { fault: id, title, layer, at, ...heard, right, choices, tool: scoreOf(fault, report) };
  await explain(quiz, fault, report, question);
  return question;
};

const summary = (quiz: Quiz, who: string, questions: readonly Question[], all: boolean): string[] => {
  const { context } = quiz;
  const tell = (text: Bilingual, data = {}): string => say(context, fill(text, data));
  const right = questions.filter((one) => one.right).length;
  const total = questions.length;
  const mean = questions.reduce((sum, { ms }) => sum + ms, 0) / Math.max(1, total);
  const score =
    tell(words.score, { who, right, total }) + (total > 0 ? tell(words.mean, { time: duration(mean) }) : "");
  const missed = questions.filter((one) => !one.right).map(({ fault }) => tell(words.study, { id: fault }));
  return ["", `${all ? "" : tell(words.soFar)}${score}`, ...missed];
};

const askAll = async (quiz: Quiz, wanted: readonly Fault[]): Promise<readonly Question[]> => {
  const questions: Question[] = [];
  for (const [at, fault] of wanted.entries()) {
    const title = say(quiz.context, fill(words.round, { round: at + 1, rounds: wanted.length }));
    await quiz.tell(`\n${title}`);
    const question = await ask(quiz, fault);
    if (question === undefined) break;
    questions.push(question);
  }
  return questions;
};

/** A person names the cause of each fault before the tool does. Ctrl-C gives the score so far. */
export const drillQuiz = (context: Context, options: QuizOptions): Action =>
  interruptible(context, async (signal) => {
    const outputs = await prepareRecord(context, options);
    const rounds = roundsOf(options);
    const { seed = String(randomInt(1_000_000)), who = loginName() } = options;
    const chance = chanceOf(seed);
    const { terminal } = context;
    // A record on standard output stands there alone.
    const tell = async (text: string): Promise<void> =>
      outputs.onScreen === "json" ? terminal.complain(text) : terminal.print(`${text}\n`);
    const [library, lines] = await Promise.all([context.library(), terminal.readLines()]);
    const quiz: Quiz = { context, library, lines, chance, signal, tell };
    const began = new Date();
    try {
      await tell(say(context, fill(words.welcome, { rounds, seed })));
      const questions = await askAll(quiz, shuffled(faults, chance).slice(0, rounds));
      const all = questions.length === rounds;
      for (const text of summary(quiz, who, questions, all)) await tell(text);
      const head = recordHead(began, questions, all);
      await deliverRecord(context, outputs, { ...head, drill: "quiz", who, seed, rounds: questions });
      return signal.aborted ? 130 : 0;
    } finally {
      lines.close();
    }
  });
