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

/** The name of a system error (`EACCES`), else its words. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.message : String(error);
};
