import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { built, folder, root, run } from "./run.js";
import { listener } from "./targets.js";

built();
const here = folder();
const till = listener((socket) => socket.end("OLD-TILL 1.0\r\n"));
const file = (name: string, text: string): string => {
  writeFileSync(join(here(), name), text);
  return `./${name}`;
};
const check = (...args: string[]) => run(["check", `127.0.0.1:${till.port}`, ...args], { cwd: here() });

beforeAll(() => {
  copyFileSync(join(root, "test/cli/example-plugin.mjs"), join(here(), "old-till.mjs"));
});

describe("a plug-in in a local file", () => {
  it("adds a check and a cause; its `invoice-diag` is this very program", async () => {
    const { code, out, err } = await check("--plugin", "./old-till.mjs", "--only", "port,old-till", "-f", "json");
    expect(err).toBe("");
    const report = JSON.parse(out);
    expect(code).toBe(1);
    expect(report.diagnosis.causes[0]).toMatchObject({ id: "old-till-in-use", standing: "confirmed" });
  });

  it("is known to list, explain and the schema of profiles", async () => {
    const plugin = ["--plugin", "./old-till.mjs"];
    const at = { cwd: here() };
    expect((await run(["list", ...plugin], at)).out).toContain("No till of the old model answers");
    expect((await run(["explain", "old-till", ...plugin], at)).out).toContain("old-till-in-use");
    expect((await run(["explain", "old-till-in-use", ...plugin], at)).out).toContain("Replace the till.");
    expect((await run(["schema", "profile", ...plugin], at)).out).toContain("old-till/old");
  });

  it("works as a package beside the profile, and its profile may say that it is needed", async () => {
    const home = join(here(), "node_modules/till-plugin");
    mkdirSync(home, { recursive: true });
    writeFileSync(
      join(home, "package.json"),
      '{"name":"till-plugin","version":"1.0.0","type":"module","exports":{"import":"./index.mjs"}}',
    );
    copyFileSync(join(root, "test/cli/example-plugin.mjs"), join(home, "index.mjs"));
    const profile = file(
      "p.yaml",
      `version: 1\nname: p\nplugins: [till-plugin]\ntargets:\n  - { name: till, host: 127.0.0.1, ports: [${till.port}] }\n`,
    );
    const without = await run(["check", "-p", profile], { cwd: here() });
    expect(without.code).toBe(2);
    expect(without.err).toMatch(/p\.yaml:3:\d+: .*"till-plugin" is not loaded; add --plugin/);
    const with_ = await run(["check", "-p", profile, "--plugin", "till-plugin", "--only", "old-till"], { cwd: here() });
    expect(with_.err).toBe("");
    expect(with_.code).toBe(1);
  });
});

describe("a plug-in that makes no sense is refused in one sentence", () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ["syntax", "export const checks = [", /cannot be used: /],
    ["throws", "throw new Error('boom')", /cannot be used: boom/],
    ["nothing", "export const x = 1", /exports neither checks, causes nor targets/],
    ["shape", "export const checks = [{ id: 'Not Kebab' }]", /checks\[0\]\.id is not kebab-case; checks\[0\]\.layer/],
    ["target", "export const targets = { till: {} }", /targets\.till has no parse function/],
    ["cause", "export const causes = { a: {} }", /causes\.a\.title is not \{ en, zh \}/],
    [
      "double",
      "import { checks as all } from 'invoice-diag'; export const checks = [all[0]]",
      /there is a check ".*" already/,
    ],
    [
      "lint",
      "import { causes as all } from 'invoice-diag'; export const causes = { mine: { ...all['port-closed'], expects: { 'port/nonsense': 'always' } } }",
      /cause mine expects "port\/nonsense", which no check declares/,
    ],
  ];
  it.each(cases)("%s", async (name, text, sentence) => {
    const { code, out, err } = await check("--plugin", file(`${name}.mjs`, text));
    expect(err).toMatch(sentence);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect([code, out]).toEqual([2, ""]);
  });
});
