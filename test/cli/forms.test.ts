import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/model/report.js";
import { type Form, forms } from "../../src/report/index.js";
import { reportJsonSchema } from "../../src/report/schema.js";
import { junitComplaints, metricsComplaints } from "../report/readers.js";
import { available } from "../servers/available.js";
import { built, type Ended, ending, folder, root, run, start } from "./run.js";

built();
const here = folder();
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(reportJsonSchema());

/** How a run ends: which target of the plug-in is asked, and the exit code that is promised. */
const verdicts = {
  healthy: { target: "well", args: [], code: 0, nagios: 0, word: "OK" },
  warn: { target: "warn", args: [], code: 0, nagios: 1, word: "WARNING" },
  "warn with --fail-on warn": { target: "warn", args: ["--fail-on", "warn"], code: 1, nagios: 1, word: "WARNING" },
  fail: { target: "fail", args: [], code: 1, nagios: 2, word: "CRITICAL" },
  error: { target: "error", args: [], code: 3, nagios: 3, word: "UNKNOWN" },
  interrupted: { target: "interrupted", args: [], code: 130, nagios: 130, word: "UNKNOWN" },
} as const;
type Verdict = (typeof verdicts)[keyof typeof verdicts];

const plugin = join(root, "test/cli/verdicts-plugin.mjs");
let profile = "";
beforeAll(() => {
  profile = join(here(), "forms.yaml");
  const names = [...new Set(Object.values(verdicts).map(({ target }) => target))];
  const targets = names.map((name) => `  - { name: ${name}, host: 127.0.0.1 }\n`);
  writeFileSync(profile, `version: 1\nname: forms\ntargets:\n${targets.join("")}`);
});

const asked = ({ target, args }: Pick<Verdict, "target" | "args">, ...more: string[]): string[] => {
  const own = ["-p", profile, "--plugin", plugin, "--only", "verdict"];
  return ["check", target, ...own, ...args, ...more];
};

/** The plug-in says on standard error that it has begun to look; then the run is interrupted. */
const interrupted = async (args: readonly string[]): Promise<Ended> => {
  const child = start(args);
  const ended = ending(child);
  await new Promise((resolve) => {
    child.stderr?.once("data", resolve);
    child.once("close", resolve);
  });
  child.kill("SIGINT");
  const { err, ...rest } = await ended;
  return { ...rest, err: err.replaceAll("looking\n", "") };
};

const runOf = (verdict: Verdict, ...more: string[]): Promise<Ended> =>
  (verdict.target === "interrupted" ? interrupted : run)(asked(verdict, ...more));

const reportIn = (out: string): Report => {
  const report: unknown = JSON.parse(out);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  return report as Report;
};

/** Each form as its readers read it; nothing may stand before it, after it or between. */
const holds: Readonly<Record<Form, (out: string, verdict: Verdict) => void>> = {
  table: (out, { target }) => {
    const mark = { well: "✓", warn: "!", fail: "✗", error: "⚠", interrupted: "⚠" }[target];
    expect(out).toMatch(new RegExp(`^${mark} `));
    expect(out).toMatch(/\n1 step: [^\n]+\nforms · [^\n]+ · invoice-diag \d[^\n]*\n$/);
  },
  json: (out, { code }) => expect(reportIn(out).exitCode).toBe(code),
  ndjson: (out, { code }) => {
    const events = out.trimEnd().split("\n");
    const parsed = events.map((line) => JSON.parse(line) as { event: string });
    const words = parsed.map(({ event }) => event).join(" ");
    expect(words).toMatch(/^started step( cause)* done$/);
    expect(parsed.at(-1)).toMatchObject({ exitCode: code });
  },
  junit: (out) => expect(junitComplaints(out)).toBe(""),
  markdown: (out) => expect(out).toMatch(/^## [^\n]+\n\n[\s\S]*\nforms · [^\n]+ · invoice-diag \d[^\n]*\n$/),
  html: (out) => {
    expect(out).toMatch(/^<!doctype html>\n<html [\s\S]*<\/html>\n$/);
    expect(out.match(/<\/?html/g)).toHaveLength(2);
  },
  prometheus: (out, { target }) => {
    expect(metricsComplaints(out)).toBe("");
    expect(out).toContain(`status="${target === "well" ? "pass" : target === "interrupted" ? "error" : target}"`);
    if (target === "fail") expect(out).toMatch(/status="fail",reason="verdict\/dead"\} 1\n/);
  },
  nagios: (out, { word }) => expect(out).toMatch(new RegExp(`^INVOICE-DIAG ${word} - [^|\\n]+ \\| [^|\\n]+\\n$`)),
  ticket: (out, { target }) =>
    expect(out).toMatch(
      target === "warn" || target === "fail"
        ? /^To: [\s\S]*\nMeasured by invoice-diag \d[^\n]*\n$/
        : /^No ticket is needed: [^\n]+\n$/,
    ),
  github: (out) => expect(out).toMatch(/^(?:::(?:error|warning|notice) title=[^:\n]+::[^\n]+\n)+$/),
};

const cases = forms.flatMap((form) =>
  Object.keys(verdicts).map((name) => [form, name as keyof typeof verdicts] as const),
);

