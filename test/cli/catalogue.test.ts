import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as registry from "../../checks/index.js";
import { faults } from "../../src/lab/faults.js";
import { causes } from "../../src/model/causes/index.js";
import type { AnyCheck } from "../../src/model/check.js";
import { reports } from "../report/reports.js";
import { freePort } from "../servers/daemon.js";
import { built, folder, run } from "./run.js";

built();
const here = folder();
const checks = Object.values(registry) as readonly AnyCheck[];

describe("list", () => {
  it("names every check with its settings and their defaults", async () => {
    const { code, out } = await run(["list"]);
    expect(code).toBe(0);
    for (const check of checks) {
      expect(out).toContain(check.title.en);
      for (const name of Object.keys(check.settings)) expect(out).toContain(`- ${name} = `);
    }
    expect((await run(["list", "--lang", "zh"])).out).toContain("网络层");
  });

  it.each(["signals", "causes"])("names all %s, for people and for machines", async (kind) => {
    const ids =
      kind === "causes"
        ? Object.keys(causes)
        : checks.flatMap((check) => Object.keys(check.signals).map((signal) => `${check.id}/${signal}`));
    const text = (await run(["list", kind])).out;
    for (const id of ids) expect(text).toContain(`  ${id}`);
    const list = JSON.parse((await run(["list", kind, "-f", "json"])).out) as { id: string }[];
    expect(list.map((one) => one.id).sort()).toEqual([...ids].sort());
  });

  it("gives machines the settings, too", async () => {
    const list = JSON.parse((await run(["list", "checks", "-f", "json"])).out) as AnyCheck[];
    expect(list.map((one) => one.id).sort()).toEqual(checks.map((one) => one.id).sort());
    expect(list.find((one) => one.id === "ping")?.settings).toHaveProperty("count.default", 20);
  });
});

describe("explain", () => {
  it.each(checks.map((check) => check.id))("has a page for the check %s", async (id) => {
    const check = checks.find((one) => one.id === id) as AnyCheck;
    const { code, out } = await run(["explain", id]);
    expect(code).toBe(0);
    expect(out).toContain(check.title.en);
    for (const signal of Object.keys(check.signals)) expect(out).toContain(`${id}/${signal}`);
  });

  it("has a page for a signal and for a cause, in both languages", async () => {
    const signal = await run(["explain", "port/refused"]);
    expect(signal.out).toMatch(/signal port\/refused[\s\S]*port-closed \(always\)/);
    const en = await run(["explain", "port-closed"]);
    expect(en.out).toMatch(/fault port-closed[\s\S]*always port\/refused[\s\S]*\$ .*firewall-rejects-port/s);
    const zh = await run(["explain", "port-closed", "--lang", "zh"]);
    expect(zh.out).toMatch(/故障 port-closed[\s\S]*如何识别[\s\S]*如何处理与验证/);
  });
});

describe("init", () => {
  it("writes a profile that loads, for its owner only", async () => {
    const made = await run(
      ["init", "--host", "127.0.0.1", "--port", "1,2", "--name", "门店", "--mysql", "diag@127.0.0.1:3307/invoice"],
      { cwd: here() },
    );
    expect(made.code).toBe(0);
    expect(made.err).toContain("wrote invoice-diag.yaml");
    expect(statSync(join(here(), "invoice-diag.yaml")).mode & 0o777).toBe(0o600);
    const planned = await run(["check", "--dry-run"], { cwd: here(), env: { DB_PASSWORD: "secret-word" } });
    expect(planned.err).toBe("");
    expect(planned.out).toMatch(/port:remote-desktop\/2[\s\S]*db:database/);
  });

  it.each([
    ["init", "-"],
    ["init", "--print"],
  ])("%s %s prints it instead, in the language asked for", async (...args) => {
    const { code, out, err } = await run([...args, "--url", "https://a.test/x", "--lang", "zh"], { cwd: here() });
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/version: 1[\s\S]*https:\/\/a\.test\/x/);
    expect(out).toMatch(/检查/);
  });
});

describe("init --platform", () => {
  it("writes the hosts of a province from what is known of them", async () => {
    const { code, out } = await run(["init", "-", "--platform", "dppt", "--province", "广东"], { cwd: here() });
    expect(code).toBe(0);
    expect(out).toMatch(/host: etax\.guangdong\.chinatax\.gov\.cn\n {4}ports: \[\{ port: 8443, speaks: tls \}\]/);
  });
});

describe("schema", () => {
  it("prints the schemas that ship with the package", async () => {
    for (const what of ["profile", "report", "history", "comparison"]) {
      const { code, out } = await run(["schema", what]);
      expect(code).toBe(0);
      expect(out).toBe(readFileSync(new URL(`../../dist/${what}.schema.json`, import.meta.url), "utf8"));
    }
  });
});

describe("demo --list", () => {
  it("names every fault, with both titles for machines", async () => {
    const list = JSON.parse((await run(["demo", "--list", "--format", "json"])).out);
    expect(list).toEqual(faults.map(({ id, title }) => ({ id, title })));
    const zh = (await run(["demo", "--list", "--lang", "zh"])).out;
    for (const fault of faults) expect(zh).toContain(fault.title.zh);
  });
});

describe("replay", () => {
  it("judges a stored report again, in any form, without its profile", async () => {
    const file = join(here(), "stored.json");
    const first = await run(["check", `127.0.0.1:${await freePort()}`, "--only", "port", "-f", "json", "-o", file]);
    const { code, out, err } = await run(["replay", file, "-f", "json"]);
    expect([code, err]).toEqual([first.code, ""]);
    expect(JSON.parse(out)).toEqual(JSON.parse(readFileSync(file, "utf8")));
    expect((await run(["replay", file])).out).toMatch(/^✗ 1 problem: /);
    expect((await run(["replay", file, "--ticket", "--lang", "zh"])).out).toMatch(/^收件方：.*\n主题：端口/);
  });

  it("says so when what was seen is nothing that it can read", async () => {
    const file = join(here(), "foreign.json");
    writeFileSync(file, JSON.stringify(reports.unexplained));
    const { code, err } = await run(["replay", file]);
    expect(code).toBe(3);
    expect(err).toMatch(/cannot be judged by this version/);
  });
});
