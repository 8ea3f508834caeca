import { readFile } from "node:fs/promises";
import type { Stored } from "../history/journal.js";
import { isRunId, type Run } from "../history/run.js";
import type { Report } from "../model/report.js";
import { quoted } from "../profile/errors.js";
import { fileFault } from "../profile/file.js";
import { UsageError } from "./failure.js";

const mostBytes = 256 * 1024 * 1024;

const notAReport = (file: string, en: string, zh: string): never => {
  throw new UsageError({ en: `${quoted(file)}: ${en}`, zh: `${quoted(file)}：${zh}` });
};

const textOf = async (file: string): Promise<string> => {
  const text = await readFile(file, "utf8").catch((error: unknown) =>
    notAReport(file, fileFault(error).said.en, fileFault(error).said.zh),
  );
  return text.length > mostBytes ? notAReport(file, "is too large", "文件过大") : text;
};

const parsed = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return notAReport(file, "is not JSON", "不是 JSON");
  }
};

const valid = async (name: string, value: unknown): Promise<Report> => {
  const { storedReport } = await import("../report/schema.js");
  const outcome = storedReport(value);
  return "report" in outcome
    ? outcome.report
    : notAReport(name, `is not a report of schema 1 (${outcome.where})`, `不是 schema 1 的报告（${outcome.where}）`);
};

/** The youngest recorded report that fits; undefined: there is none. */
export const lastReport = async (dir: string, fits: (run: Run) => boolean): Promise<Report | undefined> => {
  const { newest } = await import("../history/journal.js");
  const found: Stored | undefined = await newest(dir, fits);
  return found === undefined ? undefined : valid(found.run.id, found.report);
};

const noDirectory = (word: string): never => {
  throw new UsageError({
    en: `${quoted(word)} stands in a journal: name its directory with --dir, or history: in the profile`,
    zh: `${quoted(word)} 取自历史记录：请用 --dir 或配置中的 history: 指明目录`,
  });
};

const fromJournal = async (word: string, dir: string): Promise<Report> => {
  const found = await lastReport(dir, (run) => (word === "last" ? !run.told.interrupted : run.id === word));
  if (found !== undefined) return found;
  const [what, where] = [quoted(word), quoted(dir)];
  throw new UsageError({
    en: `the journal ${where} keeps no report of ${what}`,
    zh: `历史记录 ${where} 中没有 ${what} 的报告`,
  });
};

/** Whether a word stands for a recorded run: `last`, or the id that `history --format json` shows. */
export const isRecorded = (word: string): boolean => word === "last" || isRunId(word);

/** A report by its file, by `last`, or by the id of a run in the journal. `dir`: where that is, if it is known. */
export const storedBy = async (word: string, dir: () => string | undefined): Promise<Report> =>
  isRecorded(word) ? fromJournal(word, dir() ?? noDirectory(word)) : valid(word, parsed(word, await textOf(word)));
