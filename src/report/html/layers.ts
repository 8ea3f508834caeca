import { type Layer, layers, layerTitles } from "../../model/layer.js";
import type { Report } from "../../model/report.js";
import type { Result, Status } from "../../model/result.js";
import { type Bilingual, fill, type Language, languages } from "../../model/text.js";
import { signAt } from "./mark.js";
import { both, esc, list, tags } from "./spoken.js";
import { type Subject, subjectsOf, worstOf } from "./subjects.js";
import { pageWords } from "./words.js";

/** Units of the drawing; at its usual size one is about a pixel. */
const width = 340;
const left = 84;
const inset = 10;
const chipHeight = 26;
const gap = 8;
const bandGap = 12;
const emptyBand = 26;
/** A character of the monospaced face of 11.5 units. */
const letter = 7;
const mostLetters = Math.floor((width - left - 2 * inset - 32) / letter);

type Chip = {
  readonly step: string;
  readonly label: string;
  readonly status: Status;
  readonly x: number;
  readonly y: number;
  readonly width: number;
};
type Band = {
  readonly title: Bilingual;
  readonly status: Status | "none";
  readonly y: number;
  readonly height: number;
  readonly chips: readonly Chip[];
};

const shortened = (text: string): string => (text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text);

const labelOf = ({ check, endpoint }: Result): string => (endpoint === undefined ? check : `${check}/${endpoint}`);

type Content = {
  readonly title: Bilingual;
  readonly steps: readonly { readonly step: string; readonly label: string; readonly status: Status }[];
};

/** Sets the chips of a band in lines, as words of a paragraph. */
const bandOf = ({ title, steps }: Content, top: number): Band => {
  let x = left + inset;
  let y = top + gap;
  const chips = steps.map((one) => {
    const label = shortened(one.label);
    const wide = label.length * letter + 32;
    if (x > left + inset && x + wide > width - inset) {
      x = left + inset;
      y += chipHeight + gap;
    }
    const chip = { ...one, label, x, y, width: wide };
    x += wide + gap;
    return chip;
  });
  const height = chips.length === 0 ? emptyBand : y + chipHeight + gap - top;
  const status = chips.length === 0 ? "none" : worstOf(steps.map(({ status }) => ({ status }) as Result));
  return { title, status, y: top, height, chips };
};

const contents = ({ results }: Subject, report: Report): Content[] => {
  const own = (layer: Layer): Content => ({
    title: layerTitles[layer],
    steps: results
      .filter((one) => one.layer === layer)
      .map((one) => ({ step: one.step, label: labelOf(one), status: one.status })),
  });
  const known = new Set(results.map(({ step }) => step));
  const foreign = [...new Set(results.flatMap(({ blockedBy }) => blockedBy))].filter((step) => !known.has(step));
  const outside = foreign.map((step) => ({
    step,
    label: step,
    status: report.results.find((one) => one.step === step)?.status ?? ("fail" as const),
  }));
  const tower = [...layers].reverse().map(own);
  return outside.length === 0 ? tower : [...tower, { title: pageWords.elsewhere, steps: outside }];
};

const title = (text: Bilingual, y: number): string =>
  languages
    .map(
      (lang: Language) =>
        `<text class="layer" lang="${tags[lang]}" x="${left - 12}" y="${y}" text-anchor="end">${esc(text[lang])}</text>`,
    )
    .join("");

const drawBand = ({ title: text, status, y, height }: Band): string =>
  `<rect class="band ${status}" x="${left}" y="${y}" width="${width - left}" height="${height}" rx="8"/>${title(text, y + height / 2 + 4)}`;

const drawChip = ({ label, status, x, y, width: wide }: Chip): string =>
  `<rect class="chip ${status}" x="${x}" y="${y}" width="${wide}" height="${chipHeight}" rx="13"/>${signAt(status, x + 5, y + 5)}<text class="check" x="${x + 25}" y="${y + 17}">${esc(label)}</text>`;

/** From the near side of what stops to the near side of what is stopped; within a line, over the top. */
const arrow = (from: Chip, to: Chip): string => {
  const [x1, x2] = [from.x + from.width / 2, to.x + to.width / 2];
  const up = to.y <= from.y;
  const beside = to.y === from.y;
  const y1 = up ? from.y : from.y + chipHeight;
  const y2 = up && !beside ? to.y + chipHeight + 2 : to.y - 2;
  const bend = beside ? 14 : Math.max(12, Math.abs(y1 - y2) / 2);
  const [leave, arrive] = [up ? y1 - bend : y1 + bend, up && !beside ? y2 + bend : y2 - bend];
  const back = up && !beside ? 6 : -6;
  return `<path d="M${x1} ${y1}C${x1} ${leave} ${x2} ${arrive} ${x2} ${y2}"/><path d="M${x2 - 4} ${y2 + back}L${x2} ${y2}l4 ${back}"/>`;
};

const drawing = (subject: Subject, report: Report, labelledBy: string): string => {
  const bands: Band[] = [];
  let y = 1;
  for (const content of contents(subject, report)) {
    const band = bandOf(content, y);
    bands.push(band);
    y += band.height + bandGap;
  }
  const chips = new Map(bands.flatMap((band) => band.chips).map((chip) => [chip.step, chip]));
  const arrows = subject.results.flatMap(({ step, blockedBy }) =>
    blockedBy.flatMap((by) => {
      const [from, to] = [chips.get(by), chips.get(step)];
      return from === undefined || to === undefined ? [] : [arrow(from, to)];
    }),
  );
  return `<svg class="tower" viewBox="0 0 ${width} ${y - bandGap + 1}" role="img" aria-labelledby="${labelledBy}">
${bands.map(drawBand).join("\n")}
<g class="arrows">${arrows.join("")}</g>
${[...chips.values()].map(drawChip).join("\n")}
</svg>`;
};

/** The same in words: each step that stopped others, with those. */
const heldBack = ({ results }: Subject): string => {
  const called = (step: string): string => {
    const own = results.find((one) => one.step === step);
    return own === undefined ? step : labelOf(own);
  };
  const blockers = [...new Set(results.flatMap(({ blockedBy }) => blockedBy))];
  const lines = blockers.map((by) => {
    const steps = results.filter(({ blockedBy }) => blockedBy.includes(by)).map(labelOf);
    return both(fill(pageWords.holdsBack, { by: called(by), steps }));
  });
  return list(lines, "bare soft held");
};

/** The five layers of each target as a tower, and in words what is held back by what. */
export const layerTowers = (report: Report): string => {
  const towers = subjectsOf(report).map((subject, at) => {
    const id = `tower-${at + 1}`;
    return `<figure class="card"><figcaption><h3 id="${id}">${both(subject.name)}</h3></figcaption>
${drawing(subject, report, id)}
${heldBack(subject)}</figure>
`;
  });
  if (towers.length === 0) return "";
  const inPairs = towers.length === 2 || towers.length === 4;
  const arrows = report.counts.blocked > 0 ? both(pageWords.arrowsAbout) : "";
  const about = `<p class="soft">${both(pageWords.layersAbout)}${arrows}</p>`;
  return `${about}\n<div class="towers${inPairs ? " pairs" : ""}">\n${towers.join("")}</div>\n`;
};
