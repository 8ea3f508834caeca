import { mkdir, readdir, readFile, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { isTemporary } from "./whole.js";

/**
 * The journal's directory. No file in it is ever changed: it appears whole, and goes only when another one that holds the
 * same is safe. So nothing is torn or lost, however many write at once and whenever one is killed, and no lock guards it.
 *
 * - `new/ID.LETTER.BYTES.run`: a run with its report, not yet in a segment;
 * - `kept/…`: the same, once its line stands in a segment; goes when room is needed;
 * - `runs-1-TIME-ID.log`: a segment, one line for each run; `…-folded.log`: runs that are alike share a line.
 */
export type RunFile = {
  readonly name: string;
  readonly id: string;
  readonly failed: boolean;
  readonly bytes: number;
};
export type Contents = {
  readonly fresh: readonly RunFile[];
  readonly kept: readonly RunFile[];
  /** Oldest first. */
  readonly segments: readonly string[];
  /** Segments of a form that this version does not know. */
  readonly foreign: readonly string[];
};

const runForm = /^([0-9a-z]{9}-[0-9a-z]{6})\.([a-z])\.(\d{1,12})\.run$/;
const segmentForm = /^runs-1-[0-9a-z]{9}-[0-9a-z-]+\.log$/;
const anySegment = /^runs-\d+-.*\.log$/;

export const freshIn = (dir: string): string => join(dir, "new");
export const keptIn = (dir: string): string => join(dir, "kept");

/** A failing run, or one that the tool could not finish: worth keeping longer. */
const letters = { failed: "f", other: "p" } as const;
export const runName = (id: string, failed: boolean, bytes: number): string =>
  `${id}.${failed ? letters.failed : letters.other}.${bytes}.run`;

const runFile = (name: string): RunFile[] => {
  const [, id, letter, bytes] = runForm.exec(name) ?? [];
  return id === undefined ? [] : [{ name, id, failed: letter === letters.failed, bytes: Number(bytes) }];
};

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
export const isGone = (error: unknown): boolean => hasCode(error, "ENOENT");

const namesIn = async (dir: string): Promise<string[]> => {
  try {
    return (await readdir(dir)).sort();
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
};

/** What belongs to the journal, in the order of time; files of others are not looked at. */
export const contentsOf = async (dir: string): Promise<Contents> => {
  // In this order, a run that moves on meanwhile is seen twice rather than not at all.
  const fresh = (await namesIn(freshIn(dir))).flatMap(runFile);
  const kept = (await namesIn(keptIn(dir))).flatMap(runFile);
  const logs = (await namesIn(dir)).filter((name) => anySegment.test(name));
  return {
    fresh,
    kept,
    segments: logs.filter((name) => segmentForm.test(name)),
    foreign: logs.filter((name) => !segmentForm.test(name)),
  };
};

/** The directory and those above it that are missing, the outermost first. */
const missing = async (dir: string): Promise<string[]> => {
  const there = await stat(dir).catch((error: unknown) => {
    if (isGone(error)) return undefined;
    throw error;
  });
  if (there !== undefined || dirname(dir) === dir) return [];
  return [...(await missing(dirname(dir))), dir];
};

/**
 * Makes the directory, for its owner only, where it is missing. Rejects with the system's error. One after the other: where
 * a file system makes no directories (/proc), `mkdir` of Node would try for ever to make them all.
 */
export const makeFolder = async (dir: string): Promise<void> => {
  for (const folder of [...(await missing(resolve(dir))), freshIn(dir), keptIn(dir)]) {
    await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
      if (!hasCode(error, "EEXIST")) throw error;
    });
  }
};

/** Undefined: the file is gone, for another program has moved or removed it. */
export const bytesOf = async (path: string): Promise<Uint8Array | undefined> => {
  try {
    return await readFile(path);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
};

export const remove = async (path: string): Promise<void> => {
  await unlink(path).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
};

export const sizeOf = async (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

const oldEnough = 3_600_000;

/** Takes away what programs that were killed left half written an hour ago or more. */
export const sweep = async (dir: string, now: number): Promise<void> => {
  for (const folder of [dir, freshIn(dir)]) {
    for (const name of (await namesIn(folder)).filter(isTemporary)) {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
      if (now - mtimeMs > oldEnough) await remove(path);
    }
  }
};
