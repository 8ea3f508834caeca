import { expect, it } from "vitest";
import type { CauseId } from "../../src/model/causes/index.js";
import { calibrate } from "./calibrate.js";
import type { Outcome } from "./score.js";

const causes: readonly CauseId[] = ["cert-expired", "db-down", "host-down", "api-error", "dns-refused", "api-slow"];

/** Of `count` runs of each cause, `right` in ten are right, all stated with one confidence. */
const runs = (count: number, right: number, confidence: number): Outcome[] =>
  causes.flatMap((cause) =>
    Array.from({ length: count }, (_, at) => ({
      id: `${cause}/${at}`,
      kind: "fault" as const,
      expected: [{ cause }],
      accepted: [],
      stood: [{ cause: at % 10 < right ? cause : "port-closed", place: "x", confidence }],
      ms: 1,
    })),
  );

it("leaves confidences that are as good as they say", () => {
  expect(calibrate(runs(50, 8, 0.8)).temperature).toBe(1);
});

it("draws boastful ones together, to the gain of the half that it was not fitted on", () => {
  const { temperature, stated, fitted, fittedOn, checkedOn } = calibrate(runs(50, 7, 0.97));
  expect(temperature).toBeGreaterThan(2);
  expect(fitted).toBeLessThan(stated);
  expect(fittedOn + checkedOn).toBe(300);
  expect(Math.min(fittedOn, checkedOn)).toBeGreaterThan(0);
});

it("makes timid ones bolder", () => {
  expect(calibrate(runs(50, 10, 0.7)).temperature).toBeLessThan(1);
});

it("has nothing to say of no runs", () => {
  expect(calibrate([])).toMatchObject({ temperature: 1, fittedOn: 0, checkedOn: 0, stated: 0, fitted: 0 });
});
