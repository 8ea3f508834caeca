import { quoted } from "../profile/errors.js";
import { suggestion } from "../profile/nearest.js";
import type { Action, Context } from "./context.js";
import { UsageError } from "./failure.js";
import { loadCatalogue } from "./plugins.js";

const documents = ["profile", "report"];

/** Prints the JSON Schema of a profile (with what the plug-ins add) or of a report. */
export const schema = async (context: Context, word: string, options: { plugin?: readonly string[] }): Action => {
  if (!documents.includes(word)) {
    const near = suggestion(word, documents);
    throw new UsageError({
      en: `there is no schema of ${quoted(word)}${near.en}`,
      zh: `没有 ${quoted(word)} 的 schema${near.zh}`,
    });
  }
  const { checks, plugins } = await loadCatalogue(context, options.plugin);
  const document =
    word === "profile"
      ? (await import("../profile/json-schema.js")).profileJsonSchema(checks, plugins)
      : (await import("../report/schema.js")).reportJsonSchema();
  await context.terminal.print(`${JSON.stringify(document, null, 2)}\n`);
  return 0;
};
