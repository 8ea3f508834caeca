import { layerTitles } from "../../model/layer.js";
import type { Because, FilledAdvice, Finding, Report } from "../../model/report.js";
import { type Bilingual, fill } from "../../model/text.js";
import * as read from "../reading.js";
import { statusOfKind } from "../style.js";
import { labels, partyWords } from "../words.js";
import { mark } from "./mark.js";
import { both, esc, list, spoken } from "./spoken.js";
import { pageWords } from "./words.js";

export const answers = (found: readonly Because[]): string =>
  list(found.map((one) => `${both(one.text)} <code class="step">${esc(one.step)}</code>`));

/** A row of a description list, or nothing. */
export const entry = (label: Bilingual, content: string): string =>
  content === "" ? "" : `<dt>${both(label)}</dt><dd>${content}</dd>\n`;

/** Each word of a command whole on one line, where it fits. */
const words = (command: string): string =>
  command
    .split(/( +)/)
    .map((one) => (one.trim() === "" ? one : `<span>${esc(one)}</span>`))
    .join("");

const advice = ({ text, command, expect }: FilledAdvice): string => {
  const line =
    command === undefined ? "" : `<div class="command"><code>${words(read.commandLine(command))}</code></div>`;
  const outcome = expect === undefined ? "" : `<p class="soft">→ ${both(expect)}</p>`;
  return `<div class="advice"><p>${both(text)}</p>${line}${outcome}</div>`;
};

const advices = ([first, ...others]: readonly FilledAdvice[]): string => {
  if (first === undefined) return "";
  const title = both(fill(pageWords.moreAdvice, { count: others.length }));
  const rest =
    others.length === 0 ? "" : `<details><summary>${title}</summary>${others.map(advice).join("")}</details>`;
  return advice(first) + rest;
};

const alternative = (one: Finding): string =>
  `${spoken((lang) => read.withoutStop(one.title[lang]) + read.remark(read.standingOf(one, lang), lang))} <code class="step">${esc(one.id)}</code>`;

/** How sure the diagnosis is, as a length; the words beside it say the same. */
const gauge = ({ confidence }: Finding): string =>
  `<svg class="gauge" width="64" height="6" aria-hidden="true"><rect class="ground" width="64" height="6" rx="3"/><rect width="${Math.round(64 * Math.min(0.99, confidence))}" height="6" rx="3"/></svg>`;

const card = ({ cause, alternatives }: read.Problem): string => {
  const status = statusOfKind(cause);
  return `<article class="card cause ${status}">
<header><h3>${mark(status)}${spoken((lang) => read.withoutStop(cause.title[lang]))}<code class="step">${esc(cause.id)}</code></h3>
<p class="standing">${gauge(cause)}${spoken((lang) => read.standingOf(cause, lang))}</p></header>
<dl>
${entry(labels.where, `${spoken((lang) => read.locationOf(cause, lang))} <span class="soft">· ${both(layerTitles[cause.layer])}</span>`)}${entry(
  labels.party,
  `<strong>${both(partyWords[cause.party])}</strong>`,
)}${entry(labels.because, answers(cause.because))}${entry(labels.against, answers(cause.against))}${entry(
  labels.orElse,
  list(alternatives.map(alternative)),
)}${entry(labels.next, advices(cause.advice))}</dl>
</article>
`;
};

/** The causes that stand, best first. */
export const causes = (report: Report): string => read.problemsOf(report).map(card).join("");
