import { type Layer, layers } from "../model/layer.js";
import type { Report } from "../model/report.js";
import type { Result } from "../model/result.js";
import type { Language } from "../model/text.js";
import type { Printer } from "./print.js";
import { findingsOf, withoutStop } from "./reading.js";
import { verdict } from "./verdict.js";
import { attributes, comment, escapeXml } from "./xml.js";

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const messageOf = (result: Result, lang: Language): string =>
  findingsOf(result)
    .map((text) => withoutStop(text[lang]))
    .join("; ");

/** What the standing causes say of a step. */
const behind = (report: Report, step: string, lang: Language): string =>
  report.diagnosis.causes
    .filter((cause) => cause.standing !== "ruled-out" && cause.explains.includes(step))
    .map((cause) => `${cause.id} (${cause.standing}, ${cause.confidence}): ${cause.title[lang]}`)
    .join("\n");

const ending = (report: Report, result: Result, lang: Language): string => {
  const message = messageOf(result, lang);
  const causes = escapeXml(behind(report, result.step, lang));
  switch (result.status) {
    case "pass":
      return "";
    case "warn":
      return `<system-out>${escapeXml(`${message}\n`)}${causes}</system-out>`;
    case "fail": {
      const type = result.evidence.find((one) => one.level === "fail")?.signal ?? "fail";
      return `<failure${attributes({ message, type: `${result.check}/${type}` })}>${causes}</failure>`;
    }
    case "error":
      return `<error${attributes({ message, type: "error" })}/>`;
    default:
      return `<skipped${attributes({ message })}/>`;
  }
};

const testcase = (report: Report, result: Result, lang: Language): string => {
  const names = { name: result.step, classname: `${result.layer}.${result.check}`, time: seconds(result.ms) };
  return `    <testcase${attributes(names)}>${ending(report, result, lang)}</testcase>\n`;
};

const count = (results: readonly Result[]): Record<string, number> => ({
  tests: results.length,
  failures: results.filter((one) => one.status === "fail").length,
  errors: results.filter((one) => one.status === "error").length,
});

const suite = (report: Report, layer: Layer, id: number, lang: Language): string => {
  const results = report.results.filter((one) => one.layer === layer);
  const head = attributes({
    name: layer,
    id,
    ...count(results),
    skipped: results.filter((one) => one.status === "blocked" || one.status === "skip").length,
    time: seconds(results.reduce((sum, one) => sum + one.ms, 0)),
    timestamp: report.startedAt.slice(0, 19),
    hostname: report.vantage.host,
  });
  const cases = results.map((result) => testcase(report, result, lang)).join("");
  return `  <testsuite${head}>\n${cases}  </testsuite>\n`;
};

/** JUnit XML as CI systems read it: one suite per layer, one case per step; what did not run is skipped with its reason. */
export const junit: Printer = (report, { lang }) => {
  const used = layers.filter((layer) => report.results.some((one) => one.layer === layer));
  const head = attributes({ name: "invoice-diag", ...count(report.results), time: seconds(report.ms) });
  const suites = used.map((layer, id) => suite(report, layer, id, lang)).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n${comment(verdict(report, lang))}\n<testsuites${head}>\n${suites}</testsuites>\n`;
};
