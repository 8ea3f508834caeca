import { quoted } from "../profile/errors.js";
import { suggestion } from "../profile/nearest.js";
import type { Action, Context } from "./context.js";
import { UsageError } from "./failure.js";
import { loadCatalogue } from "./plugins.js";

const documents = ["profile", "report", "history", "comparison"] as const;
type Document = (typeof documents)[number];
const isDocument = (word: string): word is Document => (documents as readonly string[]).includes(word);

const printed = async (context: Context, word: Document, plugin: readonly string[] | undefined): Promise<object> => {
  if (word === "profile") {
    const { checks, plugins } = await loadCatalogue(context, plugin);
    return (await import("../profile/json-schema.js")).profileJsonSchema(checks, plugins);
  }
  if (word === "report") return (await import("../report/schema.js")).reportJsonSchema();
  const { historyJsonSchema, comparisonJsonSchema } = await import("../report/history-schema.js");
  return word === "history" ? historyJsonSchema() : comparisonJsonSchema();
};

/** Prints the JSON Schema of a profile (with what the plug-ins add) or of what a command prints as JSON. */
export const schema = async (context: Context, word: string, options: { plugin?: readonly string[] }): Action => {
  if (!isDocument(word)) {
    const near = suggestion(word, documents);
    throw new UsageError({
      en: `there is no schema of ${quoted(word)}${near.en}`,
      zh: `没有 ${quoted(word)} 的 schema${near.zh}`,
    });
  }
  const document = await printed(context, word, options.plugin);
  await context.terminal.print(`${JSON.stringify(document, null, 2)}\n`);
  return 0;
};
