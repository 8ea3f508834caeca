import { z } from "zod";
import { type History, runStates } from "../model/history.js";
import type { ComparedRuns } from "./documents.js";
import { baseline, comparison, type DeepMutable } from "./schema.js";

/** Schema 1 of what `history` and `compare` print as JSON, for those who read it. */

const instant = z.iso.datetime().describe("ISO 8601, UTC.");
const duration = z.number().nonnegative().describe("Milliseconds.");
const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

const causeHistory = z.strictObject({ id: z.string(), firstSeen: instant, lastSeen: instant, runs: count });
const outage = z
  .strictObject({
    from: instant,
    to: instant.optional().describe("Absent: it still fails."),
    causes: z.array(z.string()),
    run: z.string().optional().describe("The run that saw it first; absent where the journal has folded it."),
  })
  .describe("From the first run in which a target failed to the first in which it did not.");

const targetHistory = z
  .strictObject({
    profile: z.string(),
    target: z.string(),
    runs: count.describe("Runs in which it was judged."),
    failed: count,
    firstSeen: instant,
    lastSeen: instant,
    state: z.enum(runStates),
    since: instant.describe("Since when the present state has held."),
    strip: z
      .array(z.enum([...runStates, "none"]))
      .describe("Pieces of time, each with the worst that a run in it said."),
    times: z.array(duration.nullable()).describe("The median time of each piece."),
    availability: share.nullable().describe("Share of the runs in which it did not fail; null: it was never judged."),
    meetsGoal: z.boolean().optional(),
    flaps: count.describe("Changes between failing and not failing."),
    flapping: z.boolean(),
    outages: count,
    mtbf: duration.nullable().describe("Mean time between the beginnings of failures, in milliseconds."),
    mttr: duration.nullable().describe("Mean time to repair, in milliseconds."),
    causes: z.array(causeHistory),
    lately: z.array(outage),
  })
  .describe("One target of one profile over time.");

const history = z
  .strictObject({
    schema: z.literal(1),
    tool: z.literal("invoice-diag"),
    from: instant.optional(),
    to: instant.optional(),
    runs: count,
    goal: share.optional(),
    targets: z.array(targetHistory),
  })
  .describe("Runs of a journal, seen as a whole.");

const compared = comparison
  .extend({ schema: z.literal(1), tool: z.literal("invoice-diag"), run: baseline })
  .describe("A run held against an earlier one.");

/** The compiler's proof that all that is printed fits. */
type Fits<Theirs, Ours extends Theirs> = Ours;
export type HistoryFitsItsSchema = Fits<z.input<typeof history>, DeepMutable<History>>;
export type ComparedRunsFitTheirSchema = Fits<z.input<typeof compared>, DeepMutable<ComparedRuns>>;

const document = (name: string, schema: z.ZodType): object => ({
  $id: `urn:invoice-diag:${name}:1`,
  title: `invoice-diag ${name}`,
  ...z.toJSONSchema(schema, { io: "input", target: "draft-2020-12" }),
});

/** The JSON Schema (draft 2020-12) of `history --format json`. */
export const historyJsonSchema = (): object => document("history", history);

/** The JSON Schema (draft 2020-12) of `compare --format json`. */
export const comparisonJsonSchema = (): object => document("comparison", compared);
