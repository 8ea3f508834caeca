import type { Standing } from "../model/report.js";
import type { Answer } from "./answers.js";
import {
  baseline,
  type Candidate,
  expected,
  expectsByName,
  nameOf,
  refutedBy,
  score,
  type Term,
} from "./candidates.js";
import { unknown } from "./weights.js";

/** How sure a standing cause is, and who else might explain the same. */
export interface Weighed {
  readonly candidate: Candidate;
  readonly confidence: number;
  /** Other causes that expect one of the same answers, with their share, largest first. */
  readonly rivals: readonly { readonly candidate: Candidate; readonly share: number }[];
}

const answersOf = (terms: readonly Term[]): ReadonlySet<Answer> => new Set(terms.map(({ answer }) => answer));

const overlaps = (answers: ReadonlySet<Answer>, other: Candidate): boolean =>
  expected(other).some(({ answer }) => answers.has(answer));

/** A stranger gives `unknown.answer` to each answer that the candidate expects and gets no credit for any other. */
const strangerScore = (terms: readonly Term[], others: readonly Candidate[]): number =>
  terms.reduce(
    (sum, one) => sum + Math.max(0, Math.log(unknown.answer / baseline(one, others))),
    Math.log(unknown.prior),
  );

/**
 * The share of one standing cause among healthy, unknown and its rivals, after what the other standing causes explain
 * is set aside, so that independent faults do not lower each other.
 */
export const weigh = (
  candidate: Candidate,
  standing: readonly Candidate[],
  candidates: readonly Candidate[],
): Weighed => {
  const others = standing.filter((one) => one !== candidate);
  const terms = expected(candidate);
  const answers = answersOf(terms);
  // Variants of one cause, here or at another place of the same way, do not lower each other.
  const rivals = candidates.filter(
    (one) => nameOf(one) !== nameOf(candidate) && !standing.includes(one) && overlaps(answers, one),
  );
  const scores = [
    score(candidate, others),
    0,
    strangerScore(terms, others),
    ...rivals.map((rival) => score(rival, others)),
  ];
  const top = Math.max(...scores);
  const total = scores.reduce((sum, one) => sum + Math.exp(one - top), 0);
  const share = (one: number): number => Math.exp(one - top) / total;
  return {
    candidate,
    confidence: share(scores[0] ?? 0),
    rivals: rivals
      .map((rival, index) => ({ candidate: rival, share: share(scores[index + 3] ?? 0) }))
      .sort((a, b) => b.share - a.share),
  };
};

/** Rivals and look-alikes that call one of the answers `sometimes` or better by name, and that nothing refutes. */
export const unrefuted = ({ candidate, rivals }: Weighed): Candidate[] => {
  const answers = answersOf(expected(candidate));
  return rivals
    .map((rival) => rival.candidate)
    .filter((rival) => rival.terms.some(({ answer }) => answers.has(answer) && expectsByName(rival, answer)))
    .filter((rival) => refutedBy(rival).length === 0);
};

const contradicted = (candidate: Candidate): boolean => candidate.terms.some((one) => one.weight < -Math.log(1.6));

/** The word for a confidence, as the report's contract defines it. */
export const standingOf = (weighed: Weighed): Standing => {
  if (weighed.confidence >= 0.9 && unrefuted(weighed).length === 0 && !contradicted(weighed.candidate)) {
    return "confirmed";
  }
  return weighed.confidence >= 0.6 ? "likely" : "possible";
};
