import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, describe, expect, it } from "vitest";
import { traitsOf } from "../../src/history/traits.js";
import { checks } from "../../src/index.js";
import type { Report } from "../../src/model/report.js";
import { comparisonJsonSchema, historyJsonSchema } from "../../src/report/history-schema.js";
import { reportJsonSchema } from "../../src/report/schema.js";
import { freePort } from "../servers/daemon.js";
import { built, folder, run } from "./run.js";

built();
const here = folder();
const compiled = (schema: object) => new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
const validate = compiled(reportJsonSchema());
/** Why it does not fit; `[]`: it does. */
const misfits = (schema: object, value: unknown): unknown => {
  const validate = compiled(schema);
  return validate(value) ? [] : validate.errors;
};

/** A port that opens and closes as the test wishes. */
let port = 0;
let server: Server | undefined;
const close = async (): Promise<void> => {
  await new Promise<void>((done) => (server === undefined ? done() : server.close(() => done())));
  server = undefined;
};
const open = async (): Promise<void> => {
  if (port === 0) port = await freePort();
  server = createServer((socket) => socket.end());
  await new Promise<void>((done) => server?.listen(port, "127.0.0.1", done));
};
afterEach(close);

let count = 0;
const place = (): string => {
  count += 1;
  return join(here(), `journal-${count}`);
};
const check = (...args: string[]) => run(["check", `127.0.0.1:${port}`, "--only", "port", ...args]);
const profile = (name: string, more: string): string => {
  const file = join(here(), `${name}.yaml`);
  writeFileSync(
    file,
    `version: 1\nname: ${name}\ntargets:\n  - { name: desk, host: 127.0.0.1, ports: [{ port: ${port}, speaks: any }] }\n${more}`,
  );
  return file;
};

describe("recorded runs", () => {
  it("are shown as a strip, as JSON and as a page, in both languages", async () => {
    const dir = place();
    await open();
    expect((await check("--record", dir)).code).toBe(0);
    await close();
    expect((await check("--record", dir)).code).toBe(1);
    expect((await check("--record", dir)).code).toBe(1);
    await open();
    expect((await check("--record", dir)).code).toBe(0);

    const table = await run(["history", "--dir", dir, "--goal", "99%"]);
    expect([table.code, table.err]).toEqual([0, ""]);
    // Two runs may share a piece of time, and the worse is shown.
    expect(table.out).toMatch(/^127\.0\.0\.1-\d+ {2}[✓✗ ]*✗/m);
    expect(table.out.replace(/\s+/g, " ")).toContain(
      "available 50.00 % · goal 99 % missed · 2 of 4 runs failed · 1 outage",
    );
    const zh = await run(["history", "--dir", dir, "--lang", "zh"]);
    expect(zh.out).toContain("可用率 50.00 %");

    const { out } = await run(["history", `127.0.0.1-${port}`, "--dir", dir, "-f", "json"]);
    const history = JSON.parse(out);
    expect(misfits(historyJsonSchema(), history)).toEqual([]);
    expect(misfits(historyJsonSchema(), { ...history, runs: -1 })).not.toEqual([]);
    expect(history).toMatchObject({ schema: 1, runs: 4, targets: [{ runs: 4, failed: 2, outages: 1, state: "pass" }] });
    expect(history.targets[0].causes).toMatchObject([{ id: "port-closed", runs: 2 }]);

    const page = join(here(), "history.html");
    expect((await run(["history", "--dir", dir, "-f", "table", "-f", `html=${page}`])).code).toBe(0);
    expect(readFileSync(page, "utf8")).toContain("<svg ");

    // The run that saw the outage first can be judged and compared by its id.
    const { run: id } = history.targets[0].lately[0];
    expect((await run(["replay", id, "--dir", dir])).code).toBe(1);
    const compared = await run(["compare", id, "last", "--dir", dir, "-f", "json"]);
    expect(compared.code).toBe(0);
    expect(JSON.parse(compared.out)).toMatchObject({ broke: [], healed: [{ signal: "refused" }] });
    expect(misfits(comparisonJsonSchema(), JSON.parse(compared.out))).toEqual([]);
    expect((await run(["history", "--dir", dir, "--since", "2030-01-01"])).out).toContain("No run of these targets");
  });

  it("have their history in the page of the report", async () => {
    const dir = place();
    await open();
    await check("--record", dir);
    const { out } = await check("--record", dir, "-f", "html");
    expect(out).toContain('<div class="history">');
    expect(out).toContain("2 runs from ");
    expect((await check("-f", "html")).out).not.toContain('<div class="history">');
  });

  it("go where the profile says, unless the line says otherwise", async () => {
    await open();
    const file = profile("kept", "history: { directory: ./kept-journal, size: 2MiB, goal: 99.5% }\n");
    const args = ["check", "-p", file, "--only", "port"];
    expect((await run([...args, "--no-record"])).code).toBe(0);
    expect(existsSync(join(here(), "kept-journal"))).toBe(false);
    expect((await run(args)).code).toBe(0);
    const other = place();
    expect((await run([...args, "--record", other])).code).toBe(0);
    expect((await run([...args, "--dry-run"])).code).toBe(0);
    for (const dir of [join(here(), "kept-journal"), other]) expect(readdirSync(join(dir, "new"))).toHaveLength(1);
    const shown = await run(["history", "-p", file]);
    expect(shown.out).toContain("goal 99.5 % met");
  });

  it("are told of where the rest of the profile cannot be loaded: secrets and files are not needed for the past", async () => {
    await open();
    const dir = place();
    await check("--record", dir);
    const file = profile("secret", `history: { directory: ${dir} }\n`);
    writeFileSync(file, `${readFileSync(file, "utf8")}proxy: "$\{NOT_SET}"\n`);
    const { code, out } = await run(["history", "-p", file]);
    expect(code).toBe(0);
    expect(out).toContain("1 run, of ");
  });

  it("hold nothing that the report does not hold: no secret", async () => {
    await close();
    const dir = place();
    const file = profile("canary", `history: { directory: ${dir} }\n`);
    const text = readFileSync(file, "utf8").replace(
      "targets:",
      `targets:\n  - { name: api, url: "http://u:$\{CANARY}@127.0.0.1:${port}/?k=$\{CANARY}" }`,
    );
    writeFileSync(file, text);
    await run(["check", "-p", file, "--only", "port"], { env: { CANARY: "cAnAry-7f3a9x" } });
    const found = await run(["replay", "last", "--dir", dir, "-f", "json"]);
    const [line] = readFileSync(join(dir, "new", readdirSync(join(dir, "new"))[0] ?? ""), "latin1").split("\n");
    expect(found.out).toContain('"api"');
    for (const one of [found.out, line ?? ""]) expect(one).not.toContain("cAnAry");
  });
});

