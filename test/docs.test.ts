import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checks } from "../src/index.js";
import { createPlatform, type Platform } from "../src/lab/platform.js";
import { caFile } from "../src/lab/profile.js";
import { loadProfile } from "../src/profile/load.js";
import { storedReport } from "../src/report/schema.js";
import { built, type Ended, ending, folder, program, root, run } from "./cli/run.js";
import { areTimes, blockOf, blocks, crontab, pages } from "./docs/blocks.js";
import { type Receiver, receiver } from "./notify/receivers.js";
import { available } from "./servers/available.js";

/** What the pages show is run as it is written, against the embedded platform; only absolute paths begin elsewhere. */
built();
const here = folder();
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

const moved = (text: string): string =>
  text.replace(/(?<![\w.])\/(etc|var|run|usr\/local)\//g, (path) => `${here()}${path}`);
const at = (path: string): string => `${here()}${path}`;

let platforms: Record<"healthy" | "broken", Platform>;
let told: Receiver;

/** Puts the profile of a platform where the pages have theirs. */
const use = (state: keyof typeof platforms): void => {
  const { profile, ca } = platforms[state];
  const text = JSON.stringify({ ...JSON.parse(profile), notify: [{ webhook: { url: `${told.origin}/` } }] });
  for (const file of [at("/etc/invoice-diag/profile.yaml"), at("/project/staging.yaml")]) {
    writeFileSync(file, text);
    writeFileSync(join(dirname(file), caFile), ca);
  }
};

beforeAll(async () => {
  told = await receiver(() => ({ text: "" }));
  platforms = { healthy: await createPlatform(), broken: await createPlatform({ fault: "cert-expired" }) };
  const folders = [
    "/etc/invoice-diag",
    "/var/lib/invoice-diag",
    "/var/lib/node_exporter/textfile",
    "/run/lock",
    "/project",
  ];
  for (const path of [...folders, "/usr/local/bin"]) mkdirSync(at(path), { recursive: true });
  const door = at("/usr/local/bin/invoice-diag");
  writeFileSync(door, `#!/bin/sh\nexec ${process.execPath} ${program} "$@"\n`);
  chmodSync(door, 0o755);
});
afterAll(async () => {
  await Promise.all([told.close(), ...Object.values(platforms).map((one) => one.close())]);
});
beforeEach(() => {
  for (const name of readdirSync(at("/project")))
    if (/\.(xml|json|html)$/.test(name)) rmSync(join(at("/project"), name));
});

const path = (): string => `${at("/usr/local/bin")}:/usr/sbin:/usr/bin:/bin`;
const started = (command: string, env: Record<string, string> = {}, cwd = at("/project")): ChildProcess =>
  spawn("/bin/sh", ["-c", command], {
    cwd,
    env: { PATH: path(), LANG: "C.UTF-8", HOME: at("/var/lib/invoice-diag"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
const shell = (...args: Parameters<typeof started>): Promise<Ended> => ending(started(...args));
const inProject = (name: string): string => readFileSync(join(at("/project"), name), "utf8");
const reports = (): string[] => readdirSync(at("/var/lib/invoice-diag")).filter((name) => name.endsWith(".json"));

describe("every block of every page", () => {
  const tested: Readonly<Record<string, readonly string[]>> = {
    "cron.md": ["/etc/cron.d/invoice-diag"],
    "systemd.md": ["/etc/systemd/system/invoice-diag.service", "/etc/systemd/system/invoice-diag.timer"],
    "github-actions.md": [".github/workflows/connectivity.yml"],
    "gitlab-ci.md": [".gitlab-ci.yml"],
    "jenkins.md": ["Jenkinsfile"],
    "node-exporter.md": ["/etc/cron.d/invoice-diag-metrics", "/etc/prometheus/rules/invoice-diag.yml"],
    "nagios.md": ["/etc/nagios/objects/invoice-diag.cfg", "/etc/icinga2/conf.d/invoice-diag.conf"],
    "notify.md": ["invoice-diag.yaml"],
    "what-is-sent.md": ["invoice-diag.yaml"],
  };
  it("has a test", () => {
    expect(pages.toSorted()).toEqual(Object.keys(tested).toSorted());
    for (const { page, file, language } of blocks) {
      if (language !== "sh") expect(tested[page], `${page} ${file}`).toContain(file);
    }
  });

  it("is linked from the README", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    for (const page of pages) expect(readme).toContain(`](docs/${page})`);
  });

  it("of a shell is one, with commands and options that are there", async () => {
    const known = ["useradd", "install", "systemctl", "journalctl", "invoice-diag"];
    for (const { text, page } of blocks.filter(({ language }) => language === "sh")) {
      execFileSync("/bin/sh", ["-n"], { input: text });
      for (const line of text.split("\n").filter((one) => one !== "")) {
        const [word = "", command = "", ...rest] = line.replace(/\s#.*/, "").trim().split(/\s+/);
        expect(known, page).toContain(word);
        if (word !== "invoice-diag") continue;
        const { code, out } = await run([command, "--help"]);
        expect(code).toBe(0);
        for (const option of rest.filter((one) => one.startsWith("--"))) expect(out).toContain(option);
      }
      const units = [...text.matchAll(/\binvoice-diag\.(?:service|timer)\b/g)].map(([unit]) => unit);
      for (const unit of units) expect(tested["systemd.md"]).toContain(`/etc/systemd/system/${unit}`);
    }
  });
});

describe.skipIf(!available("flock"))("cron", () => {
  const { env, jobs } = crontab(blockOf("cron.md", "/etc/cron.d/invoice-diag").text);
  const [check, tidy] = jobs.map(({ command }) => command);
  const runJob = (command = ""): Promise<Ended> => shell(moved(command), { ...env, PATH: path() });

  it("keeps a whole report of each run and tells what broke", async () => {
    expect(jobs.every(({ times, user }) => areTimes(times) && user === "invoice-diag")).toBe(true);
    use("broken");
    const before = told.accepted.length;
    expect(await runJob(check)).toEqual({ code: 1, out: "", err: "" });
    const [file = "", ...others] = reports();
    expect(others).toEqual([]);
    expect(file).toMatch(/^\d{4}-\d\d-\d\dT\d{4}\.json$/);
    const report = JSON.parse(readFileSync(join(at("/var/lib/invoice-diag"), file), "utf8"));
    expect(storedReport(report)).toHaveProperty("report");
    expect(report.diagnosis.causes[0].id).toBe("cert-expired");
    expect(JSON.parse(told.accepted[before]?.body ?? "")).toMatchObject({
      event: "problem",
      causes: [{ id: "cert-expired" }],
    });
  }, 120_000);

  it("lets a run go that would meet the one before it", async () => {
    const kept = reports();
    const lock = at("/var/lib/invoice-diag/lock");
    const holder = spawn("flock", [lock, "sh", "-c", "echo held; cat"], { stdio: ["pipe", "pipe", "inherit"] });
    await new Promise((held) => holder.stdout.once("data", held));
    const ended = await runJob(check);
    expect([ended.code, ended.out, reports()]).toEqual([1, "", kept]);
    const gone = new Promise((done) => holder.once("exit", done));
    holder.stdin.end();
    await gone;
  }, 60_000);

  it("tidies up what is older than a month, and nothing else", async () => {
    const kept = reports();
    const old = at("/var/lib/invoice-diag/2020-01-01T0000.json");
    writeFileSync(old, "{}");
    utimesSync(old, new Date(0), new Date(0));
    expect((await runJob(tidy)).code).toBe(0);
    expect(reports()).toEqual(kept);
  });
});

describe.skipIf(!available("systemd-analyze"))("systemd", () => {
  const [service, timer] = ["service", "timer"].map((kind) =>
    blockOf("systemd.md", `/etc/systemd/system/invoice-diag.${kind}`),
  );

  it("accepts both units, and the hours of the timer", () => {
    const files = [service, timer].map((block) => {
      const file = at(`/${block?.file.split("/").at(-1)}`);
      writeFileSync(file, moved(block?.text ?? ""));
      return file;
    });
    execFileSync("systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", ...files], { stdio: "pipe" });
    const calendar = /^OnCalendar=(.*)$/m.exec(timer?.text ?? "")?.[1] ?? "";
    expect(execFileSync("systemd-analyze", ["calendar", calendar], { encoding: "utf8" })).toContain("Normalized form");
  });

  it("starts what does its work, keeps the report and remembers in its own directory", async () => {
    use("healthy");
    const start = /^ExecStart=(.*)$/m.exec(service?.text ?? "")?.[1] ?? "";
    const state = at("/var/lib/state");
    mkdirSync(state);
    const ended = await shell(moved(start), { STATE_DIRECTORY: state });
    expect([ended.code, ended.err]).toEqual([0, ""]);
    expect(ended.out).toMatch(/^[✓!⚠]/u);
    expect(readdirSync(state).toSorted()).toEqual(["last.json", expect.stringMatching(/^notify-/)]);
  }, 120_000);
});

/** Runs a line of a job, where the package was installed already. */
const line = async (command: string, env: Record<string, string> = {}): Promise<Ended> => {
  if (!command.startsWith("npm install")) return shell(command, env);
  expect(command).toBe(`npm install --global ./invoice-diag-${version}.tgz`);
  return { code: 0, out: "", err: "" };
};

describe("CI", () => {
  it("GitHub Actions: fails, annotates, and keeps what it uploads", async () => {
    use("broken");
    const workflow = parse(blockOf("github-actions.md", ".github/workflows/connectivity.yml").text);
    expect(Object.keys(workflow)).toEqual(["name", "on", "concurrency", "jobs"]);
    expect(areTimes(workflow.on.schedule[0].cron.split(" "))).toBe(true);
    const { steps } = workflow.jobs.check;
    for (const step of steps) expect([step.uses, step.run].filter(Boolean)).toHaveLength(1);
    const outcomes: Ended[] = [];
    for (const step of steps.filter((one: { run?: string }) => one.run)) {
      for (const value of Object.values(step.env ?? {})) expect(value).toMatch(/^\$\{\{ secrets\.\w+ \}\}$/);
      outcomes.push(await line(step.run));
    }
    expect(outcomes.map(({ code }) => code)).toEqual([0, 1]);
    expect(outcomes[1]?.out).toMatch(/^::error /m);
    const uploaded = steps.at(-1).with.path.trim().split("\n");
    for (const file of uploaded) expect(inProject(file).length).toBeGreaterThan(100);
  }, 120_000);

  it("GitLab: passes, and keeps report and JUnit", async () => {
    use("healthy");
    const { connectivity } = parse(blockOf("gitlab-ci.md", ".gitlab-ci.yml").text);
    for (const command of connectivity.script) expect((await line(command)).code).toBe(0);
    const { paths, reports: kept } = connectivity.artifacts;
    for (const file of [...paths, kept.junit]) expect(inProject(file).length).toBeGreaterThan(100);
    expect(inProject(kept.junit)).toContain("<testsuites");
  }, 120_000);

  it("Jenkins: fails, with a failed case and the page that are archived", async () => {
    use("broken");
    const { text } = blockOf("jenkins.md", "Jenkinsfile");
    expect([...text].filter((one) => one === "{").length).toBe([...text].filter((one) => one === "}").length);
    const command = /\bsh '([^']+)'/.exec(text)?.[1] ?? "";
    expect((await line(command)).code).toBe(1);
    const [junit = "", page = ""] = [/junit '(.+)'/, /artifacts: '(.+)'/].map((form) => form.exec(text)?.[1]);
    expect(inProject(junit)).toMatch(/<testcase[^>]*name="tls:invoice-api"[^>]*><failure/);
    expect(inProject(page)).toContain("<html");
  }, 120_000);
});

describe.skipIf(!available("promtool", "flock"))("node_exporter", () => {
  it("gets metrics that everyone can read, and rules that ask for nothing else", async () => {
    use("broken");
    const { jobs } = crontab(blockOf("node-exporter.md", "/etc/cron.d/invoice-diag-metrics").text);
    expect(jobs.every(({ times, user }) => areTimes(times) && user === "root")).toBe(true);
    expect((await shell(moved(jobs[0]?.command ?? ""))).code).toBe(1);
    const file = at("/var/lib/node_exporter/textfile/invoice-diag.prom");
    expect(statSync(file).mode & 0o777).toBe(0o644);
    const metrics = readFileSync(file, "utf8");
    execFileSync("promtool", ["check", "metrics"], { input: metrics, stdio: ["pipe", "pipe", "pipe"] });
    const { text } = blockOf("node-exporter.md", "/etc/prometheus/rules/invoice-diag.yml");
    writeFileSync(at("/rules.yml"), text);
    execFileSync("promtool", ["check", "rules", at("/rules.yml")], { stdio: "pipe" });
    const asked = [...text.matchAll(/\binvoice_diag_\w+/g)].map(([name]) => name);
    expect(asked.length).toBeGreaterThan(2);
    for (const name of asked) expect(metrics).toMatch(new RegExp(`^${name}\\{`, "m"));
    const labels = [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
    for (const label of labels) expect(metrics).toMatch(new RegExp(`invoice_diag_step_success\\{[^}]*\\b${label}=`));
  }, 120_000);
});

describe("monitoring", () => {
  it("Nagios: one line with performance data, and the code that belongs to its word", async () => {
    const { text } = blockOf("nagios.md", "/etc/nagios/objects/invoice-diag.cfg");
    const value = (name: string): string => new RegExp(`^\\s+${name}\\s+(.*)$`, "m").exec(text)?.[1] ?? "";
    const [name = "", ...args] = value("check_command").split("!");
    expect(name).toBe(value("command_name"));
    const command = args.reduce((all, arg, index) => all.replaceAll(`$ARG${index + 1}$`, arg), value("command_line"));
    expect(command).not.toContain("$");
    const words = ["OK", "WARNING", "CRITICAL", "UNKNOWN"];
    // On a busy machine a healthy platform may be slow, which is a warning.
    for (const [state, codes] of [
      ["healthy", [0, 1]],
      ["broken", [2]],
    ] as const) {
      use(state);
      const ended = await shell(moved(command));
      expect(codes).toContain(ended.code);
      const word = words[ended.code ?? 3];
      expect(ended.out).toMatch(new RegExp(`^INVOICE-DIAG ${word} - [^|\\n]+ \\| time=\\S+[^\\n]*\\n$`));
    }
  }, 120_000);

  it("Icinga 2: the same, by its own definition", async () => {
    use("broken");
    const { text } = blockOf("nagios.md", "/etc/icinga2/conf.d/invoice-diag.conf");
    const list: string[] = JSON.parse(/command = (\[.*\])/.exec(text)?.[1] ?? "");
    const body = /arguments = \{([^}]*)\}/.exec(text)?.[1] ?? "";
    const variables = Object.fromEntries([...text.matchAll(/vars\.(\w+) = "(.*)"/g)].map(([, key, one]) => [key, one]));
    const args = [...body.matchAll(/"(--\w+)" = "(.*)"/g)]
      .map(([, key = "", one = ""]) => [
        key,
        one.replace(/\$(\w+)\$/g, (_, variable: string) => variables[variable] ?? ""),
      ])
      .toSorted();
    const ended = await shell(moved([...list, ...args.flat()].join(" ")));
    expect(ended.code).toBe(2);
    expect(ended.out).toMatch(/^INVOICE-DIAG CRITICAL - /);
  }, 120_000);
});

describe("what is sent over what", () => {
  it("has a profile that loads, with the authority of the database beside it", () => {
    const { text } = blockOf("what-is-sent.md", "invoice-diag.yaml");
    const readFile = (name: string) => (name === "db-ca.pem" ? platforms.healthy.ca : "");
    const loaded = loadProfile(text, {
      file: "invoice-diag.yaml",
      env: { DB_PASSWORD: "of-the-test" },
      checks,
      readFile,
    });
    if ("errors" in loaded) throw new Error(JSON.stringify(loaded.errors));
    expect(loaded.profile.targets).toMatchObject([{ kind: "mysql", ca: platforms.healthy.ca, caFile: "db-ca.pem" }]);
  });
});

describe("who is told", () => {
  it("has a profile that loads, with every kind of channel", () => {
    const { text } = blockOf("notify.md", "invoice-diag.yaml");
    const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = ""]) => name);
    const env = Object.fromEntries(names.map((name) => [name, `value-of-${name}`]));
    const loaded = loadProfile(text, { file: "invoice-diag.yaml", env, checks, readFile: () => "" });
    if ("errors" in loaded) throw new Error(JSON.stringify(loaded.errors));
    const kinds = loaded.profile.notify?.map(({ carrier }) => carrier.kind);
    expect(kinds).toEqual(["wecom", "dingtalk", "feishu", "webhook", "mail"]);
    expect(existsSync(join(root, "docs/notify.md"))).toBe(true);
  });
});
