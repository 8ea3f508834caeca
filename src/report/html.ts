import { type Layer, layers, layerTitles } from "../model/layer.js";
import type { Because, FilledAdvice, Finding, Report } from "../model/report.js";
import type { Result } from "../model/result.js";
import type { Bilingual, Language } from "../model/text.js";
import { comparisonSection } from "./comparison-html.js";
import { historySection } from "./history-plot.js";
import { css } from "./html-style.js";
import type { Printer, PrintOptions } from "./print.js";
import * as read from "./reading.js";
import { runStatus, statusOfKind, styleFor } from "./style.js";
import { verdict } from "./verdict.js";
import { labels, levelWords, partyWords, resendWords, statusWords } from "./words.js";
import { escapeXml as esc } from "./xml.js";

const marks = styleFor({ color: false, unicode: true }).mark;

const because = (list: readonly Because[], lang: Language): string => {
  const items = list.map((one) => `<li>${esc(one.text[lang])} <span class="step">${esc(one.step)}</span></li>`);
  return `<ul>${items.join("")}</ul>`;
};

const entry = (label: Bilingual, content: string, lang: Language): string =>
  content === "" ? "" : `<dt>${label[lang]}</dt><dd>${content}</dd>\n`;

const advice = (one: FilledAdvice, lang: Language): string => {
  const command = one.command === undefined ? "" : `<pre>${esc(read.commandLine(one.command))}</pre>`;
  const expect = one.expect === undefined ? "" : `<p class="meta">${labels.expect[lang]}: ${esc(one.expect[lang])}</p>`;
  return `<p>${esc(one.text[lang])}</p>${command}${expect}`;
};

const card = ({ cause, alternatives }: read.Problem, lang: Language): string => {
  const where = esc(read.placeOf(cause, lang) + read.remark(read.whereOf(cause, lang), lang));
  const others = alternatives.map(
    (one) =>
      `<p>${esc(read.withoutStop(one.title[lang]) + read.remark(read.standingOf(one, lang), lang))} <code>${esc(one.id)}</code></p>`,
  );
  const status = statusOfKind(cause);
  return `<article class="card ${status}">
<header><h3>${esc(read.withoutStop(cause.title[lang]))}</h3><span class="${status}">${read.standingOf(cause, lang)}</span></header>
<p class="meta"><code>${esc(cause.id)}</code> · ${layerTitles[cause.layer][lang]}</p>
<dl>
${entry(labels.where, where, lang)}${entry(labels.party, partyWords[cause.party][lang], lang)}${entry(
  labels.because,
  cause.because.length === 0 ? "" : because(cause.because, lang),
  lang,
)}${entry(labels.against, cause.against.length === 0 ? "" : because(cause.against, lang), lang)}${entry(
  labels.orElse,
  others.join(""),
  lang,
)}${entry(labels.next, cause.advice.map((one) => advice(one, lang)).join(""), lang)}</dl>
</article>
`;
};

const openEnds = (report: Report, lang: Language): string => {
  const { unexplained, cannotTell, next } = report.diagnosis;
  const titled = (one: Finding): string =>
    esc(read.withoutStop(one.title[lang]) + read.remark(read.whereOf(one, lang), lang));
  const items = (list: readonly string[]): string =>
    list.length === 0 ? "" : `<ul>${list.map((one) => `<li>${one}</li>`).join("")}</ul>`;
  const ruledOut = read.ruledOutOf(report).map((one) => {
    const reason = one.against[0]?.text[lang];
    return reason === undefined ? titled(one) : `${titled(one)} — ${esc(reason)}`;
  });
  const resend = report.resend.map(
    (one) => `${esc(one.subject)}: <strong>${resendWords[one.verdict][lang]}</strong> — ${esc(one.because[lang])}`,
  );
  const entries = [
    entry(labels.resend, items(resend), lang),
    entry(labels.unexplained, unexplained.length === 0 ? "" : because(unexplained, lang), lang),
    entry(labels.ruledOut, items(ruledOut), lang),
    entry(
      labels.cannotTell,
      items(cannotTell.map((one) => `<code>${esc(one.cause)}</code>: ${esc(one.for[lang])}`)),
      lang,
    ),
    entry(
      labels.nextTest,
      items(next.map((one) => `${esc(one.test[lang])} <span class="step">${esc(one.tells.join(" / "))}</span>`)),
      lang,
    ),
    entry(labels.note, items(read.notesOf(report).map(titled)), lang),
  ].join("");
  return entries === "" ? "" : `<section><dl>\n${entries}</dl></section>\n`;
};

