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
