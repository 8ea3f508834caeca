import type { Progress } from "../engine/run.js";
import type { Context } from "./context.js";

export type Watcher = { readonly onProgress?: (progress: Progress) => void; stop(): void };

const quietWatcher: Watcher = { stop: () => {} };

/** A spinner with what is still running, on standard error; nothing where nobody looks. */
export const watchProgress = async ({ terminal }: Context): Promise<Watcher> => {
  if (terminal.progress === undefined) return quietWatcher;
  const { default: ora } = await import("ora");
  const room = Math.max(20, terminal.progress.columns - 8);
  const running = new Set<string>();
  let done = 0;
  const spinner = ora({
    stream: terminal.progress,
    discardStdin: false,
    ...(terminal.unicode ? {} : { spinner: "line" }),
  });
  const show = (): void => {
    const text = `${done} ${terminal.unicode ? "✓" : "+"}  ${[...running].join(", ")}`;
    spinner.text = text.length > room ? `${text.slice(0, room - 1)}…` : text;
  };
  show();
  spinner.start();
  return {
    onProgress: ({ step, result }) => {
      if (result === undefined) running.add(step.id);
      else {
        running.delete(step.id);
        done += 1;
      }
      show();
    },
    stop: () => void spinner.stop(),
  };
};
