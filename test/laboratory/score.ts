import type { Report } from "../../src/index.js";
import type { Case } from "./fault.js";

/** A cause that stood at the end of a run, best first. */
export type Stood = { readonly cause: string; readonly place: string; readonly confidence: number };

/** What one run came to, with all that is needed to score it. */
export type Outcome = {
  readonly id: string;
  readonly kind: Case["kind"] | "healthy";
  readonly expected: Case["expected"];
  readonly accepted: readonly string[];
  readonly stood: readonly Stood[];
  /** Milliseconds from the start of the tool to its end. */
  readonly ms: number;
};

/** Faults and warnings, and what was expected even if it is a note. */
export const stoodIn = ({ diagnosis }: Report, expected: Case["expected"]): Stood[] =>
  diagnosis.causes
    .filter(({ standing }) => standing !== "ruled-out")
    .filter(({ kind, id }) => kind !== "note" || expected.some(({ cause }) => cause === id))
    .map(({ id, place, confidence }) => ({ cause: id, place, confidence }));

export const isRight = ({ cause, place }: Stood, { expected }: Outcome): boolean =>
  expected.some((one) => one.cause === cause && (one.place === undefined || one.place === place));

const isAccepted = (stood: Stood, { accepted }: Outcome): boolean => accepted.includes(stood.cause);

export const isFirstRight = (outcome: Outcome): boolean =>
  outcome.stood[0] !== undefined && isRight(outcome.stood[0], outcome);

const names = (stood: readonly Stood[], { cause, place }: Outcome["expected"][number]): boolean =>
  stood.some((one) => one.cause === cause && (place === undefined || one.place === place));

const visible = ({ expected }: Outcome): Outcome["expected"] => expected.filter(({ hidden }) => hidden === undefined);

/** Each injected cause that can be seen is among the first three. */
export const isInFirstThree = (outcome: Outcome): boolean =>
  visible(outcome).every((one) => names(outcome.stood.slice(0, 3), one));

/** Causes that were not injected and are no look-alikes of what was. */
export const wrongOnes = (outcome: Outcome): readonly Stood[] =>
  outcome.stood.filter((one) => !isRight(one, outcome) && !isAccepted(one, outcome));

/** Above this, a wrong cause is wrong with confidence. */
export const confident = 0.8;

export type Decile = {
  readonly from: number;
  readonly count: number;
  readonly confidence: number;
  readonly right: number;
};

/** How the confidences of all that stood in faulty systems agree with how often it was right. Tenths without any are left out. */
export const reliability = (
  outcomes: readonly Outcome[],
): { readonly brier: number; readonly deciles: readonly Decile[] } => {
  const judged = outcomes.flatMap((outcome) =>
    outcome.stood
      .filter((one) => !isAccepted(one, outcome) || isRight(one, outcome))
      .map((one) => ({ confidence: one.confidence, right: isRight(one, outcome) ? 1 : 0 })),
  );
  const deciles = Array.from({ length: 10 }, (_, tenth) => {
    const inside = judged.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === tenth);
    const confidence = mean(inside.map((one) => one.confidence));
    return { from: tenth / 10, count: inside.length, confidence, right: mean(inside.map((one) => one.right)) };
  });
  const brier = mean(judged.map(({ confidence, right }) => (confidence - right) ** 2));
  return { brier, deciles: deciles.filter(({ count }) => count > 0) };
};

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length;

/** The value that a share of all values does not exceed (nearest rank); 0 of none. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0;

export type Confusion = { readonly injected: string; readonly stood: string; readonly count: number };

/** What stood first where the injected cause did not: only what is off the diagonal. */
export const confusion = (outcomes: readonly Outcome[]): readonly Confusion[] => {
  const cells = new Map<string, Confusion>();
  for (const outcome of outcomes.filter((one) => !isFirstRight(one))) {
    const injected = outcome.expected.map(({ cause }) => cause).join(" + ");
    const stood = outcome.stood[0]?.cause ?? "nothing";
    const key = `${injected}\0${stood}`;
    cells.set(key, { injected, stood, count: (cells.get(key)?.count ?? 0) + 1 });
  }
  return [...cells.values()].toSorted(
    (a, b) => b.count - a.count || `${a.injected} ${a.stood}`.localeCompare(`${b.injected} ${b.stood}`),
  );
};

export type Scores = {
  /** Runs with something broken, and of these: */
  readonly faulty: number;
  readonly firstRight: number;
  readonly inFirstThree: number;
  /** Something stood beside it that was neither injected nor a look-alike. */
  readonly wrongBeside: number;
  readonly wrongWithConfidence: number;
  /** No cause stood at all. */
  readonly abstained: number;
  /** Runs with two faults, and those in which all that can be seen was named. */
  readonly pairs: number;
  readonly pairsNamed: number;
  /** Runs with nothing broken, and those in which a fault or warning stood. */
  readonly sound: number;
  readonly falseAlarms: number;
  readonly brier: number;
  readonly deciles: readonly Decile[];
  readonly medianMs: number;
  readonly p90Ms: number;
  readonly confusion: readonly Confusion[];
  readonly missed: readonly Outcome[];
};

const isMissed = (one: Outcome): boolean =>
  one.expected.length === 0
    ? one.stood.length > 0
    : !isFirstRight(one) || !isInFirstThree(one) || wrongOnes(one).some(({ confidence }) => confidence > confident);

export const score = (outcomes: readonly Outcome[]): Scores => {
  const faulty = outcomes.filter(({ expected }) => expected.length > 0);
  const pairs = faulty.filter(({ expected }) => expected.length > 1);
  const sound = outcomes.filter(({ expected }) => expected.length === 0);
  const count = (of: readonly Outcome[], is: (one: Outcome) => boolean): number => of.filter(is).length;
  const times = outcomes.map(({ ms }) => ms);
  return {
    faulty: faulty.length,
    firstRight: count(faulty, isFirstRight),
    inFirstThree: count(faulty, isInFirstThree),
    wrongBeside: count(faulty, (one) => wrongOnes(one).length > 0),
    wrongWithConfidence: count(outcomes, (one) => wrongOnes(one).some(({ confidence }) => confidence > confident)),
    abstained: count(faulty, ({ stood }) => stood.length === 0),
    pairs: pairs.length,
    pairsNamed: count(pairs, (one) => visible(one).every((each) => names(one.stood, each))),
    sound: sound.length,
    falseAlarms: count(sound, ({ stood }) => stood.length > 0),
    ...reliability(faulty),
    medianMs: quantile(times, 0.5),
    p90Ms: quantile(times, 0.9),
    confusion: confusion(faulty),
    missed: outcomes.filter(isMissed),
  };
};
