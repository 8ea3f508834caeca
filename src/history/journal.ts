import { join } from "node:path";
import type { AnyCheck } from "../model/check.js";
import type { Report } from "../model/report.js";
import { packed, reportIn, runIn } from "./entry.js";
import { bytesOf, contentsOf, freshIn, keptIn, makeFolder, type RunFile, runName } from "./folder.js";
import { lineReader, type ReadLine } from "./line.js";
import { type Run, runOf } from "./run.js";
import { readSegment, type Segment } from "./segment.js";
import { tidy } from "./tidying.js";
import { writeWhole } from "./whole.js";

/** Room for 100,000 runs of a handful of targets, and for the reports of some thousands of them. */
export const standardSize = 64 * 1024 * 1024;

/** `untidied`: why old runs could not be made smaller or removed; the run itself is safe. */
export type Recorded = { readonly id: string; readonly untidied?: unknown };

/**
 * Adds a run. When this settles, the run is on the disk, whatever happens to the program or its neighbours; when it
 * rejects (with the system's error) nothing of it is there. `size`: the bound of the whole journal in bytes.
 */
export const record = async (
  report: Report,
  { dir, size = standardSize, checks }: { dir: string; size?: number; checks: readonly AnyCheck[] },
): Promise<Recorded> => {
  const run = runOf(report, checks, Math.random());
  const bytes = await packed(run, report);
  await makeFolder(dir);
  const failed = report.status === "fail" || report.status === "error";
  await writeWhole(join(freshIn(dir), runName(run.id, failed, bytes.length)), bytes);
  try {
    await tidy(dir, size, Date.now(), Math.random());
    return { id: run.id };
  } catch (untidied) {
    return { id: run.id, untidied };
  }
};

/** What could not be read, and was passed over. */
export type Damage = {
  readonly lines: number;
  /** Names of the files that they stand in. */
  readonly files: readonly string[];
  /** Names of files that a newer version wrote. */
  readonly foreign: readonly string[];
};
export type Reading = { readonly runs: readonly Run[]; readonly damage: Damage };

const single = (bytes: Uint8Array): Segment => {
  const run = runIn(bytes);
  return run === null ? { runs: [], damaged: 1 } : { runs: [run], damaged: 0 };
};

/** Every segment and single run of one moment; undefined: something was moved meanwhile. */
const readOnce = async (dir: string, known: Map<string, Segment>, readLine: ReadLine) => {
  const { segments, fresh, foreign } = await contentsOf(dir);
  const parts = [
    ...segments.map((name) => ({
      name,
      path: join(dir, name),
      read: (bytes: Uint8Array) => readSegment(bytes, readLine),
    })),
    ...fresh.map(({ name }) => ({ name, path: join(freshIn(dir), name), read: single })),
  ];
  const found: { readonly name: string; readonly segment: Segment }[] = [];
  for (const { name, path, read } of parts) {
    const bytes = known.has(name) ? undefined : await bytesOf(path);
    const segment = bytes === undefined ? known.get(name) : read(bytes);
    if (segment === undefined) return undefined;
    known.set(name, segment);
    found.push({ name, segment });
  }
  return { found, foreign };
};

const mostTries = 50;

const inOrder = (runs: Run[]): Run[] =>
  runs.some(({ at }, nth) => nth > 0 && at < (runs[nth - 1]?.at ?? at)) ? runs.sort((a, b) => a.at - b.at) : runs;

/** Every run, each once, in the order of time. Damaged lines are passed over and told. */
export const readRuns = async (dir: string): Promise<Reading> => {
  const known = new Map<string, Segment>();
  const readLine = lineReader();
  let once = await readOnce(dir, known, readLine);
  for (let tries = 1; once === undefined && tries < mostTries; tries += 1) once = await readOnce(dir, known, readLine);
  const { found, foreign } = once ?? { found: [], foreign: [] };
  const seen = new Set<string>();
  const runs: Run[] = [];
  for (const { segment } of found) {
    for (const run of segment.runs) {
      if (run.id !== "" && seen.has(run.id)) continue;
      seen.add(run.id);
      runs.push(run);
    }
  }
  const hurt = found.filter(({ segment }) => segment.damaged > 0);
  const lines = hurt.reduce((sum, { segment }) => sum + segment.damaged, 0);
  return {
    runs: inOrder(runs),
    damage: { lines, files: hurt.map(({ name }) => name), foreign },
  };
};

/** Whether a journal is there, with or without runs. */
export const isJournal = async (dir: string): Promise<boolean> => {
  const { fresh, kept, segments, foreign } = await contentsOf(dir);
  return fresh.length + kept.length + segments.length + foreign.length > 0;
};

export type Stored = { readonly run: Run; readonly report: unknown };

const stored = async (dir: string, { name }: RunFile, fits: (run: Run) => boolean): Promise<Stored | undefined> => {
  const bytes = (await bytesOf(join(freshIn(dir), name))) ?? (await bytesOf(join(keptIn(dir), name)));
  const run = bytes === undefined ? null : runIn(bytes);
  if (bytes === undefined || run === null || !fits(run)) return undefined;
  const report = await reportIn(bytes);
  return report === null ? undefined : { run, report };
};

/** The youngest run that fits and whose report is kept. */
export const newest = async (dir: string, fits: (run: Run) => boolean): Promise<Stored | undefined> => {
  const { fresh, kept } = await contentsOf(dir);
  for (const file of [...kept, ...fresh].sort((a, b) => (a.id < b.id ? 1 : -1))) {
    const found = await stored(dir, file, fits);
    if (found !== undefined) return found;
  }
  return undefined;
};
