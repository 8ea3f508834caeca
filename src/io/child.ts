import type { ChildProcess } from "node:child_process";

/**
 * Sends a signal to a child, if there is one. Where a program could not be started, Node 20 keeps a handle with the process id 0 for
 * a moment, and kill(2) of 0 is sent to the whole process group: to this process, and to the shell that called it.
 */
export const signalChild = (child: ChildProcess, signal: "SIGINT" | "SIGKILL"): void => {
  if (child.pid !== undefined) child.kill(signal);
};
