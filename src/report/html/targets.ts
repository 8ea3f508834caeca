import type { JsonObject } from "../../model/json.js";
import type { Report } from "../../model/report.js";
import type { Evidence, Result } from "../../model/result.js";
import { fill } from "../../model/text.js";
import { byLayer, findingsOf, timeOf } from "../reading.js";
import { labels } from "../words.js";
import { entry } from "./causes.js";
import { mark } from "./mark.js";
import { both, esc } from "./spoken.js";
import { type Subject, subjectsOf } from "./subjects.js";
import { pageWords } from "./words.js";

const json = (value: unknown): string => `<pre>${esc(JSON.stringify(value, null, 2))}</pre>`;

const pairs = (data: JsonObject): string =>
  Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${esc(key)} <code>${esc(typeof value === "string" ? value : JSON.stringify(value))}</code>`)
    .join(" · ");

const answer = ({ level, signal, text, data }: Evidence): string => {
  const figures = pairs(data);
  const line = figures === "" ? "" : `<p class="soft figures">${figures}</p>`;
  return `<li>${mark(level)} ${both(text)} <code class="step">${esc(signal)}</code>${line}</li>`;
};

const stepDetail = (result: Result): string => {
  const { evidence, places, settings, target, looks, at, blockedBy } = result;
  const list = evidence.length === 0 ? "" : `<ul class="bare">${evidence.map(answer).join("")}</ul>`;
  const rows = [
    entry(labels.places, pairs(places)),
    entry(labels.settings, pairs(settings)),
    entry(labels.began, `<time datetime="${esc(at)}">${esc(at)}</time>`),
  ].join("");
  const held = blockedBy.length === 0 ? "" : `<p>${both(fill(labels.blockedBy, { steps: [...blockedBy] }))}</p>`;
  return `${held}${list}<dl class="small">${rows}</dl>
<details class="raw"><summary>${both(pageWords.raw)}</summary>${json({ target, looks })}</details>`;
};

const step = (result: Result): string => {
  const findings = findingsOf(result).map((text) => both(text));
  const endpoint = result.endpoint === undefined ? "" : `<span class="soft">/${esc(result.endpoint)}</span>`;
  return `<details class="row"><summary>${mark(result.status)}<span class="name">${esc(result.check)}${endpoint}</span><span class="found">${findings.join("<br>")}</span><span class="time">${timeOf(result)}</span></summary>
<div class="inside">${stepDetail(result)}</div></details>
`;
};

const about = ({ target }: Subject): string => {
  if (target === undefined) return "";
  const facts = [target.kind, target.host, target.owner].filter((one) => one !== undefined);
  return `<p class="soft">${facts.map(esc).join(" · ")}</p>`;
};

const subject = (one: Subject, report: Report): string => {
  const steps = byLayer(report).filter((result) => one.results.includes(result));
  return `<article class="card target"><header><h3>${mark(one.status)}${both(one.name)}</h3>${about(one)}</header>
${steps.map(step).join("")}</article>
`;
};

/** Each target with all its steps; what was seen is folded away beneath each. */
export const targets = (report: Report): string =>
  subjectsOf(report)
    .map((one) => subject(one, report))
    .join("");
