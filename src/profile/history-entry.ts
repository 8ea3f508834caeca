import type { Profile } from "../model/profile.js";
import { readDocument } from "./document.js";
import { type ProfileError, pathText } from "./errors.js";
import { FileFault, readText } from "./file.js";
import { historyOf, historySchema } from "./history-schema.js";
import { mistakes, valueAt } from "./mistakes.js";

export type HistoryEntry =
  | { readonly history: Profile["history"] | undefined }
  | { readonly errors: readonly ProfileError[] };

const path = ["history"] as const;

/**
 * The `history:` of a profile alone. Whoever looks at the past needs none of the secrets, files and plug-ins that the rest
 * of the profile asks for.
 */
export const readHistoryEntry = (file: string): HistoryEntry => {
  try {
    const { source, errors } = readDocument(readText(file), file, {});
    if (source === undefined) return { errors };
    const value = valueAt(source.value, path);
    if (value === undefined) return { history: undefined };
    const parsed = historySchema.safeParse(value);
    if (parsed.success) return { history: historyOf(parsed.data, file) };
    const issues = parsed.error.issues.flatMap((issue) => mistakes(issue, path, source));
    return {
      errors: issues.map((issue) => {
        const place = source.place(issue.path, issue.at) ?? { line: 0, column: 0 };
        return { file, ...place, path: pathText(issue.path), message: issue.message };
      }),
    };
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    return { errors: [{ file, line: error.line, column: error.column, path: "", message: error.said }] };
  }
};
