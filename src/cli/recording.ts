import type { AnyCheck } from "../model/check.js";
import type { History } from "../model/history.js";
import type { Profile } from "../model/profile.js";
import type { Report } from "../model/report.js";
import { quoted } from "../profile/errors.js";
import { type Context, say } from "./context.js";
import { reasonOf, ToolError, UsageError } from "./failure.js";

/** `record`: a directory, or false for not at all. */
export type RecordOptions = { readonly record?: string | false };

/** A journal that was found writable. */
export type Journal = { readonly dir: string; readonly size?: number; readonly goal?: number };

/** Which journal a run belongs to: the option's, else the profile's; undefined: none. */
export const journalOf = ({ record }: RecordOptions, { history }: Pick<Profile, "history">): Journal | undefined => {
  if (record === false || (record === undefined && history === undefined)) return undefined;
  if (record === "") throw new UsageError({ en: "--record names no directory", zh: "--record 未写明目录" });
  const { directory, ...rest } = history ?? { directory: "" };
  return { ...rest, dir: record ?? directory };
};

const unwritable = (dir: string, error: unknown): Error => {
  const [name, reason] = [quoted(dir), reasonOf(error)];
  return reason === "EEXIST" || reason === "ENOTDIR"
    ? new UsageError({ en: `${name} is not a directory`, zh: `${name} 不是目录` })
    : new ToolError({ en: `cannot record in ${name}: ${reason}`, zh: `无法写入历史记录 ${name}：${reason}` });
};

/** Makes the directory where it is missing, before anything runs. A file in its place is a `UsageError`. */
export const prepareJournal = async (journal: Journal | undefined): Promise<void> => {
  if (journal === undefined) return;
  const { makeFolder } = await import("../history/folder.js");
  await makeFolder(journal.dir).catch((error: unknown) => {
    throw unwritable(journal.dir, error);
  });
};

/** Adds the run. What cannot be written is a `ToolError`; old runs that cannot be removed are complained of. */
export const recordRun = async (
  context: Context,
  { dir, size }: Journal,
  { report, checks }: { readonly report: Report; readonly checks: readonly AnyCheck[] },
): Promise<void> => {
  const { record } = await import("../history/journal.js");
  const bound = size === undefined ? {} : { size };
  const recorded = await record(report, { dir, checks, ...bound }).catch((error: unknown) => {
    throw unwritable(dir, error);
  });
  if (recorded.untidied === undefined) return;
  const [name, reason] = [quoted(dir), reasonOf(recorded.untidied)];
  context.terminal.complain(
    say(context, {
      en: `invoice-diag: the run is recorded, but the journal ${name} cannot be kept small: ${reason}`,
      zh: `invoice-diag: 本次运行已记录，但无法整理历史记录 ${name}：${reason}`,
    }),
  );
};

/** How fine the strips of plots are. */
export const plotCells = 96;

/** The targets of one profile over time; a journal that cannot be read has nothing to show. */
export const historyOf = async (journal: Journal, profile: string): Promise<History | undefined> => {
  const [{ readRuns }, { timeline }] = await Promise.all([
    import("../history/journal.js"),
    import("../history/timeline.js"),
  ]);
  const reading = await readRuns(journal.dir).catch(() => undefined);
  if (reading === undefined) return undefined;
  const { goal } = journal;
  return timeline(reading.runs, { cells: plotCells, profile, ...(goal === undefined ? {} : { goal }) });
};
