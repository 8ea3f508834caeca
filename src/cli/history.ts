import type { Damage } from "../history/journal.js";
import type { Run } from "../history/run.js";
import { quoted } from "../profile/errors.js";
import { suggestion } from "../profile/nearest.js";
import { type Action, type Context, say } from "./context.js";
import { reasonOf, UsageError } from "./failure.js";
import { directoryOf, entryOf, type PlaceOptions } from "./journal-place.js";
import { deliverForms, type OutputOptions, prepareForms } from "./outputs.js";
import { plotCells } from "./recording.js";
import { goalOf, sinceOf } from "./span.js";

export type HistoryOptions = OutputOptions & PlaceOptions & { readonly since?: string; readonly goal?: string };

const placeOf = (context: Context, options: HistoryOptions): string => {
  const dir = directoryOf(context, options);
  if (dir !== undefined) return dir;
  throw new UsageError({
    en: "no journal is named; give its directory with --dir, or history: in the profile",
    zh: "未指明历史记录：请用 --dir 或配置中的 history: 给出目录",
  });
};

const runsOf = async (context: Context, dir: string): Promise<readonly Run[]> => {
  const { isJournal, readRuns } = await import("../history/journal.js");
  const name = quoted(dir);
  try {
    if (await isJournal(dir)) {
      const { runs, damage } = await readRuns(dir);
      tellDamage(context, dir, damage);
      return runs;
    }
  } catch (error) {
    const reason = reasonOf(error);
    throw new UsageError({ en: `${name} cannot be read: ${reason}`, zh: `无法读取 ${name}：${reason}` });
  }
  throw new UsageError({ en: `there is no journal in ${name}`, zh: `${name} 中没有历史记录` });
};

/** What is passed over is told, once, on standard error. */
const tellDamage = (context: Context, dir: string, { lines, files, foreign }: Damage): void => {
  const name = quoted(dir);
  if (lines > 0) {
    const list = files.map(quoted).join(", ");
    const text = {
      en: `invoice-diag: the journal ${name} has damaged entries, which are passed over: ${lines} in ${list}`,
      zh: `invoice-diag: 历史记录 ${name} 中有 ${lines} 条损坏的记录已跳过，位于 ${list}`,
    };
    context.terminal.complain(say(context, text));
  }
  if (foreign.length > 0) {
    const list = foreign.map(quoted).join(", ");
    const text = {
      en: `invoice-diag: the journal ${name} has parts that another version wrote and this one cannot read: ${list}`,
      zh: `invoice-diag: 历史记录 ${name} 含有其他版本写入、此版本无法读取的部分：${list}`,
    };
    context.terminal.complain(say(context, text));
  }
};

const refuseStrangers = (words: readonly string[], runs: readonly Run[], dir: string): void => {
  const known = [...new Set([...new Set(runs.map(({ told }) => told))].flatMap(({ states }) => Object.keys(states)))];
  const stranger = words.find((word) => !known.includes(word));
  if (stranger === undefined) return;
  const near = suggestion(stranger, known);
  throw new UsageError({
    en: `the journal ${quoted(dir)} has no target ${quoted(stranger)}${near.en}`,
    zh: `历史记录 ${quoted(dir)} 中没有目标 ${quoted(stranger)}${near.zh}`,
  });
};

/** Shows how targets did over time, from the journal. */
export const history = async (context: Context, words: readonly string[], options: HistoryOptions): Action => {
  const { historyForms, printHistory } = await import("../report/documents.js");
  const outputs = await prepareForms(context, options, historyForms);
  const since = sinceOf(options.since, Date.now());
  const given = goalOf(options.goal);
  const dir = placeOf(context, options);
  const goal = given ?? (options.dir === undefined || options.profile ? entryOf(context, options)?.goal : undefined);
  const runs = await runsOf(context, dir);
  refuseStrangers(words, runs, dir);
  const { timeline } = await import("../history/timeline.js");
  const seen = timeline(runs, {
    cells: plotCells,
    ...(since === undefined ? {} : { since }),
    ...(words.length === 0 ? {} : { targets: words }),
    ...(goal === undefined ? {} : { goal }),
  });
  await deliverForms(context, outputs, (form, print) => printHistory(form, seen, print));
  return 0;
};
