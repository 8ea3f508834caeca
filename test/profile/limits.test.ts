import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { formatProfileErrors, readProfile } from "../../src/profile/load.js";
import { bad, good, keyPem, pem, toyChecks } from "./toys.js";

const folder = mkdtempSync(join(tmpdir(), "profile-"));
afterAll(() => rmSync(folder, { recursive: true }));

const minimal = "version: 1\ntargets: [{ name: a, host: h }]\n";
const read = (name: string, content?: string | Buffer) => {
  const path = join(folder, name);
  if (content !== undefined) writeFileSync(path, content);
  return readProfile(path, { checks: toyChecks, env: {} });
};
const refusal = (name: string, content?: string | Buffer): string => {
  const loaded = read(name, content);
  return "errors" in loaded ? formatProfileErrors(loaded.errors, "en").replaceAll(`${folder}/`, "") : "loaded";
};

describe("a document that would explode", () => {
  const bomb = (width: number, depth: number): string => {
    const row = (index: number) =>
      index === 0 ? "x" : Array.from({ length: width }, () => `*a${index - 1}`).join(", ");
    const lines = Array.from({ length: depth }, (_, index) => `a${index}: &a${index} [${row(index)}]`);
    return `version: 1\n${lines.join("\n")}\n`;
  };

  it("is refused at the alias that is too much, in no time and at no cost", () => {
    const errors = bad(bomb(9, 20));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message.en).toMatch(/too many aliases/);
    expect(errors[0]).toMatchObject({ line: 7 });
  });

  it("is not what a profile with many honest aliases is", () => {
    const targets = Array.from({ length: 3000 }, (_, n) => `  - { name: t${n}, host: h${n}, ports: *p }`);
    const text = `version: 1\ntargets:\n  - { name: a, host: h, ports: &p [80, 443] }\n${targets.join("\n")}\n`;
    expect(good(text).targets).toHaveLength(3001);
  });

  it.each([
    ["brackets", "[".repeat(5000) + "]".repeat(5000)],
    ["open brackets", "[".repeat(100_000)],
    ["dashes", "- ".repeat(20_000)],
    ["keys", Array.from({ length: 100 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
  ])("is refused when it is too deep: %s", (_, text) => {
    expect(bad(text)).toMatchObject([
      { line: expect.any(Number), message: { en: expect.stringMatching(/too deeply/) } },
    ]);
  });

  it("is told from one with very many keys", () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join("\n");
    expect(bad(`${minimal}${keys}\n`)).toHaveLength(20_000);
  });

  it("tells one mistake of syntax for each line, and no more than twenty", () => {
    expect(bad("]".repeat(1000))).toHaveLength(1);
    expect(bad("]\n".repeat(1000))).toHaveLength(20);
  });
});

describe("a file", () => {
  it("loads, with files beside it, wherever the tool was started", () => {
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "sub", "ca.pem"), pem);
    writeFileSync(join(folder, "key.pem"), keyPem);
    const cert = `clientCert: { cert: ca.pem, key: ${join(folder, "key.pem")} }`;
    const loaded = read(
      "sub/p.yml",
      `version: 1\ntargets: [{ name: a, url: https://a.test, ca: ./ca.pem, ${cert} }]\n`,
    );
    expect(loaded).toMatchObject({ profile: { name: "p", targets: [{ ca: pem, clientCert: { key: keyPem } }] } });
  });

  it("may begin with a byte order mark and be as large as 1 MiB", () => {
    expect(refusal("bom.yaml", `\uFEFF${minimal}`)).toBe("loaded");
    expect(refusal("full.yaml", minimal + "#".repeat(1_048_576 - minimal.length))).toBe("loaded");
  });

  it("is refused beyond 1 MiB, before anything is parsed", () => {
    expect(refusal("large.yaml", "[".repeat(1_048_577))).toBe("large.yaml: the file is larger than 1 MiB; refused");
    expect(bad("[".repeat(1_048_577))[0]?.message.en).toMatch(/larger than 1 MiB/);
  });

  it("is refused when it has no end", () => {
    const loaded = readProfile("/dev/zero", { checks: toyChecks, env: {} });
    expect(loaded).toMatchObject({ errors: [{ message: { en: expect.stringMatching(/larger than 1 MiB/) } }] });
  });

  it("may be a pipe", () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    execFileSync("sh", ["-c", 'printf "%s" "$1" > "$2" &', "sh", minimal, pipe], { stdio: "ignore" });
    expect(refusal("pipe")).toBe("loaded");
  });

  it.each([
    ["nowhere.yaml", undefined, "nowhere.yaml: there is no such file"],
    [".", undefined, "this is a directory; expected a file"],
    ["bom.yaml/x.yaml", undefined, "bom.yaml/x.yaml: there is no such file: part of its path is not a directory"],
    ["empty.yaml", "", "empty.yaml:1:1: the profile is empty; expected `version: 1` and `targets:`"],
    ["blank.yaml", " \n\n", "blank.yaml:1:1: the profile is empty; expected `version: 1` and `targets:`"],
    ["utf16.yaml", Buffer.from(`\uFEFF${minimal}`, "utf16le"), "utf16.yaml: this is UTF-16; save the file as UTF-8"],
    [
      "gbk.yaml",
      Buffer.concat([Buffer.from("version: 1\nname: "), Buffer.from([0xbf, 0xaa, 0xc6, 0xb1])]),
      "gbk.yaml:2:7: not UTF-8 from here on; save the file as UTF-8",
    ],
    [
      "binary.yaml",
      Buffer.from([0x89, 0x50, 0x4e, 0x47]),
      "binary.yaml:1:1: not UTF-8 from here on; save the file as UTF-8",
    ],
  ])("is refused with one clear sentence: %s", (name, content, sentence) => {
    expect(refusal(name, content)).toContain(sentence);
    expect(refusal(name, content).split("\n")).toHaveLength(1);
  });
});
