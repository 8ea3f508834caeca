import type { Change, Comparison, Failing } from "../model/comparison.js";
import { type Bilingual, fill, type Language } from "../model/text.js";
import { localTime, remark } from "./reading.js";
import type { Sheet } from "./sheet.js";
import { statusWords } from "./words.js";
import { wrap } from "./wrap.js";

export const comparisonWords = {
  run: { en: "The run of {time}", zh: "{time} 的运行" },
  title: { en: "Against the run of {time}", zh: "与 {time} 的运行相比" },
  broke: { en: "broke", zh: "新故障" },
  healed: { en: "healed", zh: "已恢复" },
  changed: { en: "changed", zh: "变化" },
  same: { en: "nothing broke, healed or changed", zh: "无新故障、无恢复、无变化" },
  summary: {
    en: "{broke} broke, {healed} healed, {changed} changed",
    zh: "新故障 {broke}，已恢复 {healed}，变化 {changed}",
  },
  notCompared: {
    en: "judged in one of the two runs only ({count}): {steps}",
    zh: "仅在其中一次运行中得到判断（{count}）：{steps}",
  },
  was: { en: "{status} before", zh: "原为{status}" },
  unknown: { en: "not looked at before", zh: "此前未检查" },
} as const satisfies Record<string, Bilingual>;

const shownSteps = 5;

/** What of a failing answer a reader wants to know, besides its words. */
export const failingText = (one: Failing, lang: Language): string => {
  const causes = one.causes.length > 0 ? `${one.causes.join(" / ")} ` : "";
  return `${one.text[lang]} [${causes}${one.step}]`.replace(/\s+/g, " ");
};

/** How a step that broke had ended before. */
export const beforeText = ({ other }: Failing, lang: Language): string =>
  other === undefined
    ? comparisonWords.unknown[lang]
    : fill(comparisonWords.was, { status: statusWords[other][lang] })[lang];

export const changeText = (one: Change, lang: Language): string => `${one.text[lang]} [${one.step ?? one.subject}]`;

export const comparisonTitle = ({ baseline }: Comparison, lang: Language, utcOffset: number): string =>
  fill(comparisonWords.title, { time: localTime(baseline.startedAt, utcOffset) })[lang];

/** `2 broke, 1 healed, 0 changed`, or that nothing did. */
export const comparisonSummary = ({ broke, healed, changed }: Comparison, lang: Language): string => {
  const counts = { broke: broke.length, healed: healed.length, changed: changed.length };
  const none = broke.length + healed.length + changed.length === 0;
  return fill(none ? comparisonWords.same : comparisonWords.summary, counts)[lang];
};

export const notComparedText = ({ notCompared }: Comparison, lang: Language): string => {
  const steps = notCompared.slice(0, shownSteps).join(", ") + (notCompared.length > shownSteps ? ", …" : "");
  return fill(comparisonWords.notCompared, { count: notCompared.length, steps })[lang];
};

const labelled = (label: Bilingual, text: string, lang: Language): string =>
  label[lang] + (lang === "zh" ? "：" : ": ") + text;

/** What broke, what healed and what changed since an earlier run. */
export const comparisonLines = (comparison: Comparison, sheet: Sheet): string[] => {
  const { lang, style, width } = sheet;
  const entry = (mark: string, text: string): string[] =>
    wrap(text, width - 3).map((line, at) => `${at === 0 ? ` ${mark} ` : "   "}${line}`);
  const title = comparisonTitle(comparison, lang, sheet.utcOffset);
  return [
    ...wrap(title + (lang === "zh" ? "：" : ": ") + comparisonSummary(comparison, lang), width).map((line) =>
      style.strong(line),
    ),
    ...comparison.broke.flatMap((one) =>
      entry(
        style.tint.fail(style.mark.fail),
        labelled(comparisonWords.broke, failingText(one, lang) + remark(beforeText(one, lang), lang), lang),
      ),
    ),
    ...comparison.healed.flatMap((one) =>
      entry(style.tint.pass(style.mark.pass), labelled(comparisonWords.healed, failingText(one, lang), lang)),
    ),
    ...comparison.changed.flatMap((one) => entry(style.tint.note(style.arrow), changeText(one, lang))),
    ...(comparison.notCompared.length === 0
      ? []
      : wrap(notComparedText(comparison, lang), width - 3).map((line) => `   ${style.faint(line)}`)),
  ];
};

/** A comparison by itself. `startedAt`: when the later run began. */
export const comparisonTable = (comparison: Comparison, startedAt: string, sheet: Sheet): string => {
  const { lang, style } = sheet;
  const [broken, mark] = [comparison.broke.length > 0 ? "fail" : "pass", style.mark] as const;
  const title = fill(comparisonWords.run, { time: localTime(startedAt, sheet.utcOffset) })[lang];
  const lines = [`${style.tint[broken](mark[broken])} ${style.strong(title)}`, ...comparisonLines(comparison, sheet)];
  return `${lines.join("\n")}\n`;
};
