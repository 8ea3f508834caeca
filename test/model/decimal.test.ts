import { describe, expect, it } from "vitest";
import { absolute, compare, decimal, decimalText, minus, plus, sum, times, within } from "../../src/model/decimal.js";

const read = (text: string) => {
  const value = decimal(text);
  if (value === undefined) throw new Error(`not read: ${text}`);
  return value;
};

describe("reading", () => {
  it.each(["0", "-0.50", "+3.1", "12.345678901234567890", "0099.00"])("takes %s", (text) => {
    expect(decimal(text)).toBeDefined();
  });

  it.each(["", "-", ".5", "5.", "1e2", "1,000.00", " 1", "1 ", "0x1", "NaN", "１", "--1", "1.2.3", "9".repeat(65)])(
    "refuses %j",
    (text) => {
      expect(decimal(text)).toBeUndefined();
    },
  );
});

describe("arithmetic", () => {
  it("is exact where binary floats are not", () => {
    expect(0.1 + 0.2).not.toBe(0.3);
    expect(compare(plus(read("0.1"), read("0.2")), read("0.3"))).toBe(0);
    expect(1.005 * 100).not.toBe(100.5);
    expect(decimalText(times(read("1.005"), read("100")))).toBe("100.50");
    expect(decimalText(times(read("100.05"), read("0.13")))).toBe("13.0065");
    expect(decimalText(sum(Array.from({ length: 1000 }, () => read("0.01"))))).toBe("10.00");
    expect(decimalText(minus(read("99999999999999999.99"), read("0.01")))).toBe("99999999999999999.98");
  });

  it("counts the bound of a tolerance as within", () => {
    expect(within(read("13.06"), read("13.00"), read("0.06"))).toBe(true);
    expect(within(read("13.0600001"), read("13.00"), read("0.06"))).toBe(false);
    expect(within(read("-1.27"), read("0"), read("1.27"))).toBe(true);
  });

  it("knows signs", () => {
    expect(decimalText(absolute(read("-2.125")))).toBe("2.125");
    expect(compare(read("-1"), read("0.5"))).toBe(-1);
    expect(compare(read("1.50"), read("1.5"))).toBe(0);
  });
});

describe("text", () => {
  it.each([
    ["3.100", "3.10"],
    ["0.060000", "0.06"],
    ["-0.005", "-0.005"],
    ["12", "12"],
    ["1.5", "1.5"],
    ["100.00", "100.00"],
    ["0.00", "0.00"],
  ])("shows %s as %s", (text, shown) => {
    expect(decimalText(read(text))).toBe(shown);
  });
});
