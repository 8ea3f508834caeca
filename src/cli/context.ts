import type { Bilingual, Language } from "../model/text.js";
import type { PrintOptions } from "../report/index.js";
import type { Terminal } from "./terminal.js";

export type Library = typeof import("../index.js");

/** What every command is given. */
export type Context = {
  readonly terminal: Terminal;
  readonly lang: Language;
  readonly color: boolean;
  /** Our own library, which the commands use as anyone else would; loaded by those that need it. */
  readonly library: () => Promise<Library>;
  /** The directory of the built program, as a URL that ends in a slash. */
  readonly home: URL;
};

/** A command ends with its exit code. */
export type Action = Promise<number>;

export const say = (context: Context, text: Bilingual): string => text[context.lang];

/** How this terminal wants a report printed. */
export const printOptions = (
  { terminal, lang, color }: Context,
  wanted: { readonly verbose?: boolean; readonly quiet?: boolean } = {},
): PrintOptions => ({
  lang,
  width: terminal.width,
  color,
  unicode: terminal.unicode,
  verbose: wanted.verbose === true,
  quiet: wanted.quiet === true,
  utcOffset: terminal.utcOffset,
});
