import { describe, expect, it } from "vitest";
import type { Report } from "../../src/model/report.js";
import { nagiosCodes } from "../../src/report/exit-code.js";
import { type Form, forms, type PrintOptions, printerFor } from "../../src/report/index.js";
import { reports } from "./reports.js";

const options: PrintOptions = {
  lang: "en",
  width: 80,
  color: false,
  unicode: true,
  verbose: false,
  quiet: false,
  utcOffset: 480,
};

/** The table has its own golden files, in both languages. */
const others = forms.filter((form) => form !== "table");
const shown = ["healthy", "one-fault", "warning", "tool-error", "interrupted"] as const;

/** The page without its look, which is looked at in a browser. */
const bare = (text: string): string =>
  text
    .replace(/<style>[\s\S]*?<\/style>/, "<style></style>")
    .replace(/<script>[\s\S]*?<\/script>/, "<script></script>");

const codeOf = (form: Form, report: Report): number =>
  form === "nagios" && report.interrupted !== true ? nagiosCodes[report.status] : report.exitCode;

describe.each(others)("golden files of the form %s", (form) => {
  it.each(shown)("%s", async (name) => {
    const report = reports[name];
    const text = bare((await printerFor(form))(report, options));
    await expect(text).toMatchFileSnapshot(`golden/${name}.${form}.exit-${codeOf(form, report)}.txt`);
  });
});
