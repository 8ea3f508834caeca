import { describe, expect, it } from "vitest";
import { invoicePaths } from "../../src/model/invoice-fields.js";
import type { HostTarget, UrlTarget } from "../../src/model/profile.js";
import { bad, good, withTarget } from "./toys.js";

const urlTarget = (...lines: string[]) => good(withTarget("name: a", ...lines)).targets[0] as UrlTarget;
const api = "url: https://a.test/";

describe("samples of requests", () => {
  const { payload } = urlTarget(
    api,
    "payload: { samples: [./sample.json], fields: { lines: $.items, rate: \"$['tax-rate']\" }, required: [$.buyer.name] }",
  );

  it("keep every number as it was written, and texts as they are", () => {
    expect(payload?.samples).toEqual([
      { file: "./sample.json", value: { hjje: "100.10", note: '1.50 "2" 3', list: ["1E+2", "-0.0", true, null] } },
    ]);
  });

  it("have their fields where the profile says, else under the usual names", () => {
    expect(payload?.fields).toMatchObject({
      lines: ["$.items"],
      rate: ["$['tax-rate']"],
      total: invoicePaths.total,
    });
    expect(payload?.required).toEqual(["$.buyer.name"]);
    expect(urlTarget(api, "payload: { samples: [sample.json] }").payload?.required).toEqual([]);
  });

  it("are read exactly however long a number is", () => {
    const long = "12345678901234567890.123456789";
    const text = withTarget("name: a", api, "payload: { samples: [x.json] }");
    const read = (json: string) =>
      (good(text, { readFile: () => json }).targets[0] as UrlTarget).payload?.samples[0]?.value;
    expect(read(`{"a":${long}}`)).toEqual({ a: long });
    expect(read(`[{"1":-1.50,"b\\"2":"3"}]`)).toEqual([{ "1": "-1.50", 'b"2': "3" }]);
    const many = `{"a":[${Array.from({ length: 50_000 }, (_, at) => at).join(",")}]}`.slice(0, -2);
    expect(bad(text, { readFile: () => many })[0]?.message.en).toMatch(/not JSON|256 KiB/);
    expect(read(JSON.stringify({ a: `\\"${"x\\".repeat(50_000)}` }))).toHaveProperty("a");
  });

  it("give away nothing of themselves when they are broken", () => {
    const text = withTarget("name: a", api, "payload: { samples: [x.json] }");
    const [error] = bad(text, { readFile: () => '{"name": 张三13800000000}' });
    expect(JSON.stringify(error)).not.toMatch(/张三|138/);
    expect(bad(text, { readFile: () => '{\n "a": 1\n "b": 2 }' })[0]?.message.en).toMatch(/not JSON( at 3:\d)?$/);
  });

  it("may be many, but none beyond twenty is read", () => {
    const names = Array.from({ length: 21 }, (_, at) => `s${at}.json`);
    const asked: string[] = [];
    const readFile = (path: string): string => {
      asked.push(path);
      return "{}";
    };
    expect(bad(withTarget("name: a", api, `payload: { samples: [${names}] }`), { readFile })).toHaveLength(1);
    expect(asked).toHaveLength(20);
  });
});

describe("further keys", () => {
  it("say what the keys are for, how often a client retries, and what is a local component", () => {
    expect(urlTarget(api, "environment: sandbox", "client: { retries: 0 }")).toMatchObject({
      environment: "sandbox",
      client: { retries: 0 },
    });
    expect(urlTarget("url: https://localhost:28000/", "helper: true").helper).toBe(true);
    expect(urlTarget("url: https://xk.sheca.test:18456/", "helper: true").helper).toBe(true);
    const host = good(withTarget("name: a", "host: 127.0.0.1", "ports: [28000]", "helper: false")).targets[0];
    expect((host as HostTarget).helper).toBe(false);
  });

  it("are absent where the profile does not name them", () => {
    expect(Object.keys(urlTarget(api))).not.toEqual(expect.arrayContaining(["environment"]));
    expect(good(withTarget("name: a", api)).calendar).toBeUndefined();
  });
});

