import type { Printer } from "./print.js";

/** The report itself, schema 1. */
export const json: Printer = (report) => `${JSON.stringify(report, null, 2)}\n`;
