import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Run } from "./records.js";

/** More processes than this would gain nothing: the slowest exercise alone takes a quarter of the time. */
const most = 4;

/** Milliseconds for a process to end what it is doing. */
const grace = 1000;

/** What is said to a process of the crew, and what it answers; nothing: it was interrupted. */
export type Order = { readonly fault: string };
export type Answer = { readonly fault: string; readonly run?: Run };

/** One process that exercises; undefined: it was interrupted, or is no more. */
export type Member = (fault: string) => Promise<Run | undefined>;

export type Crew = {
  readonly members: readonly Member[];
  /** Interrupts what still runs; settles when every process has ended. */
  close(): Promise<void>;
};

const memberOf = (child: ChildProcess): Member => {
  const waiting = new Map<string, (run: Run | undefined) => void>();
  child.on("message", ({ fault, run }: Answer) => {
    waiting.get(fault)?.(run);
    waiting.delete(fault);
  });
  const lost = (): void => {
    for (const settle of waiting.values()) settle(undefined);
    waiting.clear();
  };
  child.once("exit", lost).once("error", lost);
  return (fault) =>
    new Promise((resolve) => {
      if (!child.connected) return resolve(undefined);
      waiting.set(fault, resolve);
      const order: Order = { fault };
      child.send(order, (error) => error !== null && lost());
    });
};

const dismiss = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  if (child.connected) child.disconnect();
  await Promise.race([ended, sleep(grace, undefined, { ref: false })]);
  child.kill("SIGKILL");
};

/**
 * One process for each processor: a platform and the tool that examines it keep one busy. `home` is the directory of the
 * built program.
 */
export const openCrew = (home: URL, wanted: number): Crew => {
  const program = fileURLToPath(new URL("bin/exerciser.js", home));
  const count = Math.min(most, availableParallelism(), wanted);
  const children = Array.from({ length: count }, () =>
    fork(program, [], { stdio: ["ignore", "ignore", "ignore", "ipc"] }),
  );
  return {
    members: children.map(memberOf),
    close: async () => void (await Promise.all(children.map(dismiss))),
  };
};
