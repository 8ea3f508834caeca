import type { Report, ReportStatus } from "../model/report.js";
import type { Result } from "../model/result.js";
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

/** Any characters but the equals sign, here also none that graphing programs stumble over. */
const label = (text: string): string => `'${text.replace(/['=|]/g, "_").replace(/\s+/g, " ")}'`;

/** `U`: could not be determined. So the labels of a plan are the same in every run. */
const stepDatum = (result: Result): string => {
  const judged = ["pass", "warn", "fail"].includes(result.status);
  return `${label(result.step)}=${judged ? `${(result.ms / 1000).toFixed(4)}s;;;0` : "U"}`;
};

/** Bytes that an agent (NRPE) passes on; of what is longer, the rest is lost anywhere, even inside a number. */
const mostBytes = 4096;
const bytes = (text: string): number => new TextEncoder().encode(text).length;

const performance = (report: Report, room: number): string => {
  const { pass, warn, fail, blocked, error } = report.counts;
  const counts = Object.entries({ pass, warn, fail, blocked, error }).map(([name, count]) => `${name}=${count};;;0`);
  const kept = [`time=${(report.ms / 1000).toFixed(4)}s;;;0`, ...counts];
  for (const datum of report.results.map(stepDatum)) {
    if (bytes([...kept, datum].join(" ")) > room) break;
    kept.push(datum);
  }
  return kept.join(" ");
};

/** One line with performance data, as the guidelines of monitoring-plugins have it. A run that was cut short proves nothing. */
export const nagios: Printer = (report, { lang }) => {
  const word = report.interrupted === true ? "UNKNOWN" : nagiosWords[report.status];
  const message = `INVOICE-DIAG ${word} - ${oneLine(verdict(report, lang))} | `;
  return `${message}${performance(report, mostBytes - bytes(message) - 1)}\n`;
};
