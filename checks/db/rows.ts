import type { MysqlSight } from "../../src/model/io.js";
import type { JsonObject } from "../../src/model/json.js";

export type Answers = MysqlSight["answers"];

/** The rows of an answer; none where it was not asked, or refused. */
export const rowsOf = (answers: Answers, name: string): readonly JsonObject[] => {
  const answer = answers[name];
  return answer?.ok ? answer.value : [];
};

export const numberIn = (value: unknown): number | undefined => {
  const number = value === null || value === undefined || value === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
};

/** What `SHOW VARIABLES` or `SHOW STATUS` said, by name. */
export const valuesOf = (answers: Answers, name: string): JsonObject =>
  Object.fromEntries(rowsOf(answers, name).map((row) => [String(row.Variable_name), row.Value ?? null]));

/** Leaves out what is not known, so that it stands in no report. */
export const present = <T extends object>(facts: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as T;
