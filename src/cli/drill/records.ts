import { userInfo } from "node:os";
import type { Layer } from "../../model/layer.js";
import type { Bilingual } from "../../model/text.js";
import { version } from "../../model/version.js";
import type { Context } from "../context.js";
import { UsageError } from "../failure.js";
import { type OutputOptions, type Outputs, prepareForms } from "../outputs.js";
import type { Score } from "./score.js";

/** One fault, what was answered, and how long that took; times in milliseconds. */
export type Round = {
  readonly fault: string;
  readonly title: Bilingual;
  readonly layer: Layer;
  /** ISO 8601: when the fault was injected, or the person asked. */
  readonly at: string;
  readonly ms: number;
  /** The id of a cause; null: none was named. */
  readonly answer: string | null;
  readonly right: boolean;
};
/** `tries`: how often the tool looked; a wrong diagnosis of a busy machine is made again. */
export type Run = Round & Omit<Score, "answer" | "right"> & { readonly tries: number };
/** `said`: the person's own words; `tool`: what the tool named first. */
export type Question = Round & { readonly said: string; readonly choices: readonly string[]; readonly tool: Score };

/** A training record: the JSON document of a drill. */
export type TrainingRecord = {
  readonly schema: 1;
  readonly tool: "invoice-diag";
  readonly version: string;
  readonly startedAt: string;
  readonly ms: number;
  readonly right: number;
  readonly total: number;
  /** Present when it ended before all rounds were done. */
  readonly interrupted?: true;
} & (
  | { readonly drill: "run"; readonly rounds: readonly Run[] }
  | { readonly drill: "quiz"; readonly who: string; readonly seed: string; readonly rounds: readonly Question[] }
);

/** What every record begins with. */
export const recordHead = (began: Date, rounds: readonly Round[], ended: boolean) => ({
  schema: 1 as const,
  tool: "invoice-diag" as const,
  version,
  startedAt: began.toISOString(),
  ms: Math.max(0, Date.now() - began.getTime()),
  right: rounds.filter(({ right }) => right).length,
  total: rounds.length,
  ...(ended ? {} : { interrupted: true as const }),
});

/** Who is trained, if nobody says so: whoever is logged in. */
export const loginName = (): string => {
  try {
    return userInfo().username;
  } catch {
    // No entry for this user, as in many containers.
    return "unknown";
  }
};

const shapes = ["table", "json"] as const;
type Recorded = Outputs<(typeof shapes)[number]>;

/** Where a record goes. `-o FILE` alone leaves the screen to the person; a file always holds the record. */
export const prepareRecord = async (context: Context, options: OutputOptions): Promise<Recorded> => {
  const { output, format = [] } = options;
  const both = output !== undefined && output !== "" && output !== "-" && format.length === 0;
  const { output: _, ...rest } = options;
  const wished = both ? { ...rest, format: ["table", `json=${output}`] } : options;
  const outputs = await prepareForms(context, wished, shapes);
  if (outputs.files.every(({ form }) => form === "json")) return outputs;
  throw new UsageError({
    en: "a drill is recorded as json: --format json=FILE, or --output FILE",
    zh: "演练只能记录为 json：--format json=文件，或 --output 文件",
  });
};

/** Writes the record wherever it is wanted as JSON. */
export const deliverRecord = async (
  { terminal }: Context,
  outputs: Recorded,
  record: TrainingRecord,
): Promise<void> => {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  for (const { file } of outputs.files) await file.write(text);
  if (outputs.onScreen === "json") await terminal.print(text);
};
