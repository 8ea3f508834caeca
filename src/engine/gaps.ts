import { type CauseTable, reportedId } from "../model/cause.js";
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
  /** Ids of the steps that the selection left out; unknown: any check that gave no result may have been. */
  readonly leftOut?: readonly string[];
  readonly likelihoods: Likelihoods;
}

/** A question that was not answered at the place of a cause, and which check would have answered it. */
interface Open {
  readonly check: AnyCheck;
  readonly question: string;
  /** The step that would have answered, if it was planned. */
  readonly step?: Result;
}

const answered = (candidate: Candidate, check: string, question: string): boolean =>
  candidate.terms.some(({ answer }) => answer.check === check && answer.question === question);

const questionsOf = (check: AnyCheck): string[] => Object.keys(check.questions);

/**
 * Whether a check has not had its chance to speak about these targets: a step of it was not judged, or the selection left it
 * out. A step that was judged and left a question alone has no answer to give.
 */
const outstanding = (id: string, subjects: ReadonlySet<string>, context: Context): { step?: Result } | undefined => {
  const step = context.results.find(
    ({ check, subject, evidence }) => check === id && evidence.length === 0 && subjects.has(subject),
  );
  if (step !== undefined) return { step };
  // A step's id is `check:subject` or `check:subject/endpoint`.
  const about = (one: string): boolean => one.startsWith(`${id}:`) && subjects.has(one.split(/[:/]/)[1] ?? "");
  const { leftOut, results } = context;
  const missing = leftOut === undefined ? !results.some(({ check }) => check === id) : leftOut.some(about);
  return missing ? {} : undefined;
};

/** The questions named by a cause that got no answer at its place, and still could. */
const openQuestions = (candidate: Candidate, context: Context): Open[] => {
  const { checks, likelihoods, results } = context;
  const subjects = new Set(["@site", ...subjectsOf(candidate, explainsOf(candidate, results), results)]);
  return checks.flatMap((check) => {
    const questions = questionsOf(check)
      .filter((question) => likelihoods.names(candidate.cause, check.id, question))
      .filter((question) => !answered(candidate, check.id, question));
    const open = questions.length === 0 ? undefined : outstanding(check.id, subjects, context);
    return open === undefined ? [] : questions.map((question) => ({ check, question, ...open }));
  });
};

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

/** Why a question has no answer: its step was held back, ended without one, or is not part of this run. */
const whyOpen = (open: Open): Bilingual => {
  const { en, zh } = questionText(open);
  const { step, check } = open;
  if (step === undefined) return { en: `${en} (check ${check.id} did not run)`, zh: `${zh}（未运行检查 ${check.id}）` };
  return step.status === "blocked"
    ? { en: `${en} (${step.step} was blocked)`, zh: `${zh}（${step.step} 被阻断）` }
    : { en: `${en} (not answered)`, zh: `${zh}（未得到回答）` };
};

type Gaps = Pick<Diagnosis, "cannotTell" | "next">;

const separating = (ours: Candidate, rival: Candidate, context: Context): Open[] =>
  [...openQuestions(rival, context), ...openQuestions(ours, context)]
    .map((open) => [open, divergence(ours, rival, open, context)] as const)
    .filter(([, apart]) => apart >= 0.3)
    .sort((a, b) => b[1] - a[1])
    .map(([open]) => open);

const nameOf = ({ id, cause }: Candidate): string => reportedId(id, cause);

/** The likeliest of each cause: a thousand hosts may each be a rival of one outage. */
const onePerCause = (rivals: readonly Candidate[]): Candidate[] => [
  ...new Map(rivals.map((one) => [one.id, one] as const).reverse()).values(),
];

/**
 * What this run cannot tell: causes that expect what was seen, that nothing refutes, and whose deciding question was not
 * answered. The next test is the question whose answer would separate most of them.
 */
export const gapsOf = (weighed: readonly Weighed[], context: Context): Gaps => {
  const cannotTell = new Map<string, Bilingual>();
  const next = new Map<string, { test: Bilingual; tells: Set<string> }>();
  for (const one of weighed) {
    for (const rival of onePerCause(unrefuted(one))) {
      const [open] = separating(one.candidate, rival, context);
      const test = open === undefined ? (rival.cause.tellApart ?? one.candidate.cause.tellApart) : whyOpen(open);
      if (test === undefined) continue;
      const [ours, theirs] = [nameOf(one.candidate), nameOf(rival)];
      if (!cannotTell.has(theirs)) cannotTell.set(theirs, test);
      const known = next.get(test.en) ?? { test, tells: new Set<string>() };
      known.tells.add(ours).add(theirs);
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
