import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it } from "vitest";
import { forms } from "../../src/report/index.js";
import { reportJsonSchema } from "../../src/report/schema.js";
import { freePort } from "../servers/daemon.js";
import { built, ending, folder, run, start } from "./run.js";
import { listener } from "./targets.js";

built();
const here = folder();
const open = listener();
const mute = listener();
let closed = 0;
beforeAll(async () => {
  closed = await freePort();
});

const healthy = (...args: string[]): string[] => ["check", `127.0.0.1:${open.port}`, "--only", "port", ...args];
const broken = (...args: string[]): string[] => ["check", `127.0.0.1:${closed}`, "--only", "port", ...args];
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(reportJsonSchema());

describe("exit code and standard output", () => {
  it.each(forms)("hold in the form %s", async (form) => {
    const good = await run(healthy("-f", form));
    const bad = await run(broken("-f", form));
    expect([good.code, bad.code]).toEqual(form === "nagios" ? [0, 2] : [0, 1]);
    expect([good.err, bad.err]).toEqual(["", ""]);
    expect(good.out).not.toBe("");
    expect(bad.out).not.toContain("\u001b");
  });

  it("--ticket is short for the form ticket, on the screen or in a file beside another form", async () => {
    const [short, long] = await Promise.all([run(broken("--ticket")), run(broken("-f", "ticket"))]);
    expect(short.code).toBe(1);
    const still = (text: string) => text.replace(/\d{4}-\S+ \S+ \S+(?=[, .])/g, "TIME");
    expect(still(short.out)).toBe(still(long.out));
    expect(short.out).toMatch(/^To: .*\nSubject: Nothing listens on the port/);
    const file = join(here(), "ticket.txt");
    expect((await run(broken("--ticket", "-o", file))).out).toBe("");
    expect(readFileSync(file, "utf8")).toMatch(/^To: /);
    const refused = await run(broken("--ticket", "-f", "json"));
    expect([refused.code, refused.out]).toEqual([2, ""]);
    expect(refused.err).toMatch(/only one form fits/);
  });

  it("the JSON report names the cause, and fits the schema that ships", async () => {
    const { code, out } = await run(broken("-f", "json"));
    const report = JSON.parse(out);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report).toMatchObject({ schema: 1, status: "fail", exitCode: code, profile: "ad hoc" });
    expect(report.diagnosis.causes[0].id).toBe("port-closed");
    const shipped = await run(["schema", "report"]);
    expect(JSON.parse(shipped.out)).toEqual(reportJsonSchema());
  });

  it("an error of the tool's own making is 3: nothing could be judged", async () => {
    const { code, out } = await run(["check", `127.0.0.1:${open.port}`, "--only", "db"]);
    expect(code).toBe(3);
    expect(out).toContain("Nothing could be judged");
  });

  it("the table speaks the language that is asked for", async () => {
    const zh = await run(broken("--lang", "zh"));
    expect(zh.out).toMatch(/^✗ 发现 1 个问题：/);
    const locale = await run(broken(), { env: { LANG: "zh_CN.UTF-8" } });
    expect(locale.out).toMatch(/^✗ 发现 1 个问题：/);
  });

  it("colours only on request where nobody looks", async () => {
    expect((await run(broken(), { env: { FORCE_COLOR: "1" } })).out).toContain("\u001b[31m");
    expect((await run(broken(), { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).out).not.toContain("\u001b");
    expect((await run(broken("--no-color"), { env: { FORCE_COLOR: "1" } })).out).not.toContain("\u001b");
  });

  it("--fail-on new says that there is nothing to compare with", async () => {
    const { code, err } = await run(broken("--fail-on", "new"));
    expect(code).toBe(1);
    expect(err).toMatch(/no earlier run to compare with/);
  });

  it("a reader that goes away is no error", async () => {
    const child = start(broken("-f", "html"));
    child.stdout?.destroy();
    const { code, err } = await ending(child);
    expect(code).toBe(1);
    expect(err).toBe("");
  });
});

describe("files", () => {
  it("take several forms at once; the screen has its own", async () => {
    const json = join(here(), "report.json");
    const html = join(here(), "report.html");
    const { code, out } = await run(broken("-f", "table", "-f", `json=${json}`, "-f", `html=${html}`));
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ 1 problem: /);
    expect(JSON.parse(readFileSync(json, "utf8")).exitCode).toBe(1);
    expect(readFileSync(html, "utf8")).toMatch(/^<!doctype html>/);
    expect(statSync(json).mode & 0o777).toBe(0o600);
  });

  it("leave standard output empty when nothing was asked for it", async () => {
    const { code, out, err } = await run(healthy("-f", "nagios", "-o", join(here(), "n.txt")));
    expect([code, out, err]).toEqual([0, "", ""]);
    expect(readFileSync(join(here(), "n.txt"), "utf8")).toMatch(/^INVOICE-DIAG OK/);
  });

  it("that cannot be written end in 3 and one sentence", async () => {
    const { code, err } = await run(healthy("-f", "table", "-f", "json=/proc/invoice-diag.json"));
    expect(code).toBe(3);
    expect(err).toMatch(/^invoice-diag: cannot write "\/proc\/invoice-diag\.json": \w+\n$/);
  });
});

