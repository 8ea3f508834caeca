import type { CauseTable } from "../model/cause.js";
import type { AnyCheck } from "../model/check.js";
import type { Diagnosis } from "../model/report.js";
import type { Result } from "../model/result.js";
import { answersOf, isBad } from "./answers.js";
import { type Candidate, candidatesOf, expected, refutedBy, score } from "./candidates.js";
import { standingOf, unrefuted, type Weighed, weigh } from "./confidence.js";
import type { Draft, Targets } from "./draft.js";
import { becauseOf, byRank, findingOf, onePerPlace } from "./finding.js";
import { gapsOf } from "./gaps.js";
import { Likelihoods } from "./weights.js";
import { giveWay } from "./yielding.js";

/** More causes than this are no longer read; so many faults have one cause that is not in the profile. */
const atMost = 24;

const better = (a: readonly [Candidate, number], b: readonly [Candidate, number]): number =>
  b[1] - a[1] || a[0].id.localeCompare(b[0].id) || a[0].place.localeCompare(b[0].place);

/** Takes the best cause, sets aside what it explains, and looks again at the rest; `sum`: what all of them explain together. */
const bestFirst = (
  candidates: readonly Candidate[],
): { readonly standing: readonly Candidate[]; readonly sum: number } => {
  const standing: Candidate[] = [];
  let total = 0;
  while (standing.length < atMost) {
    const [best] = candidates
      .filter((one) => !standing.includes(one))
      .map((one) => [one, score(one, standing)] as const)
      .filter(([, sum]) => sum > 0)
      .sort(better);
    if (best === undefined) break;
    standing.push(best[0]);
    total += best[1];
  }
  return { standing, sum: total };
};

/**
 * The causes that stand. One that explains many answers a little is taken first, though several that explain one each, and
 * well, may explain more: it gives way if without it the sum is larger.
 */
const standingCauses = (candidates: readonly Candidate[]): readonly Candidate[] => {
  const { standing, sum } = bestFirst(candidates);
  for (const one of standing.filter((each) => expected(each).length > 1)) {
    const others = candidates.filter((other) => other !== one);
    if (bestFirst(others).sum > sum) return standingCauses(others);
  }
  return standing;
};

/** Rivals that hold a share of their own, and look-alikes that nothing observed refutes. */
const possibleBeside = (weighed: Weighed): Draft[] => {
  const alike = new Set(weighed.candidate.cause.lookAlikes);
  const open = new Set(unrefuted(weighed));
  return weighed.rivals
    .filter(({ candidate, share }) => share >= 0.1 || (alike.has(candidate.id) && open.has(candidate)))
    .map(({ candidate, share }) => ({ candidate, confidence: share, standing: "possible" as const }));
};

/** What a warning or failure speaks for and a named answer refutes. */
const ruledOut = (candidates: readonly Candidate[], drafts: readonly Draft[]): Draft[] =>
  candidates
    .filter((one) => !drafts.some((draft) => draft.candidate === one))
    .filter((one) => expected(one).some((term) => isBad(term.answer.level)) && refutedBy(one).length > 0)
    .map((candidate) => ({ candidate, confidence: 0, standing: "ruled-out" as const }));

const unique = (drafts: readonly Draft[]): Draft[] => {
  const seen = new Map<Candidate, Draft>();
  for (const draft of drafts) {
    const known = seen.get(draft.candidate);
    if (known === undefined || known.confidence < draft.confidence) seen.set(draft.candidate, draft);
  }
  return [...seen.values()];
};

/**
 * Weighs what was answered against what each cause expects. Pure; knows no check and no cause by name. Blocked, skipped
 * and errored steps are evidence of nothing.
 */
export const diagnose = (
  results: readonly Result[],
  context: {
    readonly checks: readonly AnyCheck[];
    readonly causes: CauseTable;
    readonly targets: Targets;
    /** Ids of the steps that the selection left out; unknown: any check that gave no result may have been. */
    readonly leftOut?: readonly string[];
  },
): Diagnosis => {
  const likelihoods = new Likelihoods(context.checks);
  const answers = answersOf(results, likelihoods);
  const candidates = candidatesOf(context.causes, results, answers, likelihoods);
  const standing = standingCauses(candidates);
  const weighed = standing.map((one) => weigh(one, standing, candidates));
  const drafts: Draft[] = weighed.map((one) => ({
    candidate: one.candidate,
    confidence: one.confidence,
    standing: standingOf(one),
  }));
  const beside = unique(weighed.flatMap(possibleBeside)).filter(({ candidate }) => !standing.includes(candidate));
  const shown = giveWay([...drafts, ...beside], results, context.targets);
  const refuted = ruledOut(candidates, [...drafts, ...beside]).map((draft) => ({ ...draft, absorbed: [] }));
  const findings = [...shown, ...refuted].map((draft) => findingOf(draft, results, context.targets, shown));
  const left = answers.filter(
    (answer) =>
      isBad(answer.level) && !standing.some((one) => expected(one).some((theirs) => theirs.answer === answer)),
  );
  return {
    causes: onePerPlace(findings.sort(byRank)),
    unexplained: left.map(becauseOf),
    ...gapsOf(weighed, { ...context, results, likelihoods }),
  };
};
