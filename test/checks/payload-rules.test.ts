import { describe, expect, it } from "vitest";
import {
  amountBreaches,
  longPrices,
  numberBreaches,
  rateBreaches,
  sumBreaches,
  taxBreaches,
  unusualRates,
} from "../../checks/payload/rules.js";
import { type InvoiceSight, invoicesOf } from "../../checks/payload/sample.js";
import { fieldPaths } from "../../src/model/invoice-fields.js";
import type { Json, JsonObject } from "../../src/model/json.js";

/** A right invoice of the direct channel; numbers stand in samples as the text that was written. */
const line: JsonObject = {
  xmmc: "*信息技术服务*软件",
  sl: "3",
  dj: "33.3333333",
  je: "100.00",
  slv: "0.13",
  se: "13.00",
};
const right: JsonObject = {
  gmfnsrsbh: "91350100M000100Y43",
  gmfmc: "某某公司",
  fpmxList: [line, { ...line, sl: "1", dj: "50", je: "50.00", slv: "0.06", se: "3.00" }],
  hjje: "150.00",
  hjse: "16.00",
  jshj: "166.00",
};

const sight = (value: Json, required: readonly string[] = [], fields = {}): InvoiceSight =>
  invoicesOf({ file: "s.json", value }, { fields: fieldPaths(fields), required })[0] as InvoiceSight;
const changed = (changes: JsonObject, lines: readonly JsonObject[] = []): InvoiceSight =>
  sight({
    ...right,
    ...(lines.length === 0 ? {} : { fpmxList: lines.map((one) => ({ ...line, ...one })) }),
    ...changes,
  });
const told = (breaches: readonly { rule: string; path: string; shown: string }[]) =>
  breaches.map(({ rule, path, shown }) => `${rule} ${path} ${shown}`);

const rules = [amountBreaches, sumBreaches, taxBreaches, rateBreaches, unusualRates, numberBreaches, longPrices];

describe("an invoice as it should be", () => {
  it("breaks no rule and misses nothing", () => {
    const invoice = sight(right);
    expect(rules.flatMap((rule) => rule(invoice))).toEqual([]);
    expect(invoice.missing).toEqual([]);
  });

  it("may be negative throughout: a red invoice", () => {
    const minus = { sl: "-3", je: "-100.00", se: "-13.00" };
    const red = changed({ hjje: "-100.00", hjse: "-13.00", jshj: "-113.00" }, [minus]);
    expect(rules.flatMap((rule) => rule(red))).toEqual([]);
  });

  it("may have a discount line without quantity and price", () => {
    const { sl: _, dj: __, ...rest } = line;
    const discount = { ...rest, je: "-10.00", se: "-1.30" };
    const invoice = sight({ ...right, fpmxList: [line, discount], hjje: "90.00", hjse: "11.70", jshj: "101.70" });
    expect(rules.flatMap((rule) => rule(invoice))).toEqual([]);
  });
});

describe("amounts", () => {
  it("have at most two decimals and 18 characters, and no exponent", () => {
    expect(told(amountBreaches(changed({ hjje: "150.001" })))).toEqual(["amount.scale $.hjje 150.001: 3 > 2"]);
    expect(told(amountBreaches(changed({ hjje: "1234567890123456.00" })))).toEqual(["amount.scale $.hjje 19 > 18"]);
    for (const odd of ["1E+2", "1,50", "¥5", "", " 5"])
      expect(told(amountBreaches(changed({ jshj: odd })))).toEqual(odd === "" ? [] : ["amount.form $.jshj ≠ 123.45"]);
    expect(told(amountBreaches(changed({}, [{ se: "13.005" }])))).toEqual([
      "amount.scale $.fpmxList[0].se 13.005: 3 > 2",
    ]);
  });

  it("of quantity and price take 25 characters; the browser platform fewer", () => {
    expect(told(amountBreaches(changed({}, [{ dj: `1.${"0".repeat(24)}` }])))).toEqual([
      "qty.len $.fpmxList[0].dj 26 > 25",
    ]);
    expect(told(longPrices(changed({}, [{ dj: "33.33333333333333" }])))).toEqual(["qty.len $.fpmxList[0].dj 14 > 13"]);
    expect(longPrices(changed({}, [{ dj: "33.3333333333333" }]))).toEqual([]);
  });
});