describe("selection and plan", () => {
  it("--dry-run prints the plan and sends nothing", async () => {
    const before = open.connections();
    const { code, out } = await run(["check", `127.0.0.1:${open.port}`, "--dry-run"]);
    expect(code).toBe(0);
    expect(out).toContain(`port:127.0.0.1-${open.port}/${open.port}`);
    const plan = JSON.parse((await run(["check", `127.0.0.1:${open.port}`, "--dry-run", "-f", "json"])).out);
    expect(plan.steps.length).toBeGreaterThan(1);
    expect(open.connections()).toBe(before);
  });

  it("--only and --skip take ids and layers, with commas and repeated", async () => {
    const steps = async (...args: string[]): Promise<string[]> => {
      const { out } = await run(["check", `127.0.0.1:${open.port}`, "--dry-run", "-f", "json", ...args]);
      return [...new Set((JSON.parse(out).steps as { check: string }[]).map((step) => step.check))].sort();
    };
    expect(await steps("--only", "port,ping")).toEqual(["ping", "port"]);
    expect(await steps("--only", "port", "--only", "ping")).toEqual(["ping", "port"]);
    expect(await steps("--only", "network", "--skip", "ping")).toEqual(["path", "port"]);
  });
});

describe("the profile", () => {
  const text = (port: number): string =>
    `version: 1\nname: found\ntargets:\n  - { name: desk, host: 127.0.0.1, ports: [${port}] }\n`;

  it("is found in the working directory, then in the user's config directory", async () => {
    const home = join(here(), "config");
    mkdirSync(join(home, "invoice-diag"), { recursive: true });
    writeFileSync(join(home, "invoice-diag/invoice-diag.yaml"), text(open.port));
    const env = { XDG_CONFIG_HOME: home };
    expect((await run(["check", "--only", "port"], { env })).code).toBe(0);
    const cwd = join(here(), "cwd");
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, "invoice-diag.yaml"), text(closed));
    expect((await run(["check", "--only", "port"], { env, cwd })).code).toBe(1);
    expect((await run(["check", "desk", "--only", "port"], { env, cwd })).code).toBe(1);
  });

  it("shows none of its secrets, in any form, nor in the plan", async () => {
    const canary = "cAnAry-7f3a9+x";
    const file = join(here(), "secret.yaml");
    writeFileSync(
      file,
      [
        "version: 1",
        "name: secret",
        "defaults: { timeout: 500ms, answer: 1s }",
        "targets:",
        `  - name: api`,
        `    url: http://user:$\{CANARY}@127.0.0.1:${closed}/x?key=$\{CANARY}`,
        `    headers: { Authorization: "Bearer $\{CANARY}" }`,
        `  - name: data`,
        `    mysql: { host: 127.0.0.1, port: ${closed}, user: diag, password: "$\{CANARY}" }`,
      ].join("\n"),
    );
    const env = { CANARY: canary };
    const shapes = [canary, encodeURIComponent(canary), Buffer.from(canary).toString("base64")];
    const all = forms.flatMap((form) => (form === "table" ? [] : ["-f", `${form}=${join(here(), `secret.${form}`)}`]));
    const screen = await run(["check", "-p", file, "-v", "-f", "table", ...all], { env });
    const plan = await run(["check", "-p", file, "--dry-run", "-f", "json"], { env });
    expect([screen.code, plan.code]).toEqual([1, 0]);
    const files = forms
      .filter((form) => form !== "table")
      .map((form) => readFileSync(join(here(), `secret.${form}`), "utf8"));
    for (const printed of [screen.out, screen.err, plan.out, plan.err, ...files]) {
      for (const shape of shapes) expect(printed).not.toContain(shape);
    }
  });
});

describe("the deadline of the whole run", () => {
  it("is said first where it cut steps off: what nobody looked at is not called healthy", async () => {
    const file = join(here(), "cut.yaml");
    writeFileSync(
      file,
      `version: 1\nname: cut\ntargets:\n  - { name: quick, host: 127.0.0.1, ports: [${open.port}] }\n  - { name: mute, host: 127.0.0.1, ports: [{ port: ${mute.port}, speaks: rdp }] }\n`,
    );
    const { code, out } = await run(["check", "-p", file, "--only", "port", "--timeout", "4s", "-q"]);
    expect(out).toMatch(/^– Out of time, 1 of 2 steps were cut off; known so far: Everything that was\s+checked/);
    expect(code).toBe(0);
  });
});

describe("an interruption", () => {
  const silent = (): string => {
    const file = join(here(), "silent.yaml");
    writeFileSync(
      file,
      `version: 1\nname: silent\ndefaults: { timeout: 20s, answer: 30s }\ntargets:\n  - { name: quick, host: 127.0.0.1, ports: [${open.port}] }\n  - { name: mute, host: 127.0.0.1, ports: [{ port: ${mute.port}, speaks: rdp }] }\n`,
    );
    return file;
  };

  it.each(["SIGINT", "SIGTERM"] as const)("by %s prints what is known so far, and is 130", async (signal) => {
    const before = mute.connections();
    const child = start(["check", "-p", silent(), "--only", "port", "-f", "json"]);
    const ended = ending(child);
    while (mute.connections() === before) await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    child.kill(signal);
    const { code, out } = await ended;
    expect(code).toBe(130);
    const report = JSON.parse(out);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report).toMatchObject({ interrupted: true, exitCode: 130 });
    const byStep = Object.fromEntries(
      (report.results as { subject: string; status: string }[]).map((one) => [one.subject, one.status]),
    );
    expect(byStep).toEqual({ quick: "pass", mute: "skip" });
  });

  it("twice ends the process at once", async () => {
    const before = mute.connections();
    const child = start(["check", "-p", silent(), "--only", "port", "-f", "json"]);
    const ended = ending(child);
    while (mute.connections() === before) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGINT");
    child.kill("SIGTERM");
    expect((await ended).code).toBe(130);
  });
});
