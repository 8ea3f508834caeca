import { describe, expect, it } from "vitest";
import { maskedTaxNumber, taxNumberForm, unifiedCheck } from "../../src/model/tax-number.js";
import vectors from "./gb32100-vectors.json" with { type: "json" };

const { valid, valid_synthetic, invalid, id_card, detection_power } = vectors;
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

describe("GB 32100-2015", () => {
  it.each([...valid, ...Object.values(valid_synthetic)])("%s is right", (number) => {
    expect(taxNumberForm(number)).toBe("checked");
  });

  it("a remainder of 0 gives the check character 0", () => {
    expect(unifiedCheck(valid_synthetic.check_0.slice(0, 17))).toBe("0");
  });

  const judged = invalid.filter(({ code }) => !/[a-z]/.test(code));
  it.each(judged.map(({ code, expected_last }) => [code, expected_last] as const))("%s is not", (code, last) => {
    expect(taxNumberForm(code)).toBe(/[IOSVZ]/.test(code) ? "illegal" : "unchecked");
    if (last !== undefined) expect(unifiedCheck(code.slice(0, 17))).toBe(last);
  });

  it("is right in capitals, where only the case was wrong", () => {
    const small = invalid.find(({ code }) => /[a-z]/.test(code))?.code ?? "";
    expect(taxNumberForm(small)).toBe("illegal");
    expect(taxNumberForm(small.toUpperCase())).toBe("checked");
  });

  it("sees every single wrong character and every swap of neighbours, as the standard promises", () => {
    const { base } = detection_power;
    const others = [...base].flatMap((_, at) =>
      [...alphabet.slice(0, 24)]
        .filter((one) => one !== base[at])
        .map((one) => base.slice(0, at) + one + base.slice(at + 1)),
    );
    const swapped = [...base.slice(1)].flatMap((two, at) =>
      two === base[at] ? [] : [base.slice(0, at) + two + base[at] + base.slice(at + 2)],
    );
    expect(others.length).toBeGreaterThan(400);
    for (const number of [...others, ...swapped]) expect(taxNumberForm(number), number).toBe("unchecked");
  });
});

describe("other numbers", () => {
  it("a person's number has a check of its own (GB 11643-1999)", () => {
    expect(taxNumberForm(id_card.valid)).toBe("checked");
    expect(taxNumberForm("110105194912310021")).toBe("unchecked");
  });

  it.each(["110000101623741", "11000010162374101", "11010519491231002X01", "L91350100M000100Y43"])(
    "%s is of an older form",
    (number) => {
      expect(taxNumberForm(number)).toBe("legacy");
    },
  );

  it.each([
    ["1234567890123456", "unusual"],
    ["12345", "unusual"],
    ["", "illegal"],
    ["91350100 000100Y43", "illegal"],
    ["91350100-000100Y43", "illegal"],
    ["税号350100M000100Y43", "illegal"],
    ["911101066976941872911", "illegal"],
  ] as const)("%j is %s", (number, form) => {
    expect(taxNumberForm(number)).toBe(form);
  });
});

describe("masking", () => {
  it("hides the middle, where a person's birthday stands", () => {
    expect(maskedTaxNumber("91350100M000100Y43")).toBe("9135************43");
    expect(maskedTaxNumber("11010519491231002X")).not.toContain("1949");
    expect(maskedTaxNumber("12345")).toBe("*****");
    expect(maskedTaxNumber("\u001b[31m1350100\n0")).toBe("……31********…0");
  });
});
