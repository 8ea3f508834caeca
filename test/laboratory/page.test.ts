import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { calibrate } from "./calibrate.js";
import { faultsPage, healthyPage, type Measured, withPart } from "./page.js";
import { type Outcome, score } from "./score.js";

const measured: Measured = {
  at: "2026-01-01 00:00 UTC",
  version: "0.1.0",
  machine: "a machine",
  laboratories: 4,
  repeat: 1,
  seconds: 90,
};
const wrong: Outcome = {
  id: "port-closed/8080",
  kind: "fault",
  expected: [{ cause: "port-closed" }],
  accepted: [],
  stood: [{ cause: "host-down", place: "10.0.0.1|x", confidence: 0.9 }],
  ms: 2500,
};

it("the page names what was missed, what stood instead, and what was not proven", () => {
  const text = faultsPage(score([wrong]), calibrate([wrong]), measured, ["no-carrier"]);
  expect(text).toContain("| the injected cause stands first | 0 of 1 (0.0 %) |");
  expect(text).toContain("| port-closed | host-down | 1 |");
  expect(text).toContain("| port-closed/8080 | host-down @ 10.0.0.1\\|x (0.90) |");
  expect(text).toContain("| cases in which the laboratory itself failed | no-carrier |");
  expect(text).toContain("2.5 s");
});

it("healthy runs are counted by their false alarms", () => {
  const healthy: Outcome = { ...wrong, kind: "healthy", expected: [], stood: [] };
  expect(healthyPage(score([healthy]), measured, [])).toContain("| 0 of 1 (0.0 %) |");
});

it("one part of ACCURACY.md is replaced and nothing else changes", () => {
  const page = readFileSync(join(import.meta.dirname, "../../ACCURACY.md"), "utf8");
  const once = withPart(page, "healthy", "NEW");
  expect(once).toContain("\n\nNEW\n\n");
  expect(withPart(once, "healthy", "NEW")).toBe(once);
  const head = page.slice(0, page.indexOf("<!-- healthy"));
  expect(once.startsWith(head)).toBe(true);
  expect(() => withPart("nothing", "faults", "NEW")).toThrow(/no place/);
});
