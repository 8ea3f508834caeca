import type { Report, ReportStatus } from "../model/report.js";
import type { Printer } from "./print.js";
import { verdict } from "./verdict.js";

/** The words of monitoring-plugins. */
export const nagiosWords: Readonly<Record<ReportStatus, string>> = {
  pass: "OK",
  warn: "WARNING",
  fail: "CRITICAL",
  error: "UNKNOWN",
};

/** `|` begins the performance data and a line break ends the message. */
const oneLine = (text: string): string => text.replace(/\s+/g, " ").replaceAll("|", "/").trim();

/** One line that means UNKNOWN, for what went wrong before there was a report. */
export const nagiosUnknown = (text: string): string => `INVOICE-DIAG UNKNOWN - ${oneLine(text)}\n`;

const label = (text: string): string => `'${text.replace(/['=|]/g, "_").replace(/\s+/g, " ")}'`;

const performance = (report: Report): string => {
  const { pass, warn, fail, blocked, error } = report.counts;
  const steps = report.results
    .filter((one) => ["pass", "warn", "fail"].includes(one.status))
    .map((one) => `${label(one.step)}=${(one.ms / 1000).toFixed(4)}s;;;0`);
  const counts = Object.entries({ pass, warn, fail, blocked, error }).map(([name, count]) => `${name}=${count};;;0`);
  return [`time=${(report.ms / 1000).toFixed(4)}s;;;0`, ...counts, ...steps].join(" ");
};

/** One line with performance data, as the guidelines of monitoring-plugins have it. */
export const nagios: Printer = (report, { lang }) =>
  `INVOICE-DIAG ${nagiosWords[report.status]} - ${oneLine(verdict(report, lang))} | ${performance(report)}\n`;
