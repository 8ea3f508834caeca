import type { Cell, History, TargetHistory } from "../model/history.js";
import { fill } from "../model/text.js";
import {
  cellWords,
  goalText,
  longTime,
  rangeText,
  share,
  spanText,
  targetText,
  historyWords as words,
} from "./history-words.js";
import type { PrintOptions } from "./print.js";
import { localTime } from "./reading.js";
import { type Sheet, sheetFor } from "./sheet.js";
import { padTo, widthOf } from "./width.js";
import { wrap } from "./wrap.js";

const short = (iso: string, { utcOffset }: Sheet): string => localTime(iso, utcOffset).slice(0, 16);

/** One character for each piece of time. */
const cellMark = (cell: Cell, { style }: Sheet): string => {
  if (cell === "none") return " ";
  return cell === "unknown" ? style.tint.blocked(style.mark.blocked) : style.tint[cell](style.mark[cell]);
};

/** Pieces of time put together until they fit; the worst of each stands for all. */
const fitted = (cells: readonly Cell[], width: number): Cell[] => {
  const each = Math.max(1, Math.ceil(cells.length / width));
  const order: readonly Cell[] = ["fail", "warn", "pass", "unknown", "none"];
  return Array.from({ length: Math.ceil(cells.length / each) }, (_, at) => {
    const some = cells.slice(at * each, (at + 1) * each);
    return order.find((cell) => some.includes(cell)) ?? "none";
  });
};

/** What there is to say of a target beneath its strip. */
const figures = (one: TargetHistory, goal: number | undefined, sheet: Sheet): string[] => {
  const { lang } = sheet;
  const { outages, flaps } = one;
  const range = rangeText(one, lang);
  const outageWord = outages === 1 ? words.oneOutage : words.outages;
  return [
    fill(words.since, { time: short(one.since, sheet) })[lang],
    `${words.availability[lang]} ${share(one.availability)}`,
    goalText(one, goal, lang) ?? [],
    fill(words.runs, { failed: one.failed, runs: one.runs })[lang],
    ...(outages === 0 ? [] : [fill(outageWord, { count: outages })[lang]]),
    ...(one.mtbf === null ? [] : [fill(words.between, { time: longTime(one.mtbf, lang) })[lang]]),
    ...(one.mttr === null ? [] : [fill(words.repair, { time: longTime(one.mttr, lang) })[lang]]),
    ...(flaps === 0 ? [] : [fill(flaps === 1 ? words.oneFlap : words.flapCount, { count: flaps })[lang]]),
    range === undefined ? [] : `${words.latency[lang]} ${range}`,
    fill(words.seen, { time: short(one.firstSeen, sheet) })[lang],
  ].flat();
};

const mostCauses = 3;

const causes = (one: TargetHistory, sheet: Sheet): string[] =>
  one.causes.slice(0, sheet.verbose ? undefined : mostCauses).map((cause) => {
    const [first, last] = [short(cause.firstSeen, sheet), short(cause.lastSeen, sheet)];
    return fill(words.cause, { id: cause.id, first, last, runs: cause.runs })[sheet.lang];
  });

const present = (one: TargetHistory, sheet: Sheet): string => {
  const { lang, style } = sheet;
  const tint = one.state === "unknown" ? style.tint.blocked : style.tint[one.state];
  const flapping = one.flapping ? `, ${style.tint.warn(words.flapping[lang])}` : "";
  return tint(cellWords[one.state][lang]) + flapping;
};

const rowOf = (
  one: TargetHistory,
  { goal, names, sheet }: { goal: number | undefined; names: number; sheet: Sheet },
) => {
  const { lang, style, width } = sheet;
  const strip = fitted(one.strip, width - names - 2).map((cell) => cellMark(cell, sheet));
  const indent = " ".repeat(names + 2);
  const dot = ` ${style.dot} `;
  const below = (text: string): string[] => wrap(text, width - names - 2).map((line) => indent + style.faint(line));
  return [
    `${style.strong(padTo(targetText(one.target, lang), names))}  ${strip.join("")}`,
    indent + present(one, sheet),
    ...below(figures(one, goal, sheet).join(dot)),
    ...causes(one, sheet).flatMap(below),
  ];
};

/** Targets over time, as a person reads them: a strip each, and the figures beneath it. */
export const historyTable = (history: History, options: PrintOptions): string => {
  const sheet = sheetFor(options);
  const { lang, style } = sheet;
  const { from, to, goal, targets } = history;
  if (from === undefined || to === undefined || targets.length === 0) return `${words.none[lang]}\n`;
  const names = Math.min(24, Math.max(...targets.map(({ target }) => widthOf(targetText(target, lang)))));
  const profiles = [...new Set(targets.map(({ profile }) => profile))];
  const lines = profiles.flatMap((profile) => [
    "",
    `${style.faint(style.rule.repeat(2))} ${style.strong(profile)}`,
    ...targets.filter((one) => one.profile === profile).flatMap((one) => rowOf(one, { goal, names, sheet })),
  ]);
  const title = spanText(history, { from: short(from, sheet), to: short(to, sheet) }, lang);
  return `${[...wrap(title, sheet.width), ...lines, "", ...wrap(words.legend[lang], sheet.width).map((line) => style.faint(line))].join("\n")}\n`;
};
