import { readdirSync, readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Runtime } from "../model/io.js";

const resolution = 20;

/** Descriptors of this process and their soft limit (proc(5)); null where there is no /proc. */
const descriptors = (): Runtime["descriptors"] => {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    // One of them is the directory being read.
    return limit === undefined ? null : { open: readdirSync("/proc/self/fd").length - 1, limit: Number(limit) };
  } catch {
    return null;
  }
};

/** Watches this process from now on. A stall in which nothing of ours could run is what falsifies the timings. */
export const watchRuntime = (): { readonly read: () => Runtime; readonly stop: () => void } => {
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  return {
    // The histogram counts its own period too, in nanoseconds.
    read: () => ({ loopDelay: Math.max(0, Math.round(delay.max / 1e6) - resolution), descriptors: descriptors() }),
    stop: () => void delay.disable(),
  };
};
