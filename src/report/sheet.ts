import type { Language } from "../model/text.js";
import type { PrintOptions } from "./print.js";
import { type Style, styleFor } from "./style.js";
import { padTo, widthOf } from "./width.js";
import { wrap } from "./wrap.js";

/** Where text goes on a terminal page: how wide it is, in which language, in which colours. */
export type Sheet = {
  readonly lang: Language;
  readonly width: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly utcOffset: number;
  readonly style: Style;
};

const narrowest = 40;
const widest = 120;

export const sheetFor = (options: PrintOptions): Sheet => ({
  lang: options.lang,
  width: Math.min(widest, Math.max(narrowest, options.width)),
  verbose: options.verbose,
  quiet: options.quiet,
  utcOffset: options.utcOffset,
  style: styleFor(options),
});

/** Wrapped text beside a label: the label stands before the first line only. */
export const labelled = (
  sheet: Sheet,
  entry: { indent: number; label: string; labelWidth: number; text: string; paint?: (line: string) => string },
): string[] => {
  const { indent, label, labelWidth, text, paint = (line: string) => line } = entry;
  const left = indent + labelWidth + 2;
  return wrap(text, sheet.width - left).map((line, at) => {
    const head = at === 0 ? padTo(label, labelWidth) : " ".repeat(labelWidth);
    return `${" ".repeat(indent)}${sheet.style.faint(head)}  ${paint(line)}`;
  });
};

/** The width that the longest of some labels needs. */
export const labelWidth = (words: readonly { en: string; zh: string }[], lang: Language): number =>
  Math.max(...words.map((word) => widthOf(word[lang])));
