import type { Fault } from "../../lab/faults.js";
import type { Cause, CauseTable } from "../../model/cause.js";
import type { Report } from "../../model/report.js";
import { stands } from "../../model/status.js";
import { type Chance, shuffled } from "./chance.js";

/** Wrong choices beside the right one. */
const others = 4;

/** Answers that a cause expects: what it has in common with another is what makes the other plausible. */
const expectedOf = (cause: Cause | undefined): string[] =>
  Object.entries(cause?.expects ?? {}).flatMap(([signal, word]) =>
    word === "never" || word === "seldom" ? [] : signal,
  );

/** Causes that this very run cannot tell from the right one. */
export const inseparable = (fault: Fault, report: Report): string[] =>
  report.diagnosis.causes.filter((one) => stands(one) && one.id !== fault.id).map(({ id }) => id);

/** Pure. The right cause among plausible ones, none of which the symptoms would bear out as well. */
export const choicesOf = (
  fault: Fault,
  report: Report,
  known: { readonly faults: readonly Fault[]; readonly causes: CauseTable },
  chance: Chance,
): readonly string[] => {
  const right = new Set(expectedOf(known.causes[fault.id]));
  const ruledOut = report.diagnosis.causes.filter((one) => !stands(one)).map(({ id }) => id);
  const unfair = new Set([fault.id, ...(known.causes[fault.id]?.lookAlikes ?? []), ...inseparable(fault, report)]);
  const plausible = ({ id, layer }: Fault): number =>
    expectedOf(known.causes[id]).filter((signal) => right.has(signal)).length +
    (layer === fault.layer ? 2 : 0) +
    (ruledOut.includes(id) ? 3 : 0);
  const wrong = known.faults
    .filter(({ id }) => !unfair.has(id))
    .map((one) => ({ id: one.id, rank: plausible(one) + 2 * chance() }))
    .sort((a, b) => b.rank - a.rank)
    .slice(0, others);
  return shuffled([fault.id, ...wrong.map(({ id }) => id)], chance);
};
