import { type Layer, layers } from "../model/layer.js";
import type { Report } from "../model/report.js";
import type { Result } from "../model/result.js";
import type { Language } from "../model/text.js";
import type { Printer } from "./print.js";
import { findingsOf, withoutStop } from "./reading.js";
import { verdict } from "./verdict.js";
import { standingWords } from "./words.js";
import { attributes, comment, escapeXml } from "./xml.js";

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const messageOf = (result: Result, lang: Language): string =>
  findingsOf(result)
    .map((text) => withoutStop(text[lang]))
    .join("; ");

/** What the standing causes say of a step. */
const behind = (report: Report, step: string, lang: Language): string[] =>
  report.diagnosis.causes
    .filter((cause) => cause.standing !== "ruled-out" && cause.explains.includes(step))
    .map((one) => `${one.id} (${standingWords[one.standing][lang]}, ${one.confidence}): ${one.title[lang]}`);

const ending = (report: Report, result: Result, lang: Language): string => {
  const message = messageOf(result, lang);
  switch (result.status) {
    case "pass":
    case "warn":
      return "";
    case "fail": {
      const type = result.evidence.find((one) => one.level === "fail")?.signal ?? "fail";
      const causes = escapeXml(behind(report, result.step, lang).join("\n"));
      return `<failure${attributes({ message, type: `${result.check}/${type}` })}>${causes}</failure>`;
    }
    case "error":
      return `<error${attributes({ message, type: `${result.check}/error` })}/>`;
    default:
      return `<skipped${attributes({ message })}/>`;
  }
};

const testcase = (report: Report, result: Result, lang: Language): string => {
  const names = { name: result.step, classname: `${result.layer}.${result.check}`, time: seconds(result.ms) };
  return `    <testcase${attributes(names)}>${ending(report, result, lang)}</testcase>\n`;
};

/** JUnit knows no warning: it is told in the output of the suite, which is no failure. */
const warnings = (report: Report, results: readonly Result[], lang: Language): string =>
  results
    .filter((one) => one.status === "warn")
    .flatMap((one) => [`${one.step}: ${messageOf(one, lang)}`, ...behind(report, one.step, lang)])
    .map((text) => `${escapeXml(text)}\n`)
    .join("");

const suite = (report: Report, layer: Layer, id: number, lang: Language): string => {
  const results = report.results.filter((one) => one.layer === layer);
  const counted = (...statuses: Result["status"][]): number =>
    results.filter((one) => statuses.includes(one.status)).length;
  const head = attributes({
    name: layer,
    package: "invoice-diag",
    id,
    tests: results.length,
    failures: counted("fail"),
    errors: counted("error"),
    skipped: counted("blocked", "skip"),
    time: seconds(results.reduce((sum, one) => sum + one.ms, 0)),
    timestamp: report.startedAt.slice(0, 19),
    hostname: report.vantage.host,
  });
  const known = { profile: report.profile, version: report.version, status: report.status };
  const properties = Object.entries(known).map(([name, value]) => `<property${attributes({ name, value })}/>`);
  const cases = results.map((result) => testcase(report, result, lang)).join("");
  return `  <testsuite${head}>
    <properties>${properties.join("")}</properties>
${cases}    <system-out>${warnings(report, results, lang)}</system-out>
    <system-err></system-err>
  </testsuite>
`;
};

/**
 * JUnit XML as CI systems read it: one suite per layer, one case per step; what did not run is skipped with its reason.
 * There is no standard. Of the two schemas in use, Ant's asks for more (properties, outputs, a package and an id of each
 * suite) and allows less (nothing of the kind at the root, no output of a case) than Jenkins's: this fits both.
 */
export const junit: Printer = (report, { lang }) => {
  const used = layers.filter((layer) => report.results.some((one) => one.layer === layer));
  const suites = used.map((layer, id) => suite(report, layer, id, lang)).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n${comment(verdict(report, lang))}\n<testsuites>\n${suites}</testsuites>\n`;
};
