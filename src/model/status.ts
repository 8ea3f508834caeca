import type { Diagnosis, Finding, ReportStatus } from "./report.js";
import type { Evidence, Result } from "./result.js";

/** `new` fails only on what an earlier run did not have; without an earlier run it is `fail`. */
export const failOns = ["fail", "warn", "new"] as const;
export type FailOn = (typeof failOns)[number];

/** A cause that is still held to be possible. */
export const stands = (finding: Finding): boolean => finding.standing !== "ruled-out";

const checkOf = (step: string): string => step.slice(0, step.indexOf(":"));

/**
 * Standing causes that account for this answer: they explain its step and name its signal. `because` is a selection, so
 * the same signal of the same check at another step of theirs will do.
 */
export const accountFor = (
  step: string,
  { signal }: Evidence,
  { causes, unexplained }: Diagnosis,
): readonly Finding[] =>
  unexplained.some((one) => one.step === step && one.signal === signal)
    ? []
    : causes.filter(
        (cause) =>
          stands(cause) &&
          cause.explains.includes(step) &&
          cause.because.some((one) => one.signal === signal && checkOf(one.step) === checkOf(step)),
      );

/** An answer that only notes explain makes nothing unhealthy. */
const onlyNoted = (step: string, evidence: Evidence, diagnosis: Diagnosis): boolean => {
  const causes = accountFor(step, evidence, diagnosis);
  return causes.length > 0 && causes.every((cause) => cause.kind === "note");
};

/** The answers of a step that make a target unhealthy. */
export const countedEvidence = (result: Result, diagnosis: Diagnosis): readonly Evidence[] =>
  result.evidence.filter(
    (one) => (one.level === "warn" || one.level === "fail") && !onlyNoted(result.step, one, diagnosis),
  );

/** A step that saw something and could not tell what mattered: its target is not known to be healthy, whatever its other steps say. */
export const isUntold = ({ status, evidence }: Result): boolean => status === "skip" && evidence.length > 0;

/** What a result adds to the status of the run; undefined: nothing (blocked, skipped). */
export const countedStatus = (result: Result, diagnosis: Diagnosis): ReportStatus | undefined => {
  if (result.status === "error" || result.status === "pass") return result.status;
  if (result.status === "blocked" || result.status === "skip") return undefined;
  const counted = countedEvidence(result, diagnosis);
  if (counted.some((one) => one.level === "fail")) return "fail";
  return counted.length > 0 ? "warn" : "pass";
};

/** The worst of fail > error > warn > pass. A run in which no step ended in pass, warn or fail is `error`. */
export const statusOf = (results: readonly Result[], diagnosis: Diagnosis): ReportStatus => {
  const weights = results.map((result) => countedStatus(result, diagnosis));
  const judged = weights.some((one) => one !== undefined && one !== "error");
  if (!judged) return "error";
  return (["fail", "error", "warn"] as const).find((one) => weights.includes(one)) ?? "pass";
};

/**
 * 0 healthy, 1 unhealthy, 3 the tool itself failed, 130 interrupted (wins over all). `broke`: whether anything fails that
 * did not fail in an earlier run; absent: there is none to compare with.
 */
export const exitCodeOf = (
  status: ReportStatus,
  run: { interrupted?: boolean; failOn?: FailOn; broke?: boolean } = {},
): number => {
  if (run.interrupted === true) return 130;
  if (status === "fail") return run.failOn === "new" && run.broke === false ? 0 : 1;
  if (status === "error") return 3;
  return status === "warn" && run.failOn === "warn" ? 1 : 0;
};
