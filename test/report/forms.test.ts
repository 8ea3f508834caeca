import { describe, expect, it } from "vitest";
import type { Report } from "../../src/model/report.js";
import { languages } from "../../src/model/text.js";
import { nagiosCodes } from "../../src/report/exit-code.js";
import { type Form, forms, isForm, type PrintOptions, printerFor } from "../../src/report/index.js";
import { nagiosUnknown } from "../../src/report/nagios.js";
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
const print = async (form: Form, report: Report, some: Partial<PrintOptions> = {}): Promise<string> =>
  (await printerFor(form))(report, { ...options, ...some });

const nasty = `</title><script>alert(1)</script> | "q" 'a' & \`b\` ::error::x\n- -- ]]> %0A {x="y"} \\`;
const hostileResults = reports["one-fault"].results.map((one) => ({
  ...one,
  subject: nasty,
  step: `${one.check}:${nasty}`,
  evidence: one.evidence.map((each) => ({ ...each, text: { en: nasty, zh: nasty }, data: { [nasty]: nasty } })),
}));
const hostile: Report = {
  ...reports["one-fault"],
  profile: nasty,
  results: hostileResults,
  diagnosis: {
    ...reports["one-fault"].diagnosis,
    causes: reports["one-fault"].diagnosis.causes.map((one) => ({
      ...one,
      place: nasty,
      subjects: [nasty],
      title: { en: nasty, zh: nasty },
    })),
  },
};

