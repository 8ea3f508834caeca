/** On one line, without anything that a terminal might obey. */
export const clean = (text: string, max: number): string => {
  const plain = text
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "")
    .trim();
  const characters = [...plain];
  return characters.length <= max ? plain : `${characters.slice(0, max - 1).join("")}…`;
};

/** The visible text; what is never closed goes on to the end. */
export const withoutMarkup = (body: string): string =>
  body
    .slice(0, 20_000)
    .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, " ")
    .replace(/<[^>]*>/g, " ");

export const titleOf = (body: string): string => /<title[^>]*>([^<]*)/i.exec(body.slice(0, 20_000))?.[1] ?? "";

export const looksLikeHtml = (body: string): boolean =>
  /^\s*<(!doctype\s+html|html|head|body)\b/i.test(body.slice(0, 5000).replace(/<!--[\s\S]*?(-->|$)/g, ""));

const character = (whole: string, digits: string, radix: number): string => {
  const point = Number.parseInt(digits, radix);
  return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
};

/** Numeric references, in which pages without a charset write Chinese, and the blank that is not broken. */
export const readable = (text: string): string =>
  text
    .replace(/&#x([0-9a-f]{1,6});/gi, (whole, digits: string) => character(whole, digits, 16))
    .replace(/&#(\d{1,7});/g, (whole, digits: string) => character(whole, digits, 10))
    .replace(/&nbsp;/gi, " ");
