import { describe, expect, it } from "vitest";
import type { Report } from "../../src/model/report.js";
import type { Result } from "../../src/model/result.js";
import { languages } from "../../src/model/text.js";
import { nagiosCodes } from "../../src/report/exit-code.js";
import { type Form, forms, isForm, type PrintOptions, printerFor } from "../../src/report/index.js";
import { nagiosUnknown } from "../../src/report/nagios.js";
import { available } from "../servers/available.js";
import { junitComplaints, metricsComplaints } from "./readers.js";
import { hostile, reports, withExchanges } from "./reports.js";

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

const everyReport = Object.entries({ ...reports, hostile });

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
  it.skipIf(!available("xmllint")).each(everyReport)("fits both schemas in use for %s", async (_, report) => {
    for (const lang of languages) expect(junitComplaints(await print("junit", report, { lang }))).toBe("");
  });

  it.skipIf(!available("xmllint"))("is refused by each schema where it lacks something", () => {
    const refused = junitComplaints('<testsuites><testsuite tests="1"/></testsuites>');
    expect(refused).toContain("'hostname' is required");
    expect(refused.match(/'name' is required/g)).toHaveLength(2);
  });

  it("has one case per step; a blocked one is skipped with its reason", async () => {
    const text = await print("junit", reports["one-fault"]);
    expect(text.match(/<testcase /g)).toHaveLength(8);
    expect(text).toContain('<failure message="The certificate expired');
    expect(text).toContain('type="tls/expired"');
    expect(text).toContain('<skipped message="Held back');
    expect(text).toMatch(/<testsuite name="transport" package="invoice-diag" id="2" tests="2" failures="1" errors="0"/);
  });

  it("tells a warning in the output of its suite, where it is no failure", async () => {
    const text = await print("junit", reports.warning);
    expect(text).not.toContain("<failure");
    expect(text).toContain("<system-out>tls:invoice-api: The certificate expires in 12 days");
  });
});

describe("markdown", () => {
  it("lets no text of others become a table cell, a tag or code", async () => {
    const text = await print("markdown", hostile);
    expect(text.replace(/^ *(`{3,})sh\n[\s\S]*?\n *\1$/gm, "")).not.toContain("<script>");
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
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text).not.toMatch(/\s(src|on\w+)=|\shref="[^#]/);
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
  it.skipIf(!available("promtool")).each(everyReport)("passes promtool for %s", async (_, report) => {
    expect(metricsComplaints(await print("prometheus", report))).toBe("");
  });

  it.skipIf(!available("promtool"))("is refused by promtool where it breaks a rule", () => {
    expect(metricsComplaints("# TYPE a_ms gauge\na_ms 1\n")).toMatch(/abbreviated units[\s\S]*no help text/);
    expect(metricsComplaints("not a metric\n")).toContain("error");
  });

  it.each(everyReport)("is text format for %s", async (_, report) => {
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

  it("names the phases of an exchange as blackbox_exporter does, but not one that failed", async () => {
    const text = await print("prometheus", withExchanges(reports["one-fault"]));
    const found = [...text.matchAll(/phase_duration_seconds\{.*step="([^"]*)".*phase="(\w+)"\} (\S+)\n/g)];
    expect(found.map(([, step, phase, seconds]) => `${step} ${phase} ${seconds}`)).toEqual([
      "keepalive:invoice-api resolve 0.012",
      "keepalive:invoice-api connect 0.003",
      "keepalive:invoice-api tls 0.009",
      "keepalive:invoice-api processing 0.04",
      "keepalive:invoice-api transfer 0.0002",
    ]);
  });
});

describe("nagios", () => {
  it.each(everyReport)("is one line with one bar for %s", async (_, report) => {
    const text = await print("nagios", report);
    expect(text.match(/\n/g)).toHaveLength(1);
    expect(text.match(/\|/g)).toHaveLength(1);
    expect(text).toMatch(/^INVOICE-DIAG (OK|WARNING|CRITICAL|UNKNOWN) - /);
    for (const datum of text
      .split("| ")[1]
      ?.trim()
      .match(/('[^']*'|\w+)=\S+/g) ?? []) {
      expect(datum).toMatch(/=(?:[\d.]+s?;;;0|U)$/);
    }
  });

  it("has the same labels whatever a run could not determine", async () => {
    const labels = async (report: Report): Promise<(string | undefined)[]> =>
      [...(await print("nagios", report)).matchAll(/('[^']*'|\w+)=[\dU]/g)].map(([, label]) => label);
    expect(await labels(reports["one-fault"])).toEqual(await labels(reports.healthy));
    expect(await print("nagios", reports["one-fault"])).toContain("'api:invoice-api'=U");
  });

  it("is not longer than an agent passes on, and is cut between two figures", async () => {
    const [one] = reports.healthy.results as [Result];
    const results = Array.from({ length: 300 }, (_, at) => ({ ...one, step: `port:收款机/${at}` }));
    const text = await print("nagios", { ...reports.healthy, results });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096);
    expect(Buffer.byteLength(text)).toBeGreaterThan(3900);
    expect(text).toMatch(/'=0\.0120s;;;0\n$/);
  });

  it("says that a run which was cut short proves nothing", async () => {
    expect(await print("nagios", reports.interrupted)).toMatch(/^INVOICE-DIAG UNKNOWN - Interrupted; known so far: /);
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

  it("speaks one language", async () => {
    const text = await print("github", reports["one-fault"], { lang: "zh" });
    expect(text).toContain("::error title=服务器证书已过期（invoice-api、已确认）::");
  });
});

describe("the problems only", () => {
  it("are the rows of the table in Markdown", async () => {
    const text = await print("markdown", reports["one-fault"], { quiet: true });
    expect(text.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))).toHaveLength(2);
    expect(await print("markdown", reports.healthy, { quiet: true })).not.toContain("| ");
  });
});
