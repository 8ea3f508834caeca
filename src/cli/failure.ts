import type { Bilingual } from "../model/text.js";

/** The command or the profile makes no sense: exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
  /** The text names a file and a line itself, and needs no other beginning. */
  readonly placed: boolean;
  constructor(
    readonly said: Bilingual,
    { placed = false }: { placed?: boolean } = {},
  ) {
    super(said.en);
    this.placed = placed;
  }
}

/** The tool itself could not do its work, and says why in one sentence: exit code 3. */
export class ToolError extends Error {
  override name = "ToolError";
  constructor(
    readonly said: Bilingual,
    options?: ErrorOptions,
  ) {
    super(said.en, options);
  }
}

/** What Node's own loading of modules, or anything else here, runs into when `ulimit -n` is small. */
export const tooFewFiles: Bilingual = {
  en: "this process may open too few files at once (EMFILE); raise the limit: ulimit -n 1024",
  zh: "本进程可同时打开的文件过少（EMFILE），请调高上限：ulimit -n 1024",
};

const systemWords: { readonly [code: string]: Bilingual } = {
  EACCES: { en: "permission denied", zh: "没有权限" },
  EPERM: { en: "permission denied", zh: "没有权限" },
  ENOSPC: { en: "no space left on the device", zh: "磁盘空间不足" },
  EDQUOT: { en: "the disk quota is used up", zh: "磁盘配额已用尽" },
  EROFS: { en: "the file system is read-only", zh: "文件系统只读" },
  ENAMETOOLONG: { en: "the name is too long", zh: "名称过长" },
  EMFILE: { en: "too many open files", zh: "打开的文件过多" },
  EIO: { en: "the device reports an error", zh: "设备读写出错" },
};

/** Why the system refused, in words, with the name by which it can be looked up. */
export const wordsOf = (error: unknown): Bilingual => {
  const reason = reasonOf(error);
  const words = systemWords[reason];
  return words === undefined
    ? { en: reason, zh: reason }
    : { en: `${words.en} (${reason})`, zh: `${words.zh}（${reason}）` };
};

/** The name of a system error (`EACCES`), else its words. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.message : String(error);
};
