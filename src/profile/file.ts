import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Bilingual } from "../model/text.js";

/** The most that a profile, or a file named in one, may have: 1 MiB. */
export const mostBytes = 1_048_576;

/** Why a file cannot be used; `line` and `column` where a place in it is to blame. */
export class FileFault extends Error {
  constructor(
    readonly said: Bilingual,
    readonly line = 0,
    readonly column = 0,
  ) {
    super(said.en);
  }
}

const reasons: { readonly [code: string]: Bilingual } = {
  ENOENT: { en: "there is no such file", zh: "文件不存在" },
  ENOTDIR: { en: "there is no such file: part of its path is not a directory", zh: "文件不存在：路径中有一段不是目录" },
  EISDIR: { en: "this is a directory; expected a file", zh: "这是目录，应为文件" },
  EACCES: { en: "this user may not read the file", zh: "当前用户无权读取该文件" },
  EPERM: { en: "this user may not read the file", zh: "当前用户无权读取该文件" },
  ELOOP: { en: "the path is a circle of symbolic links", zh: "路径中的符号链接形成循环" },
  ENAMETOOLONG: { en: "the path is too long", zh: "路径过长" },
};

/** Names a failure of the file system by its code. */
export const fileFault = (error: unknown): FileFault => {
  if (error instanceof FileFault) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "?";
  return new FileFault(reasons[code] ?? { en: `the file cannot be read (${code})`, zh: `无法读取该文件（${code}）` });
};

const tooLarge: Bilingual = { en: "the file is larger than 1 MiB; refused", zh: "文件超过 1 MiB，拒绝读取" };

const readBytes = (path: string): Buffer => {
  const descriptor = openSync(path, "r");
  try {
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) throw new FileFault(reasons.EISDIR as Bilingual);
    if (stat.size > mostBytes) throw new FileFault(tooLarge);
    const bytes = Buffer.alloc(mostBytes + 1);
    let length = 0;
    for (let more = -1; more !== 0 && length <= mostBytes; length += more)
      more = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (length > mostBytes) throw new FileFault(tooLarge);
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
};

const notUtf8 = (bytes: Buffer): FileFault => {
  const before = (new TextDecoder("utf-8").decode(bytes).split("\uFFFD")[0] ?? "").split("\n");
  const said = { en: "not UTF-8 from here on; save the file as UTF-8", zh: "此处开始不是 UTF-8，请将文件保存为 UTF-8" };
  return new FileFault(said, before.length, (before.at(-1) ?? "").length + 1);
};

const decode = (bytes: Buffer): string => {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new FileFault({ en: "this is UTF-16; save the file as UTF-8", zh: "这是 UTF-16 编码，请将文件保存为 UTF-8" });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw notUtf8(bytes);
  }
};

/** A file that a profile names: its text, or its bytes in base64, at most 1 MiB. Throws a `FileFault`. */
export const readNamed = (path: string, as: "text" | "base64"): string => {
  if (as === "text") return readText(path);
  try {
    return readBytes(path).toString("base64");
  } catch (error) {
    throw fileFault(error);
  }
};

/** The text of a UTF-8 file of at most 1 MiB (a byte order mark is dropped). Throws a `FileFault`. */
export const readText = (path: string): string => {
  try {
    return decode(readBytes(path));
  } catch (error) {
    throw fileFault(error);
  }
};
