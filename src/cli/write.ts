import { constants } from "node:fs";
import { access, realpath, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { writeWhole } from "../history/whole.js";
import { quoted } from "../profile/errors.js";
import { reasonOf, ToolError, UsageError, wordsOf } from "./failure.js";

/** A file that was found writable, and is written whole or not at all. */
export type PreparedFile = { readonly path: string; write(content: string | Uint8Array): Promise<void> };

const unwritable = (path: string, error: unknown): ToolError => {
  const [file, reason] = [quoted(path), wordsOf(error)];
  return new ToolError(
    { en: `cannot write ${file}: ${reason.en}`, zh: `无法写入 ${file}：${reason.zh}` },
    { cause: error },
  );
};

const kindOf = async (path: string): Promise<"absent" | "file" | "directory" | "special"> => {
  try {
    const found = await stat(path);
    return found.isDirectory() ? "directory" : found.isFile() ? "file" : "special";
  } catch (error) {
    if (reasonOf(error) === "ENOENT") return "absent";
    if (reasonOf(error) === "ENOTDIR") return "absent";
    throw unwritable(path, error);
  }
};

const folderOf = async (path: string): Promise<string> => {
  const folder = dirname(path);
  if ((await kindOf(folder)) !== "directory") {
    const name = quoted(folder);
    throw new UsageError({ en: `there is no directory ${name}`, zh: `目录 ${name} 不存在` });
  }
  return folder;
};

const replace = (path: string, content: string | Uint8Array, mode: number): Promise<void> =>
  writeWhole(path, content, mode).catch((error: unknown) => {
    throw unwritable(path, error);
  });

const throughLinks = async (path: string): Promise<string> => realpath(path).catch(() => resolve(path));

/**
 * Says before any work is done whether a file can be written. A directory, or a missing one, is a `UsageError`.
 * `mode`: the permissions of a file that is new.
 */
export const prepareFile = async (path: string, mode = 0o600): Promise<PreparedFile> => {
  const target = await throughLinks(path);
  const kind = await kindOf(target);
  if (kind === "directory") {
    const name = quoted(path);
    throw new UsageError({ en: `${name} is a directory, not a file`, zh: `${name} 是目录，不是文件` });
  }
  const special = kind === "special";
  const needed = special ? target : await folderOf(target);
  await access(needed, constants.W_OK).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  return {
    path: target,
    // A device or a pipe cannot be replaced.
    write: (content) =>
      special
        ? writeFile(target, content).catch((error: unknown) => {
            throw unwritable(path, error);
          })
        : replace(target, content, mode),
  };
};

/** Creates a file that must not exist yet. An existing one is a `UsageError`. */
export const createFile = async (path: string, text: string, mode = 0o600): Promise<void> => {
  await folderOf(resolve(path));
  try {
    await writeFile(path, text, { flag: "wx", mode });
  } catch (error) {
    if (reasonOf(error) !== "EEXIST") throw unwritable(path, error);
    const name = quoted(path);
    throw new UsageError({
      en: `${name} exists already and is not overwritten`,
      zh: `${name} 已存在，不会覆盖`,
    });
  }
};
