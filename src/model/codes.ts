import type { Json } from "./json.js";
import { jsonAt } from "./json-path.js";

/** What a business code may mean: success, or the word of a cause. */
export const codeMeanings = [
  "ok",
  "already-accepted",
  "still-processing",
  "login-expired",
  "grant-missing",
  "credit-exhausted",
  "quota-exhausted",
  "ip-not-whitelisted",
  "signature-clock-skew",
  "waf-blocked",
  "payload-invalid",
  "business-error",
] as const;
export type CodeMeaning = (typeof codeMeanings)[number];

/** A platform's list of business codes, as a file of the profile gives it. */
export type CodeCatalogue = {
  /** Paths at which an answer may bear its code; the first that is there counts. */
  readonly at: readonly string[];
  readonly codes: {
    readonly [code: string]: {
      readonly means: CodeMeaning;
      /** The platform's own words for it. */
      readonly text?: string;
    };
  };
};

/** The business code of an answer; undefined: it bears none. */
export const codeIn = (answer: Json, { at }: CodeCatalogue): string | undefined => {
  for (const path of at) {
    const found = jsonAt(answer, path);
    if (typeof found === "string" || typeof found === "number" || typeof found === "boolean") return String(found);
  }
  return undefined;
};
