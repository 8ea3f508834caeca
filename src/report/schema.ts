import { z } from "zod";
import { parties } from "../model/cause.js";
import { changeKinds } from "../model/comparison.js";
import { layers } from "../model/layer.js";
import { placeKinds } from "../model/place.js";
import { type Report, reportStatuses, standings } from "../model/report.js";
import { levels, statuses } from "../model/result.js";
import { languages } from "../model/text.js";

/** Schema 1 of the report, for those who read it: other tools, and the tests. */

const text = z
  .strictObject(
    Object.fromEntries(languages.map((one) => [one, z.string()])) as Record<(typeof languages)[number], z.ZodString>,
  )
  .describe("A sentence in both languages.");
const ms = z.number().nonnegative().describe("Milliseconds.");
const count = z.int().nonnegative();
const time = z.iso.datetime().describe("ISO 8601, UTC.");
const anything = z.unknown();
const object = z.record(z.string(), anything);
const layer = z.enum(layers);
const because = z.strictObject({ step: z.string(), signal: z.string(), text });

const evidence = z
  .strictObject({ question: z.string(), signal: z.string(), level: z.enum(levels), text, data: object })
  .describe("One answer to one question of a check.");

const result = z
  .strictObject({
    step: z.string(),
    check: z.string(),
    subject: z.string(),
    endpoint: z.string().optional(),
    layer,
    status: z.enum(statuses).describe("`fail` is about the target, `error` about the tool."),
    ms,
    at: time,
    places: z.partialRecord(z.enum(placeKinds), z.string()).describe("The places that the step passed through."),
    target: anything,
    settings: object,
    looks: z.array(anything).describe("What was seen; enough to be judged again."),
    evidence: z.array(evidence),
    blockedBy: z.array(z.string()),
    reason: text.optional().describe("Why the step was skipped, blocked or errored."),
  })
  .describe("How one step ended.");

const advice = z.strictObject({ text, command: z.array(z.string()).optional(), expect: text.optional() });

const cause = z
  .strictObject({
    id: z.string(),
    variant: z
      .string()
      .optional()
      .describe("The entry of the catalogue, where the id is the word for several of them."),
    kind: z.enum(["fault", "warning", "note"]),
    place: z.string(),
    subjects: z.array(z.string()),
    layer,
    standing: z.enum(standings),
    confidence: z.number().min(0).max(1),
    party: z.enum(parties).describe("Whose job it is."),
    title: text,
    because: z.array(because),
    against: z.array(because),
    explains: z.array(z.string()).describe("Steps whose ending it accounts for."),
    advice: z.array(advice),
    yields: z.literal(true).optional(),
    mild: z.literal(true).optional().describe("The service is of use none the less."),
  })
  .describe("A cause at a place, weighed.");

const diagnosis = z.strictObject({
  causes: z.array(cause),
  unexplained: z.array(because),
  cannotTell: z.array(z.strictObject({ cause: z.string(), for: text })),
  next: z.array(z.strictObject({ test: text, tells: z.array(z.string()) })),
});

const target = z.strictObject({
  name: z.string(),
  kind: z.string(),
  host: z.string().optional(),
  owner: z.string().optional(),
  dependsOn: z.array(z.string()),
});

const resend = z.strictObject({
  asked: z.literal(true).optional(),
  subject: z.string(),
  verdict: z.enum(["safe", "query-first", "accepted", "still-processing", "unknown"]),
  because: text,
});

const failing = z.strictObject({
  step: z.string(),
  subject: z.string(),
  signal: z.string(),
  text,
  other: z.enum(statuses).optional().describe("How the step ended in the other run; absent: it had no such step."),
  causes: z.array(z.string()).describe("Ids of the standing causes that account for it."),
});

const change = z.strictObject({
  kind: z.enum(changeKinds),
  subject: z.string(),
  step: z.string().optional(),
  was: z.string(),
  is: z.string(),
  text,
});

export const baseline = z.strictObject({ startedAt: time, version: z.string(), profile: z.string() });

export const comparison = z
  .strictObject({
    baseline,
    broke: z.array(failing).describe("Fails now, and did not fail so before."),
    healed: z.array(failing).describe("Failed before, was judged again and does not now."),
    changed: z.array(change).describe("Otherwise than before, be it good or bad."),
    notCompared: z.array(z.string()).describe("Steps that only one of the two runs judged."),
  })
  .describe("This run held against an earlier one.");

const report = z
  .strictObject({
    schema: z.literal(1),
    tool: z.literal("invoice-diag"),
    version: z.string(),
    profile: z.string(),
    startedAt: time,
    ms,
    status: z.enum(reportStatuses),
    exitCode: z.int(),
    interrupted: z.literal(true).optional(),
    cutOff: z.int().positive().optional().describe("Steps that the run's own deadline cut off."),
    vantage: z.strictObject({ host: z.string(), platform: z.string(), addresses: z.array(z.string()) }),
    counts: z.strictObject(
      Object.fromEntries(statuses.map((one) => [one, count])) as Record<(typeof statuses)[number], typeof count>,
    ),
    targets: z.array(target),
    results: z.array(result),
    leftOut: z.array(z.string()).optional().describe("Ids of the steps that the selection left out."),
    diagnosis,
    resend: z.array(resend),
    comparison: comparison.optional(),
  })
  .describe("A report of invoice-diag. Every sentence is bilingual; times are milliseconds.");

/** The compiler's proof that every report fits the schema. */
type Fits<T extends z.input<typeof report>> = T;
export type ReportFitsItsSchema = Fits<DeepMutable<Report>>;
export type DeepMutable<T> = T extends readonly (infer Item)[]
  ? DeepMutable<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: DeepMutable<T[K]> }
    : T;

/** The JSON Schema (draft 2020-12) of a report. */
export const reportJsonSchema = (): object => ({
  $id: "urn:invoice-diag:report:1",
  title: "invoice-diag report",
  ...z.toJSONSchema(report, { io: "input", target: "draft-2020-12" }),
});

/** A report that was stored as JSON, or where it departs from the schema. */
export const storedReport = (value: unknown): { report: Report } | { where: string } => {
  const outcome = report.safeParse(value);
  if (outcome.success) return { report: value as Report };
  const issue = outcome.error.issues[0];
  return { where: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}` };
};
