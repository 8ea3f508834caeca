import { readFile } from "node:fs/promises";
import type { Report } from "../model/report.js";
import { exitCodeOf } from "../model/status.js";
import { quoted } from "../profile/errors.js";
import { failOnOf, type RunOptions } from "./check.js";
import type { Action, Context } from "./context.js";
import { reasonOf, ToolError, UsageError } from "./failure.js";
import { deliver, prepareOutputs } from "./outputs.js";
import { loadCatalogue } from "./plugins.js";

const mostBytes = 256 * 1024 * 1024;

const notAReport = (file: string, en: string, zh: string): never => {
  throw new UsageError({ en: `${quoted(file)}: ${en}`, zh: `${quoted(file)}：${zh}` });
};

const textOf = async (file: string): Promise<string> => {
  const text = await readFile(file, "utf8").catch((error: unknown) =>
    notAReport(file, `cannot be read: ${reasonOf(error)}`, `无法读取：${reasonOf(error)}`),
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

/** A report of schema 1 from a file in the form json; anything else is a `UsageError`. */
export const reportOf = async (file: string): Promise<Report> => {
  const value = parsed(file, await textOf(file));
  const { storedReport } = await import("../report/schema.js");
  const outcome = storedReport(value);
  return "report" in outcome
    ? outcome.report
    : notAReport(file, `is not a report of schema 1 (${outcome.where})`, `不是 schema 1 的报告（${outcome.where}）`);
};

/** What another version saw may be nothing that this one can read. */
const attempt = (file: string, judge: () => Report): Report => {
  try {
    return judge();
  } catch (cause) {
    const [name, reason] = [quoted(file), reasonOf(cause)];
    throw new ToolError(
      { en: `${name} cannot be judged by this version: ${reason}`, zh: `此版本无法重新判断 ${name}：${reason}` },
      { cause },
    );
  }
};

export type ReplayOptions = RunOptions & { readonly plugin?: readonly string[] };

/** Judges a stored report again with today's checks and causes; asks nothing of any network. */
export const replay = async (context: Context, file: string, options: ReplayOptions): Action => {
  const outputs = await prepareOutputs(context, options);
  const failOn = failOnOf(context, options);
  const { checks, causes } = await loadCatalogue(context, options.plugin);
  const stored = await reportOf(file);
  const { rejudge } = await context.library();
  const report = attempt(file, () => rejudge(stored, { checks, causes }));
  const exitCode = exitCodeOf(report.status, { failOn, interrupted: report.interrupted === true });
  return deliver(context, outputs, { ...report, exitCode });
};