const stepRow = (result: Result, lang: Language): string => {
  const findings = read.findingsOf(result).map((text) => esc(text[lang]));
  const status = `${marks[result.status]} ${statusWords[result.status][lang]}`;
  return `<tr><td class="${result.status}">${status}</td><td>${esc(result.check)}</td><td>${esc(
    read.subjectOf(result, lang),
  )}</td><td>${findings.join("<br>")}</td><td>${read.timeOf(result)}</td></tr>\n`;
};

const layerTable = (layer: Layer, report: Report, lang: Language): string => {
  const rows = report.results.filter((one) => one.layer === layer);
  if (rows.length === 0) return "";
  const heads = [labels.status, labels.check, labels.target, labels.finding, labels.time];
  return `<table><caption>${layerTitles[layer][lang]}</caption>
<colgroup><col class="status"><col class="check"><col class="target"><col><col class="time"></colgroup>
<thead><tr>${heads.map((head) => `<th scope="col">${head[lang]}</th>`).join("")}</tr></thead>
<tbody>
${rows.map((one) => stepRow(one, lang)).join("")}</tbody></table>
`;
};

const detail = (result: Result, lang: Language): string => {
  const answers = result.evidence.map((one) => {
    const data = Object.keys(one.data).length === 0 ? "" : `<pre>${esc(JSON.stringify(one.data, null, 2))}</pre>`;
    const level = `<span class="${one.level}">${marks[one.level]} ${levelWords[one.level][lang]}</span>`;
    return `<p>${level} <code>${esc(one.signal)}</code> ${esc(one.text[lang])}</p>${data}`;
  });
  const { places, settings, target, looks, at } = result;
  const raw = esc(JSON.stringify({ at, places, target, settings, looks }, null, 2));
  const mark = `<span class="${result.status}">${marks[result.status]}</span>`;
  return `<details><summary>${mark} ${esc(result.step)} <span class="meta">${read.timeOf(result)}</span></summary>
${answers.join("\n")}<pre>${raw}</pre></details>
`;
};

const page = (report: Report, { lang, utcOffset, history }: PrintOptions): string => {
  const title = verdict(report, lang);
  const meta = [
    report.profile,
    read.localTime(report.startedAt, utcOffset),
    read.duration(report.ms),
    `${report.vantage.host} (${report.vantage.platform})`,
    `invoice-diag ${report.version}`,
  ];
  return `<!doctype html>
<html lang="${lang === "zh" ? "zh-CN" : "en"}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${esc(title)}</title><style>${css}</style></head>
<body><main>
<h1><span class="${runStatus(report)}">${marks[runStatus(report)]}</span> ${esc(title)}</h1>
<p class="meta">${meta.map(esc).join(" · ")}</p>
${read
  .problemsOf(report)
  .map((problem) => card(problem, lang))
  .join("")}${openEnds(report, lang)}
<section>
${layers.map((layer) => layerTable(layer, report, lang)).join("")}</section>
${comparisonSection(report, { lang, utcOffset })}${history === undefined ? "" : historySection(history, { lang, utcOffset })}<section><h2>${labels.evidence[lang]}</h2>
${report.results.map((one) => detail(one, lang)).join("")}</section>
</main></body></html>
`;
};

/** One self-contained page: nothing is loaded and no script runs. */
export const html: Printer = (report, options) => page(report, options);
