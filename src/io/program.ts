import { spawn } from "node:child_process";
import { signalChild } from "./child.js";
import type { Context } from "./context.js";

export type Ran = { readonly stdout: string; readonly stderr: string };

/**
 * Runs a program of the system in English to its end, or for `within` milliseconds: SIGINT then makes it print what it has. Rejects
 * if it cannot be started. `enough`, once aborted, ends it in the same way as its time.
 */
export const runProgram = (
  context: Context,
  [program, args]: readonly [string, readonly string[]],
  within: number,
  signal: AbortSignal,
  enough?: AbortSignal,
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...context.env, LC_ALL: "C", LANG: "C" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    // Where this process may open no more files there is no child, and no stream of it: only the error comes.
    child.stdout?.setEncoding("utf8").on("data", (chunk) => (stdout += chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk) => (stderr += chunk));
    const kill = (): void => signalChild(child, "SIGKILL");
    const interrupt = (): void => {
      signalChild(child, "SIGINT");
      setTimeout(kill, 500).unref();
    };
    const late = setTimeout(interrupt, within);
    context.closing.add(kill);
    signal.addEventListener("abort", kill, { once: true });
    enough?.addEventListener("abort", interrupt, { once: true });
    if (signal.aborted) kill();
    else if (enough?.aborted === true) interrupt();
    const end = (): void => {
      clearTimeout(late);
      context.closing.delete(kill);
      signal.removeEventListener("abort", kill);
      enough?.removeEventListener("abort", interrupt);
    };
    child.once("error", (error) => {
      end();
      reject(error);
    });
    child.once("close", () => {
      end();
      resolve({ stdout, stderr });
    });
  });
