import { layers, layerTitles } from "../model/layer.js";
import type { Report } from "../model/report.js";
import { type Bilingual, fill, type Language } from "../model/text.js";
import { findingsOf, notesOf, type Problem, problemsOf, whereOf, withoutStop } from "./reading.js";
import { standingWords, verdicts } from "./words.js";

const say = (text: Bilingual, lang: Language, data: Record<string, string | number> = {}): string =>
  fill(text, data)[lang];

const healthy = (report: Report, lang: Language): string => {
  const seen = layers.filter((layer) =>
    report.results.some((result) => result.layer === layer && !["blocked", "skip", "error"].includes(result.status)),
  );
  const names = seen.map((layer) => (lang === "en" ? layerTitles[layer].en.toLowerCase() : layerTitles[layer].zh));
  const sentence =
    seen.length === layers.length
      ? say(verdicts.allHealthy, lang)
      : say(verdicts.someHealthy, lang, { layers: names.join(verdicts.listSeparator[lang]) });
  const notes = notesOf(report).length;
  if (notes === 0) return sentence;
  return sentence + (notes === 1 ? say(verdicts.oneNote, lang) : say(verdicts.notes, lang, { count: notes }));
};

const problemPhrase = ({ cause, alternatives }: Problem, lang: Language): string => {
  const other = cause.standing === "possible" ? alternatives[0] : undefined;
  const first = withoutStop(cause.title[lang]);
  const title =
    other === undefined ? first : say(verdicts.eitherOr, lang, { first, other: withoutStop(other.title[lang]) });
  const where = whereOf(cause, lang);
  return say(verdicts.problem, lang, { title, where, standing: standingWords[cause.standing][lang] });
};

const shownProblems = 3;

const troubled = (report: Report, lang: Language): string => {
  const problems = problemsOf(report);
  const { unexplained } = report.diagnosis;
  const count = problems.length;
  if (count === 0) return unexplainedOnly(report, lang);
  const [one, several] =
    report.status === "fail" ? [verdicts.oneProblem, verdicts.problems] : [verdicts.oneWarning, verdicts.warnings];
  const lead = count === 1 ? say(one, lang) : say(several, lang, { count });
  const phrases = problems.slice(0, shownProblems).map((problem) => problemPhrase(problem, lang));
  const more = count > shownProblems ? say(verdicts.more, lang, { count: count - shownProblems }) : "";
  const rest = unexplained.length > 0 ? say(verdicts.unexplainedToo, lang, { count: unexplained.length }) : "";
  return lead + phrases.join(verdicts.separator[lang]) + more + rest;
};

const unexplainedOnly = (report: Report, lang: Language): string => {
  const bad =
    report.results.find((one) => one.status === "fail") ?? report.results.find((one) => one.status === "warn");
  const text = report.diagnosis.unexplained[0]?.text ?? (bad === undefined ? undefined : findingsOf(bad)[0]);
  return say(verdicts.unexplained, lang, { text: withoutStop(text?.[lang] ?? "?") });
};

const toolFailed = (report: Report, lang: Language): string => {
  const errors = report.results.filter((one) => one.status === "error");
  const judged = report.counts.pass + report.counts.warn + report.counts.fail > 0;
  if (!judged) {
    const reason = [...errors, ...report.results].map((one) => findingsOf(one)[0]?.[lang]).find(Boolean);
    return say(verdicts.nothingJudged, lang, { reason: withoutStop(reason ?? verdicts.noSteps[lang]) });
  }
  const steps = errors.map((one) => one.step).join(verdicts.listSeparator[lang]);
  const rest = problemsOf(report).length > 0 ? verdicts.separator[lang] + troubled(report, lang) : "";
  return say(verdicts.toolError, lang, { steps }) + rest;
};

/** What is said first of a run that did not come to its end. */
const unfinished = ({ interrupted, cutOff, results, counts }: Report, lang: Language): string => {
  if (interrupted === true) return verdicts.interrupted[lang];
  const judged = counts.pass + counts.warn + counts.fail > 0;
  if (cutOff === undefined || !judged) return "";
  return say(verdicts.outOfTime, lang, { count: cutOff, all: results.length });
};

/** The whole report in one sentence. */
export const verdict = (report: Report, lang: Language): string => {
  const { pass, warn, fail } = report.counts;
  if (report.interrupted === true && pass + warn + fail === 0)
    return verdicts.interruptedEarly[lang] + verdicts.stop[lang];
  const sentence = {
    pass: healthy,
    warn: troubled,
    fail: troubled,
    error: toolFailed,
  }[report.status](report, lang);
  return unfinished(report, lang) + sentence + verdicts.stop[lang];
};
