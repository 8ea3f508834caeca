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
