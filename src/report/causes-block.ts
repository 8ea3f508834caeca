import { layerTitles } from "../model/layer.js";
import type { Because, FilledAdvice, Finding, Report } from "../model/report.js";
import { fill } from "../model/text.js";
import { commandLine, locationOf, type Problem, problemsOf, remark, standingOf, withoutStop } from "./reading.js";
import { labelled, labelWidth, type Sheet } from "./sheet.js";
import { statusOfKind } from "./style.js";
import { padTo, widthOf } from "./width.js";
import { labels, partyWords } from "./words.js";
import { wrap, wrapCommand } from "./wrap.js";

const indent = 3;
const becauseShown = 3;

const within = (sheet: Sheet): number =>
  labelWidth([labels.where, labels.party, labels.because, labels.against, labels.next, labels.orElse], sheet.lang);

const row = (sheet: Sheet, label: string, text: string, paint?: (line: string) => string): string[] =>
  labelled(sheet, { indent, label, labelWidth: within(sheet), text, ...(paint === undefined ? {} : { paint }) });

const heading = (sheet: Sheet, cause: Finding, number: number): string[] => {
  const { style, lang, width } = sheet;
  const tint = style.tint[statusOfKind(cause)];
  const standing = standingOf(cause, lang);
  const room = width - indent - widthOf(standing) - 2;
  return wrap(withoutStop(cause.title[lang]), room).map((line, at) => {
    const left = at === 0 ? `${String(number).padStart(indent - 1)} ` : " ".repeat(indent);
    const title = style.strong(tint(line));
    return at === 0 ? `${tint(left)}${title}${padTo("", room - widthOf(line) + 2)}${tint(standing)}` : left + title;
  });
};

const whereLine = (sheet: Sheet, cause: Finding): string => {
  const layer = fill(labels.layerOf, { layer: layerTitles[cause.layer][sheet.lang] })[sheet.lang];
  return `${locationOf(cause, sheet.lang)} ${sheet.style.dot} ${layer}`;
};

const answers = (sheet: Sheet, label: string, list: readonly Because[]): string[] => {
  const shown = sheet.verbose ? list : list.slice(0, becauseShown);
  return shown.flatMap((one, at) => row(sheet, at === 0 ? label : "", `${one.text[sheet.lang]} [${one.step}]`));
};

/** What to do, the command that shows it, and what the command shows before and after. */
const advice = (sheet: Sheet, one: FilledAdvice, label: string): string[] => {
  const { lang, style, width } = sheet;
  const left = " ".repeat(indent + within(sheet) + 2);
  const command = one.command === undefined ? [] : wrapCommand(commandLine(one.command), width - left.length - 2);
  return [
    ...row(sheet, label, one.text[lang]),
    ...command.map((line, at) => `${left}${at === 0 ? style.faint("$ ") : "  "}${style.command(line)}`),
    ...(one.expect === undefined ? [] : row(sheet, "", `${style.arrow} ${one.expect[lang]}`, style.faint)),
  ];
};

const advices = (sheet: Sheet, cause: Finding): string[] => {
  const shown = sheet.verbose ? cause.advice : cause.advice.slice(0, 1);
  const rest = cause.advice.length - shown.length;
  const hint = fill(labels.moreAdvice, { count: rest, id: cause.id })[sheet.lang];
  return [
    ...shown.flatMap((one, at) => advice(sheet, one, at === 0 ? labels.next[sheet.lang] : "")),
    ...(rest > 0 ? row(sheet, "", hint, sheet.style.faint) : []),
  ];
};

const block = (sheet: Sheet, { cause, alternatives }: Problem, number: number): string[] => {
  const { lang } = sheet;
  return [
    "",
    ...heading(sheet, cause, number),
    ...row(sheet, labels.where[lang], whereLine(sheet, cause)),
    ...row(sheet, labels.party[lang], partyWords[cause.party][lang]),
    ...answers(sheet, labels.because[lang], cause.because),
    ...answers(sheet, labels.against[lang], cause.against),
    ...alternatives.flatMap((one) =>
      row(
        sheet,
        labels.orElse[lang],
        `${withoutStop(one.title[lang])}${remark(standingOf(one, lang), lang)} [${one.id}]`,
      ),
    ),
    ...advices(sheet, cause),
  ];
};

/** The causes that stand, best first: place, party, evidence, next step. */
export const causesBlock = (report: Report, sheet: Sheet): string[] =>
  problemsOf(report).flatMap((problem, at) => block(sheet, problem, at + 1));
