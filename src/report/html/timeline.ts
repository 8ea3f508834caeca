import type { Report } from "../../model/report.js";
import type { Result } from "../../model/result.js";
import { exchangesOf, parts, type Span } from "../phases.js";
import { duration, timeOf } from "../reading.js";
import { statusWords } from "../words.js";
import { mark } from "./mark.js";
import { both, esc } from "./spoken.js";
import { pageWords, partWords } from "./words.js";

const percent = (share: number): string => `${Math.round(Math.min(1, Math.max(0, share)) * 1e4) / 100}%`;

/** Round moments on a scale of `total` milliseconds, at most five after the beginning. */
const ticksOf = (total: number): number[] => {
  const rough = total / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const pace = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.floor(total / pace) + 1 }, (_, at) => at * pace);
};

const grid = (total: number, height: number): string =>
  ticksOf(total)
    .map((ms) => `<line x1="${percent(ms / total)}" x2="${percent(ms / total)}" y1="-4" y2="${height + 4}"/>`)
    .join("");

const axis = (total: number): string => {
  const labels = ticksOf(total)
    .filter((ms) => ms / total < 0.9)
    .map((ms) => `<text x="${percent(ms / total)}" y="11">${ms === 0 ? "0" : esc(duration(ms))}</text>`);
  return `<svg class="track axis" height="16" aria-hidden="true">${labels.join("")}</svg>`;
};

/** The parts of an exchange one after the other, from `begin` on, never beyond `end`; all in milliseconds. */
const segments = (
  spans: readonly Span[],
  scale: { begin: number; end: number; total: number; y: number; height: number },
): string => {
  const { end, total, y, height } = scale;
  let at = scale.begin;
  return spans
    .map(({ part, ms, failed }) => {
      const wide = Math.max(0, Math.min(ms, end - at));
      const rect = `<rect class="part ${part}${failed === true ? " broken" : ""}" x="${percent(at / total)}" width="${percent(wide / total)}" y="${y}" height="${height}"/>`;
      at += wide;
      return rect;
    })
    .join("");
};

/** The narrowest bar that can be seen. */
const hair = 0.004;

const bar = (result: Result, begin: number, total: number): string => {
  const ran = timeOf(result) !== "";
  if (!ran) return `<circle class="${result.status}" cx="${percent(begin / total)}" cy="9" r="3.5"/>`;
  const wide = Math.max(result.ms / total, hair);
  const x = Math.min(begin / total, 1 - wide);
  const first = exchangesOf(result)[0];
  const inner =
    first === undefined ? "" : segments(first, { begin: x * total, end: (x + wide) * total, total, y: 13, height: 4 });
  return `<rect class="bar ${result.status}" x="${percent(x)}" width="${percent(wide)}" y="4" height="8" rx="2"/>${inner}`;
};

const row = (result: Result, begin: number, total: number): string => {
  const ending = timeOf(result);
  return `<li>${mark(result.status)}<span class="name">${esc(result.step)}</span><span class="time">${ending === "" ? both(statusWords[result.status]) : ending}</span><svg class="track" height="18" aria-hidden="true">${grid(total, 18)}${bar(result, begin, total)}</svg></li>
`;
};

const beganOf = (result: Result, report: Report): number => {
  const ms = Date.parse(result.at) - Date.parse(report.startedAt);
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
};

/** Every step from its beginning to its end, on one scale; beneath a bar, the phases of its first exchange. */
export const waterfall = (report: Report): string => {
  if (report.results.length === 0) return "";
  const began = report.results.map((result) => [result, beganOf(result, report)] as const);
  const total = Math.max(1, report.ms, ...began.map(([{ ms }, begin]) => begin + ms));
  const rows = began.toSorted(([, a], [, b]) => a - b).map(([result, begin]) => row(result, begin, total));
  return `<div class="card"><div class="waterfall"><div class="scale">${axis(total)}</div><ol>\n${rows.join("")}</ol></div></div>\n`;
};

const told = ({ part, ms, failed }: Span): string =>
  `<span class="told"><svg class="swatch" width="10" height="10" aria-hidden="true"><rect class="part ${part}" width="10" height="10" rx="2"/></svg>${both(partWords[part])} ${duration(ms)}${failed === true ? ` <span class="fail">${both(pageWords.stopped)}</span>` : ""}</span>`;

const sum = (spans: readonly Span[]): number => spans.reduce((all, { ms }) => all + ms, 0);

/** The phases of each exchange, on one scale, with their figures. */
export const exchanges = (report: Report): string => {
  const found = report.results.flatMap((result) =>
    exchangesOf(result).map((spans, at) => ({ step: result.step, at, spans })),
  );
  if (found.length === 0) return "";
  const total = Math.max(1, ...found.map(({ spans }) => sum(spans)));
  const rows = found.map(({ step, at, spans }) => {
    const name = at === 0 ? esc(step) : `${esc(step)} <span class="soft">#${at + 1}</span>`;
    return `<li><span class="name">${name}</span><span class="time">${duration(sum(spans))}</span><svg class="track" height="12" aria-hidden="true"><rect class="ground" width="100%" y="1" height="10" rx="2"/>${segments(spans, { begin: 0, end: total, total, y: 1, height: 10 })}</svg><span class="tolds">${spans.map(told).join("")}</span></li>
`;
  });
  return `<p class="soft">${both(pageWords.exchangesAbout)}</p>\n<div class="card"><ol class="exchanges">\n${rows.join("")}</ol></div>\n`;
};

/** The colours of the phases that occur in a report. */
export const legend = (report: Report): string => {
  const used = new Set(report.results.flatMap((result) => (exchangesOf(result)[0] ?? []).map(({ part }) => part)));
  const items = parts
    .filter((part) => used.has(part))
    .map(
      (part) =>
        `<span class="told"><svg class="swatch" width="10" height="10" aria-hidden="true"><rect class="part ${part}" width="10" height="10" rx="2"/></svg>${both(partWords[part])}</span>`,
    );
  return items.length === 0 ? "" : `<p class="soft tolds">${items.join("")}</p>\n`;
};
