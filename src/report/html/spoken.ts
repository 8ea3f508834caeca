import { type Bilingual, type Language, languages } from "../../model/text.js";
import { escapeXml } from "../xml.js";

/** As HTML names the languages. */
export const tags: Readonly<Record<Language, string>> = { en: "en", zh: "zh-CN" };

export const esc = escapeXml;

/** Both languages stand in the page, and its switch shows one of them. What they share stands once. */
export const both = (text: Bilingual): string =>
  text.en === text.zh
    ? esc(text.en)
    : languages.map((lang) => `<span lang="${tags[lang]}">${esc(text[lang])}</span>`).join("");

/** The same for a text that is made for one language at a time. */
export const spoken = (of: (lang: Language) => string): string => both({ en: of("en"), zh: of("zh") });

/** A list, or nothing at all. */
export const list = (items: readonly string[], kind = ""): string =>
  items.length === 0
    ? ""
    : `<ul${kind === "" ? "" : ` class="${kind}"`}>${items.map((one) => `<li>${one}</li>`).join("")}</ul>`;

/** A part of the page that the list of contents names. `body` is markup: what comes from outside is escaped in it. */
export type Section = { readonly id: string; readonly title: Bilingual; readonly body: string };

export const section = ({ id, title, body }: Section): string =>
  body === "" ? "" : `<section id="${id}"><h2>${both(title)}</h2>\n${body}</section>\n`;
