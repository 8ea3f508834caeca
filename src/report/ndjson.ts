import type { Report } from "../model/report.js";
import type { Printer } from "./print.js";

const events = (report: Report): object[] => {
  const { results, diagnosis, resend, ...head } = report;
  const { schema, tool, version, profile, startedAt, vantage, targets, ...end } = head;
  const { causes, ...open } = diagnosis;
  return [
    { event: "started", schema, tool, version, profile, startedAt, vantage, targets },
    ...results.map((result) => ({ event: "step", ...result })),
    ...causes.map((cause) => ({ event: "cause", ...cause })),
    { event: "done", ...end, ...open, resend },
  ];
};

/** One JSON document per line: `started`, each `step`, each `cause`, `done`. */
export const ndjson: Printer = (report) =>
  events(report)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join("");
