import { widthOf } from "./width.js";

const wide = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u3000-\\u303f\\uff00-\\uffef";
const opening = "（「『【《〈“‘";
const closing = "，。；：！？、）」』】》〉”’％";
// A line may break at a blank and around a wide character, but not before closing or after opening punctuation.
const piece = new RegExp(
  `\\s+|[${opening}]*(?:(?![${opening}])[${wide}]|[^\\s${wide}${opening}]+)[${closing}]*|[${opening}]+`,
  "gu",
);

const cut = (word: string, width: number): string[] => {
  const parts: string[] = [];
  let line = "";
  for (const character of word) {
    if (line !== "" && widthOf(line + character) > width) {
      parts.push(line);
      line = "";
    }
    line += character;
  }
  return line === "" ? parts : [...parts, line];
};

const wrapLine = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  const close = (): void => {
    lines.push(line.trimEnd());
    line = "";
    used = 0;
  };
  for (const word of text.match(piece) ?? []) {
    const blank = /^\s/.test(word);
    const columns = blank ? 1 : widthOf(word);
    if (used + columns > width && !blank && line !== "") close();
    if (blank && line === "") continue;
    const parts = columns > width ? cut(word, width) : [blank ? " " : word];
    for (const part of parts.slice(0, -1)) {
      line += part;
      close();
    }
    const last = parts.at(-1) ?? "";
    line += last;
    used += widthOf(last);
  }
  if (line.trim() !== "") close();
  return lines.length === 0 ? [""] : lines;
};

/** Breaks a text into lines of at most `width` columns. Words longer than a line are cut. */
export const wrap = (text: string, width: number): string[] =>
  text.split("\n").flatMap((line) => (widthOf(line) <= width ? [line] : wrapLine(line, Math.max(4, width))));

/**
 * Breaks a command at blanks outside quotes, each line but the last ending in a backslash, so that it can be pasted. A word
 * longer than a line stays whole: the terminal breaks it without harm, a break of ours would be read as part of it.
 */
export const wrapCommand = (command: string, width: number): string[] => {
  if (widthOf(command) <= width) return [command];
  const words = command.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g) ?? [command];
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) + 2 > width) {
      lines.push(`${line} \\`);
      line = `  ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
};
