import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/history/compare.js";
import { timeline } from "../../src/history/timeline.js";
import type { History } from "../../src/model/history.js";
import type { Report } from "../../src/model/report.js";
import { languages } from "../../src/model/text.js";
import { type ComparedRuns, historyForms, printComparison, printHistory } from "../../src/report/documents.js";
import { historyBody } from "../../src/report/history-plot.js";
import { longTime, share } from "../../src/report/history-words.js";
import { forms, type PrintOptions, printerFor } from "../../src/report/index.js";
import { reportJsonSchema } from "../../src/report/schema.js";
import { widthOf } from "../../src/report/width.js";
import { manyRuns, runAt } from "../history/journals.js";
import { reports } from "./reports.js";

const options: PrintOptions = {
  lang: "en",
  width: 80,
  color: false,
  unicode: true,
  verbose: false,
  quiet: false,
  utcOffset: 0,
};
const nasty = `</title><script>alert(1)</script> "q" 'a' & \`b\``;
const hostile = timeline(
  [runAt(0, { [nasty]: "fail" }, { profile: nasty, causes: { [nasty]: [nasty] }, times: [3] })],
  {
    cells: 96,
  },
);
const weeks = timeline(manyRuns(5000), { cells: 96, goal: 0.999 });
const none = timeline([], { cells: 96 });
const histories: Readonly<Record<string, History>> = { hostile, weeks, none };

describe("history", () => {
  const everyCase = historyForms.flatMap((form) => Object.keys(histories).map((name) => [form, name] as const));
  it.each(everyCase)("as %s prints %s, in both languages", async (form, name) => {
    for (const lang of languages) {
      const text = await printHistory(form, histories[name] ?? none, { ...options, lang });
      expect(text.endsWith("\n")).toBe(true);
      expect(text).not.toMatch(/undefined|NaN|Infinity|\{[a-z]+\}/);
    }
  });

  it("is a strip and figures beneath it, no wider than the terminal", async () => {
    const text = await printHistory("table", weeks, options);
    expect(text).toMatch(/^5000 runs from 2026-01-01 00:00 to 2026-01-18 08:35\n/);
    expect(text).toMatch(/^invoice-api {5}✗✓+✗✓+✗✓+$/m);
    expect(text.replace(/\s+/g, " ")).toContain(
      "available 99.28 % · goal 99.9 % missed · 36 of 5000 runs failed · 3 outages",
    );
    expect(text.replace(/\s+/g, " ")).toContain("7 d between failures (MTBF) · 1 h to repair (MTTR)");
    for (const width of [40, 60, 80, 120])
      for (const line of (await printHistory("table", weeks, { ...options, width })).split("\n"))
        expect(widthOf(line)).toBeLessThanOrEqual(width);
    expect(await printHistory("table", weeks, { ...options, unicode: false })).toMatch(
      /^invoice-api {5}x\++x\++x\++$/m,
    );
  });

  it("as JSON is the history itself", async () => {
    expect(JSON.parse(await printHistory("json", weeks, options))).toEqual(JSON.parse(JSON.stringify(weeks)));
  });

  it("as a page loads nothing, runs nothing and escapes everything", async () => {
    for (const history of Object.values(histories)) {
      const page = await printHistory("html", history, options);
      expect(page).not.toContain("<script>alert");
      expect(page).not.toMatch(/\s(src|href|on\w+)=/);
      expect(page).not.toMatch(/url\(|@import/);
      expect(page.match(/<h1>/g)).toHaveLength(1);
    }
    expect(await printHistory("html", hostile, options)).toContain("&lt;script&gt;");
  });

  it("as plots has one bar for each stretch, the worse the higher, and a line where times were measured", () => {
    const runs = ["pass", "pass", "fail", "warn", "unknown"] as const;
    const one = timeline(
      runs.map((state, nth) => runAt(nth * 10, { api: state }, { times: [nth === 2 ? null : 10 * (nth + 1)] })),
      { cells: 5 },
    );
    const section = historyBody(one, { lang: "en", utcOffset: 0 });
    const bars = [...section.matchAll(/<rect class="h-(\w+)" x="([\d.]+)" y="\d+" width="([\d.]+)" height="(\d+)"/g)];
    expect(bars.map(([, state, x, width]) => [state, Number(x), Number(width)])).toEqual([
      ["pass", 0, 384],
      ["fail", 384, 192],
      ["warn", 576, 192],
      ["unknown", 768, 192],
    ]);
    const heights = Object.fromEntries(bars.map(([, state, , , height]) => [state, Number(height)]));
    expect(heights.fail).toBeGreaterThan(heights.warn ?? 0);
    expect(heights.warn).toBeGreaterThan(heights.pass ?? 0);
    const [, path = ""] = /<path class="h-line" d="([^"]+)"/.exec(section) ?? [];
    expect(path.match(/M/g)).toHaveLength(2);
    expect(section).toContain('role="img" aria-label="api: available 75.00 %"');
  });

  it("stands in the page of a report whose run was recorded, and in no other", async () => {
    const html = await printerFor("html");
    expect(html(reports.healthy, options)).not.toContain('class="history"');
    const drawn = html(reports.healthy, { ...options, history: weeks });
    expect(drawn).toContain('<div class="history">');
    expect(drawn).toContain("<svg ");
  });
});

