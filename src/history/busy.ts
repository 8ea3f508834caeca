import { open, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { bytesOf, remove } from "./folder.js";

/**
 * Whoever tidies says so, that others need not do the same work. The sign keeps nothing safe: one that was left behind by a
 * killed program, or taken away too early, costs time and no run.
 */
const signOf = (dir: string): string => join(dir, "tidying");

/** So long a sign of another machine is believed; of this one, as long as its program lives. */
const believed = 60_000;

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

const isLeftBehind = async (sign: string, now: number): Promise<boolean> => {
  const made = await stat(sign).catch(() => undefined);
  if (made === undefined) return false;
  if (now - made.mtimeMs > believed) return true;
  const [pid, host] = Buffer.from((await bytesOf(sign)) ?? [])
    .toString("utf8")
    .split(" ");
  return host === hostname() && !lives(Number(pid));
};

/** Does the work, unless somebody is at it. */
export const unlessBusy = async (dir: string, now: number, work: () => Promise<void>): Promise<void> => {
  const sign = signOf(dir);
  if (await isLeftBehind(sign, now)) await remove(sign);
  const handle = await open(sign, "wx", 0o600).catch(() => undefined);
  if (handle === undefined) return;
  try {
    await handle.writeFile(`${process.pid} ${hostname()}`);
    await handle.close();
    await work();
  } finally {
    await remove(sign);
  }
};
