import { Chalk } from "chalk";
import type { Finding, Report } from "../model/report.js";
import type { Level, Status } from "../model/result.js";

type Paint = (text: string) => string;

/** The only place that knows escape codes and marks. */
export type Style = {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly command: Paint;
  /** In the colour of an ending or of a level. */
  readonly tint: Readonly<Record<Status | Level, Paint>>;
  readonly mark: Readonly<Record<Status | Level, string>>;
  /** One column of a horizontal rule. */
  readonly rule: string;
  readonly arrow: string;
  readonly dot: string;
  readonly dash: string;
};

const unicodeMarks: Style["mark"] = { pass: "✓", note: "·", warn: "!", fail: "✗", blocked: "○", skip: "–", error: "⚠" };
const asciiMarks: Style["mark"] = { pass: "+", note: ".", warn: "!", fail: "x", blocked: "o", skip: "-", error: "E" };

export const styleFor = ({ color, unicode }: { color: boolean; unicode: boolean }): Style => {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  return {
    strong: chalk.bold,
    faint: chalk.dim,
    command: chalk.cyan,
    tint: {
      pass: chalk.green,
      note: chalk.blue,
      warn: chalk.yellow,
      fail: chalk.red,
      blocked: chalk.dim,
      skip: chalk.dim,
      error: chalk.magenta,
    },
    mark: unicode ? unicodeMarks : asciiMarks,
    rule: unicode ? "─" : "-",
    arrow: unicode ? "→" : "->",
    dot: unicode ? "·" : "-",
    dash: unicode ? "—" : "-",
  };
};

/** The colour of a cause: a fault is red, a warning yellow, a note blue. */
export const statusOfKind = (finding: Finding): Level =>
  finding.kind === "fault" ? "fail" : finding.kind === "warning" ? "warn" : "note";

/** The mark of a whole run: one that was cut short is not called healthy. */
export const runStatus = (report: Report): Status =>
  (report.interrupted === true || report.cutOff !== undefined) && report.status === "pass" ? "skip" : report.status;