describe("a baseline", () => {
  it("is the last run, or a report: what broke is told, and judged", async () => {
    const dir = place();
    const report = join(here(), "baseline.json");
    await open();
    const first = await check("--record", dir, "--baseline", "last", "-f", "table", "-f", `json=${report}`);
    expect(first.code).toBe(0);
    expect(first.err).toMatch(/no earlier run to compare with/);
    await close();

    const broken = await check("--record", dir, "--baseline", "last", "-f", "json");
    expect([broken.code, broken.err]).toEqual([1, ""]);
    const parsed = JSON.parse(broken.out);
    expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
    expect(parsed.comparison.broke).toMatchObject([{ signal: "refused", other: "pass", causes: ["port-closed"] }]);

    // Still broken: nothing new, against the last run; new, against the old report.
    const still = await check("--record", dir, "--fail-on", "new");
    expect(still.code).toBe(0);
    expect(still.out).toContain("nothing broke, healed or changed");
    expect((await check("--fail-on", "new", "--baseline", report)).code).toBe(1);
    expect((await check("--record", dir)).code).toBe(1);

    await open();
    const healed = await check("--record", dir, "--baseline", "last");
    expect(healed.code).toBe(0);
    expect(healed.out).toContain("healed: ");
    expect((await run(["compare", report, "last", "--dir", dir])).code).toBe(0);
  });

  it("needs no journal to be missed: every failure is new then", async () => {
    await open();
    await close();
    const { code, err } = await check("--fail-on", "new");
    expect(code).toBe(1);
    expect(err).toMatch(/every failure counts as new/);
    const zh = await check("--fail-on", "new", "--lang", "zh");
    expect(zh.err).toMatch(/所有失败均计为新故障/);
  });

  it("is not the run of another profile", async () => {
    await open();
    const dir = place();
    await check("--record", dir);
    const file = profile("alone", "");
    const { err } = await run(["check", "-p", file, "--only", "port", "--record", dir, "--baseline", "last"]);
    expect(err).toMatch(/no earlier run to compare with/);
  });
});

describe("compare", () => {
  it("ends with 1 where anything broke, as table and JSON", async () => {
    const [good, bad] = [join(here(), "good.json"), join(here(), "bad.json")];
    await open();
    await check("-f", `json=${good}`);
    await close();
    await check("-f", `json=${bad}`);
    const broke = await run(["compare", good, bad]);
    expect(broke.code).toBe(1);
    expect(broke.out).toMatch(/^✗ The run of .*\nAgainst the run of .*1 broke, 0 healed/);
    const healed = await run(["compare", bad, good, "--lang", "zh"]);
    expect(healed.code).toBe(0);
    expect(healed.out).toContain("已恢复：");
    const json = await run(["compare", good, bad, "-f", "json"]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ schema: 1, run: { profile: "ad hoc" }, broke: [{ other: "pass" }] });
  });

  it("sees another certificate of the embedded platform", async () => {
    const [one, two] = [join(here(), "one.json"), join(here(), "two.json")];
    for (const file of [one, two]) expect((await run(["demo", "--only", "tls", "-f", `json=${file}`])).code).toBe(0);
    const { out } = await run(["compare", one, two, "-f", "json"]);
    expect(misfits(comparisonJsonSchema(), JSON.parse(out))).toEqual([]);
    const changed = JSON.parse(out).changed as { kind: string; subject: string; was: string; is: string }[];
    const certificate = changed.find(({ kind }) => kind === "certificate");
    expect(certificate).toMatchObject({ subject: "invoice-api" });
    expect(certificate?.was).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(certificate?.is).not.toBe(certificate?.was);
  });
});

