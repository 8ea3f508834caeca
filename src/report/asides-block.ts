import type { Finding, Report } from "../model/report.js";
import { fill } from "../model/text.js";
import { notesOf, remark, ruledOutOf, whereOf, withoutStop } from "./reading.js";
import { labelled, labelWidth, type Sheet } from "./sheet.js";
import { labels, resendWords } from "./words.js";

type Aside = readonly [label: { en: string; zh: string }, texts: readonly string[]];

const asides = (report: Report, { lang, style }: Sheet): Aside[] => {
  const { unexplained, cannotTell, next } = report.diagnosis;
  const titled = (one: Finding): string => withoutStop(one.title[lang]) + remark(whereOf(one, lang), lang);
  const because = (text: string): string => (lang === "zh" ? `：${text}` : `: ${text}`);
  return [
    [
      labels.resend,
      report.resend.map(
        (one) => `${one.subject}${because(resendWords[one.verdict][lang])} ${style.dash} ${one.because[lang]}`,
      ),
    ],
    [labels.unexplained, unexplained.map((one) => `${one.text[lang]} [${one.step}]`)],
    [
      labels.ruledOut,
      ruledOutOf(report).map((one) => {
        const reason = one.against[0]?.text[lang];
        return `${titled(one)}${reason === undefined ? "" : because(reason)}`;
      }),
    ],
    [labels.cannotTell, cannotTell.map((one) => `${one.cause}${because(one.for[lang])}`)],
    [
      labels.nextTest,
      next.map((one) => {
        const tells = fill(labels.tells, { causes: [...one.tells] })[lang];
        return one.tells.length > 0 ? one.test[lang] + remark(tells, lang) : one.test[lang];
      }),
    ],
    [labels.note, notesOf(report).map((one) => titled(one))],
  ];
};

/** What was ruled out, what stays open, what to test next, and what is only worth knowing. */
export const asidesBlock = (report: Report, sheet: Sheet): string[] => {
  const shown = asides(report, sheet).filter(([, texts]) => texts.length > 0);
  if (shown.length === 0) return [];
  const width = labelWidth(
    shown.map(([label]) => label),
    sheet.lang,
  );
  const most = sheet.verbose ? Number.POSITIVE_INFINITY : 3;
  const lines = shown.flatMap(([label, texts]) => {
    const cut = texts.slice(0, most);
    const rest = texts.length - cut.length;
    return [...cut, ...(rest > 0 ? [`+${rest} (-v)`] : [])].flatMap((text, at) =>
      labelled(sheet, { indent: 1, label: at === 0 ? label[sheet.lang] : "", labelWidth: width, text }),
    );
  });
  return ["", ...lines];
};
