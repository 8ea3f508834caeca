import type { Calibration } from "./calibrate.js";
import type { Confusion, Decile, Outcome, Scores } from "./score.js";

/** Markdown of what was measured. */

/** When, on what, and how it was measured. */
export type Measured = {
  readonly at: string;
  readonly version: string;
  readonly machine: string;
  readonly laboratories: number;
  readonly repeat: number;
  readonly seconds: number;
};

const percent = (part: number, whole: number): string => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`);
const share = (part: number, whole: number): string => `${part} of ${whole} (${percent(part, whole)})`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const decileRow = ({ from, count, confidence, right }: Decile): string[] => [
  `${from.toFixed(1)} – ${(from + 0.1).toFixed(1)}`,
  String(count),
  confidence.toFixed(2),
  right.toFixed(2),
];

const confusionRow = ({ injected, stood, count }: Confusion): string[] => [injected, stood, String(count)];

const missedRow = ({ id, stood }: Outcome): string[] => [
  id,
  stood.length === 0
    ? "nothing"
    : stood
        .slice(0, 4)
        .map(({ cause, place, confidence }) => `${cause} @ ${place} (${confidence.toFixed(2)})`)
        .join(", "),
];

const block = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0 ? [] : [`### ${title}`, table(head, rows)];

const measuredLine = ({ at, version, machine, laboratories, repeat, seconds: took }: Measured): string =>
  `Measured ${at} with invoice-diag ${version} on ${machine}; ${laboratories} laboratories at a time, each case ${repeat === 1 ? "once" : `${repeat} times`}, in ${Math.round(took / 60)} minutes.`;

const calibrationLine = ({ temperature, fittedOn, checkedOn, stated, fitted }: Calibration): string =>
  `Fitted on the ${fittedOn} confidences of half of the causes, the log odds would best be divided by ${temperature.toFixed(2)}; on the ${checkedOn} of the other half that changes the Brier score from ${stated.toFixed(3)} to ${fitted.toFixed(3)}.`;

/** The figures of faults, pairs and controls. `unproven`: ids of cases in which the laboratory itself failed. */
export const faultsPage = (
  scores: Scores,
  calibration: Calibration,
  measured: Measured,
  unproven: readonly string[],
): string =>
  [
    measuredLine(measured),
    table(
      ["what", "figure"],
      [
        ["the injected cause stands first", share(scores.firstRight, scores.faulty)],
        ["it is among the first three", share(scores.inFirstThree, scores.faulty)],
        ["of two faults, all that can be seen is named", share(scores.pairsNamed, scores.pairs)],
        ["false alarms on healthy but odd systems", share(scores.falseAlarms, scores.sound)],
        ["a cause stands beside that was not injected", share(scores.wrongBeside, scores.faulty)],
        ["wrong with confidence above 0.8", share(scores.wrongWithConfidence, scores.faulty + scores.sound)],
        ["no cause named", share(scores.abstained, scores.faulty)],
        ["Brier score of the confidences", scores.brier.toFixed(3)],
        ["time to the verdict, median", seconds(scores.medianMs)],
        ["time to the verdict, nine of ten within", seconds(scores.p90Ms)],
        ["cases in which the laboratory itself failed", unproven.length === 0 ? "none" : unproven.join(", ")],
      ],
    ),
    ...block(
      "Confidence, and how often it was right",
      ["confidence", "causes", "mean", "right"],
      scores.deciles.map(decileRow),
    ),
    calibrationLine(calibration),
    ...block("What was taken for what", ["injected", "stood first", "times"], scores.confusion.map(confusionRow)),
    ...block("Missed, and what stood", ["case", "stood"], scores.missed.map(missedRow)),
  ].join("\n\n");

/** The figures of healthy runs under load. */
export const healthyPage = (scores: Scores, measured: Measured, unproven: readonly string[]): string =>
  [
    measuredLine(measured),
    table(
      ["what", "figure"],
      [
        ["healthy runs in which a fault or a warning stood", share(scores.falseAlarms, scores.sound)],
        ["time to the verdict, median", seconds(scores.medianMs)],
        ["time to the verdict, nine of ten within", seconds(scores.p90Ms)],
        ["runs in which the laboratory itself failed", unproven.length === 0 ? "none" : unproven.join(", ")],
      ],
    ),
    ...block("False alarms", ["run", "stood"], scores.missed.map(missedRow)),
  ].join("\n\n");

export type Part = "faults" | "healthy";
const marks = (part: Part): readonly [string, string] => [`<!-- ${part}: measured -->`, `<!-- ${part}: end -->`];

/** The page with one part replaced; the other stays as it was measured. Throws where the page has no place for it. */
export const withPart = (page: string, part: Part, text: string): string => {
  const [begin, end] = marks(part);
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no place for the part “${part}”`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
};