describe("a journal that is damaged", () => {
  it("is read as far as it can be, and the rest is told in one sentence", async () => {
    const dir = place();
    await open();
    for (let nth = 0; nth < 3; nth += 1) await check("--record", dir);
    const [first = ""] = readdirSync(join(dir, "new"));
    writeFileSync(join(dir, "new", first), "no run");
    writeFileSync(join(dir, "runs-9-x.log"), "later");
    const { code, out, err } = await run(["history", "--dir", dir]);
    expect(code).toBe(0);
    expect(out).toMatch(/^2 runs from /);
    expect(err).toMatch(
      /^invoice-diag: the journal .* has damaged entries, which are passed over: 1 in "[^"]+\.run"\n.*another version.*"runs-9-x\.log"\n$/,
    );
    expect((await check("--record", dir)).code).toBe(0);
  });

  it("is no journal: the run is printed, and the fault told", async () => {
    await open();
    const file = join(here(), "file");
    writeFileSync(file, "");
    const { code, err, out } = await check("--record", file);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/"[^"]*file" is not a directory/);
    const gone = await check("--record", "/proc/invoice-diag");
    expect(gone.code).toBe(3);
    expect(gone.err).toMatch(/cannot record in "\/proc\/invoice-diag": \w+\n$/);
  });
});

describe("replay", () => {
  it("judges with the thresholds, levels and owners of another profile, in every form", async () => {
    const report = join(here(), "stored.json");
    expect((await run(["demo", "--only", "tls", "-f", `json=${report}`])).code).toBe(0);
    const file = join(here(), "strict.yaml");
    writeFileSync(
      file,
      [
        "version: 1",
        "targets:",
        "  - { name: invoice-api, url: https://api.invoice.test:1/, owner: carrier }",
        "checks: { tls: { warnDays: 3000 } }",
        "levels: { port/open: warn }",
      ].join("\n"),
    );
    const plain = JSON.parse((await run(["replay", report, "-f", "json"])).out);
    expect(plain).toMatchObject({ status: "pass", exitCode: 0 });
    const strict = JSON.parse((await run(["replay", report, "-p", file, "-f", "json"])).out);
    expect(validate(strict), JSON.stringify(validate.errors)).toBe(true);
    expect(strict).toMatchObject({ status: "warn", exitCode: 0 });
    const level = (check: string, signal: string): string | undefined =>
      (strict.results as { check: string; evidence: { signal: string; level: string }[] }[])
        .find((one) => one.check === check)
        ?.evidence.find((one) => one.signal === signal)?.level;
    expect(level("tls", "expiring")).toBe("warn");
    expect(level("port", "open")).toBe("warn");
    expect(strict.targets[0].owner).toBe("carrier");
    expect((await run(["replay", report, "-p", file, "--fail-on", "warn", "-q"])).code).toBe(1);
    mkdirSync(join(here(), "forms"));
    for (const form of ["table", "ndjson", "junit", "markdown", "html", "prometheus", "github"]) {
      const ended = await run(["replay", report, "-p", file, "-f", form]);
      expect([form, ended.code, ended.err]).toEqual([form, 0, ""]);
    }
    expect((await run(["replay", report, "-p", file, "-f", "nagios"])).code).toBe(1);
    // Held against a baseline, both are judged with the same thresholds: what differs is the world.
    const same = await run(["replay", report, "-p", file, "--baseline", report, "-f", "json"]);
    expect(JSON.parse(same.out).comparison).toMatchObject({ broke: [], healed: [], changed: [] });
  });
});

describe("the traits that checks tell", () => {
  it("are read from what is really seen", async () => {
    const { out } = await run(["demo", "-f", "json"]);
    const { results } = JSON.parse(out) as Report;
    const traits = (check: string) => results.filter((one) => one.check === check).map((one) => traitsOf(one, checks));
    for (const check of ["port", "ping", "tls", "balance"]) {
      expect([check, traits(check).length > 0]).toEqual([check, true]);
      for (const { times } of traits(check)) {
        expect(times?.length).toBeGreaterThan(1);
        for (const time of times ?? []) expect(time).toBeGreaterThan(0);
      }
    }
    for (const one of traits("dns")) expect(one).toEqual({ addresses: ["127.0.0.1"] });
    expect(traits("tls")[0]?.certificate).toMatchObject({
      fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      issuer: expect.stringContaining("Issuing CA"),
      notAfter: expect.stringMatching(/^\d{4}-/),
    });
  });
});
