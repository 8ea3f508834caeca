import type { Cell, History, TargetHistory } from "../model/history.js";
import { fill, type Language } from "../model/text.js";
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
import { localTime, remark } from "./reading.js";
import { escapeXml as esc } from "./xml.js";

/** How a page shows history, in the language and the zone of its reader. `level`: of the heading of each target; default 3. */
export type PlotOptions = { readonly lang: Language; readonly utcOffset: number; readonly level?: 2 | 3 };

/** Lengths in the plot's own units; the page stretches it to its width. */
const width = 960;
const stripHeight = 28;
const lineHeight = 72;
/** A mark as well as a colour: not everyone sees colours. */
const height: Readonly<Record<Cell, number>> = { pass: 12, warn: 20, fail: 28, unknown: 6, none: 0 };

const runsOf = (cells: readonly Cell[]): { cell: Cell; at: number; length: number }[] => {
  const runs: { cell: Cell; at: number; length: number }[] = [];
  cells.forEach((cell, at) => {
    const last = runs.at(-1);
    if (last?.cell === cell) last.length += 1;
    else runs.push({ cell, at, length: 1 });
  });
  return runs;
};

const round = (value: number): number => Math.round(value * 10) / 10;

/** One bar for each stretch of like pieces; the worse, the higher. */
const bars = (one: TargetHistory, lang: Language): string => {
  const step = width / Math.max(1, one.strip.length);
  return runsOf(one.strip)
    .filter(({ cell }) => cell !== "none")
    .map(({ cell, at, length }) => {
      const [x, w, h] = [round(at * step), round(length * step), height[cell]];
      return `<rect class="h-${cell}" x="${x}" y="${stripHeight - h}" width="${w}" height="${h}"><title>${cellWords[cell][lang]}</title></rect>`;
    })
    .join("");
};

/** The median times as a line, broken where nothing was measured. */
const line = (times: readonly (number | null)[], top: number): string => {
  const known = times.flatMap((time) => (time === null ? [] : [time]));
  const most = Math.max(...known, 1);
  const step = width / Math.max(1, times.length);
  let pen = "M";
  const points = times.map((time, at) => {
    if (time === null) {
      pen = "M";
      return "";
    }
    const point = `${pen}${round((at + 0.5) * step)} ${round(top + lineHeight - 4 - (time / most) * (lineHeight - 8))}`;
    const alone = pen === "M" && (times[at + 1] ?? null) === null ? "h1" : "";
    pen = "L";
    return point + alone;
  });
  return `<path class="h-line" d="${points.join("")}"/>`;
};

const picture = (one: TargetHistory, { lang }: PlotOptions): string => {
  const known = one.times.flatMap((time) => (time === null ? [] : [time]));
  const tall = known.length > 0;
  const name = `${targetText(one.target, lang)}: ${words.availability[lang]} ${share(one.availability)}`;
  const total = stripHeight + (tall ? lineHeight + 8 : 0);
  return `<svg${tall ? ' class="h-tall"' : ""} viewBox="0 0 ${width} ${total}" role="img" aria-label="${esc(name)}" preserveAspectRatio="none">${bars(one, lang)}${
    tall ? line(one.times, stripHeight + 8) : ""
  }</svg>`;
};

const facts = (one: TargetHistory, goal: number | undefined, { lang, utcOffset }: PlotOptions): string => {
  const since = fill(words.since, { time: localTime(one.since, utcOffset).slice(0, 16) })[lang];
  const [range, held] = [rangeText(one, lang), goalText(one, goal, lang)];
  const entries: (readonly [string, string])[] = [
    [
      words.state[lang],
      `${cellWords[one.state][lang]} ${since}${one.flapping ? remark(words.flapping[lang], lang) : ""}`,
    ],
    [words.availability[lang], share(one.availability) + (held === undefined ? "" : remark(held, lang))],
    [words.mtbf[lang], longTime(one.mtbf, lang)],
    [words.mttr[lang], longTime(one.mttr, lang)],
    [words.flaps[lang], String(one.flaps)],
    [words.first[lang], localTime(one.firstSeen, utcOffset).slice(0, 16)],
  ];
  if (range !== undefined) entries.push([words.latency[lang], range]);
  return `<dl class="h-facts">${entries.map(([label, text]) => `<div><dt>${label}</dt><dd>${esc(text)}</dd></div>`).join("")}</dl>`;
};

const causes = (one: TargetHistory, { lang, utcOffset }: PlotOptions): string => {
  const time = (iso: string): string => localTime(iso, utcOffset).slice(0, 16);
  const items = one.causes
    .slice(0, 5)
    .map(({ id, firstSeen, lastSeen, runs }) =>
      esc(fill(words.cause, { id, first: time(firstSeen), last: time(lastSeen), runs })[lang]),
    );
  return items.length === 0 ? "" : `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
};

/** Colours of the page where it has them, else its own: the piece stands in any page. */
const css = `.history svg{display:block;width:100%;height:1.8rem;margin:.2rem 0;background:var(--card,#f6f8fa)}
.history svg.h-tall{height:6.6rem}
.history .h-pass{fill:var(--pass,#1a7f37)}.history .h-warn{fill:var(--warn,#8a5a00)}.history .h-fail{fill:var(--fail,#c9252d)}
.history .h-unknown{fill:var(--soft,#59636e)}.history .h-line{fill:none;stroke:var(--note,#0969da);stroke-width:2;vector-effect:non-scaling-stroke}
.history .h-facts{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:.2rem 0}.history .h-facts div{display:flex;gap:.4rem}
.history .h-facts dt{color:var(--soft,#59636e)}.history .h-facts dd{margin:0}.history ul{margin:.2rem 0;padding-left:1.1rem;font-size:.875rem}
.history .h-axis{display:flex;justify-content:space-between;color:var(--soft,#59636e);font-size:.8rem}`;

/** History as a piece of a page: strips and lines in inline SVG, with the figures in words. A pure function. */
export const historyBody = (history: History, options: PlotOptions): string => {
  const { lang, utcOffset, level = 3 } = options;
  const { from, to, goal, targets } = history;
  if (from === undefined || to === undefined || targets.length === 0) return `<p>${words.none[lang]}</p>\n`;
  const [begin, end] = [from, to].map((iso) => esc(localTime(iso, utcOffset).slice(0, 16)));
  const several = new Set(targets.map(({ profile }) => profile)).size > 1;
  const rows = targets.map((one) => {
    const profile = several ? ` <span class="meta">${esc(one.profile)}</span>` : "";
    return `<h${level}>${esc(targetText(one.target, lang))}${profile}</h${level}>
${picture(one, options)}<div class="h-axis"><span>${begin}</span><span>${end}</span></div>
${facts(one, goal, options)}${causes(one, options)}`;
  });
  const title = spanText(history, { from: begin ?? "", to: end ?? "" }, lang);
  return `<div class="history"><style>${css}</style>
<p class="meta">${title}</p>
${rows.join("\n")}
<p class="meta">${words.legend[lang]}</p></div>
`;
};
