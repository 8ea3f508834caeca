import type { Report } from "../model/report.js";
import type { Language } from "../model/text.js";
import type { Printer } from "./print.js";
import { findingsOf, problemsOf, remark, whereOf, withoutStop } from "./reading.js";
import { verdict } from "./verdict.js";
import { standingWords, verdicts } from "./words.js";

type Command = "error" | "warning" | "notice";

const escapeMessage = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeProperty = (text: string): string => escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** A workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const command = (name: Command, title: string, message: string): string =>
  `::${name} title=${escapeProperty(title)}::${escapeMessage(message)}\n`;

const causes = (report: Report, lang: Language): string[] =>
  problemsOf(report).map(({ cause }) => {
    const because = cause.because.map((one) => one.text[lang]);
    const advice = cause.advice.slice(0, 1).map((one) => one.text[lang]);
    const remarks = [whereOf(cause, lang), standingWords[cause.standing][lang]].join(verdicts.listSeparator[lang]);
    const title = withoutStop(cause.title[lang]) + remark(remarks, lang);
    return command(cause.kind === "fault" ? "error" : "warning", title, [...because, ...advice].join("\n"));
  });

/** Steps that found something which no standing cause explains. */
const leftOver = (report: Report, lang: Language): string[] => {
  const explained = new Set(
    report.diagnosis.causes.filter((one) => one.standing !== "ruled-out").flatMap((one) => one.explains),
  );
  return report.results
    .filter((one) => ["fail", "warn", "error"].includes(one.status) && !explained.has(one.step))
    .map((one) => {
      const message = findingsOf(one).map((text) => text[lang]);
      return command(one.status === "warn" ? "warning" : "error", one.step, message.join("\n"));
    });
};

/** Annotations for GitHub Actions: one for each cause and for each finding that none explains; a notice when healthy. */
export const github: Printer = (report, { lang }) => {
  const level = report.status === "pass" ? "notice" : report.status === "warn" ? "warning" : "error";
  return [
    command(level, "invoice-diag", verdict(report, lang)),
    ...causes(report, lang),
    ...leftOver(report, lang),
  ].join("");
};
