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

/**
 * Milliseconds that this process ran, and that it was ready to run and was not let, since it started (Linux,
 * Documentation/scheduler/sched-stats.rst); null where the system does not tell.
 */
const turns = (): Runtime["turns"] => {
  try {
    const [ran, waited] = readFileSync("/proc/self/schedstat", "utf8").split(" ").map(Number);
    return ran === undefined || waited === undefined ? null : { ran: ran / 1e6, waited: waited / 1e6 };
  } catch {
    return null;
  }
};

/**
 * Milliseconds since the start of this process in which its event loop did not lie in wait for what comes from outside: it was busy, or
 * ready and not let run. Time of both kinds at once counts twice, so that what is left between two readings was surely waiting.
 */
export const notWaiting = (): number => performance.eventLoopUtilization().active + (turns()?.waited ?? 0);

const since = (start: Runtime["turns"], now: Runtime["turns"], ms: number): Runtime["turns"] =>
  start === null || now === null
    ? null
    : { ran: Math.round(now.ran - start.ran), waited: Math.round(now.waited - start.waited), of: Math.round(ms) };

/** Watches this process from now on. A stall in which nothing of ours could run is what falsifies the timings. */
export const watchRuntime = (): { readonly read: () => Runtime; readonly stop: () => void } => {
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  const start = turns();
  const began = performance.now();
  return {
    // The histogram counts its own period too, in nanoseconds.
    read: () => ({
      loopDelay: Math.max(0, Math.round(delay.max / 1e6) - resolution),
      turns: since(start, turns(), performance.now() - began),
      descriptors: descriptors(),
    }),
    stop: () => void delay.disable(),
  };
};
