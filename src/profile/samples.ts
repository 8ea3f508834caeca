import type { Json } from "../model/json.js";
import type { Bilingual } from "../model/text.js";

/** Characters of a sample; a few lines show as much as thousands. */
export const mostCharacters = 262_144;

const literals = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** JSON in which every number is the text that was written: no digit of it is lost to a binary float. */
const exactJson = (text: string): Json => {
  JSON.parse(text);
  return JSON.parse(text.replace(literals, (one) => (one.startsWith('"') ? one : `"${one}"`))) as Json;
};

/** Where the parser stopped, if it says so; its own words might quote what stands there. */
const placeOf = (text: string, error: unknown): string => {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
  if (position === undefined) return "";
  const before = text.slice(0, Number(position)).split("\n");
  return ` ${before.length}:${(before.at(-1) ?? "").length + 1}`;
};

/** Reads a sample request: a JSON object, or a list of such. */
export const sampleOf = (text: string): { readonly value: Json } | { readonly fault: Bilingual } => {
  if (text.length > mostCharacters)
    return {
      fault: { en: "the sample is larger than 256 KiB; a few lines are enough", zh: "样例超过 256 KiB，保留几行即可" },
    };
  try {
    const value = exactJson(text);
    if (typeof value === "object" && value !== null && !(Array.isArray(value) && value.length === 0)) return { value };
    return { fault: { en: "expected a JSON object, or a list of them", zh: "应为 JSON 对象，或其列表" } };
  } catch (error) {
    const at = placeOf(text, error);
    return { fault: { en: `the file is not JSON${at === "" ? "" : ` at${at}`}`, zh: `文件不是合法的 JSON${at}` } };
  }
};
