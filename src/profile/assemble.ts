import type { Profile } from "../model/profile.js";
import { attachments, type ReadFile } from "./attachments.js";
import { clientCertIssues } from "./client-certificate.js";
import { complete } from "./complete.js";
import { inconsistencies } from "./consistency.js";
import type { Source } from "./document.js";
import { type Issue, type Path, type ProfileError, pathText } from "./errors.js";
import { valueAt } from "./mistakes.js";
import { masked } from "./secrets.js";
import { type Validated, type Vocabulary, validate } from "./validate.js";
import { isVariable } from "./variables.js";

export type Loaded = { readonly profile: Profile } | { readonly errors: readonly ProfileError[] };

/** What a text stands for where the schema wants no text; undefined: nothing. */
const meaning = (text: unknown): number | boolean | undefined => {
  if (text === "true" || text === "false") return text === "true";
  return typeof text === "string" && /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
};

/**
 * Variables are text. Where one stands alone and the schema wants a number or a yes, what it says is put in its place
 * (`port: ${DB_PORT}`). True: something was changed.
 */
const adapt = (source: Source, paths: readonly Path[]): boolean => {
  let changed = false;
  for (const path of paths) {
    const written = source.written(path);
    const value = meaning(valueAt(source.value, path));
    if (typeof written !== "string" || !isVariable(written) || value === undefined) continue;
    const parent = valueAt(source.value, path.slice(0, -1)) as Record<string | number, unknown>;
    parent[path.at(-1) ?? ""] = value;
    changed = true;
  }
  return changed;
};

const validated = (source: Source, vocabulary: Vocabulary): Validated => {
  const first = validate(source, vocabulary);
  const paths = first.issues.map((issue) => issue.path);
  return adapt(source, paths) ? validate(source, vocabulary) : first;
};

const inOrder = (errors: readonly ProfileError[]): ProfileError[] => {
  const seen = new Set<string>();
  return errors
    .filter(({ path, message }) => {
      const same = `${path} ${message.en}`;
      return seen.has(same) ? false : seen.add(same);
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
};

/** From plain values with their places to a complete profile, or to every mistake in the order of the file. */
export const assemble = (
  source: Source,
  {
    file,
    earlier,
    vocabulary,
    readFile,
  }: { file: string; earlier: readonly ProfileError[]; vocabulary: Vocabulary; readFile: ReadFile },
): Loaded => {
  const { frame, targets, issues } = validated(source, vocabulary);
  const named = attachments(source, file, readFile);
  const error = ({ path, at, message }: Issue): ProfileError => {
    const place = source.place(path, at) ?? { line: 0, column: 0 };
    const hide = (text: string): string => masked(text, source.secrets);
    return { file, ...place, path: pathText(path), message: { en: hide(message.en), zh: hide(message.zh) } };
  };
  const later = [...issues, ...inconsistencies(source), ...named.issues].filter(
    (issue) => issue.at === "key" || !source.isBlamed(issue.path),
  );
  const errors = [...earlier, ...later.map(error)];
  if (errors.length > 0 || frame === undefined) return { errors: inOrder(errors) };
  const around = { checks: vocabulary.checks, file, named, secrets: source.secrets };
  const profile = complete(frame, targets, around);
  const unusable = clientCertIssues(profile.targets);
  return unusable.length > 0 ? { errors: unusable.map(error) } : { profile };
};
