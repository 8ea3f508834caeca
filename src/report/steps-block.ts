import Table from "cli-table3";
import { type Layer, layers, layerTitles } from "../model/layer.js";
import type { Report } from "../model/report.js";
import type { Result } from "../model/result.js";
import { findingsOf, subjectOf, timeOf } from "./reading.js";
import type { Sheet } from "./sheet.js";
import { padTo, widthOf } from "./width.js";
import { wrap } from "./wrap.js";

const noBorders = Object.fromEntries(
  [
    ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
    ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
  ].map((name) => [name, ""]),
);

/** Columns of a row: mark, check, target, finding, time. A blank stands after each but the last. */
type Columns = { readonly check: number; readonly target: number; readonly finding: number; readonly time: number };

const columnsFor = (results: readonly Result[], sheet: Sheet): Columns => {
  const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map(widthOf));
  const check = Math.min(12, longest(results.map((one) => one.check)));
  const time = longest(results.map(timeOf)) + 2;
  const room = sheet.width - 2 - (check + 2) - time;
  const target = Math.min(Math.floor(room * 0.4), longest(results.map((one) => subjectOf(one, sheet.lang))));
  return { check, target, finding: room - target - 2, time };
};

const cellLines = (result: Result, columns: Columns, sheet: Sheet): string[][] => {
  const { style, lang } = sheet;
  const tint = style.tint[result.status];
  const calm = result.status === "pass" ? (line: string) => line : tint;
  const time = timeOf(result);
  const texts = findingsOf(result).flatMap((text) => wrap(text[lang], columns.finding));
  return [
    [tint(style.mark[result.status])],
    wrap(result.check, columns.check).map((line) => calm(line)),
    wrap(subjectOf(result, lang), columns.target),
    texts.map((line) => calm(line)),
    [style.faint(" ".repeat(Math.max(0, columns.time - widthOf(time))) + time)],
  ];
};

const title = (layer: Layer, sheet: Sheet): string => {
  const { style, lang, width } = sheet;
  const name = layerTitles[layer][lang];
  return `${style.faint(style.rule.repeat(2))} ${style.strong(name)} ${style.faint(style.rule.repeat(width - 4 - widthOf(name)))}`;
};

const rowsOf = (results: readonly Result[], columns: Columns, sheet: Sheet): string[] => {
  const table = new Table({
    chars: noBorders,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colWidths: [2, columns.check + 2, columns.target + 2, columns.finding, columns.time],
  });
  for (const result of results) table.push(cellLines(result, columns, sheet).map((lines) => lines.join("\n")));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
};

const problem: readonly Result["status"][] = ["warn", "fail", "error"];

/** The table by layer. Quiet: only the steps that found something. */
export const stepsBlock = (report: Report, sheet: Sheet): string[] => {
  const shown = report.results.filter((one) => !sheet.quiet || problem.includes(one.status));
  if (shown.length === 0) return [];
  const columns = columnsFor(shown, sheet);
  return [
    "",
    ...layers.flatMap((layer) => {
      const own = shown.filter((one) => one.layer === layer);
      return own.length === 0 ? [] : [title(layer, sheet), ...rowsOf(own, columns, sheet)];
    }),
    sheet.style.faint(padTo("", sheet.width).replaceAll(" ", sheet.style.rule)),
  ];
};
