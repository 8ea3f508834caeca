import { z } from "zod";
import { type CodeCatalogue, codeMeanings } from "../model/codes.js";
import type { Bilingual } from "../model/text.js";
import { readDocument } from "./document.js";
import { said } from "./expectation.js";
import { key, must, strict } from "./keys.js";
import * as leaf from "./leaves.js";
import { mistakes } from "./mistakes.js";

/** Codes of one catalogue; the target of a step carries them into the report, which is judged without the profile. */
export const mostCodes = 1000;

const meaning = z.enum(codeMeanings, {
  error: said({ en: `one of ${codeMeanings.join(", ")}`, zh: `${codeMeanings.join("、")} 之一` }),
});
const entry = z
  .union(
    [
      meaning,
      strict({
        means: must(meaning, "What it means", "含义"),
        text: key(leaf.freeText, "The platform's own words", "平台的说明文字"),
      }),
    ],
    {
      error: said({
        en: `one of ${codeMeanings.join(", ")}, or { means: …, text: … }`,
        zh: `${codeMeanings.join("、")} 之一，或 { means: …, text: … }`,
      }),
    },
  )
  .transform((one) => (typeof one === "string" ? { means: one } : one));
const places = z
  .union([leaf.jsonPath, z.array(leaf.jsonPath).min(1)], {
    error: said({ en: "a path such as $.code, or a list of paths", zh: "路径（如 $.code）或路径列表" }),
  })
  .transform((at) => (typeof at === "string" ? [at] : at));
const atMost = said({ en: `a map of 1 to ${mostCodes} codes`, zh: `1 到 ${mostCodes} 个代码的映射` });
const counted = (codes: object): boolean => {
  const { length } = Object.keys(codes);
  return length > 0 && length <= mostCodes;
};
const catalogue = strict({
  at: must(places, "Where an answer bears its code", "业务码在应答中的路径"),
  codes: must(z.record(z.string(), entry, { error: atMost }).refine(counted, { error: atMost }), "Codes", "业务码"),
});

/** Reads a catalogue of business codes, YAML or JSON; a fault says where in the file it is. */
export const codesOf = (
  text: string,
  file: string,
): { readonly value: CodeCatalogue } | { readonly fault: Bilingual } => {
  const { source, errors } = readDocument(text, file, {});
  const at = ({ line, column }: { line: number; column: number }): string => `${file}:${line}:${column}`;
  const [error] = errors;
  if (error !== undefined || source === undefined) {
    const { line = 1, column = 1, message = { en: "empty", zh: "为空" } } = error ?? {};
    const place = at({ line, column });
    return { fault: { en: `${place}: ${message.en}`, zh: `${place}：${message.zh}` } };
  }
  const parsed = catalogue.safeParse(source.value);
  if (parsed.success) return { value: parsed.data as CodeCatalogue };
  const [issue] = parsed.error.issues.flatMap((one) => mistakes(one, [], source));
  const place = at((issue && source.place(issue.path, issue.at)) ?? { line: 1, column: 1 });
  const { en, zh } = issue?.message ?? { en: "not a catalogue of codes", zh: "不是业务码目录" };
  return { fault: { en: `${place}: ${en}`, zh: `${place}：${zh}` } };
};
