import type { Fault } from "../../lab/faults.js";
import type { Report, Standing } from "../../model/report.js";
import { stands } from "../../model/status.js";

/** What the tool said of one injected fault. */
export type Score = {
  /** The first standing cause; null: none stands. */
  readonly answer: string | null;
  readonly standing: Standing | null;
  /** 0 to 1. */
  readonly confidence: number;
  readonly right: boolean;
};

/** Pure. Right is who names the injected fault first. */
export const scoreOf = (fault: Fault, report: Report): Score => {
  const first = report.diagnosis.causes.find(stands);
  if (first === undefined) return { answer: null, standing: null, confidence: 0, right: false };
  const { id, standing, confidence } = first;
  return { answer: id, standing, confidence, right: id === fault.id };
};
