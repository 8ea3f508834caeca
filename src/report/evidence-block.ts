import type { Json, JsonObject } from "../model/json.js";
import type { Report } from "../model/report.js";
import type { Evidence, Result } from "../model/result.js";
import { findingsOf, timeOf } from "./reading.js";
import { labelled, labelWidth, type Sheet } from "./sheet.js";
import { widthOf } from "./width.js";
import { labels, statusWords } from "./words.js";
import { wrap } from "./wrap.js";

const plain = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));

const pairs = (data: JsonObject): string =>
  Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${plain(value as Json)}`)
    .join("  ");

const evidenceLines = (one: Evidence, sheet: Sheet): string[] => {
  const { style, lang } = sheet;
  const tint = style.tint[one.level];
  const data = pairs(one.data);
  const head = wrap(`${one.signal}: ${one.text[lang]}`, sheet.width - 4);
  return [
    ...head.map((line, at) => `  ${at === 0 ? tint(style.mark[one.level]) : " "} ${line}`),
    ...(data === "" ? [] : wrap(data, sheet.width - 6).map((line) => `      ${style.faint(line)}`)),
  ];
};

const stepHead = (result: Result, { style, lang, width }: Sheet): string[] => {
  const status = `${style.mark[result.status]} ${statusWords[result.status][lang]}`;
  const time = timeOf(result);
  const ending = `${style.tint[result.status](status)}  ${style.faint(time)}`;
  const fits = widthOf(result.step) + widthOf(status) + widthOf(time) + 4 <= width;
  if (fits) return [`${style.strong(result.step)}  ${ending}`];
  return [...wrap(result.step, width).map((line) => style.strong(line)), `  ${ending}`];
};

const stepLines = (result: Result, sheet: Sheet): string[] => {
  const { style, lang } = sheet;
  const width = labelWidth([labels.places, labels.settings, labels.began], lang);
  const row = (label: { en: string; zh: string }, text: string): string[] =>
    text === "" ? [] : labelled(sheet, { indent: 4, label: label[lang], labelWidth: width, text, paint: style.faint });
  const reasons =
    result.evidence.length > 0 ? [] : findingsOf(result).flatMap((text) => wrap(text[lang], sheet.width - 4));
  return [
    "",
    ...stepHead(result, sheet),
    ...reasons.map((line) => `    ${line}`),
    ...result.evidence.flatMap((one) => evidenceLines(one, sheet)),
    ...row(labels.places, pairs(result.places)),
    ...row(labels.settings, pairs(result.settings)),
    ...row(labels.began, result.at),
  ];
};

/** Every piece of evidence with its data, its places and its times. */
export const evidenceBlock = (report: Report, sheet: Sheet): string[] => [
  "",
  sheet.style.strong(labels.evidence[sheet.lang]),
  ...report.results.flatMap((result) => stepLines(result, sheet)),
];