describe("the calendar", () => {
  const calendar = (entry: string) => good(`calendar: [${entry}]\n${withTarget("name: a", "host: h")}`).calendar;

  it.each([
    ["2026-06-30T22:00+08:00", "2026-06-30T14:00:00.000Z"],
    ["2026-06-30T22:00:30Z", "2026-06-30T22:00:30.000Z"],
    ["2028-02-29T00:30+08:00", "2028-02-28T16:30:00.000Z"],
    ["2026-01-01T00:30-05:30", "2026-01-01T06:00:00.000Z"],
  ])("takes %s for %s", (written, from) => {
    expect(calendar(`{ from: ${written}, to: 2029-01-01T00:00Z, note: 系统升级 }`)).toEqual([
      { from, to: "2029-01-01T00:00:00.000Z", note: "系统升级" },
    ]);
  });

  it.each(["2026-06-30", "2026-06-30T24:01Z", "2027-02-29T00:30+08:00", "30/06/2026 22:00", "2026-06-30T22:00+8"])(
    "does not take %s",
    (written) => {
      const text = `calendar: [{ from: ${JSON.stringify(written)}, to: 2029-01-01T00:00Z, note: x }]\n`;
      expect(bad(text + withTarget("name: a", "host: h")).map(({ path }) => path)).toEqual(["calendar[0].from"]);
    },
  );
});

describe("business codes", () => {
  const text = withTarget("name: a", api, "codes: ./codes.yaml");
  const read = (file: string) => good(text, { readFile: () => file }).targets[0] as UrlTarget;
  const fault = (file: string) => bad(text, { readFile: () => file })[0];

  it("stand in a file of YAML or JSON, and keep their leading zeros", () => {
    const codes = { "0000": { means: "ok" }, "4067": { means: "ip-not-whitelisted", text: "出口IP不一致" } };
    const yaml = "at: $.code\ncodes:\n  0000: ok\n  4067: { means: ip-not-whitelisted, text: 出口IP不一致 }\n";
    expect(read(yaml).codes).toEqual({ at: ["$.code"], codes });
    expect(read(JSON.stringify({ at: ["$.a.b", "$.code"], codes })).codes).toEqual({ at: ["$.a.b", "$.code"], codes });
  });

  it.each([
    ["at: $.code\ncodes: { 1: logged-out }", /codes\.yaml:2:\d+: expected one of ok, already-accepted/],
    ["at: code\ncodes: { 1: ok }", /codes\.yaml:1:5: expected a path such as/],
    ["codes: { 1: ok }", /key "at" is missing/],
    ["at: $.code\ncodes: {}", /a map of 1 to 1000 codes/],
    ["at: $.code\ncodes: { 1: ok }\ncode: 2", /codes\.yaml:3:1: unknown key "code"/],
    ["at: [$.code\n", /codes\.yaml:\d:\d/],
    ["", /codes\.yaml:1:1: /],
    [`at: $.code\ncodes:\n${Array.from({ length: 1001 }, (_, at) => `  c${at}: ok`).join("\n")}`, /1 to 1000 codes/],
  ])("that make no sense are refused with their own place (%#)", (file, words) => {
    const error = fault(file);
    expect(error?.message.en).toMatch(words);
    expect(error).toMatchObject({ path: "targets[0].codes", line: 5 });
    expect(error?.message.zh).toMatch(/codes\.yaml/);
  });

  it("whose file is not there are refused", () => {
    expect(bad(text.replace("codes.yaml", "none.yaml"))[0]?.path).toBe("targets[0].codes");
  });
});

describe("exit addresses", () => {
  it("are addresses and networks", () => {
    expect(urlTarget(api, "egress: { registered: [203.0.113.5, 2001:db8::/32], json: $.ip }").egress).toEqual({
      registered: ["203.0.113.5", "2001:db8::/32"],
      json: "$.ip",
    });
    expect(urlTarget(api, "egress: {}").egress).toEqual({ registered: [] });
    for (const wrong of ["203.0.113.0/33", "203.0.113.256", "office", "1.2.3.4/8/8", "2001:db8::/129", "1::2::3"]) {
      expect(bad(withTarget("name: a", api, `egress: { registered: ["${wrong}"] }`))[0]).toMatchObject({
        path: "targets[0].egress.registered[0]",
      });
    }
  });
});
