import type { Comparison } from "../model/comparison.js";
import type { Language } from "../model/text.js";
import {
  beforeText,
  changeText,
  comparisonSummary,
  failingText,
  notComparedText,
  comparisonWords as words,
} from "./comparison-block.js";
import { remark } from "./reading.js";
import { escapeXml as esc } from "./xml.js";

const items = (title: string, texts: readonly string[]): string =>
  texts.length === 0 ? "" : `<h3>${title}</h3><ul>${texts.map((text) => `<li>${esc(text)}</li>`).join("")}</ul>\n`;

/** What broke, what healed and what changed since an earlier run, as a piece of a page. */
export const comparisonBody = (comparison: Comparison, lang: Language): string => {
  const { broke, healed, changed, notCompared } = comparison;
  const rest = notCompared.length === 0 ? "" : `<p class="meta">${esc(notComparedText(comparison, lang))}</p>`;
  return `<p>${comparisonSummary(comparison, lang)}</p>
${items(
  words.broke[lang],
  broke.map((one) => failingText(one, lang) + remark(beforeText(one, lang), lang)),
)}${items(
  words.healed[lang],
  healed.map((one) => failingText(one, lang)),
)}${items(
  words.changed[lang],
  changed.map((one) => changeText(one, lang)),
)}${rest}`;
};
