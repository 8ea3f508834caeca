import type { Comparison } from "../model/comparison.js";
import type { History } from "../model/history.js";
import type { PrintOptions } from "./print.js";

/** The printed forms of what is no report: history, and the comparison of two runs. */

export const historyForms = ["table", "json", "html"] as const;
export type HistoryForm = (typeof historyForms)[number];

const json = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

export const printHistory = async (form: HistoryForm, history: History, options: PrintOptions): Promise<string> => {
  if (form === "json") return json(history);
  if (form === "html") return (await import("./history-page.js")).historyPage(history, options);
  return (await import("./history-table.js")).historyTable(history, options);
};

export const comparisonForms = ["table", "json"] as const;
export type ComparisonForm = (typeof comparisonForms)[number];

/** A comparison by itself, with the run that was held against the earlier one. */
export type ComparedRuns = { readonly schema: 1; readonly tool: "invoice-diag" } & Comparison & {
    readonly run: Comparison["baseline"];
  };

export const printComparison = async (
  form: ComparisonForm,
  comparison: ComparedRuns,
  options: PrintOptions,
): Promise<string> => {
  if (form === "json") return json(comparison);
  const [{ comparisonTable }, { sheetFor }] = await Promise.all([
    import("./comparison-block.js"),
    import("./sheet.js"),
  ]);
  return comparisonTable(comparison, comparison.run.startedAt, sheetFor(options));
};
