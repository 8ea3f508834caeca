/** Sources of regular expressions, to be put together. They match text as `plain.ts` leaves it: lower-case, simplified, half-width. */

/** Whole words of English. */
export const en = (...words: readonly string[]): string => `\\b(?:${words.join("|")})\\b`;
export const zh = (...words: readonly string[]): string => words.join("|");
/** Any of them. */
export const any = (...parts: readonly string[]): string => `(?:${parts.join("|")})`;
