import type { Bilingual, Language } from "../model/text.js";

/** One mistake in a profile. `line` and `column` begin at 1; line 0 means the file (or the word) as a whole. */
export type ProfileError = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where in the document: `targets[0].ports[1].speaks`. */
  readonly path: string;
  readonly message: Bilingual;
};

/** Where in a document something stands. */
export type Path = readonly (string | number)[];

/** A mistake that does not know its line yet. `key`: the key itself is wrong, else its value. */
export type Issue = { readonly path: Path; readonly at: "key" | "value"; readonly message: Bilingual };

const invisible = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Text fit for a terminal: what cannot be seen, or would reorder a line, is spelled out. */
export const visible = (text: string): string =>
  text.replace(invisible, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Text in quotation marks, fit for a terminal, shortened to 60 characters. */
export const quoted = (text: string): string => {
  const characters = [...text];
  const short = characters.length > 60 ? `${characters.slice(0, 60).join("")}…` : text;
  return `"${visible(short)}"`;
};

export const pathText = (path: Path): string =>
  path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[\w-]+$/.test(part)) return `[${quoted(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");

const line = (error: ProfileError, language: Language): string => {
  const place = error.line === 0 ? [error.file] : [`${error.file}:${error.line}:${error.column}`];
  const parts = [...place, error.path].filter((part) => part !== "");
  return visible([...parts, error.message[language]].join(": "));
};

/** `file:line:column: path: message`, one line for each mistake. */
export const formatProfileErrors = (errors: readonly ProfileError[], language: Language): string =>
  errors.map((error) => line(error, language)).join("\n");
