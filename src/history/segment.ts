import { encode, lineReader, type ReadLine } from "./line.js";
import type { Run } from "./run.js";

export type Segment = { readonly runs: readonly Run[]; readonly damaged: number };

/** The runs of a segment, and how many of its lines cannot be read. */
export const readSegment = (bytes: Uint8Array, readLine: ReadLine = lineReader()): Segment => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  const runs: Run[] = [];
  let damaged = 0;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? undefined : end);
    at = end < 0 ? text.length : end + 1;
    if (line === "") continue;
    const run = readLine(line);
    if (run === null) damaged += 1;
    else runs.push(run);
  }
  return { runs, damaged };
};

export const written = (runs: readonly Run[]): string => runs.map(encode).join("");

const alike = (a: Run, b: Run): boolean =>
  a.told.status !== "fail" && (a.told === b.told || JSON.stringify(a.told) === JSON.stringify(b.told));

/** The times of two runs in one: weighted means, which is what a plot of many would show. */
const mixed = (a: Run, b: Run): Run["times"] =>
  a.times.map((time, at) => {
    const other = b.times[at] ?? null;
    if (time === null || other === null) return time ?? other;
    return Math.round(((time * a.count + other * b.count) / (a.count + b.count)) * 10) / 10;
  });

/**
 * Runs of one profile that did not fail, follow each other and are alike, in one: how many and when they were stays known,
 * so no figure of the history changes. A run that failed stays by itself.
 */
export const folded = (runs: readonly Run[]): Run[] => {
  const result: Run[] = [];
  const latest = new Map<string, number>();
  for (const run of runs) {
    const at = latest.get(run.told.profile);
    const last = at === undefined ? undefined : result[at];
    if (at !== undefined && last !== undefined && alike(last, run)) {
      const count = last.count + run.count;
      result[at] = { ...last, id: "", times: mixed(last, run), count, until: run.until };
    } else latest.set(run.told.profile, result.push(run) - 1);
  }
  return result;
};
