/** A message before it has its channel's form: a title, and lines with or without a label. */
export type Message = {
  readonly title: string;
  readonly lines: readonly { readonly label?: string; readonly text: string; readonly heads?: true }[];
};

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

const bytes = (text: string): number => new TextEncoder().encode(text).length;

const more = "…";

/** The longest beginning of a text that is not longer than so many bytes of UTF-8, with a mark where it was cut. */
export const cutTo = (text: string, most: number): string => {
  if (bytes(text) <= most) return text;
  let left = "";
  let used = bytes(more);
  for (const character of text) {
    used += bytes(character);
    if (used > most) break;
    left += character;
  }
  return left + more;
};

/** The first lines that fit into so many bytes, with a mark where lines were left out; a single one that does not is cut. */
export const fittingLines = (
  lines: readonly string[],
  most: number,
  size: (line: string) => number,
): readonly string[] => {
  const sizes = lines.map(size);
  if (sizes.reduce((sum, one) => sum + one, 0) <= most) return lines;
  let left = most - size(more);
  const end = sizes.findIndex((one) => {
    left -= one;
    return left < 0;
  });
  return end === 0 ? [cutTo(lines[0] ?? "", most - size(""))] : [...lines.slice(0, end), more];
};

/** The same as one text. */
export const fitting = (lines: readonly string[], most: number, separator = "\n"): string =>
  fittingLines(lines, most + bytes(separator), (line) => bytes(line + separator)).join(separator);

const colon = (label: string): string => (/[^\u0000-\u00ff]/.test(label) ? `${label}：` : `${label}: `);

/** Lines of plain text. */
export const plainLines = ({ lines }: Message): string[] =>
  lines.map(({ label, text }) => (label === undefined ? "" : colon(label)) + oneLine(text));

/**
 * Text that means nothing to the Markdown of chat services. They document no escape, so what would begin a link, an image,
 * a mention or a style becomes its full-width twin.
 */
export const inert = (text: string): string =>
  oneLine(text)
    .replace(/[`*<>[\]~\\#|!]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "＿")
    .replace(/^([-+]) /, "$1\u00a0");

/** Lines of the Markdown that WeCom and DingTalk share. */
export const markdownLines = ({ title, lines }: Message): string[] => [
  `### ${inert(title)}`,
  ...lines.map(({ label, text, heads }) => {
    if (heads === true) return `**${inert(text)}**`;
    return label === undefined ? inert(text) : `> ${colon(inert(label))}${inert(text)}`;
  }),
];
