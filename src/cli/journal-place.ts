import { existsSync } from "node:fs";
import type { Profile } from "../model/profile.js";
import { findProfile } from "../profile/find.js";
import { readHistoryEntry } from "../profile/history-entry.js";
import { refuse } from "./check.js";
import type { Context } from "./context.js";
import { UsageError } from "./failure.js";

export type PlaceOptions = { readonly dir?: string; readonly profile?: string };

/** What the profile says of its journal: the named one, else the one that `check` would take. */
export const entryOf = ({ terminal }: Context, { profile }: PlaceOptions): Profile["history"] => {
  const { env } = terminal;
  const path = profile ?? findProfile({ env, platform: process.platform, exists: existsSync });
  if (path === undefined) return undefined;
  const read = readHistoryEntry(path);
  return "errors" in read ? refuse(read.errors) : read.history;
};

/** The directory of the journal: `--dir`, else the profile's; undefined: neither is there. */
export const directoryOf = (context: Context, options: PlaceOptions): string | undefined => {
  if (options.dir === "") throw new UsageError({ en: "--dir names no directory", zh: "--dir 未写明目录" });
  return options.dir ?? entryOf(context, options)?.directory;
};
