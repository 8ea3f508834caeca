import { describe, expect, it } from "vitest";
import { invoicesOf } from "../../checks/payload/sample.js";
import { judgePayload, payload } from "../../checks/payload.js";
import { fieldPaths } from "../../src/model/invoice-fields.js";
import type { Json, JsonObject } from "../../src/model/json.js";
import { fill, slotsIn } from "../../src/model/text.js";
import { makeProfile, urlTarget } from "../servers/profile.js";

const line: JsonObject = { sl: "1", dj: "100", je: "100.00", slv: "0.13", se: "13.00" };
const right: JsonObject = {
  gmfnsrsbh: "91350100M000100Y43",
  lines: [line],
  hjje: "100.00",
  hjse: "13.00",
  jshj: "113.00",
};

const wanted = { fields: fieldPaths(), required: [] };
const judge = (...values: Json[]) =>
  judgePayload(values.flatMap((value, at) => invoicesOf({ file: `s${at}.json`, value }, wanted)));

/** The signal of each question; every sentence has a value for every slot. */
const answers = (...values: Json[]): Record<string, string> =>
  Object.fromEntries(
    judge(...values).map(({ signal, data }) => {
      expect(slotsIn(JSON.stringify(fill(payload.signals[signal].text, data as JsonObject)))).toEqual([]);
      return [payload.signals[signal].answers, signal];
    }),
  );
const textOf = (signal: string, ...values: Json[]): string => {
  const raised = judge(...values).find((one) => one.signal === signal);
  if (raised === undefined) throw new Error(`${signal} was not raised`);
  return fill(payload.signals[raised.signal].text, raised.data as JsonObject).en;
};

const healthy = {
  rules: "rules-kept",
  "tax-number": "tax-number-right",
  amounts: "amounts-right",
  sums: "sums-agree",
  tax: "tax-agrees",
  rates: "rates-known",
  required: "nothing-missing",
};

describe("one answer for each question", () => {
  it("of a sample that keeps the rules", () => {
    expect(answers(right)).toEqual(healthy);
    expect(answers({ ...right, fphm: "26442000000000000001", kprq: "2026-01-02" })).toEqual({
      ...healthy,
      number: "number-right",
    });
  });

  it.each([
    ["amounts", "amounts-malformed", { hjje: "1e2" }],
    ["sums", "sums-differ", { jshj: "113.01" }],
    ["tax", "tax-differs", { lines: [{ ...line, se: "13.07" }] }],
    [
      "rates",
      "rates-wrong",
      { fppzDm: "81", hjse: "0.00", jshj: "100.00", lines: [{ ...line, slv: "0", se: "0.00" }] },
    ],
    ["required", "fields-missing", { jshj: "" }],
    ["tax-number", "tax-number-illegal", { gmfnsrsbh: "91350100M000100O43" }],
    ["number", "number-wrong", { fphm: "123" }],
  ])("%s alone: %s", (question, signal, changes) => {
    expect(answers({ ...right, ...changes })).toEqual({ ...healthy, rules: "rules-broken", [question]: signal });
  });

  it("of what is doubtful and breaks no rule", () => {
    const rate = { ...line, slv: "0.17", se: "17.00" };
    expect(answers({ ...right, lines: [rate], hjse: "17.00", jshj: "117.00" })).toEqual({
      ...healthy,
      rates: "rates-unusual",
    });
    const price = { ...line, sl: "3", dj: "33.33333333333333" };
    expect(answers({ ...right, lines: [price] })).toEqual({ ...healthy, amounts: "price-long" });
  });

  it("of tax numbers the worst, never more than a warning for the check character", () => {
    const number = (...numbers: string[]) =>
      answers(...numbers.map((gmfnsrsbh) => ({ ...right, gmfnsrsbh })))["tax-number"];
    expect(number("91350211M0000XUF46")).toBe("tax-number-unchecked");
    expect(number("110000101623741")).toBe("tax-number-legacy");
    expect(number("91350100M000100y43")).toBe("tax-number-lower-case");
    expect(number("1234567890123456")).toBe("tax-number-unusual");
    expect(number("91350100M000100Y43", "110000101623741", "91350211M0000XUF46")).toBe("tax-number-unchecked");
    expect(number("91350211M0000XUF46", "！")).toBe("tax-number-illegal");
    expect(payload.signals["tax-number-unchecked"].level).toBe("warn");
    const { gmfnsrsbh: _, ...without } = right;
    expect(answers(without)).not.toHaveProperty("tax-number");
  });
});

describe("findings", () => {
  it("name the file, the place, the figures and the platform's code", () => {
    expect(textOf("sums-differ", right, { ...right, jshj: "113.01" })).toBe(
      "1 sum(s) do not agree, first s1.json $.jshj: 100.00 + 13.00 = 113.00 ≠ 113.01 (total, BI1015)",
    );
    expect(textOf("fields-missing", { ...right, hjse: "", jshj: null })).toBe(
      "2 value(s) are missing, first s0.json $.hjse",
    );
    expect(textOf("rules-broken", { ...right, hjse: "", jshj: null })).toMatch(/in 2 place\(s\) of 1 sample/);
    expect(textOf("tax-number-unchecked", { ...right, gmfnsrsbh: "91350100M000100Y44" })).toContain(
      "s0.json $.gmfnsrsbh 9135************44",
    );
  });

  it("are all counted, and a handful of them shown", () => {
    const lines = Array.from({ length: 50 }, () => ({ ...line, se: "14.00" }));
    const [tax] = judge({ ...right, lines }).filter(({ signal }) => signal === "tax-differs");
    expect(tax?.data).toMatchObject({ count: 51, path: "s0.json $.lines[0].se" });
    expect(tax?.data).toHaveProperty("instances.length", 20);
  });
});

describe("aims", () => {
  const sample = { ...right, buyer: "张三", phone: "13800000000", gmfnsrsbh: "11010519491231002X" };
  const target = {
    ...urlTarget("https://a.test/", "api"),
    payload: { samples: [{ file: "s.json", value: sample }], ...wanted },
  };

  it("at targets with samples, and at nothing else", () => {
    const aims = payload.aims(makeProfile({ targets: [urlTarget("https://b.test/", "other"), target] }));
    expect(aims.map(({ subject, needs }) => [subject, needs])).toEqual([["api", []]]);
  });

  it("carry nothing personal into a report", async () => {
    const [aim] = payload.aims(makeProfile({ targets: [target] }));
    if (aim === undefined) throw new Error("no aim");
    const context = { settings: {}, now: new Date(), others: () => [] };
    const seen = await payload.observe(aim.target, { settings: {}, signal: new AbortController().signal } as never);
    if ("unavailable" in seen) throw new Error("nothing was seen");
    const text = JSON.stringify([aim, seen, payload.judge([seen], { ...context, target: aim.target })]);
    for (const secret of ["张三", "138", "1949", "11010519491231002X"]) expect(text).not.toContain(secret);
    expect(JSON.parse(JSON.stringify(aim.target))).toEqual(aim.target);
  });
});
