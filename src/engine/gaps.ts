import type { CauseTable } from "../model/cause.js";
import type { AnyCheck } from "../model/check.js";
import type { Diagnosis } from "../model/report.js";
import type { Result } from "../model/result.js";
import type { Bilingual } from "../model/text.js";
import type { Candidate } from "./candidates.js";
import { unrefuted, type Weighed } from "./confidence.js";
import { explainsOf, subjectsOf } from "./reach.js";
import type { Likelihoods } from "./weights.js";

interface Context {
  readonly checks: readonly AnyCheck[];
  readonly causes: CauseTable;
  readonly results: readonly Result[];
  readonly likelihoods: Likelihoods;
}

/** A question that was not answered at the place of a cause, and which check would have answered it. */
interface Open {
  readonly check: AnyCheck;
  readonly question: string;
}

const answered = (candidate: Candidate, check: string, question: string): boolean =>
  candidate.terms.some(({ answer }) => answer.check === check && answer.question === question);

const questionsOf = (check: AnyCheck): string[] => Object.keys(check.questions);

/** The steps of a check that could have answered about a candidate: those on its own targets, or on none in particular. */
const stepsAbout = (candidate: Candidate, { id }: AnyCheck, results: readonly Result[]): Result[] => {
  const subjects = ["@site", ...subjectsOf(candidate, explainsOf(candidate, results), results)];
  return results.filter(({ check, subject }) => check === id && subjects.includes(subject));
};

/** Whether a check has not had its chance: it did not run at all, or a step of it that concerns the candidate was not judged. */
const outstanding = (candidate: Candidate, check: AnyCheck, results: readonly Result[]): boolean =>
  !results.some((result) => result.check === check.id) ||
  stepsAbout(candidate, check, results).some(({ evidence }) => evidence.length === 0);

/** The questions named by a cause that got no answer at its place. One that a judged step left alone has none to give. */
const openQuestions = (candidate: Candidate, { checks, likelihoods, results }: Context): Open[] =>
  checks.flatMap((check) =>
    questionsOf(check)
      .filter((question) => likelihoods.names(candidate.cause, check.id, question))
      .filter((question) => !answered(candidate, check.id, question) && outstanding(candidate, check, results))
      .map((question) => ({ check, question })),
  );

const given = (candidate: Candidate, { check, question }: Open, { likelihoods }: Context): number[] =>
  Object.entries(check.signals as AnyCheck["signals"])
    .filter(([, signal]) => (signal as { answers: string }).answers === question)
    .map(([id]) => likelihoods.given(candidate.id, candidate.cause, check.id, question, id));

/** Total variation between what two causes say of a question: 0 alike, 1 decided by one look. */
const divergence = (a: Candidate, b: Candidate, open: Open, context: Context): number => {
  const [left, right] = [given(a, open, context), given(b, open, context)];
  return left.reduce((sum, p, at) => sum + Math.abs(p - (right[at] ?? 0)), 0) / 2;
};

const questionText = ({ check, question }: Open): Bilingual => check.questions[question] as Bilingual;

/** Why a question has no answer: its step was held back, skipped, or is not part of this run. */
const whyOpen = (open: Open, candidate: Candidate, results: readonly Result[]): Bilingual => {
  const { en, zh } = questionText(open);
  const blocked = stepsAbout(candidate, open.check, results).find(({ status }) => status === "blocked");
  if (blocked !== undefined) {
    return { en: `${en} (${blocked.step} was blocked)`, zh: `${zh}（${blocked.step} 被阻断）` };
  }
  if (!results.some(({ check }) => check === open.check.id))
    return { en: `${en} (check ${open.check.id} did not run)`, zh: `${zh}（未运行检查 ${open.check.id}）` };
  return { en: `${en} (not answered)`, zh: `${zh}（未得到回答）` };
};

type Gaps = Pick<Diagnosis, "cannotTell" | "next">;

const separating = (ours: Candidate, rival: Candidate, context: Context): Open[] =>
  [...openQuestions(rival, context), ...openQuestions(ours, context)]
    .map((open) => [open, divergence(ours, rival, open, context)] as const)
    .filter(([, apart]) => apart >= 0.3)
    .sort((a, b) => b[1] - a[1])
    .map(([open]) => open);

/**
 * What this run cannot tell: causes that expect what was seen, that nothing refutes, and whose deciding question was not
 * answered. The next test is the question whose answer would separate most of them.
 */
export const gapsOf = (weighed: readonly Weighed[], context: Context): Gaps => {
  const cannotTell = new Map<string, Bilingual>();
  const next = new Map<string, { test: Bilingual; tells: Set<string> }>();
  for (const one of weighed) {
    for (const rival of unrefuted(one)) {
      const [open] = separating(one.candidate, rival, context);
      const test =
        open === undefined
          ? (rival.cause.tellApart ?? one.candidate.cause.tellApart)
          : whyOpen(open, one.candidate, context.results);
      if (test === undefined) continue;
      if (!cannotTell.has(rival.id)) cannotTell.set(rival.id, test);
      const known = next.get(test.en) ?? { test, tells: new Set<string>() };
      known.tells.add(one.candidate.id).add(rival.id);
      next.set(test.en, known);
    }
  }
  return {
    cannotTell: [...cannotTell].map(([cause, reason]) => ({ cause, for: reason })),
    next: [...next.values()]
      .map(({ test, tells }) => ({ test, tells: [...tells] }))
      .sort((a, b) => b.tells.length - a.tells.length)
      .slice(0, 3),
  };
};
