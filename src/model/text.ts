import type { JsonObject } from "./json.js";

export const languages = ["en", "zh"] as const;
export type Language = (typeof languages)[number];

/** A sentence in both languages of the product; `{slots}` are filled from the data of a signal. */
export type Bilingual = Readonly<Record<Language, string>>;

/** The names of the `{slots}` in a sentence, as the compiler sees them. */
export type SlotsOf<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}`
  ? Slot | SlotsOf<Rest>
  : never;

const slot = /\{([A-Za-z][A-Za-z0-9]*)\}/g;

/** The names of the `{slots}` in a sentence, in order, each once. */
export const slotsIn = (text: string): string[] => [...new Set([...text.matchAll(slot)].map((m) => m[1] ?? ""))];

const shown = (value: unknown): string => (Array.isArray(value) ? value.map(shown).join(", ") : String(value));

/** Fills the `{slots}` of a sentence; a slot without a value stays visible, so that a test can find it. */
export const fill = (text: Bilingual, data: JsonObject = {}): Bilingual => {
  const one = (sentence: string): string =>
    sentence.replace(slot, (whole, name: string) => (data[name] === undefined ? whole : shown(data[name])));
  return { en: one(text.en), zh: one(text.zh) };
};
