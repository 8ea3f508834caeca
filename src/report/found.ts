import type { Report } from "../model/report.js";
import { isUntold } from "../model/status.js";
import { problemsOf } from "./reading.js";

/** This tool itself, where it could not judge anything. */
export const toolSubject = "@tool";

/** How a run found each target that it could judge. A look at a part of the checks finds faults, but proves no health. */
export const foundIn = (report: Report): ReadonlyMap<string, "fail" | "warn" | "pass"> => {
  const found = new Map<string, "fail" | "warn" | "pass">();
  const whole = (report.leftOut ?? []).length === 0;
  const untold = new Set(report.results.filter(isUntold).map(({ subject }) => subject));
  const judged = report.results.filter(
    ({ status, subject }) => ["pass", "warn", "fail"].includes(status) && !untold.has(subject),
  );
  if (whole) {
    for (const { subject } of judged) found.set(subject, "pass");
    for (const { name } of report.targets) if (judged.some((one) => one.subject === name)) found.set(name, "pass");
    if (report.status !== "error") found.set(toolSubject, "pass");
  }
  const worsen = (subject: string, level: "fail" | "warn"): void => {
    if (found.get(subject) !== "fail") found.set(subject, level);
  };
  for (const { cause } of problemsOf(report)) {
    const failed = report.results.some((one) => one.status === "fail" && cause.explains.includes(one.step));
    const level = failed ? "fail" : "warn";
    for (const subject of cause.subjects) worsen(subject, level);
  }
  for (const { step } of report.diagnosis.unexplained) {
    const result = report.results.find((one) => one.step === step);
    if (result?.status === "fail" || result?.status === "warn") worsen(result.subject, result.status);
  }
  if (report.status === "error") found.set(toolSubject, "fail");
  return found;
};
