import { type Cause, type CauseTable, reportedId } from "../model/cause.js";
import { type PlaceKind, placeKinds } from "../model/place.js";
import type { Result } from "../model/result.js";
import type { Answer } from "./answers.js";
import { type Likelihoods, prior, probability } from "./weights.js";

/** An answer seen from one candidate. Weights are natural logarithms of likelihood ratios. */
export interface Term {
  readonly answer: Answer;
  /** P(answer | this cause). */
  readonly given: number;
  /** P(answer | healthy). */
  readonly healthy: number;
  /** log given − log healthy; −Infinity where the cause says that this answer never comes. */
  readonly weight: number;
}

/** A cause at a place, with all that was observed through that place. */
export interface Candidate {
  readonly id: string;
  readonly cause: Cause;
  readonly sits: PlaceKind;
  readonly place: string;
  /** The host that the place belongs to, if it is smaller than one. */
  readonly host?: string;
  readonly logPrior: number;
  /** Only the answers to questions that the cause names. */
  readonly terms: readonly Term[];
  /** P(answer | this cause) for each of them. */
  readonly given: ReadonlyMap<Answer, number>;
  /** What counts for confidence: the answers that are not simply in order, and that it expects. */
  readonly expects: readonly Term[];
}

const term = (likelihoods: Likelihoods, id: string, cause: Cause, answer: Answer): Term => {
  const { check, question, signal } = answer;
  const healthy = likelihoods.healthy(check, question, signal);
  const given = likelihoods.given(id, cause, check, question, signal);
  const excluded = cause.expects[`${check}/${signal}`] === "never";
  return { answer, given, healthy, weight: excluded ? Number.NEGATIVE_INFINITY : Math.log(given / healthy) };
};

/** Answers by the place they passed through, so that a thousand targets stay cheap. */
const byPlace = (answers: readonly Answer[]): Map<string, Answer[]> => {
  const index = new Map<string, Answer[]>();
  for (const answer of answers) {
    const keys = new Set(answer.from.flatMap(({ places }) => Object.entries(places).map((entry) => entry.join(" "))));
    for (const key of keys) index.set(key, [...(index.get(key) ?? []), answer]);
  }
  return index;
};

const partsOfHosts: readonly PlaceKind[] = ["endpoint", "virtual-host", "target"];

const hostOf = (sits: PlaceKind, place: string, answers: readonly Answer[]): string | undefined =>
  partsOfHosts.includes(sits)
    ? answers.flatMap(({ from }) => from).find(({ places }) => places[sits] === place && places.host)?.places.host
    : undefined;

const isAmong = (terms: readonly Term[], signals: readonly string[]): boolean =>
  terms.some(({ answer }) => signals.includes(`${answer.check}/${answer.signal}`));

/** What a cause that some answer shows, or makes certain, falsifies besides is chance: that it spared something says nothing. */
const byChance = ({ shownBy, certainBy = [] }: Cause, terms: readonly Term[]): boolean =>
  shownBy !== undefined || isAmong(terms, certainBy);

const spared = ({ expects }: Cause, { weight, answer: { check, signal } }: Term): boolean =>
  weight < 0 && expects[`${check}/${signal}`] !== "never";

const isShown = ({ cause: { shownBy }, terms }: Candidate): boolean =>
  shownBy === undefined || isAmong(terms, [shownBy].flat());

/** Every place of the right kind that was passed through, for every cause that anything out of order speaks for. */
export const candidatesOf = (
  causes: CauseTable,
  results: readonly Result[],
  answers: readonly Answer[],
  likelihoods: Likelihoods,
): Candidate[] => {
  const index = byPlace(answers);
  const placesOf = (kind: PlaceKind) =>
    new Set(results.map((result) => result.places[kind]).filter((place) => place !== undefined));
  const places = new Map(placeKinds.map((kind) => [kind, placesOf(kind)]));
  const at = (id: string, cause: Cause, sits: PlaceKind, place: string): Candidate => {
    const here = index.get(`${sits} ${place}`) ?? [];
    const host = hostOf(sits, place, here);
    const all = here
      .filter((answer) => likelihoods.names(cause, answer.check, answer.question))
      .map((answer) => term(likelihoods, id, cause, answer));
    const terms = byChance(cause, all) ? all.filter((one) => !spared(cause, one)) : all;
    const given = new Map(terms.map((one) => [one.answer, one.given]));
    const expects = terms.filter((one) => one.answer.level !== "pass" && explained(one));
    const logPrior = Math.log(prior[cause.prior]);
    return { id, cause, sits, place, ...(host === undefined ? {} : { host }), logPrior, terms, given, expects };
  };
  return Object.entries(causes).flatMap(([id, cause]) =>
    [cause.sits]
      .flat()
      .flatMap((sits) => [...(places.get(sits) ?? [])].map((place) => at(id, cause, sits, place)))
      .filter((candidate) => expected(candidate).length > 0 && isShown(candidate)),
  );
};

/** An answer counts as explained by what makes it at least three times likelier than a healthy world does. */
export const explained = (one: Term): boolean => one.given >= 3 * one.healthy;

/** The answers that count for confidence: what is not simply in order, and the candidate expects. */
export const expected = ({ expects }: Candidate): readonly Term[] => expects;

/** Whether a candidate calls an answer at least `sometimes` likely by name. */
export const expectsByName = (candidate: Candidate, answer: Answer): boolean => {
  const word = candidate.cause.expects[`${answer.check}/${answer.signal}`];
  return word !== undefined && probability[word] >= probability.sometimes;
};

/** A named answer at this place that the candidate makes at least twenty times less likely than a healthy world does. */
export const refutedBy = (candidate: Candidate): Term[] => candidate.terms.filter((one) => one.weight <= -Math.log(20));

/** The word by which reports call it: variants of one cause are alike. */
export const nameOf = ({ id, cause }: Candidate): string => reportedId(id, cause);

/** Whether a cause befalls ways, whatever stands at their ends. */
const isOfWays = ({ locus, sits }: Cause): boolean =>
  locus[0] === "path" && Array.isArray(sits) && ["host", "resolver"].every((end) => sits.includes(end));

/**
 * What happened to one part of a host has often happened to another: its services are stopped, or filtered, together. Ways to
 * several hosts have most of their length in common.
 */
const logPriorOf = (candidate: Candidate, standing: readonly Candidate[]): number => {
  const { host, logPrior } = candidate;
  const same = standing.filter((one) => nameOf(one) === nameOf(candidate));
  const again = isOfWays(candidate.cause)
    ? same.length > 0
    : host !== undefined && same.some((one) => one.host === host);
  return again ? Math.max(logPrior, Math.log(probability.sometimes)) : logPrior;
};

/**
 * The sum for a candidate: log prior plus the weight of each answer. What another standing cause explains already speaks
 * for this one only by the difference, never below 0; what speaks against it counts in full.
 */
export const score = (candidate: Candidate, standing: readonly Candidate[]): number =>
  candidate.terms.reduce((sum, one) => sum + residual(one, standing), logPriorOf(candidate, standing));

const residual = (one: Term, standing: readonly Candidate[]): number =>
  one.weight <= 0 ? one.weight : Math.max(0, Math.log(one.given / baseline(one, standing)));

/** How likely an answer is without the candidate in question: healthy, or through one of the other standing causes. */
export const baseline = (one: Term, standing: readonly Candidate[]): number =>
  standing.reduce((best, other) => Math.max(best, other.given.get(one.answer) ?? 0), one.healthy);
