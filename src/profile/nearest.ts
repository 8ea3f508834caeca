import { distance } from "fastest-levenshtein";
import type { Bilingual } from "../model/text.js";
import { quoted } from "./errors.js";

/** How many letters a mistyped word may differ in and still be recognised. */
const reach = (word: string, right: string): number => Math.max(2, Math.floor(Math.min(word.length, right.length) / 2));

/** The right word that a mistyped one most likely stands for; undefined if none is near. */
export const nearest = (word: string, right: readonly string[]): string | undefined => {
  const near = right
    .filter((one) => Math.abs(one.length - word.length) <= reach(word, one))
    .map((one) => ({ one, far: distance(word.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, far }) => far <= reach(word, one) && far < one.length)
    .sort((a, b) => a.far - b.far);
  return near[0]?.one;
};

/** How a list of right words ends a sentence: the nearest one, or all if they are few. */
export const suggestion = (word: string, right: readonly string[]): Bilingual => {
  const near = nearest(word, right);
  if (near !== undefined) return { en: `; did you mean ${quoted(near)}?`, zh: `，是否想写 ${quoted(near)}？` };
  if (right.length === 0) return { en: "; nothing is allowed here", zh: "，此处不允许任何内容" };
  if (right.length > 20) return { en: "", zh: "" };
  return { en: `; allowed here: ${right.join(", ")}`, zh: `，此处可用：${right.join("、")}` };
};
