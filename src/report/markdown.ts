import { layerTitles } from "../model/layer.js";
import type { Because, Finding, Report } from "../model/report.js";
import type { Language } from "../model/text.js";
import {
  beforeText,
  changeText,
  comparisonSummary,
  comparisonTitle,
  comparisonWords,
  failingText,
} from "./comparison-block.js";
import type { Printer, PrintOptions } from "./print.js";
import {
  byLayer,
  commandLine,
  duration,
  findingsOf,
  localTime,
  locationOf,
  notesOf,
  problemsOf,
  remark,
  ruledOutOf,
  standingOf,
  subjectOf,
  timeOf,
  whereOf,
  withoutStop,
} from "./reading.js";
import { runStatus, styleFor } from "./style.js";
import { verdict } from "./verdict.js";
import { labels, partyWords, resendWords, statusWords } from "./words.js";

/** Text that means nothing to Markdown or HTML. */
const inert = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]<>#|~!&]/g, (one) => (one === "&" ? "&amp;" : one === "<" ? "&lt;" : `\\${one}`))
    .replace(/\s+/g, " ");

/** A code span that holds any text: fenced by more backticks than the text has in a row. */
const code = (text: string): string => {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${text.replace(/\s+/g, " ")}${pad}${fence}`;
};

const block = (command: string): string => {
  const longest = Math.max(2, ...(command.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `  ${fence}sh\n  ${command.replaceAll("\n", "\n  ")}\n  ${fence}`;
};

const answers = (list: readonly Because[], lang: Language): string[] =>
  list.map((one) => `  - ${inert(one.text[lang])} (${code(one.step)})`);

const causeSection = (cause: Finding, lang: Language): string[] => {
  const heading = `### ${inert(withoutStop(cause.title[lang]))}`;
  return [
    heading,
    "",
    `- ${code(cause.id)} · **${standingOf(cause, lang)}**`,
    `- ${labels.where[lang]}: ${inert(locationOf(cause, lang))}`,
    `- ${labels.party[lang]}: ${inert(partyWords[cause.party][lang])}`,
    ...(cause.because.length > 0 ? [`- ${labels.because[lang]}:`, ...answers(cause.because, lang)] : []),
    ...(cause.against.length > 0 ? [`- ${labels.against[lang]}:`, ...answers(cause.against, lang)] : []),
    ...cause.advice.flatMap((one) => [
      `- ${labels.next[lang]}: ${inert(one.text[lang])}`,
      ...(one.command === undefined ? [] : ["", block(commandLine(one.command)), ""]),
      ...(one.expect === undefined ? [] : [`  ${labels.expect[lang]}: ${inert(one.expect[lang])}`]),
    ]),
    "",
  ];
};

const list = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`**${title}**`, "", ...items.map((item) => `- ${item}`), ""];

const openEnds = (report: Report, lang: Language): string[] => {
  const { unexplained, cannotTell, next } = report.diagnosis;
  const titled = (one: Finding): string => inert(withoutStop(one.title[lang]) + remark(whereOf(one, lang), lang));
  return [
    ...list(
      labels.resend[lang],
      report.resend.map(
        (one) => `${inert(one.subject)}: **${resendWords[one.verdict][lang]}** — ${inert(one.because[lang])}`,
      ),
    ),
    ...list(
      labels.unexplained[lang],
      unexplained.map((one) => `${inert(one.text[lang])} (${code(one.step)})`),
    ),
    ...list(
      labels.ruledOut[lang],
      ruledOutOf(report).map((one) =>
        [titled(one), ...one.against.slice(0, 1).map((a) => inert(a.text[lang]))].join(" — "),
      ),
    ),
    ...list(
      labels.cannotTell[lang],
      cannotTell.map((one) => `${code(one.cause)}: ${inert(one.for[lang])}`),
    ),
    ...list(
      labels.nextTest[lang],
      next.map((one) => `${inert(one.test[lang])} ${one.tells.map(code).join(" / ")}`),
    ),
    ...list(labels.note[lang], notesOf(report).map(titled)),
  ];
};

const stepsTable = (report: Report, { lang, unicode, quiet }: PrintOptions): string[] => {
  const shown = byLayer(report).filter((one) => !quiet || ["warn", "fail", "error"].includes(one.status));
  if (shown.length === 0) return [];
  const { mark } = styleFor({ color: false, unicode });
  const heads = [labels.layer, labels.check, labels.target, labels.status, labels.finding, labels.time];
  return [
    `| ${heads.map((head) => head[lang]).join(" | ")} |`,
    `|${heads.map(() => " --- |").join("")}`,
    ...shown.map((one) => {
      const finding = findingsOf(one)
        .map((text) => inert(text[lang]))
        .join("<br>");
      const status = `${inert(mark[one.status])} ${statusWords[one.status][lang]}`;
      const cells = [layerTitles[one.layer][lang], code(one.check), inert(subjectOf(one, lang)), status, finding];
      return `| ${[...cells, timeOf(one)].join(" | ")} |`;
    }),
    "",
  ];
};

/** What broke, what healed and what changed since an earlier run. */
const comparisonPart = ({ comparison }: Report, { lang, utcOffset }: PrintOptions): string[] => {
  if (comparison === undefined) return [];
  const { broke, healed, changed } = comparison;
  return [
    ...list(comparisonTitle(comparison, lang, utcOffset), [comparisonSummary(comparison, lang)]),
    ...list(
      comparisonWords.broke[lang],
      broke.map((one) => inert(failingText(one, lang) + remark(beforeText(one, lang), lang))),
    ),
    ...list(
      comparisonWords.healed[lang],
      healed.map((one) => inert(failingText(one, lang))),
    ),
    ...list(
      comparisonWords.changed[lang],
      changed.map((one) => inert(changeText(one, lang))),
    ),
  ];
};

/** Markdown for tickets and chat. */
export const markdown: Printer = (report, options) => {
  const { lang } = options;
  const { mark } = styleFor({ color: false, unicode: options.unicode });
  const when = localTime(report.startedAt, options.utcOffset);
  return [
    `## ${inert(mark[runStatus(report)])} ${inert(verdict(report, lang))}`,
    "",
    ...problemsOf(report).flatMap(({ cause, alternatives }) =>
      [cause, ...alternatives].flatMap((one) => causeSection(one, lang)),
    ),
    ...openEnds(report, lang),
    ...comparisonPart(report, options),
    ...stepsTable(report, options),
    `${inert(report.profile)} · ${when} · ${duration(report.ms)} · ${inert(report.vantage.host)} · invoice-diag ${inert(report.version)}`,
    "",
  ].join("\n");
};
