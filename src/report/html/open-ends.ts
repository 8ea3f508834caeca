import type { Finding, Report } from "../../model/report.js";
import type { Language } from "../../model/text.js";
import * as read from "../reading.js";
import { labels, resendWords } from "../words.js";
import { answers, entry } from "./causes.js";
import { both, esc, list, spoken } from "./spoken.js";

const titled = (one: Finding, lang: Language): string =>
  read.withoutStop(one.title[lang]) + read.remark(read.whereOf(one, lang), lang);

const refuted = (one: Finding): string => {
  const reason = one.against[0];
  const title = spoken((lang) => titled(one, lang));
  return reason === undefined ? title : `${title} <span class="soft">— ${both(reason.text)}</span>`;
};

/** May the invoice be sent again? Of a healthy system that is only answered where somebody asked. */
export const resend = (report: Report): string => {
  const told = report.resend.filter(({ asked }) => asked === true || report.status !== "pass");
  const lines = told.map(
    (one) =>
      `<strong>${both(resendWords[one.verdict])}</strong> <span class="soft">${esc(one.subject)}</span><br>${both(one.because)}`,
  );
  return lines.length === 0 ? "" : `<div class="card resend">${list(lines, "bare")}</div>\n`;
};

/** What was ruled out, what stays open, what to test next, and what is only worth knowing. */
export const openEnds = (report: Report): string => {
  const { unexplained, cannotTell, next } = report.diagnosis;
  const tests = next.map(({ test, tells }) => {
    const apart = tells.map((one) => `<code class="step">${esc(one)}</code>`).join(" / ");
    return `${both(test)} ${apart}`;
  });
  const rows = [
    entry(labels.unexplained, answers(unexplained)),
    entry(labels.ruledOut, list(read.ruledOutOf(report).map(refuted))),
    entry(
      labels.cannotTell,
      list(cannotTell.map((one) => `<code class="step">${esc(one.cause)}</code> ${both(one.for)}`)),
    ),
    entry(labels.nextTest, list(tests)),
    entry(labels.note, list(read.notesOf(report).map((one) => spoken((lang) => titled(one, lang))))),
  ].join("");
  return rows === "" ? "" : `<div class="card"><dl>\n${rows}</dl></div>\n`;
};
