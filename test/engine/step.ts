import * as registry from "../../checks/index.js";
import type { AnyCheck } from "../../src/model/check.js";
import type { Evidence, Result } from "../../src/model/result.js";

export const checks = Object.values(registry) as readonly AnyCheck[];

/** A step of a real check that gave these answers and saw nothing else. */
export const step = (id: string, places: Result["places"], ...signals: readonly string[]): Result => {
  const [name = "", subject = ""] = id.split(":");
  const check = checks.find((one) => one.id === name);
  if (check === undefined) throw new Error(name);
  const evidence = signals.map((signal): Evidence => {
    const { answers, level, text } = check.signals[signal];
    return { question: answers, signal, level, text, data: {} };
  });
  return {
    step: id,
    check: name,
    subject,
    layer: check.layer,
    status: "pass",
    ms: 1,
    at: "2026-01-01T00:00:00.000Z",
    places: { ...places, target: subject },
    target: { step: id },
    settings: {},
    looks: [],
    evidence,
    blockedBy: [],
  };
};
