import { expect, test } from "vitest";
import { lint } from "../../src/engine/lint.js";
import { prior, probability } from "../../src/engine/weights.js";
import type { Cause, CauseTable } from "../../src/model/cause.js";
import { causes, checks, toyCheck } from "./toy.js";

const cause = (id: string): Cause => causes[id] as Cause;
const withCause = (id: string, rest: Partial<Cause>): CauseTable => ({
  ...causes,
  [id]: { ...cause("port-closed"), ...rest },
});
/** What lint says beyond what it says of the plain toys. */
const said = (table: CauseTable, list = checks): string[] => {
  const before = new Set(lint(checks, causes));
  return lint(list, table).filter((one) => !before.has(one));
};

test("a rare cause that is always seen so outweighs a healthy world twentyfold", () => {
  expect(prior.rare * probability.always).toBeGreaterThanOrEqual(20 * probability.never);
});

test("a cause may only name signals that exist", () => {
  expect(said(withCause("new", { expects: { "port/shut": "always", "port/refused": "always" } })).join()).toContain(
    '"port/shut"',
  );
});

test("a cause that nothing out of order raises is refused", () => {
  expect(said(withCause("new", { expects: { "port/open": "always" } })).join()).toContain("raised by no answer");
});

test("seldom for a failing answer is refused: it would speak for the cause", () => {
  expect(said(withCause("new", { expects: { "port/refused": "seldom", "port/silent": "always" } })).join()).toContain(
    "seldom",
  );
});

test("two causes with the same expectations must name each other as look-alikes", () => {
  expect(said(withCause("twin", {})).join()).toContain("nothing separates");
  const named = {
    ...causes,
    "port-closed": { ...cause("port-closed"), lookAlikes: ["twin"] },
    twin: { ...cause("port-closed"), lookAlikes: ["port-closed"] },
  };
  expect(said(named)).toEqual([]);
});

test("a look-alike must exist", () => {
  expect(said(withCause("new", { lookAlikes: ["nobody"], expects: { "port/silent": "usually" } })).join()).toContain(
    "nobody",
  );
});

test("a failing signal that no cause expects is refused", () => {
  const odd = toyCheck("odd", { fine: ["state", "pass"], broken: ["state", "fail"] });
  expect(said(causes, [...checks, odd]).join()).toContain("odd/broken");
});

test("a variant is reported by the word of a cause that exists and is none itself", () => {
  const odd = { expects: { "port/silent": "usually" } } as const;
  expect(said(withCause("new", { ...odd, reportedAs: "nobody" })).join()).toContain("no cause of its own");
  expect(said(withCause("new", { ...odd, reportedAs: "port-closed" })).join()).not.toContain("no cause of its own");
});

test("a test by hand has no slot that nobody would fill", () => {
  const open = {
    expects: { "port/silent": "usually" },
    tellApart: { en: "Ask {host}.", zh: "询问 {host}。" },
  } as const;
  expect(said(withCause("new", open)).join()).toContain("which nobody fills");
});
