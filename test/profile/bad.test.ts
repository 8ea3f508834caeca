import { describe, expect, it } from "vitest";
import { formatProfileErrors } from "../../src/profile/errors.js";
import { badProfiles } from "./bad-profiles.js";
import { bad, withTarget } from "./toys.js";

/** Line and column, from 1, of the mark. */
const marked = (text: string): { text: string; line: number; column: number } => {
  const before = text.slice(0, text.indexOf("§")).split("\n");
  return { text: text.replace("§", ""), line: before.length, column: (before.at(-1) ?? "").length + 1 };
};

describe("a profile with one mistake", () => {
  it("is tried in more than sixty ways", () => {
    expect(badProfiles.length).toBeGreaterThan(60);
    expect(badProfiles.every(({ text }) => text.split("§").length === 2)).toBe(true);
  });

  it.each(badProfiles)("$title", ({ text: source, path, says }) => {
    const { text, line, column } = marked(source);
    const errors = bad(text);
    const [error] = errors;
    expect(errors.map((one) => `${one.line}:${one.column} ${one.path}: ${one.message.en}`)).toHaveLength(1);
    expect(error?.message.en).toMatch(says);
    expect({ file: error?.file, line: error?.line, column: error?.column, path: error?.path }).toEqual({
      file: "conf/p.yaml",
      line,
      column,
      path,
    });
    expect(error?.message.zh).toMatch(/[\u4e00-\u9fff]/);
  });
});

describe("a profile with many mistakes", () => {
  const text = [
    "version: 2",
    "nmae: x",
    "targets:",
    '  - name: "@a"',
    "    url: ftp://a.test/",
    "    ca: ./nowhere.pem",
    "    expect: { maxTime: 20s }",
    "  - { name: b, host: h, ports: [0], dependsOn: [zz] }",
    "checks: { tsl: {} }",
    "",
  ].join("\n");

  it("tells all of them, in the order of the file", () => {
    expect(bad(text).map(({ line, column, path }) => `${line}:${column} ${path}`)).toEqual([
      "1:10 version",
      "2:1 nmae",
      "4:11 targets[0].name",
      "5:10 targets[0].url",
      "6:9 targets[0].ca",
      "7:24 targets[0].expect.maxTime",
      "8:33 targets[1].ports[0]",
      "8:49 targets[1].dependsOn[0]",
      "9:11 checks.tsl",
    ]);
  });

  it("tells each on one line, in the language asked for", () => {
    const errors = bad(text);
    const [first, second] = formatProfileErrors(errors, "en").split("\n");
    expect(first).toBe("conf/p.yaml:1:10: version: expected 1 (the only version of profiles so far), found 2");
    expect(second).toBe('conf/p.yaml:2:1: nmae: unknown key "nmae"; did you mean "name"?');
    const chinese = formatProfileErrors(errors, "zh").split("\n");
    expect(chinese).toHaveLength(errors.length);
    expect(chinese[1]).toBe('conf/p.yaml:2:1: nmae: 未知的键 "nmae"，是否想写 "name"？');
  });

  it("counts lines of files from Windows, and leaves a byte order mark out of account", () => {
    const windows = `\uFEFF${text.replaceAll("\n", "\r\n")}`;
    const places = (one: string) => bad(one).map(({ line, column }) => [line, column]);
    expect(places(windows)).toEqual(places(text));
  });

  it("names a mistake within an anchor where it stands, not where it is used", () => {
    const errors = bad("version: 1\nchecks:\n  ping: &p { count: 0 }\ntargets: [{ name: a, host: h }]\n");
    expect(errors.map(({ line, column }) => [line, column])).toEqual([[3, 21]]);
  });

  it("keeps a line a line, whatever stands in a key", () => {
    const errors = bad('version: 1\n"a\\nb\\u202e": 1\ntargets: [{ name: a, host: h }]\n');
    expect(formatProfileErrors(errors, "en").split("\n")).toHaveLength(1);
    expect(formatProfileErrors(errors, "en")).toContain("\\u202e");
  });

  it("says nothing more of a value whose variable is missing", () => {
    const errors = bad(withTarget("name: a", `url: "\${NOPE}"`, `expect: { status: "\${NOPE2}" }`));
    expect(errors.map(({ message }) => message.en)).toEqual([
      "environment variable NOPE is not set",
      "environment variable NOPE2 is not set",
    ]);
  });
});
