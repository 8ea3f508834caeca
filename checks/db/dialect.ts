import { type Answers, valuesOf } from "./rows.js";

/** Whose SQL a server speaks; what one of them does not have is not asked of it. */
export type Dialect = { readonly mariadb: boolean; atLeast(...version: readonly number[]): boolean };

/** From the variable `version`, which says more than the greeting of a proxy before the server; undefined if unreadable. */
export const dialectOf = (answers: Answers): Dialect | undefined => {
  const text = String(valuesOf(answers, "variables").version ?? "");
  const [, ...found] = /^(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  if (found.length === 0) return undefined;
  const numbers = found.map(Number);
  const atLeast = (...version: readonly number[]): boolean => {
    const at = version.findIndex((one, place) => one !== numbers[place]);
    return at === -1 || (numbers[at] ?? 0) > (version[at] ?? 0);
  };
  return { mariadb: /mariadb/i.test(text), atLeast };
};