describe.skipIf(!available("xmllint", "promtool"))("every form × every verdict", () => {
  it.each(cases)("%s, %s: the exit code, and nothing but the form on standard output", async (form, name) => {
    const verdict = verdicts[name];
    const { code, out, err } = await runOf(verdict, "-f", form);
    expect([code, err]).toEqual([form === "nagios" ? verdict.nagios : verdict.code, ""]);
    holds[form](out, verdict);
  });

  it.each(Object.keys(verdicts) as (keyof typeof verdicts)[])("all in files at once, %s", async (name) => {
    const verdict = verdicts[name];
    const place = mkdtempSync(join(here(), "all-"));
    const files = forms.filter((form) => form !== "table").flatMap((form) => ["-f", `${form}=${join(place, form)}`]);
    const { code, out, err } = await runOf(verdict, "-f", "table", ...files);
    expect([code, err]).toEqual([verdict.code, ""]);
    holds.table(out, verdict);
    for (const form of forms.filter((one) => one !== "table")) {
      holds[form](readFileSync(join(place, form), "utf8"), verdict);
    }
  });
});

describe("ndjson", () => {
  it("is written while the run goes on, and leaves what was seen if the run is killed", async () => {
    const child = start([
      "check",
      "well",
      "interrupted",
      ...asked({ target: "well", args: [] }, "-f", "ndjson").slice(2),
    ]);
    const ended = ending(child);
    let seen = "";
    await new Promise<void>((resolve) => {
      child.once("close", () => resolve());
      child.stdout?.on("data", (text: string) => {
        seen += text;
        if (seen.includes('"step":"verdict:well"')) resolve();
      });
    });
    // The other step looks until somebody ends it: the run cannot be over.
    expect(child.exitCode).toBeNull();
    child.kill("SIGKILL");
    const lines = (await ended).out.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(["started", "step"]);
  });

  it("tells the same as the report", async () => {
    const file = join(here(), "same.json");
    const { out } = await run([
      "check",
      "well",
      "warn",
      "fail",
      ...asked(verdicts.fail, "-f", "ndjson").slice(2),
      "-f",
      `json=${file}`,
    ]);
    const report = reportIn(readFileSync(file, "utf8"));
    const events = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const of = (name: string): unknown[] =>
      events.filter(({ event }) => event === name).map(({ event: _, ...fields }) => fields);
    const [{ ...started }] = of("started") as [object];
    const { causes, ...open } = report.diagnosis;
    const [{ unexplained, cannotTell, next, ...done }] = of("done") as [Report & Report["diagnosis"]];
    const byStep = (a: { step: string }, b: { step: string }): number => a.step.localeCompare(b.step);
    expect((of("step") as { step: string }[]).sort(byStep)).toEqual([...report.results].sort(byStep));
    expect(of("cause")).toEqual(causes);
    expect({ unexplained, cannotTell, next }).toEqual(open);
    expect({ ...started, ...done, results: report.results, diagnosis: report.diagnosis }).toEqual(report);
  });
});

describe("metrics in a file", () => {
  it("may be read by node_exporter, which is another user", async () => {
    const file = join(here(), "new.prom");
    await run(asked(verdicts.healthy, "-f", `prometheus=${file}`));
    expect(statSync(file).mode & 0o777).toBe(0o644 & ~process.umask());
  });

  it("keep the permissions of the file that they replace", async () => {
    const file = join(here(), "old.prom");
    writeFileSync(file, "old", { mode: 0o640 });
    const before = statSync(file);
    await run(asked(verdicts.healthy, "-f", `prometheus=${file}`));
    const after = statSync(file);
    expect([after.mode & 0o777, after.uid, after.gid]).toEqual([0o640, before.uid, before.gid]);
    expect(after.ino).not.toBe(before.ino);
  });
});

describe("github", () => {
  const summary = (): string => join(mkdtempSync(join(here(), "github-")), "summary.md");

  it("adds the report to the job summary and leaves what stands there", async () => {
    const file = summary();
    writeFileSync(file, "# of another step\n");
    const { code, out, err } = await run(asked(verdicts.fail, "-f", "github"), { env: { GITHUB_STEP_SUMMARY: file } });
    expect([code, err]).toEqual([1, ""]);
    holds.github(out, verdicts.fail);
    expect(readFileSync(file, "utf8")).toMatch(/^# of another step\n## ✗ 1 problem: /);
  });

  it("writes no summary that nobody asked for", async () => {
    const file = summary();
    await run(asked(verdicts.fail, "-f", "table"), { env: { GITHUB_STEP_SUMMARY: file } });
    expect(existsSync(file)).toBe(false);
  });

  it("tells that the summary cannot be written; the exit code stays what was found", async () => {
    const env = { GITHUB_STEP_SUMMARY: join(here(), "no-such-folder/summary.md") };
    const { code, out, err } = await run(asked(verdicts.fail, "-f", "github"), { env });
    expect(code).toBe(1);
    holds.github(out, verdicts.fail);
    expect(err).toMatch(/^invoice-diag: the job summary "[^"\n]*" cannot be written: ENOENT\n$/);
  });
});
