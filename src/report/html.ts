import type { History } from "../model/history.js";
import type { Report } from "../model/report.js";
import { statuses } from "../model/result.js";
import { fill, type Language, languages } from "../model/text.js";
import { comparisonTitle } from "./comparison-block.js";
import { comparisonBody } from "./comparison-html.js";
import { historyBody } from "./history-plot.js";
import { historyWords } from "./history-words.js";
import { causes } from "./html/causes.js";
import { layerTowers } from "./html/layers.js";
import { sign } from "./html/mark.js";
import { openEnds, resend } from "./html/open-ends.js";
import { script, scriptHash } from "./html/script.js";
import { both, esc, type Section, section, spoken, tags } from "./html/spoken.js";
import { css } from "./html/style.js";
import { targets } from "./html/targets.js";
import { exchanges, legend, waterfall } from "./html/timeline.js";
import { pageWords } from "./html/words.js";
import type { Printer, PrintOptions } from "./print.js";
import { duration, localTime } from "./reading.js";
import { runStatus } from "./style.js";
import { verdict } from "./verdict.js";
import { countWords, statusWords } from "./words.js";

export type { Section } from "./html/spoken.js";

export type HtmlOptions = Pick<PrintOptions, "lang" | "utcOffset" | "history">;

const languageNames = { en: "English", zh: "中文" };

/** The switch comes first, so that the style sheet can say what follows it in which language. */
const radios = (report: Report, chosen: string): string =>
  languages
    .map(
      (lang) =>
        `<input class="unseen" type="radio" name="language" id="${lang}" value="${tags[lang]}" data-title="${esc(verdict(report, lang))}"${lang === chosen ? " checked" : ""}>`,
    )
    .join("");

const top = (report: Report, { utcOffset }: HtmlOptions): string => {
  const labels = languages.map((lang) => `<label for="${lang}" lang="${tags[lang]}">${languageNames[lang]}</label>`);
  const when = `<time datetime="${esc(report.startedAt)}">${esc(localTime(report.startedAt, utcOffset))}</time>`;
  return `<div class="top"><p>${esc(report.profile)} · ${when}</p><div class="switch">${labels.join("")}</div></div>\n`;
};

const facts = (report: Report): string => {
  const count = report.results.length;
  const all = fill(count === 1 ? countWords.oneStep : countWords.steps, { count });
  const parts = statuses
    .filter((status) => report.counts[status] > 0)
    .map((status) => {
      const part = (lang: "en" | "zh"): string =>
        fill(countWords.part, { count: report.counts[status], status: statusWords[status][lang] })[lang];
      return `<li class="${status}">${spoken(part)}</li>`;
    });
  return `<ul class="facts"><li>${both(all)}</li>${parts.join("")}<li>${duration(report.ms)}</li></ul>\n`;
};

/** A piece that is made for one language at a time, in each of them. */
const inEach = (of: (lang: Language) => string): string =>
  `<div class="card">${languages.map((lang) => `<div lang="${tags[lang]}">${of(lang)}</div>`).join("")}</div>\n`;

const comparisonPart = ({ comparison }: Report, { utcOffset }: HtmlOptions): Section[] => {
  if (comparison === undefined) return [];
  const title = (lang: Language): string => comparisonTitle(comparison, lang, utcOffset);
  const body = inEach((lang) => comparisonBody(comparison, lang));
  return [{ id: "comparison", title: { en: title("en"), zh: title("zh") }, body }];
};

const historyPart = (history: History | undefined, { utcOffset }: HtmlOptions): Section[] =>
  history === undefined
    ? []
    : [
        {
          id: "history",
          title: historyWords.heading,
          body: inEach((lang) => historyBody(history, { lang, utcOffset })),
        },
      ];

const sectionsOf = (report: Report, options: HtmlOptions): Section[] =>
  [
    { id: "causes", title: pageWords.causes, body: causes(report) },
    { id: "resend", title: pageWords.resend, body: resend(report) },
    { id: "layers", title: pageWords.layers, body: layerTowers(report) },
    { id: "timeline", title: pageWords.timeline, body: legend(report) + waterfall(report) },
    { id: "exchanges", title: pageWords.exchanges, body: exchanges(report) },
    ...comparisonPart(report, options),
    ...historyPart(options.history, options),
    { id: "open", title: pageWords.open, body: openEnds(report) },
    { id: "targets", title: pageWords.targets, body: targets(report) },
  ].filter(({ body }) => body !== "");

const contents = (sections: readonly Section[]): string => {
  const items = sections.map(({ id, title }) => `<li><a href="#${id}">${both(title)}</a></li>`);
  return `<nav aria-labelledby="contents"><span class="unseen" id="contents">${both(pageWords.contents)}</span><ul>${items.join("")}</ul></nav>\n`;
};

const footer = ({ vantage, version }: Report): string => {
  const host = `${esc(vantage.host)} (${esc(vantage.platform)})`;
  const addresses =
    vantage.addresses.length === 0 ? "" : ` · ${both(pageWords.addresses)} ${esc(vantage.addresses.join(", "))}`;
  return `<footer>${host}${addresses} · invoice-diag ${esc(version)}</footer>\n`;
};

const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; base-uri 'none'; form-action 'none'`;

/** One self-contained page in both languages: nothing is loaded, and no script but the page's own may run. */
export const htmlOf = (report: Report, options: HtmlOptions): string => {
  const status = runStatus(report);
  const sections = sectionsOf(report, options);
  const button = `<button class="copy" type="button"><span class="todo">${both(pageWords.copy)}</span><span class="done">${both(pageWords.copied)}</span></button>`;
  return `<!doctype html>
<html lang="${tags[options.lang]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer">
<title>${esc(verdict(report, options.lang))}</title><style>${css}</style></head>
<body><main>
${radios(report, options.lang)}
${top(report, options)}<div class="verdict ${status}">${sign(status)}<h1>${spoken((lang) => verdict(report, lang))}</h1></div>
${facts(report)}${contents(sections)}${sections.map(section).join("")}${footer(report)}</main>
<template id="copy">${button}</template>
<script>${script}</script>
</body></html>
`;
};

export const html: Printer = (report, options) => htmlOf(report, options);
