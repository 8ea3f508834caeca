import type { Report } from "../model/report.js";
import type { Result } from "../model/result.js";
import type { Language } from "../model/text.js";
import { findingsOf } from "./reading.js";
import { verdict } from "./verdict.js";

type Entry = { readonly at: number; readonly text: string };

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

const stepEntries = (result: Result, lang: Language): Entry[] => {
  const at = Date.parse(result.at);
  const found = oneLine(
    findingsOf(result)
      .map((text) => text[lang])
      .join(" "),
  );
  const end = { at: at + result.ms, text: `${result.status.padEnd(7)} ${result.step} ${found}` };
  if (result.status === "blocked" || result.status === "skip") return [end];
  const looks = result.looks.length > 1 ? ` (${result.looks.length} looks)` : "";
  return [
    { at, text: `start   ${result.step}` },
    { ...end, text: end.text + looks },
  ];
};

/** What happened when, a line each in the order of time (ISO 8601, UTC): when each step began, how it ended, what came of it. */
export const runLog = (report: Report, lang: Language): string => {
  const began = Date.parse(report.startedAt);
  const first = {
    at: began,
    text: `begin   ${report.profile}, invoice-diag ${report.version}, ${report.vantage.platform}`,
  };
  const last = { at: began + report.ms, text: `end     ${report.status}: ${oneLine(verdict(report, lang))}` };
  const steps = report.results.flatMap((result) => stepEntries(result, lang)).sort((a, b) => a.at - b.at);
  return [first, ...steps, last].map(({ at, text }) => `${new Date(at).toISOString()} ${text}\n`).join("");
};
