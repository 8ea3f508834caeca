import { describe, expect, it } from "vitest";
import { printable } from "../../src/io/untrusted.js";

describe("printable", () => {
  const rows: [string, string][] = [
    ["plain text 中文 é 👍", "plain text 中文 é 👍"],
    ["two\r\n  lines\tand tabs ", "two lines and tabs"],
    ["\u001b[31;1mred\u001b[0m", "red"],
    ["\u001b]0;new title\u0007after", "after"],
    ["\u001b]8;;https://evil.test\u001b\\link\u001b]8;;\u001b\\", "link"],
    ["\u009b2Jcleared", "cleared"],
    ["bell\u0007 null\u0000 del\u007f c1\u0085.", "bell null del c1."],
    ["abc\u202edcba\u2066\u2069", "abcdcba"],
    ["zero\u200bwidth\ufeff\u00ad", "zerowidth"],
    ["tag\u{e0041}\u{e007f}", "tag"],
    ["lone \ud800 surrogate", "lone surrogate"],
    ["a\u2028b\u2029c", "a b c"],
  ];
  it.each(rows)("%j", (raw, clean) => {
    expect(printable(raw)).toBe(clean);
  });

  it("takes bytes, valid or not", () => {
    expect(printable(Buffer.from("SSH-2.0-OpenSSH_9.2\r\n"))).toBe("SSH-2.0-OpenSSH_9.2");
    expect(printable(Buffer.from([0x15, 0x03, 0xff, 0x41]))).toBe("·A");
  });

  it("keeps at most so many characters, never half a character", () => {
    expect(printable("x".repeat(300), 80)).toBe(`${"x".repeat(79)}…`);
    expect([...printable("👍".repeat(90), 80)]).toHaveLength(80);
    expect(printable(`${"\u200b".repeat(1_000_000)}late`, 80).length).toBeLessThanOrEqual(80);
    // Even where little is left of it: a reader, and who looks for secrets, must know that something is missing.
    expect(printable(`begun${"\u200b".repeat(635)}late`, 80)).toBe("begun…");
    expect(printable(Buffer.from(`begun${" ".repeat(635)}late`), 80)).toBe("begun…");
  });
});
