import { describe, expect, it } from "vitest";
import { excerptOf, readContent } from "../../checks/api/page.js";
import { looksLikeHtml } from "../../checks/api/text.js";

const page = (title: string, text: string) =>
  `<!doctype html>\n<html><head><title>${title}</title></head><body>${text}</body></html>`;

describe("readContent", () => {
  it("JSON: what differs at the paths", () => {
    const body = '{"status":"down","n":[1],"o":{"b":2,"a":1}}';
    const expected = { "$.status": "ok", "$.n": [1], "$.o": { a: 1, b: 2 }, "$.none": null };
    expect(readContent(body, { json: expected })).toEqual({
      html: false,
      json: true,
      different: [{ path: "$.status", found: "down" }, { path: "$.none" }],
      maintenance: [],
      inTitle: false,
    });
    expect(readContent("oops", { json: { "$.status": "ok" } })).toMatchObject({ json: false, different: [] });
  });

  it("lets no control character and no long value out", () => {
    const body = JSON.stringify({
      a: "\u001b[31mred\u202e",
      b: "x".repeat(5000),
      c: { d: "y".repeat(5000) },
      e: ["\u009b"],
    });
    const { different } = readContent(body, { json: { "$.a": 1, "$.b": 1, "$.c": 1, "$.e": 1 } });
    expect(different[0]?.found).toBe("[31mred");
    expect(different).toHaveLength(4);
    for (const { found = "" } of different) {
      expect([...found].length).toBeLessThanOrEqual(120);
      expect(found).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it("pages: words of maintenance, in the title or in the text, not in scripts", () => {
    expect(readContent(page("系统维护", "请稍后"))).toMatchObject({
      html: true,
      maintenance: ["维护"],
      inTitle: true,
    });
    const text = page("Welcome", "The site is under Maintenance and temporarily unavailable");
    expect(readContent(text)).toMatchObject({
      maintenance: ["maintenance", "temporarily unavailable"],
      inTitle: false,
    });
    expect(readContent(page("Welcome", "<script>var maintenance = 1</script>hello")).maintenance).toEqual([]);
    expect(readContent('{"message":"maintenance"}').maintenance).toEqual([]);
  });

  it("the page of nginx about client certificates", () => {
    expect(readContent(page("400 No required SSL certificate was sent", "x")).clientCert).toBe("missing");
    expect(readContent(page("400 The SSL certificate error", "x")).clientCert).toBe("refused");
    expect(readContent(page("400 Bad Request", "x")).clientCert).toBeUndefined();
  });
});

describe("excerptOf", () => {
  it("is short and printable", () => {
    expect(excerptOf(page(" 系统\n维护 ", "secret text"))).toBe("系统 维护");
    expect(excerptOf("<html><style>a{}</style><body>plain <b>words</b></body></html>")).toBe("plain words");
    expect([...excerptOf(`a\u001b[1m${"长".repeat(500)}`)]).toHaveLength(120);
  });
  it("knows a page when it sees one", () => {
    expect(looksLikeHtml("\n<!-- c --><HTML lang=zh>")).toBe(true);
    expect(looksLikeHtml(`${"<!-- -->".repeat(600)}x`)).toBe(false);
    for (const text of ['{"a":"<html>"}', "<?xml version='1.0'?><a/>", "", "html"])
      expect(looksLikeHtml(text)).toBe(false);
  });
});
