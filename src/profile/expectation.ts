import type { Bilingual } from "../model/text.js";

/** The message of an issue: what was expected, in both languages, and for maps the keys that are allowed. */
export type Expectation = Bilingual & { readonly noun?: Bilingual; readonly allowed?: readonly string[] };

/** zod carries messages as one string. */
export const said = (expected: Expectation): string => JSON.stringify(expected);
export const heard = (message: string): Expectation => {
  try {
    return JSON.parse(message) as Expectation;
  } catch {
    return { en: message, zh: message };
  }
};
