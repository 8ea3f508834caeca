import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { languages } from "../../src/model/text.js";
import type { PrintOptions } from "../../src/report/index.js";
import { table } from "../../src/report/table.js";
import { reports } from "./reports.js";

const plain: PrintOptions = {
  lang: "en",
  width: 80,
  color: false,
  unicode: true,
  verbose: false,
  quiet: false,
  utcOffset: 480,
};
const names = Object.keys(reports) as (keyof typeof reports)[];
const every = names.flatMap((name) => languages.map((lang) => [name, lang] as const));

describe("golden tables", () => {
  it.each(every)("%s in %s", async (name, lang) => {
    const report = reports[name];
    const text = table(report, { ...plain, lang });
    await expect(text).toMatchFileSnapshot(`golden/${name}.${lang}.exit-${report.exitCode}.txt`);
  });

  it.each(languages)("with every piece of evidence, in %s", async (lang) => {
    const text = table(reports["one-fault"], { ...plain, lang, verbose: true });
    await expect(text).toMatchFileSnapshot(`golden/one-fault.verbose.${lang}.exit-1.txt`);
  });

  it("on a wide terminal, in plain ASCII", async () => {
    const text = table(reports["two-faults"], { ...plain, width: 300, unicode: false });
    await expect(text).toMatchFileSnapshot("golden/two-faults.ascii-120.en.exit-1.txt");
  });

  it.each(languages)("problems only, in %s", async (lang) => {
    const text = table(reports["two-faults"], { ...plain, lang, quiet: true });
    await expect(text).toMatchFileSnapshot(`golden/two-faults.quiet.${lang}.exit-1.txt`);
  });
});

describe("the table", () => {
  it.each([40, 61, 80, 120])("never overflows %i columns", (width) => {
    for (const [name, lang] of every) {
      for (const verbose of [false, true]) {
        for (const line of table(reports[name], { ...plain, lang, width, verbose }).split("\n")) {
          expect(stringWidth(line), line).toBeLessThanOrEqual(width);
        }
      }
    }
  });

  it("aligns the finding column of Chinese and Latin rows", () => {
    const text = table(reports.healthy, { ...plain, lang: "zh" });
    const column = (line: string, sentence: string): number => stringWidth(line.slice(0, line.indexOf(sentence)));
    const at = ["eth0 已连通", "端口开放", "证书可信", "登录成功"].map((sentence) => {
      const line = text.split("\n").find((one) => one.includes(sentence)) ?? "";
      return column(line, sentence);
    });
    expect(new Set(at).size).toBe(1);
  });

  it("right-aligns the times on one edge", () => {
    const lines = table(reports.healthy, { ...plain, lang: "zh" }).split("\n");
    const timed = lines.filter((line) => / (ms|s)$/.test(line) && line.startsWith("✓"));
    expect(timed).toHaveLength(8);
    expect(new Set(timed.map((line) => stringWidth(line)))).toEqual(new Set([80]));
  });

  it("says it in one line when all is healthy and only problems are wanted", () => {
    expect(table(reports.healthy, { ...plain, quiet: true })).toBe("✓ All five layers are healthy.\n");
  });

  it("has no escape codes without colour, and the same words with it", () => {
    for (const name of names) {
      const calm = table(reports[name], plain);
      const colourful = table(reports[name], { ...plain, color: true });
      expect(calm).not.toContain("\u001b");
      expect(colourful).toContain("\u001b[");
      const stripped = colourful.replace(/\u001b\[[\d;]*m/g, "");
      const trimmed = (text: string): string =>
        text
          .split("\n")
          .map((line) => line.trimEnd())
          .join("\n");
      expect(trimmed(stripped)).toBe(trimmed(calm));
    }
  });

  it("uses no character beyond ASCII for marks and rules on a terminal without UTF-8", () => {
    const text = table({ ...reports["one-fault"], profile: "p" }, { ...plain, unicode: false });
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it("puts the verdict first, then the cause, then what was ruled out, then the steps", () => {
    const text = table(reports["one-fault"], plain);
    const order = ["1 problem", "next step", "Ruled out", "── Physical", "8 steps"].map((words) => text.indexOf(words));
    expect(order.toSorted((a, b) => a - b)).toEqual(order);
    expect(order[0]).toBeGreaterThan(-1);
  });
});
