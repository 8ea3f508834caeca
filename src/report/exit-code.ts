import type { ReportStatus } from "../model/report.js";

export { exitCodeOf, type FailOn, failOns, statusOf } from "../model/status.js";

/** What monitoring-plugins mean by an exit code: ok, warning, critical, unknown. */
export const nagiosCodes: Readonly<Record<ReportStatus, number>> = { pass: 0, warn: 1, fail: 2, error: 3 };
