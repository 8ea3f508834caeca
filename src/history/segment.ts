import { decode, encode } from "./line.js";
import type { Run } from "./run.js";

export type Segment = { readonly runs: readonly Run[]; readonly damaged: number };

/** The runs of a segment, and how many of its lines cannot be read. */
export const readSegment = (bytes: Uint8Array): Segment => {
  const runs: Run[] = [];
  let damaged = 0;
  for (const line of Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8").split("\n")) {
    if (line === "") continue;
    const run = decode(line);
    if (run === null) damaged += 1;
    else runs.push(run);
  }
  return { runs, damaged };
};

export const written = (runs: readonly Run[]): string => runs.map(encode).join("");

const alike = (a: Run, b: Run): boolean =>
  a.status !== "fail" &&
  a.status === b.status &&
  a.profile === b.profile &&
  a.interrupted === b.interrupted &&
  JSON.stringify([a.states, a.causes]) === JSON.stringify([b.states, b.causes]);

/** The times of two runs in one: weighted means, which is what a plot of many would show. */
const mixed = (a: Run, b: Run): Run["times"] => {
  const times: { [subject: string]: number } = { ...b.times, ...a.times };
  for (const [subject, time] of Object.entries(a.times)) {
    const other = b.times[subject];
    if (other === undefined) continue;
    times[subject] = Math.round(((time * a.count + other * b.count) / (a.count + b.count)) * 10) / 10;
  }
  return times;
};

/**
 * Runs of one profile that did not fail, follow each other and are alike, in one: how many and when they were stays known,
 * so no figure of the history changes. A run that failed stays by itself.
 */
export const folded = (runs: readonly Run[]): Run[] => {
  const result: Run[] = [];
  const latest = new Map<string, number>();
  for (const run of runs) {
    const at = latest.get(run.profile);
    const last = at === undefined ? undefined : result[at];
    if (at !== undefined && last !== undefined && alike(last, run)) {
      const count = last.count + run.count;
      result[at] = { ...last, id: "", times: mixed(last, run), count, until: run.until };
    } else latest.set(run.profile, result.push(run) - 1);
  }
  return result;
};
