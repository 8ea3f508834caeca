import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checks } from "../src/index.js";
import { loadProfile } from "../src/profile/load.js";

/** What the README shows is run as it is written. */
const root = resolve(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({
  language,
  text: text ?? "",
}));
const block = (language: string, sign: string): string => {
  const found = blocks.find((one) => one.language === language && one.text.includes(sign));
  if (found === undefined) throw new Error(`the README has no ${language} block with ${sign}`);
  return found.text;
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "readme-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const invoiceDiag = (...args: string[]): string =>
  execFileSync(process.execPath, [join(root, "dist/bin/invoice-diag.js"), ...args, "--lang", "en"], {
    cwd: folder,
    encoding: "utf8",
  });

test("the profile in ten lines loads", () => {
  const text = block("yaml", "targets:");
  expect(text.trim().split("\n").length).toBeLessThanOrEqual(10);
  const env = { API_TOKEN: "token-of-the-test", DB_PASSWORD: "password-of-the-test" };
  const loaded = loadProfile(text, { file: "readme.yaml", env, checks, readFile: () => "" });
  expect("errors" in loaded ? loaded.errors : []).toEqual([]);
});

test("the plug-in is loaded and its check runs", () => {
  writeFileSync(join(folder, "turnstile.mjs"), block("js", "defineCheck({"));
  const command = block("sh", "--plugin").trim().split(" ").slice(1);
  expect(invoiceDiag(...command)).toMatch(/✓ +door|door .*closed/);
});

test("every command line of the README is known", () => {
  const lines = blocks
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.split("\n"))
    .flatMap(
      (line) =>
        /invoice-diag (check|demo|drill|list|explain|init|schema|replay|compare|history|bundle|notify)([^#]*)/.exec(
          line.replace(/^\S* \* .*?\*\s/, ""),
        ) ?? [],
    )
    .filter((_, at) => at % 3 === 1);
  expect(lines.length).toBeGreaterThan(5);
  for (const command of new Set(lines)) expect(invoiceDiag(command, "--help")).toContain(`invoice-diag ${command}`);
});

test("the library example shows a verdict", () => {
  writeFileSync(
    join(folder, "invoice-diag.yaml"),
    "version: 1\nname: here\ntargets:\n  - { name: me, host: 127.0.0.1, ports: [{ port: 9, speaks: any }] }\n",
  );
  const library = join(root, "dist/src/index.js");
  writeFileSync(
    join(folder, "use.mjs"),
    block("js", "loadProfile(").replace('"invoice-diag"', JSON.stringify(library)),
  );
  const said = execFileSync(process.execPath, ["use.mjs"], { cwd: folder, encoding: "utf8" });
  expect(said).toContain("fail Nothing listens on the port");
});