describe("sums, at their bounds", () => {
  const product = (je: string) =>
    told(sumBreaches(changed({ hjje: je, hjse: "0", jshj: je }, [{ sl: "1", dj: "100", je }])));
  it("a line may differ by 0.01", () => {
    expect(product("100.01")).toEqual([]);
    expect(product("99.99")).toEqual([]);
    expect(product("100.02")).toEqual(["line.amount $.fpmxList[0].je 100 × 1 = 100 ≠ 100.02 (±0.01)"]);
  });

  it("the sum of the lines may differ by 0.01", () => {
    const sums = (hjje: string, jshj: string) => told(sumBreaches(changed({ hjje, jshj })));
    expect(sums("150.01", "166.01")).toEqual([]);
    expect(sums("150.02", "166.02")).toEqual(["sum.amount $.hjje Σ 150.00 ≠ 150.02 (±0.01)"]);
  });

  it("the total may not differ at all", () => {
    expect(told(sumBreaches(changed({ jshj: "166.01" })))).toEqual(["total $.jshj 150.00 + 16.00 = 166.00 ≠ 166.01"]);
    expect(sumBreaches(changed({ jshj: "166" }))).toEqual([]);
  });

  it("are exact beyond what a binary float can hold", () => {
    const large = changed({ hjje: "99999999999999.97", hjse: "0.02", jshj: "99999999999999.99" }, [
      { sl: "1", dj: "99999999999999.97", je: "99999999999999.97", slv: "0", se: "0.02" },
    ]);
    expect(sumBreaches(large)).toEqual([]);
  });
});

describe("tax, at its bounds", () => {
  const lineTax = (se: string) => told(taxBreaches(changed({ hjse: "13.00" }, [{ se }])));
  it("of a line may differ by 0.06", () => {
    expect(lineTax("13.06")).toEqual([]);
    expect(lineTax("12.94")).toEqual([]);
    expect(lineTax("13.07")).toEqual(["line.tax $.fpmxList[0].se 100.00 × 0.13 = 13.00 ≠ 13.07 (±0.06)"]);
  });

  it("of all lines may differ by 1.27", () => {
    const sum = (hjse: string) => told(taxBreaches(changed({ hjse }, [{}])));
    expect(sum("14.27")).toEqual([]);
    expect(sum("11.73")).toEqual([]);
    expect(sum("14.28")).toEqual(["sum.tax $.hjse Σ 13.00 ≠ 14.28 (±1.27)"]);
  });

  it("of a difference is on what is left after the deduction", () => {
    const difference = (se: string) => told(taxBreaches(changed({ hjse: se }, [{ kce: "43.00", hsje: "113.00", se }])));
    // (113 − 43) / 1.13 × 0.13 = 8.0530973…
    expect(difference("8.05")).toEqual([]);
    expect(difference("8.11")).toEqual([]);
    expect(difference("7.99")).toEqual(["line.tax.diff $.fpmxList[0].se 70.00 ÷ 1.13 × 0.13 ≠ 7.99 (±0.06)"]);
    expect(difference("13.00")).toHaveLength(1);
    expect(told(taxBreaches(changed({ hjse: "13.00" }, [{ kce: "0.00" }])))).toEqual([]);
  });
});

describe("rates", () => {
  const rate = (slv: string, changes: JsonObject = {}) => changed(changes, [{ slv }]);
  it("are fractions of 1 with at most six decimals", () => {
    expect(told(rateBreaches(rate("13")))).toEqual(["rate.scale $.fpmxList[0].slv 13 ≥ 1"]);
    expect(told(rateBreaches(rate("13%")))).toEqual(["rate.scale $.fpmxList[0].slv ≠ 0.13"]);
    expect(told(rateBreaches(rate("-0.13")))).toEqual(["rate.scale $.fpmxList[0].slv -0.13 < 0"]);
    expect(told(rateBreaches(rate("0.1300000")))).toEqual(["rate.scale $.fpmxList[0].slv 0.1300000: 7 > 6"]);
    expect(rateBreaches(rate("0.130000"))).toEqual([]);
  });

  it("of 0 are none of a special invoice", () => {
    for (const type of ["81", "01", "增值税专用发票"])
      expect(told(rateBreaches(rate("0", { fppzDm: type })))).toEqual(["zero.special $.fpmxList[0].slv 0"]);
    expect(rateBreaches(rate("0.00", { fppzDm: "82" }))).toEqual([]);
  });

  it("out of force are doubtful, not wrong", () => {
    expect(told(unusualRates(rate("0.17")))).toEqual(["rate.known $.fpmxList[0].slv 0.17"]);
    expect(rateBreaches(rate("0.17"))).toEqual([]);
    expect(unusualRates(rate("0.030"))).toEqual([]);
  });
});

