import type { Report, ReportHead } from "../model/report.js";
import type { Result } from "../model/result.js";
import type { Printer } from "./print.js";

const line = (event: string, fields: object): string => `${JSON.stringify({ event, ...fields })}\n`;

/** The first event, before anything was looked at. */
export const startedEvent = ({ schema, tool, version, profile, startedAt, vantage, targets }: ReportHead): string =>
  line("started", { schema, tool, version, profile, startedAt, vantage, targets });

/** A step has ended. */
export const stepEvent = (result: Result): string => line("step", result);

/** What is known when every step has ended: each cause, and the rest of the report. */
export const closingEvents = (report: Report): string => {
  const { results, diagnosis, resend, schema, tool, version, profile, startedAt, vantage, targets, ...end } = report;
  const { causes, ...open } = diagnosis;
  return [...causes.map((cause) => line("cause", cause)), line("done", { ...end, ...open, resend })].join("");
};

/** One JSON document per line: `started`, each `step`, each `cause`, `done`. A run writes them as they happen. */
export const ndjson: Printer = (report) =>
  startedEvent(report) + report.results.map(stepEvent).join("") + closingEvents(report);
