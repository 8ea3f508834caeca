import { createHash } from "node:crypto";
import { isRight, type Outcome, wrongOnes } from "./score.js";

/** One confidence that was stated, and whether it was right. */
type Stated = { readonly confidence: number; readonly right: 0 | 1 };

/** How far the confidences of one half of the faults would have to be drawn together, and what that does to the other half. */
export type Calibration = {
  /** Divides the log odds: 1 leaves them, more makes the tool humbler, less makes it bolder. */
  readonly temperature: number;
  /** Of each half, how many confidences there were. */
  readonly fittedOn: number;
  readonly checkedOn: number;
  /** Mean squared error (Brier) on the half that was not fitted, as stated and after the fit. */
  readonly stated: number;
  readonly fitted: number;
};

/** Which half a fault belongs to: by its cause, so that variants of one are never on both sides. */
const half = ({ expected }: Outcome): 0 | 1 => {
  const key = expected.map(({ cause }) => cause).join("+");
  return ((createHash("sha256").update(key).digest()[0] ?? 0) % 2) as 0 | 1;
};

const statedIn = (outcomes: readonly Outcome[]): Stated[] =>
  outcomes.flatMap((outcome) => {
    const wrong = wrongOnes(outcome);
    return outcome.stood
      .filter((one) => isRight(one, outcome) || wrong.includes(one))
      .map((one) => ({ confidence: one.confidence, right: isRight(one, outcome) ? 1 : 0 }) as const);
  });

/** Neither 0 nor 1 has log odds. */
const inside = (share: number): number => Math.min(0.999, Math.max(0.001, share));
const tempered = (confidence: number, temperature: number): number => {
  const odds = Math.log(inside(confidence) / (1 - inside(confidence))) / temperature;
  return 1 / (1 + Math.exp(-odds));
};

const brier = (all: readonly Stated[], temperature: number): number =>
  all.reduce((sum, { confidence, right }) => sum + (tempered(confidence, temperature) - right) ** 2, 0) /
  Math.max(1, all.length);

const candidates: readonly number[] = Array.from({ length: 51 }, (_, at) => 0.5 + at * 0.05);

/** Fits one number on half of the faults and checks it on the other half. */
export const calibrate = (outcomes: readonly Outcome[]): Calibration => {
  const faulty = outcomes.filter(({ expected }) => expected.length > 0);
  const [one, other] = ([0, 1] as const).map((which) => statedIn(faulty.filter((each) => half(each) === which)));
  const [fitting, checking] = [one ?? [], other ?? []];
  const temperature = candidates.reduce((best, each) => (brier(fitting, each) < brier(fitting, best) ? each : best), 1);
  return {
    temperature: Math.round(temperature * 100) / 100,
    fittedOn: fitting.length,
    checkedOn: checking.length,
    stated: brier(checking, 1),
    fitted: brier(checking, temperature),
  };
};
