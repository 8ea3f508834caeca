import type { Fault } from "../../lab/faults.js";
import type { Library } from "../context.js";
import { exercise } from "./exercise.js";
import type { Run } from "./records.js";
import { scoreOf } from "./score.js";

/** A diagnosis that is wrong is made again so often, alone and with so much more patience: a busy machine falsifies times. */
export const patiences = [1, 3, 5] as const;

export type Attempt = {
  readonly library: Library;
  readonly fault: Fault;
  /** 1 for the first look. */
  readonly tries: number;
  readonly signal: AbortSignal;
};

/** One look at one fault, and how long it took; undefined: it was interrupted. */
export const attempt = async ({ library, fault, tries, signal }: Attempt): Promise<Run | undefined> => {
  const began = new Date();
  const start = performance.now();
  const patience = patiences[tries - 1] ?? 1;
  const report = await exercise({ library, fault, patience, signal });
  if (signal.aborted) return undefined;
  const { id, title, layer } = fault;
  const ms = Math.round(performance.now() - start);
  return { fault: id, title, layer, at: began.toISOString(), ms, ...scoreOf(fault, report), tries };
};
