import type { Node } from "yaml";
import type { Issue, Path, ProfileError } from "./errors.js";
import { pathText } from "./errors.js";
import { AliasBomb, type Spotted, Tree } from "./tree.js";
import type { Environment } from "./variables.js";
import { compose } from "./yaml.js";

export type Place = { readonly line: number; readonly column: number };

/** What stands in a source, and where; of a YAML file or of words on the command line. */
export type Source = {
  readonly value: unknown;
  /** Values that came from variables. */
  readonly secrets: readonly string[];
  place(path: Path, at: Issue["at"]): Place | undefined;
  /** A scalar as it was written, before variables were filled in; undefined: nothing is known but its value. */
  written(path: Path): unknown;
  isBlamed(path: Path): boolean;
};

export type ReadDocument = { readonly source?: Source; readonly errors: readonly ProfileError[] };

const empty = {
  en: "the profile is empty; expected `version: 1` and `targets:`",
  zh: "配置文件为空，应包含 `version: 1` 和 `targets:`",
};

const treeOf = (root: Node | null, env: Environment): Tree | Spotted => {
  try {
    return new Tree(root, env);
  } catch (error) {
    if (error instanceof AliasBomb) return error.spotted;
    throw error;
  }
};

/** Text to values with their places. Without a `source` nothing can be said beyond the errors. */
export const readDocument = (text: string, file: string, env: Environment): ReadDocument => {
  const { document, faults, lines } = compose(text.replace(/^\uFEFF/, ""));
  const placed = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const errorAt = ({ path, offset, message }: Spotted): ProfileError => ({
    file,
    ...placed(offset),
    path: pathText(path),
    message,
  });
  if (faults.length > 0) return { errors: faults.map((fault) => errorAt({ path: [], ...fault })) };
  const root = document?.contents ?? null;
  const isEmpty = root === null || (root.range?.[0] === root.range?.[1] && !("items" in root));
  if (isEmpty) return { errors: [{ file, line: 1, column: 1, path: "", message: empty }] };
  const tree = treeOf(root, env);
  if (!(tree instanceof Tree)) return { errors: [errorAt(tree)] };
  const source: Source = {
    value: tree.value,
    secrets: [...tree.secrets],
    place: (path, at) => placed(tree.offset(path, at)),
    written: (path) => tree.written(path),
    isBlamed: (path) => tree.isBlamed(path),
  };
  return { source, errors: tree.spotted.map(errorAt) };
};
