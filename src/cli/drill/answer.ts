import type { CauseTable } from "../../model/cause.js";
import { languages } from "../../model/text.js";
import { nearest } from "../../profile/nearest.js";

/** What a person said: a cause, that they do not know, that they want to stop, or nothing that is understood. */
export type Understood = { readonly cause: string } | "unknown" | "enough" | "unclear";

const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s.。,，'’"“”!！?？]+/gu, " ")
    .trim();

/** The one cause whose name holds all these words (in Chinese: characters); undefined if there is none, or several. */
const holding = (text: string, names: ReadonlyMap<string, string>): string | undefined => {
  const words = text.match(/\p{Script=Han}|[^\s\p{Script=Han}-]+/gu) ?? [text];
  const found = new Set([...names].filter(([name]) => words.every((word) => name.includes(word))).map(([, id]) => id));
  return found.size === 1 ? [...found][0] : undefined;
};

/**
 * Pure. A number of the list, the id of any cause, or its title in either language, mistyped or in part; the choices come
 * before the rest of the catalogue.
 */
export const understand = (said: string, choices: readonly string[], causes: CauseTable): Understood => {
  const text = plain(said);
  if (text === "" || text === "?") return "unknown";
  if (/^(q|quit|exit|退出)$/.test(text)) return "enough";
  if (/^\d+$/.test(text)) {
    const cause = choices[Number(text) - 1];
    return cause === undefined ? "unclear" : { cause };
  }
  for (const ids of [choices, Object.keys(causes)]) {
    const names = new Map(
      ids.flatMap((id) =>
        [id, ...languages.map((lang) => causes[id]?.title[lang] ?? id)].map((name) => [plain(name), id]),
      ),
    );
    const cause = names.get(text) ?? holding(text, names) ?? names.get(nearest(text, [...names.keys()]) ?? "");
    if (cause !== undefined) return { cause };
  }
  return "unclear";
};
