import { rename } from "node:fs/promises";
import { join } from "node:path";
import { unlessBusy } from "./busy.js";
import { runIn } from "./entry.js";
import { bytesOf, type Contents, contentsOf, freshIn, isGone, keptIn, remove, sizeOf, sweep } from "./folder.js";
import { blocks, surplus } from "./keeping.js";
import type { Run } from "./run.js";
import { folded, readSegment, written } from "./segment.js";
import { writeWhole } from "./whole.js";

/** So many runs in files of their own are few enough to be read one by one. */
const mostFresh = 32;
/** A segment that has grown to this is left as it is, and a new one begun: what is written again and again stays small. */
const fullSegment = 1024 * 1024;
/** The share of the bound that lines may take; the reports take the rest. */
const shareOfLines = 0.5;

const folding = /-folded\.log$/;

const segmentName = (runs: readonly Run[], chance: number): string => {
  const last = runs.reduce((latest, { until }) => Math.max(latest, until), 0);
  return `runs-1-${last.toString(36).padStart(9, "0")}-${Math.floor(chance * 36 ** 6).toString(36)}.log`;
};

/** The runs that stand in files of their own; one that is damaged stays where it is, for readers to complain of. */
const freshRuns = async (dir: string, { fresh }: Contents): Promise<{ readonly name: string; readonly run: Run }[]> => {
  const found: { name: string; run: Run }[] = [];
  for (const { name } of fresh) {
    const bytes = await bytesOf(join(freshIn(dir), name));
    const run = bytes === undefined ? null : runIn(bytes);
    if (run !== null) found.push({ name, run });
  }
  return found;
};

const move = async (from: string, to: string): Promise<void> => {
  await rename(from, to).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
};

/**
 * Gathers the lines of single runs into a segment, with those of the youngest one while that is small. The old segment and
 * the places in `new` go only when the new segment is on the disk; a line that is in two of them is counted once.
 */
export const gather = async (dir: string, chance: number): Promise<void> => {
  const contents = await contentsOf(dir);
  const fresh = await freshRuns(dir, contents);
  if (fresh.length === 0) return;
  const youngest = contents.segments.findLast((name) => !folding.test(name));
  const bytes = youngest === undefined ? undefined : await bytesOf(join(dir, youngest));
  const { runs, damaged } = bytes === undefined ? { runs: [], damaged: 0 } : readSegment(bytes);
  const known = new Set(runs.map(({ id }) => id));
  const added = fresh.flatMap(({ run }) => (known.has(run.id) ? [] : [run]));
  const goesOn = youngest !== undefined && damaged === 0 && (bytes?.length ?? 0) < fullSegment;
  if (added.length > 0) {
    const all = [...(goesOn ? runs : []), ...added].sort((a, b) => a.at - b.at);
    await writeWhole(join(dir, segmentName(all, chance)), written(all));
    if (goesOn) await remove(join(dir, youngest));
  }
  for (const { name } of fresh) await move(join(freshIn(dir), name), join(keptIn(dir), name));
};

/** Makes the lines smaller: the oldest segments are folded first, and then go. */
const shrinkLines = async (dir: string, room: number): Promise<void> => {
  for (;;) {
    const { segments } = await contentsOf(dir);
    let used = 0;
    for (const name of segments) used += blocks(await sizeOf(join(dir, name)));
    const oldest = segments[0];
    if (used <= room || segments.length < 2 || oldest === undefined) return;
    const plain = segments.slice(0, -1).find((name) => !folding.test(name));
    const bytes = plain === undefined ? undefined : await bytesOf(join(dir, plain));
    if (plain !== undefined && bytes !== undefined) {
      await writeWhole(join(dir, plain.replace(/\.log$/, "-folded.log")), written(folded(readSegment(bytes).runs)));
    }
    await remove(join(dir, plain ?? oldest));
  }
};

/** Bytes on the disk of everything that belongs to the journal. */
export const sizeOfJournal = async (dir: string): Promise<number> => {
  const { fresh, kept, segments } = await contentsOf(dir);
  let used = [...fresh, ...kept].reduce((sum, { bytes }) => sum + blocks(bytes), 0);
  for (const name of segments) used += blocks(await sizeOf(join(dir, name)));
  return used;
};

const shrink = async (dir: string, bound: number, now: number, chance: number): Promise<void> => {
  await gather(dir, chance);
  await shrinkLines(dir, bound * shareOfLines);
  const { kept, segments } = await contentsOf(dir);
  let lines = 0;
  for (const name of segments) lines += blocks(await sizeOf(join(dir, name)));
  for (const { name } of surplus(kept, bound - lines, now)) await remove(join(keptIn(dir), name));
};

/** Keeps the journal small and quick to read, where there is need. `bound`: bytes. `chance`: 0 to below 1. */
export const tidy = async (dir: string, bound: number, now: number, chance: number): Promise<void> => {
  const { fresh } = await contentsOf(dir);
  const large = (await sizeOfJournal(dir)) > bound;
  if (!large && fresh.length < mostFresh) return;
  await unlessBusy(dir, now, async () => {
    await sweep(dir, now);
    if (large) await shrink(dir, bound, now, chance);
    else await gather(dir, chance);
  });
};
