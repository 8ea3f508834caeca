import { layers } from "../model/layer.js";
import type { Finding, Report } from "../model/report.js";
import type { Evidence, Level, Result } from "../model/result.js";
import { stands } from "../model/status.js";
import { type Bilingual, fill, type Language } from "../model/text.js";
import { labels, standingWords } from "./words.js";

/** What several printed forms read out of a report. */

export type Problem = {
  readonly cause: Finding;
  /** Weaker candidates for the same answers. */
  readonly alternatives: readonly Finding[];
};

const overlaps = (a: Finding, b: Finding): boolean => a.explains.some((step) => b.explains.includes(step));

/** Standing faults and warnings, each with the weaker candidates that account for nothing beyond it. */
export const problemsOf = (report: Report): Problem[] => {
  const problems: { cause: Finding; alternatives: Finding[] }[] = [];
  for (const cause of report.diagnosis.causes.filter((one) => stands(one) && one.kind !== "note")) {
    const rival =
      cause.standing === "possible" ? problems.find((problem) => overlaps(problem.cause, cause)) : undefined;
    if (rival === undefined) problems.push({ cause, alternatives: [] });
    else rival.alternatives.push(cause);
  }
  return problems;
};

export const notesOf = (report: Report): Finding[] =>
  report.diagnosis.causes.filter((one) => stands(one) && one.kind === "note");

export const ruledOutOf = (report: Report): Finding[] => report.diagnosis.causes.filter((one) => !stands(one));

/** Answers of one level, worst level first: what a step has to say in a line or two. */
const tellingLevels: readonly Level[] = ["fail", "warn", "note"];
export const tellingEvidence = (result: Result): readonly Evidence[] => {
  const bad = result.evidence.filter((one) => one.level === "fail" || one.level === "warn");
  if (bad.length > 0) {
    return bad.toSorted((a, b) => tellingLevels.indexOf(a.level) - tellingLevels.indexOf(b.level));
  }
  const notes = result.evidence.filter((one) => one.level === "note");
  return notes.length > 0 ? notes : result.evidence.slice(0, 1);
};

/** What a step found, or why it found nothing: one sentence per line. */
export const findingsOf = (result: Result): readonly Bilingual[] => {
  if (result.reason !== undefined) return [result.reason];
  if (result.status === "blocked") return [fill(labels.blockedBy, { steps: [...result.blockedBy] })];
  return tellingEvidence(result).map((one) => one.text);
};

/** A target, with the endpoint where a step has one. `@site` and `@host` stand for this machine. */
export const subjectOf = (result: Pick<Result, "subject" | "endpoint">, lang: Language): string => {
  const subject = result.subject.startsWith("@") ? labels.thisHost[lang] : result.subject;
  return result.endpoint === undefined ? subject : `${subject}/${result.endpoint}`;
};

/** The targets that a cause touches, at most two by name; the place where it has none of its own. */
export const whereOf = (finding: Finding, lang: Language): string => {
  const subjects = finding.subjects.filter((subject) => !subject.startsWith("@"));
  if (subjects.length === 0) return placeOf(finding, lang);
  const rest = subjects.length > 2 ? ` +${subjects.length - 2}` : "";
  return subjects.slice(0, 2).join(lang === "zh" ? "、" : ", ") + rest;
};

export const placeOf = (finding: Finding, lang: Language): string =>
  finding.place === "this-host" || finding.place.startsWith("@") ? labels.thisHost[lang] : finding.place;

/** The place of a cause, and the targets that it touches where they have other names. */
export const locationOf = (finding: Finding, lang: Language): string => {
  const [place, where] = [placeOf(finding, lang), whereOf(finding, lang)];
  return where === place ? place : place + remark(where, lang);
};

/** Results by layer, from the ground up; within one, in the order of the plan. */
export const byLayer = (report: Report): Result[] =>
  layers.flatMap((layer) => report.results.filter((one) => one.layer === layer));

/** A remark in the language's own parentheses, after a text. */
export const remark = (text: string, lang: Language): string => (lang === "zh" ? `（${text}）` : ` (${text})`);

/** `confirmed, 97 %`. */
export const standingOf = (finding: Pick<Finding, "standing" | "confidence">, lang: Language): string => {
  const standing = standingWords[finding.standing][lang];
  // Nothing that is inferred is ever quite certain.
  const share = Math.min(99, Math.round(finding.confidence * 100));
  // Nor quite impossible, if it stands.
  const percent = share === 0 ? "< 1" : share;
  return fill(labels.standing, { standing, percent })[lang];
};

/** A sentence without its full stop, to stand inside another one. */
export const withoutStop = (text: string): string => text.replace(/[.。]$/u, "");

/** `0.4 ms`, `12 ms`, `1.2 s`, `2 min 5 s`; milliseconds in. */
export const duration = (ms: number): string => {
  if (ms < 1) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

/** How long a step took; empty for one that did not run. */
export const timeOf = (result: Result): string =>
  result.status === "blocked" || result.status === "skip" ? "" : duration(result.ms);

/** `2025-11-23 12:00:12 +08:00`; an ISO 8601 time and minutes east of Greenwich in. */
export const localTime = (iso: string, utcOffset: number): string => {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return iso;
  const local = new Date(time + utcOffset * 60_000).toISOString().slice(0, 19).replace("T", " ");
  const minutes = Math.abs(utcOffset);
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, "0");
  return `${local} ${utcOffset < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
};

/** As a shell reads it as one word: bare, in double quotes where it has single ones and nothing else to quote, else in single ones. */
const quotedWord = (word: string): string => {
  if (/^(?:[\w@%+=:,./-]|\{\w+\})+$/.test(word)) return word;
  return /'/.test(word) && !/["$`\\!]/.test(word) ? `"${word}"` : `'${word.replaceAll("'", `'\\''`)}'`;
};

/** A command as one would type it: arguments quoted where a shell needs it; `sh -c TEXT` is TEXT. */
export const commandLine = (command: readonly string[]): string => {
  const [shell, flag, script] = command;
  if ((shell === "sh" || shell === "bash") && flag === "-c" && script !== undefined && command.length === 3) {
    return script;
  }
  return command.map(quotedWord).join(" ");
};