describe("the invoice's number", () => {
  it("has 20 digits and begins with the year of its date", () => {
    const number = (fphm: string, kprq = "2026-06-30 10:00:00") => told(numberBreaches(changed({ fphm, kprq })));
    expect(number("26442000000000000001")).toEqual([]);
    expect(number("26442000000000000001", "20260630")).toEqual([]);
    expect(number("25442000000000000001")).toEqual(["number.year $.fphm 25… ≠ 26…"]);
    expect(number("2644200000000000001")).toEqual(["number.len $.fphm 19 ≠ 20"]);
    expect(number("2644200000000000000X")).toEqual(["number.len $.fphm ? ≠ 20"]);
    expect(number("25442000000000000001", "")).toEqual([]);
    expect(numberBreaches(sight(right))).toEqual([]);
  });
});

describe("what is missing", () => {
  it("is told by its path, the profile's own requirements first", () => {
    const { jshj: _, ...partial } = right;
    const [first] = partial.fpmxList as readonly JsonObject[];
    const { slv: __, ...lineless } = first as JsonObject;
    const invoice = sight({ ...partial, fpmxList: [first as JsonObject, lineless], gmfmc: "" }, ["$.gmfmc", "$.kpr"]);
    expect(invoice.missing).toEqual(["$.gmfmc", "$.kpr", "$.fpmxList[1].slv", "$.jshj"]);
  });

  it.each([{}, { fpmxList: [] }, { fpmxList: "none" }, { fpmxList: null }])("may be all lines: %j", (changes) => {
    const { fpmxList: _, ...rest } = right;
    expect(sight({ ...rest, ...changes }).missing).toEqual(["$.fpmxList"]);
  });

  it("is everything, of what is no invoice", () => {
    for (const odd of [null, "5", true, [[]]] as Json[]) {
      const invoice = sight(odd);
      expect(invoice.missing.length).toBeGreaterThan(0);
      expect(rules.flatMap((rule) => rule(invoice))).toEqual([]);
    }
  });
});

describe("other names", () => {
  const own = {
    buyer: { taxNo: "91350100M000100Y43" },
    goods: [{ money: "10.00", pay: { tax: "1.30" }, "tax-rate": "0.13" }],
    sum: { net: "10.00", tax: "1.30", all: "11.31" },
  };
  const fields = {
    lines: "$.goods",
    amount: "$.sum.net",
    tax: "$.sum.tax",
    total: "$.sum.all",
    lineAmount: "$.money",
    lineTax: "$.pay.tax",
    rate: "$['tax-rate']",
  };

  it("are found where the profile says", () => {
    const invoice = sight(own, [], fields);
    expect(invoice.missing).toEqual([]);
    expect(invoice.taxNumbers).toMatchObject([{ path: "$.buyer.taxNo", form: "checked" }]);
    expect(told(sumBreaches(invoice))).toEqual(["total $.sum.all 10.00 + 1.30 = 11.30 ≠ 11.31"]);
  });

  it("are looked for nowhere else once they are said", () => {
    expect(sight(right, [], { total: "$.sum.all" }).missing).toEqual(["$.sum.all"]);
  });

  it("may stand in a list of invoices", () => {
    const wanted = { fields: fieldPaths(), required: [] };
    const all = invoicesOf({ file: "s.json", value: [right, { ...right, jshj: "1.00" }] }, wanted);
    expect(all.map((one) => told(sumBreaches(one)))).toEqual([[], ["total $[1].jshj 150.00 + 16.00 = 166.00 ≠ 1.00"]]);
  });
});

it("keeps nothing of a sample but figures and forms", () => {
  const text = JSON.stringify(
    sight({
      ...right,
      gmfnsrsbh: "11010519491231002X",
      kpr: "张三",
      gmfdh: "13800000000",
      hjse: "张三",
      fphm: "26442000000000000001",
    }),
  );
  for (const secret of ["张三", "13800000000", "某某公司", "软件", "1949", "26442000000000000001"])
    expect(text).not.toContain(secret);
});
