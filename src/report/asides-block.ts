import type { Finding, Report } from "../model/report.js";
import { fill, type Language } from "../model/text.js";
import { notesOf, remark, ruledOutOf, whereOf, withoutStop } from "./reading.js";
import { labelled, labelWidth, type Sheet } from "./sheet.js";
import { labels, resendWords } from "./words.js";

/** `most`: how many of them stand on the first screen. */
type Aside = readonly [label: { en: string; zh: string }, texts: readonly string[], most: number];

const after = (text: string, lang: Language): string => (lang === "zh" ? `：${text}` : `: ${text}`);
const titled = (one: Finding, lang: Language): string =>
  withoutStop(one.title[lang]) + remark(whereOf(one, lang), lang);

/** Of a healthy system the question is only answered where somebody asked it. */
const resend = (report: Report, { lang, style }: Sheet): string[] =>
  report.resend
    .filter(({ asked }) => asked === true || report.status !== "pass")
    .map((one) => `${one.subject}${after(resendWords[one.verdict][lang], lang)} ${style.dash} ${one.because[lang]}`);

const ruledOut = (report: Report, { lang }: Sheet): string[] =>
  ruledOutOf(report).map((one) => {
    const reason = one.against[0]?.text[lang];
    return titled(one, lang) + (reason === undefined ? "" : after(reason, lang));
  });

const nextTests = (report: Report, { lang }: Sheet): string[] =>
  report.diagnosis.next.map((one) => {
    const tells = fill(labels.tells, { causes: [...one.tells] })[lang];
    return one.tells.length > 0 ? one.test[lang] + remark(tells, lang) : one.test[lang];
  });

const asides = (report: Report, sheet: Sheet): Aside[] => {
  const { lang } = sheet;
  const { unexplained, cannotTell } = report.diagnosis;
  return [
    [labels.resend, resend(report, sheet), 3],
    [labels.unexplained, unexplained.map((one) => `${one.text[lang]} [${one.step}]`), 5],
    [labels.ruledOut, ruledOut(report, sheet), 3],
    [labels.cannotTell, cannotTell.map((one) => `${one.cause}${after(one.for[lang], lang)}`), 2],
    [labels.nextTest, nextTests(report, sheet), 1],
    [labels.note, notesOf(report).map((one) => titled(one, lang)), 3],
  ];
};

/** What was ruled out, what stays open, what to test next, and what is only worth knowing. */
export const asidesBlock = (report: Report, sheet: Sheet): string[] => {
  const { lang } = sheet;
  const shown = asides(report, sheet).filter(([, texts]) => texts.length > 0);
  if (shown.length === 0) return [];
  const names = shown.map(([label]) => label);
  const width = labelWidth(names, lang);
  const lines = shown.flatMap(([label, texts, most]) => {
    const cut = sheet.verbose ? texts : texts.slice(0, most);
    const rest = texts.length - cut.length;
    const more = rest > 0 ? [fill(labels.more, { count: rest })[lang]] : [];
    return [...cut, ...more].flatMap((text, at) =>
      labelled(sheet, { indent: 1, label: at === 0 ? label[lang] : "", labelWidth: width, text }),
    );
  });
  return ["", ...lines];
};