describe("figures", () => {
  it("are never rounded up to what they are not", () => {
    expect([1, 0.99999, 0.5, 0, null].map(share)).toEqual(["100 %", "99.99 %", "50.00 %", "0.00 %", "—"]);
    expect([null, 30_000, 5_400_000, 86_400_000 * 12].map((ms) => longTime(ms, "en"))).toEqual([
      "—",
      "30 s",
      "1.5 h",
      "12 d",
    ]);
  });
});

const compared = (before: Report, after: Report): Report => ({ ...after, comparison: compare(before, after, []) });

describe("a comparison", () => {
  const broke = compared(reports.healthy, reports["one-fault"]);
  const healed = compared(reports["one-fault"], reports.healthy);
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(reportJsonSchema());

  it("fits the schema of the report", () => {
    for (const report of [broke, healed, compared(reports.healthy, reports.warning)])
      expect(validate(JSON.parse(JSON.stringify(report))), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...JSON.parse(JSON.stringify(broke)), comparison: { broke: [] } })).toBe(false);
  });

  it.each(forms)("stands in the form %s, or leaves it as it was", async (form) => {
    for (const lang of languages) {
      const text = (await printerFor(form))(broke, { ...options, lang });
      expect(text).not.toMatch(/undefined|\{[a-z]+\}/);
      const tells = ["table", "markdown", "html", "json", "ndjson"].includes(form);
      const word = form.includes("json") ? '"comparison"' : lang === "en" ? "Against the run of" : "的运行相比";
      expect(text.includes(word)).toBe(tells);
    }
  });

  it("says in the table what broke and what healed", async () => {
    const print = async (report: Report, lang: "en" | "zh"): Promise<string> =>
      (await printerFor("table"))(report, { ...options, lang }).replace(/\s+/g, " ");
    expect(await print(broke, "en")).toContain("1 broke, 0 healed, 0 changed ✗ broke: ");
    expect(await print(broke, "en")).toContain("[cert-expired tls:invoice-api] (pass before)");
    expect(await print(healed, "en")).toContain("0 broke, 1 healed, 0 changed ✓ healed: ");
    expect(await print(broke, "zh")).toContain("新故障 1，已恢复 0，变化 0 ✗ 新故障：");
  });

  it("by itself is a table or JSON", async () => {
    const { startedAt, version, profile } = broke;
    const document: ComparedRuns = {
      schema: 1,
      tool: "invoice-diag",
      run: { startedAt, version, profile },
      ...compare(reports.healthy, reports["one-fault"], []),
    };
    expect(await printComparison("table", document, options)).toMatch(/^✗ The run of 2025-11-23 04:00:12 \+00:00\n/);
    expect(JSON.parse(await printComparison("json", document, options))).toEqual(document);
  });

  it("lets no text of others become a tag or a cell", async () => {
    const results = reports["one-fault"].results.map((one) => ({
      ...one,
      evidence: one.evidence.map((each) => ({ ...each, text: { en: nasty, zh: nasty } })),
    }));
    const report = compared(reports.healthy, { ...reports["one-fault"], results });
    for (const form of ["html", "markdown"] as const)
      expect((await printerFor(form))(report, options)).not.toContain("<script>alert");
  });
});

describe("the strip on a narrow terminal", () => {
  it("shows the worst of what it puts together", async () => {
    const runs = Array.from({ length: 90 }, (_, nth) => runAt(nth, { api: nth === 40 ? "fail" : "pass" }));
    const text = await printHistory("table", timeline(runs, { cells: 90 }), { ...options, width: 40 });
    expect(text).toMatch(/✓✗✓/);
  });
});
