import type { ComparedRuns } from "../report/documents.js";
import type { Action, Context } from "./context.js";
import { directoryOf, type PlaceOptions } from "./journal-place.js";
import { deliverForms, type OutputOptions, prepareForms } from "./outputs.js";
import { loadCatalogue } from "./plugins.js";
import { storedBy } from "./stored.js";

export type CompareOptions = Pick<OutputOptions, "format" | "output"> &
  PlaceOptions & { readonly plugin?: readonly string[] };

/** Holds a stored report against an earlier one; ends with 1 if anything broke. */
export const compare = async (
  context: Context,
  words: readonly [before: string, after: string],
  options: CompareOptions,
): Action => {
  const { comparisonForms, printComparison } = await import("../report/documents.js");
  const outputs = await prepareForms(context, options, comparisonForms);
  const { checks } = await loadCatalogue(context, options.plugin);
  const dir = (): string | undefined => directoryOf(context, options);
  const before = await storedBy(words[0], dir);
  const after = await storedBy(words[1], dir);
  const { compare } = await import("../history/compare.js");
  const { startedAt, version, profile } = after;
  const run = { startedAt, version, profile };
  const compared: ComparedRuns = { schema: 1, tool: "invoice-diag", run, ...compare(before, after, checks) };
  await deliverForms(context, outputs, (form, print) => printComparison(form, compared, print));
  return compared.broke.length > 0 ? 1 : 0;
};