/** Opening and closing tags match, attributes are quoted, and text holds no bare `<` or `&`. */
const wellFormed = (xml: string): string[] => {
  const problems: string[] = [];
  const open: string[] = [];
  const token =
    /<!--(?:(?!--)[\s\S])*-->|<\?[^>]*\?>|<\/([\w.-]+)>|<([\w.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|[^<]+|</g;
  for (const [text, close, start, , empty] of xml.matchAll(token)) {
    if (close !== undefined && open.pop() !== close) problems.push(`</${close}>`);
    else if (start !== undefined && empty !== "/") open.push(start);
    else if (text === "<") problems.push("bare <");
    else if (!text.startsWith("<") && /&(?!(amp|lt|gt|quot|#39);)/.test(text)) problems.push(`bare & in ${text}`);
  }
  return [...problems, ...open];
};

describe("every form", () => {
  const everyCase = forms.flatMap((form) =>
    Object.keys(reports).map((name) => [form, name as keyof typeof reports] as const),
  );
  it.each(everyCase)("%s prints %s", async (form, name) => {
    for (const lang of languages) {
      const text = await print(form, reports[name], { lang });
      expect(text.endsWith("\n")).toBe(true);
      expect(text).not.toContain("undefined");
      expect(text).not.toMatch(/\{[a-z]+\}/);
    }
  });

  it("is known by name", () => {
    expect(isForm("html")).toBe(true);
    expect(isForm("toString")).toBe(false);
  });
});

describe("ndjson", () => {
  it("is one event per line, from started to done", async () => {
    const lines = (await print("ndjson", hostile)).trimEnd().split("\n");
    const events = lines.map((line) => JSON.parse(line) as { event: string; status?: string });
    expect(events[0]?.event).toBe("started");
    expect(events.at(-1)).toMatchObject({ event: "done", status: "fail", exitCode: 1 });
    expect(events.filter((one) => one.event === "step")).toHaveLength(8);
    expect(events.filter((one) => one.event === "cause")).toHaveLength(2);
  });
});

describe("junit", () => {
  it.each(Object.entries({ ...reports, hostile }))("is well-formed for %s", async (_, report) => {
    expect(wellFormed(await print("junit", report))).toEqual([]);
  });

  it("has one case per step; a blocked one is skipped with its reason", async () => {
    const text = await print("junit", reports["one-fault"]);
    expect(text.match(/<testcase /g)).toHaveLength(8);
    expect(text).toContain('<failure message="The certificate expired');
    expect(text).toContain('type="tls/expired"');
    expect(text).toContain('<skipped message="Held back');
    expect(text).toMatch(/<testsuites name="invoice-diag" tests="8" failures="1" errors="0"/);
  });
});

describe("markdown", () => {
  it("lets no text of others become a table cell, a tag or code", async () => {
    const text = await print("markdown", hostile);
    expect(text).not.toContain("<script>");
    const rows = text.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| ---"));
    for (const row of rows) expect(row.replace(/\\\|/g, "").match(/\|/g)).toHaveLength(7);
  });

  it("shows verdict, cause, command and table", async () => {
    const text = await print("markdown", reports["one-fault"]);
    expect(text).toMatch(/^## ✗ 1 problem: /);
    expect(text).toContain("`cert-expired` · **confirmed, 97 %**");
    expect(text).toContain("```sh");
    expect(text).toContain("| ✗ failed |");
  });
});

describe("html", () => {
  it("is one page that loads nothing, runs nothing and escapes everything", async () => {
    const text = await print("html", hostile);
    expect(text).not.toContain("<script");
    expect(text).not.toMatch(/\s(src|href|on\w+)=/);
    expect(text).not.toMatch(/url\(|@import/);
    expect(text.match(/<title>/g)).toHaveLength(1);
    expect(text).toContain("&lt;script&gt;");
  });

  it("names its language", async () => {
    expect(await print("html", reports.healthy, { lang: "zh" })).toContain('<html lang="zh-CN">');
  });
});

describe("prometheus", () => {
  const line = /^[a-z_]+(\{([a-z_]+="(\\.|[^"\\])*",?)*\})? -?[\d.e+-]+$/;
  it.each(Object.entries({ ...reports, hostile }))("is text format for %s", async (_, report) => {
    const text = await print("prometheus", report);
    for (const one of text.trimEnd().split("\n")) if (!one.startsWith("# ")) expect(one).toMatch(line);
    const named = [...text.matchAll(/^# TYPE (\S+) gauge$/gm)].map((match) => match[1]);
    expect(new Set(named).size).toBe(named.length);
  });

  it("says whether, why, how long, and what is behind it", async () => {
    const text = await print("prometheus", reports["one-fault"]);
    expect(text).toMatch(/invoice_diag_step_success\{.*step="tls:invoice-api".*\} 0\n/);
    expect(text).toMatch(/invoice_diag_step_status_info\{.*status="fail",reason="tls\/expired"\} 1\n/);
    expect(text).toMatch(/invoice_diag_step_duration_seconds\{.*step="tls:invoice-api".*\} 0.031\n/);
    expect(text).toMatch(/invoice_diag_cause_confidence\{.*cause="cert-expired".*\} 0.974\n/);
    expect(text).not.toMatch(/step_success\{.*step="api:invoice-api"/);
    expect(text).not.toContain("clock-wrong");
  });
});

describe("nagios", () => {
  it.each(Object.entries({ ...reports, hostile }))("is one line with one bar for %s", async (_, report) => {
    const text = await print("nagios", report);
    expect(text.match(/\n/g)).toHaveLength(1);
    expect(text.match(/\|/g)).toHaveLength(1);
    expect(text).toMatch(/^INVOICE-DIAG (OK|WARNING|CRITICAL|UNKNOWN) - /);
    for (const datum of text
      .split("| ")[1]
      ?.trim()
      .match(/('[^']*'|\w+)=\S+/g) ?? []) {
      expect(datum).toMatch(/=[\d.]+s?;;;0$/);
    }
  });

  it("has its own codes", async () => {
    expect(nagiosCodes).toEqual({ pass: 0, warn: 1, fail: 2, error: 3 });
    expect(nagiosUnknown("a\nb | c")).toBe("INVOICE-DIAG UNKNOWN - a b / c\n");
  });
});

describe("github", () => {
  it("lets no text of others begin a command", async () => {
    const lines = (await print("github", hostile)).trimEnd().split("\n");
    for (const line of lines) {
      expect(line).toMatch(/^::(error|warning|notice) title=[^:,\n]+::/);
      expect(line).not.toMatch(/[\r\n]/);
    }
  });

  it("annotates each cause once and what none explains", async () => {
    const two = await print("github", reports["two-faults"]);
    expect(two.match(/^::error title=The /gm)).toHaveLength(2);
    expect(await print("github", reports.unexplained)).toContain("::error title=api%3Ainvoice-api::Status 418");
    expect(await print("github", reports.healthy)).toBe("::notice title=invoice-diag::All five layers are healthy.\n");
  });
});
