import type { Printer } from "./print.js";
import { sheetFor } from "./sheet.js";
import { stepsBlock } from "./steps-block.js";

/** What was found, step by step, without a word of what it means. */
export const symptoms: Printer = (report, options) => `${stepsBlock(report, sheetFor(options)).join("\n")}\n`;
