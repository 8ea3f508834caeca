import { z } from "zod";
import { type Expectation, said } from "./expectation.js";

/** What was expected instead of a text; undefined: nothing is wrong with it. */
export type Fault = (value: string) => Expectation | undefined;

/** A text that is refused with what was expected instead. `pattern` is for editors only. */
export const text = (expected: Expectation, fault: Fault, pattern?: string) => {
  const schema = z.string({ error: said(expected) }).superRefine((value, context) => {
    const wrong = fault(value);
    if (wrong !== undefined) context.addIssue({ code: "custom", message: said(wrong) });
  });
  return pattern === undefined ? schema : schema.meta({ pattern });
};
export const matching = (expected: Expectation, pattern: RegExp) =>
  text(expected, (value) => (pattern.test(value) ? undefined : expected), pattern.source);
