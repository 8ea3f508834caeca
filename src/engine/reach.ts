import type { Result } from "../model/result.js";
import { type Candidate, expected, type Term } from "./candidates.js";

const stepsOf = (candidate: Candidate, terms: readonly Term[]): string[] =>
  terms.flatMap(({ answer }) =>
    answer.from.filter((one) => one.places[candidate.sits] === candidate.place).map((one) => one.step),
  );

/** The steps whose ending a cause accounts for: those that gave an answer it expects, and those that these stopped. */
export const explainsOf = (candidate: Candidate, results: readonly Result[]): string[] => {
  const direct = new Set(stepsOf(candidate, expected(candidate)));
  const stopped = results.filter(({ blockedBy }) => blockedBy.some((id) => direct.has(id))).map(({ step }) => step);
  return [...new Set([...direct, ...stopped])];
};

/** The targets that a cause concerns; `@site` where it concerns none in particular. */
export const subjectsOf = (candidate: Candidate, steps: readonly string[], results: readonly Result[]): string[] => {
  if (candidate.sits === "target") return [candidate.place];
  const subjects = new Set(results.filter(({ step }) => steps.includes(step)).map(({ subject }) => subject));
  if (subjects.size > 1) subjects.delete("@site");
  return subjects.size === 0 ? ["@site"] : [...subjects];
};
