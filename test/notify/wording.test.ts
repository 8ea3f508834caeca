import { describe, expect, it } from "vitest";
import { cutTo, fitting, inert, markdownLines, plainLines } from "../../src/notify/wording.js";

const bytes = (text: string): number => Buffer.byteLength(text);

describe("size", () => {
  it.each([4, 5, 10, 11, 12, 13])("a text is cut to %i bytes between characters", (most) => {
    const cut = cutTo("发票平台无法连接 😀 and more", most);
    expect(bytes(cut)).toBeLessThanOrEqual(most);
    expect(cut.endsWith("…")).toBe(true);
    expect(cut).not.toContain("\ufffd");
  });
  it("whole lines are kept while they fit", () => {
    expect(fitting(["一二三", "四五六", "七八九"], 25)).toBe("一二三\n四五六\n…");
    expect(fitting(["一二三", "四五六"], 19)).toBe("一二三\n四五六");
    expect(bytes(fitting(["一".repeat(100), "x"], 50))).toBeLessThanOrEqual(50);
  });
});

describe("Markdown of chat services", () => {
  const hostile = "[点我](https://evil.test) <@all> **粗** `x` ![](http://evil.test/a.png) ~~x~~ _x_ # a | b \\";
  it("text from outside begins no link, image, mention or style", () => {
    expect(inert(hostile)).not.toMatch(/[[\]<>*`~#|!\\]|(^|\s)_|_(\s|$)/);
    expect(inert("a\n\n# heading\n> quote")).not.toMatch(/\n|[#>]/);
    expect(inert("- item")).not.toMatch(/^- /);
  });
  it("names and addresses stay as they are", () => {
    for (const text of [
      "invoice_api_2",
      "api.example.test:8443",
      "https://h/a-b?x=1&y=2",
      "开票系统-生产（主）",
      "60 %",
    ]) {
      expect(inert(text)).toBe(text);
    }
  });
  it("only our own marks are left in a message", () => {
    const lines = markdownLines({
      title: hostile,
      lines: [{ text: hostile }, { label: hostile, text: hostile }, { heads: true, text: hostile }],
    });
    const ours = [/^### /, /^/, /^> /, /^\*\*|\*\*$/g];
    for (const [at, line] of lines.entries()) expect(line.replace(ours[at] ?? /^/, "")).not.toMatch(/[[\]<>*`~#|!\\]/);
  });
  it("plain lines keep every character but line breaks", () => {
    const message = {
      title: "t",
      lines: [
        { label: "whose job", text: "a\nb" },
        { label: "责任方", text: hostile },
      ],
    };
    expect(plainLines(message)).toEqual(["whose job: a b", `责任方：${hostile}`]);
  });
});
