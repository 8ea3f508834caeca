import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { wrap, wrapCommand } from "../../src/report/wrap.js";

describe("wrap", () => {
  it("breaks at blanks and keeps every word", () => {
    const lines = wrap("the quick brown fox jumps over the lazy dog", 12);
    expect(lines).toEqual(["the quick", "brown fox", "jumps over", "the lazy dog"]);
  });

  it("breaks between Chinese characters, counts them twice, and begins no line with closing punctuation", () => {
    const text = "证书已过期，请联系服务商更新证书。完成后重新检查（需要管理员权限），谢谢！";
    for (let width = 8; width < 40; width++) {
      const lines = wrap(text, width);
      expect(lines.join("")).toBe(text);
      for (const line of lines) {
        expect(stringWidth(line)).toBeLessThanOrEqual(width);
        expect(line).not.toMatch(/^[，。）！]/);
        expect(line).not.toMatch(/（$/);
      }
    }
  });

  it("cuts a word that is longer than a line", () => {
    expect(wrap(`a ${"x".repeat(25)} b`, 10)).toEqual(["a", "x".repeat(10), "x".repeat(10), "xxxxx b"]);
  });

  it("keeps line breaks of its own", () => {
    expect(wrap("one\ntwo", 10)).toEqual(["one", "two"]);
  });
});

describe("wrapCommand", () => {
  it("continues with backslashes, so that a shell reads the same words", () => {
    const command = "openssl s_client -connect host.example.test:8443 -servername host.example.test -brief";
    const lines = wrapCommand(command, 40);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.slice(0, -1).every((line) => line.endsWith(" \\"))).toBe(true);
    expect(lines.map((line) => line.replace(/ \\$/, "").trim()).join(" ")).toBe(command);
  });

  it("leaves a word whole that is longer than a line", () => {
    const url = `https://api.example.test/${"x".repeat(60)}`;
    expect(wrapCommand(`curl -sS ${url} -o /dev/null`, 40)).toEqual(["curl -sS \\", `  ${url} \\`, "  -o /dev/null"]);
  });

  it("breaks nothing inside quotation marks", () => {
    const lines = wrapCommand(`mysql -h 10.0.0.7 -e 'SHOW GRANTS FOR CURRENT_USER'`, 40);
    expect(lines.some((line) => line.includes("'SHOW GRANTS FOR CURRENT_USER'"))).toBe(true);
  });
});
