import type { Report } from "../model/report.js";
import { statuses } from "../model/result.js";
import { fill } from "../model/text.js";
import { asidesBlock } from "./asides-block.js";
import { causesBlock } from "./causes-block.js";
import { comparisonLines } from "./comparison-block.js";
import { evidenceBlock } from "./evidence-block.js";
import type { Printer } from "./print.js";
import { duration, localTime } from "./reading.js";
import { type Sheet, sheetFor } from "./sheet.js";
import { stepsBlock } from "./steps-block.js";
import { runStatus } from "./style.js";
import { verdict } from "./verdict.js";
import { countWords, statusWords, verdicts } from "./words.js";
import { wrap } from "./wrap.js";

const headline = (report: Report, { lang, style, width }: Sheet): string[] => {
  const status = runStatus(report);
  const tint = style.tint[status];
  return wrap(verdict(report, lang), width - 2).map(
    (line, at) => `${at === 0 ? tint(style.mark[status]) : " "} ${style.strong(tint(line))}`,
  );
};

const counted = (report: Report, { lang }: Sheet): string => {
  const count = report.results.length;
  const parts = statuses
    .filter((status) => report.counts[status] > 0)
    .map((status) => fill(countWords.part, { count: report.counts[status], status: statusWords[status][lang] })[lang]);
  const lead = count === 1 ? countWords.oneStep : countWords.steps;
  const listed = parts.join(verdicts.listSeparator[lang]);
  return fill(lead, { count })[lang] + (listed === "" ? "" : countWords.colon[lang] + listed);
};

const footer = (report: Report, sheet: Sheet): string[] => {
  const dot = ` ${sheet.style.dot} `;
  const when = `${localTime(report.startedAt, sheet.utcOffset)}${dot}${duration(report.ms)}`;
  const who = `${report.profile}${dot}${report.vantage.host} (${report.vantage.platform})${dot}invoice-diag ${report.version}`;
  return [counted(report, sheet) + dot + when, who]
    .flatMap((line) => wrap(line, sheet.width))
    .map((line) => sheet.style.faint(line));
};

/** What a person reads first: the verdict, the causes with their next steps, what stays open, the table by layer. */
export const table: Printer = (report, options) => {
  const sheet = sheetFor(options);
  if (sheet.quiet && report.status === "pass") return `${headline(report, sheet).join("\n")}\n`;
  const lines = [
    ...headline(report, sheet),
    ...causesBlock(report, sheet),
    ...asidesBlock(report, sheet),
    ...(report.comparison === undefined ? [] : ["", ...comparisonLines(report.comparison, sheet)]),
    ...stepsBlock(report, sheet),
    ...(sheet.verbose ? evidenceBlock(report, sheet) : []),
    ...(sheet.verbose ? [""] : []),
    ...footer(report, sheet),
  ];
  return `${lines.join("\n")}\n`;
};
