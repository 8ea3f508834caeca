import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import type { PrintOptions } from "../../src/report/index.js";
import { json } from "../../src/report/json.js";
import { reportJsonSchema } from "../../src/report/schema.js";
import { hostile, reports, withExchanges } from "./reports.js";

const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(reportJsonSchema());

describe("the JSON Schema of the report", () => {
  it.each(Object.entries({ ...reports, hostile, withExchanges: withExchanges(reports["one-fault"]) }))(
    "accepts %s",
    (_, report) => {
      expect(validate(JSON.parse(json(report, {} as PrintOptions))), JSON.stringify(validate.errors)).toBe(true);
    },
  );

  it.each([
    ["an unknown key", { extra: 1 }],
    ["an unknown status", { status: "ok" }],
    ["another schema", { schema: 2 }],
    ["a sentence in one language", { resend: [{ subject: "a", verdict: "safe", because: { en: "x" } }] }],
    ["counts without a word", { counts: { pass: 1 } }],
  ])("refuses %s", (_, change) => {
    expect(validate({ ...reports.healthy, ...change })).toBe(false);
  });
});
