import type { RunFile } from "./folder.js";

/** A report of a run that failed is kept as long as one of another run that is ten times younger. */
export const failuresCount = 10;

/** What a file takes on a disk, in bytes: whole blocks. */
export const blocks = (bytes: number): number => Math.ceil(bytes / 4096) * 4096;

const beganAt = ({ id }: RunFile): number => Number.parseInt(id.slice(0, 9), 36);

/** Which reports go so that the others fit into `room` bytes. The newest one stays: the next run is held against it. */
export const surplus = (files: readonly RunFile[], room: number, now: number): RunFile[] => {
  const newest = files.reduce((best, one) => Math.max(best, beganAt(one)), 0);
  const age = (file: RunFile): number => (Math.max(now, newest) - beganAt(file)) / (file.failed ? failuresCount : 1);
  const byAge = files.filter((one) => beganAt(one) < newest).sort((a, b) => age(b) - age(a));
  let used = files.reduce((sum, { bytes }) => sum + blocks(bytes), 0);
  const gone: RunFile[] = [];
  for (const file of byAge) {
    if (used <= room) break;
    used -= blocks(file.bytes);
    gone.push(file);
  }
  return gone;
};
