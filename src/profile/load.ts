import type { AnyCheck } from "../model/check.js";
import { assemble, type Loaded } from "./assemble.js";
import type { ReadFile } from "./attachments.js";
import { readDocument } from "./document.js";
import { type FileFault, fileFault, mostBytes, readNamed, readText } from "./file.js";
import type { LoadedPlugin } from "./validate.js";
import type { Environment } from "./variables.js";

export type { Loaded } from "./assemble.js";
export type { ReadFile } from "./attachments.js";
export { formatProfileErrors, type ProfileError } from "./errors.js";
export type { LoadedPlugin, TargetKind } from "./validate.js";
export type { Environment } from "./variables.js";

export type LoadOptions = {
  /** The profile's own path: it stands in errors, and files named in the profile are found beside it. */
  readonly file: string;
  readonly checks: readonly AnyCheck[];
  readonly env: Environment;
  readonly readFile: ReadFile;
  readonly plugins?: readonly LoadedPlugin[];
};

const tooLarge = { en: "the profile is larger than 1 MiB; refused", zh: "配置文件超过 1 MiB，拒绝读取" };

/** YAML text to a complete profile, or every mistake in it, in the order of the file. Touches nothing but `readFile`. */
export const loadProfile = (text: string, options: LoadOptions): Loaded => {
  const { file, checks, env, readFile, plugins = [] } = options;
  if (Buffer.byteLength(text, "utf8") > mostBytes)
    return { errors: [{ file, line: 0, column: 0, path: "", message: tooLarge }] };
  const { source, errors } = readDocument(text, file, env);
  if (source === undefined) return { errors };
  return assemble(source, { file, earlier: errors, vocabulary: { checks, plugins }, readFile });
};

const textOf = (path: string): string | FileFault => {
  try {
    return readText(path);
  } catch (error) {
    return fileFault(error);
  }
};

/** Reads a profile from a file (at most 1 MiB of UTF-8), and the files that it names. */
export const readProfile = (path: string, options: Omit<LoadOptions, "file" | "readFile">): Loaded => {
  const text = textOf(path);
  return typeof text === "string"
    ? loadProfile(text, { ...options, file: path, readFile: readNamed })
    : { errors: [{ file: path, line: text.line, column: text.column, path: "", message: text.said }] };
};
