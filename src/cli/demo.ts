import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bilingual } from "../model/text.js";
import { failOnOf, type RunOptions, recordingOf, timeoutOf } from "./check.js";
import { type Action, type Context, say } from "./context.js";
import { embeddedProfile, startEmbedded } from "./embedded.js";
import { examineAndPrint } from "./examination.js";
import { interruptible } from "./interruption.js";
import { prepareOutputs } from "./outputs.js";
import { loadCatalogue } from "./plugins.js";
import { selectionOf } from "./selection.js";

export type DemoOptions = RunOptions & { readonly fault?: string; readonly list?: boolean; readonly stay?: boolean };

const listFaults = async (context: Context, options: DemoOptions): Action => {
  const { printFaults } = await import("./faults.js");
  return printFaults(context, options, "--list");
};

const knownFault = async (fault: string | undefined): Promise<void> => {
  if (fault === undefined) return;
  const { faultNamed } = await import("./faults.js");
  faultNamed(fault);
};

/** The platform's root in a file while it runs, so that the commands of the advice can be run as they are printed. */
const rootFile = async (ca: string): Promise<{ readonly folder: string; remove(): Promise<void> }> => {
  const { caFile } = await import("../lab/profile.js");
  try {
    const folder = await mkdtemp(join(tmpdir(), "invoice-diag-demo-"));
    const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
    await writeFile(join(folder, caFile), ca);
    return { folder, remove };
  } catch {
    // Nowhere to write: the check needs no file, only whoever runs a command by hand does.
    return { folder: "", remove: async () => {} };
  }
};

const ended: Bilingual = {
  en: "The platform has ended. With --stay it runs on, so that the commands can be tried.",
  zh: "演示平台已结束。加上 --stay 可保持运行，以便尝试上述命令。",
};
const running: Bilingual = {
  en: "The platform runs on, so that the commands can be tried. Ctrl-C ends it.",
  zh: "演示平台保持运行，可尝试上述命令。按 Ctrl-C 结束。",
};

/** Waits for the user to end it, if that was wished for. */
const linger = async (context: Context, { stay, fault }: DemoOptions, signal: AbortSignal): Promise<void> => {
  if (signal.aborted) return;
  if (stay !== true) {
    if (context.terminal.interactive && fault !== undefined) context.terminal.complain(say(context, ended));
    return;
  }
  context.terminal.complain(say(context, running));
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
};

/** Starts the embedded platform, whole or with one thing broken, and checks it as any other. */
export const demo = (context: Context, options: DemoOptions): Action =>
  options.list === true
    ? listFaults(context, options)
    : interruptible(context, async (signal) => {
        const outputs = await prepareOutputs(context, options);
        const time = timeoutOf(options);
        const failOn = failOnOf(options);
        await knownFault(options.fault);
        const catalogue = await loadCatalogue(context);
        const selection = selectionOf(options, catalogue.checks);
        const platform = await startEmbedded(options.fault === undefined ? {} : { fault: options.fault });
        const root = await rootFile(platform.ca);
        try {
          const profile = embeddedProfile(platform, catalogue.checks, join(root.folder, "demo"));
          const recording = recordingOf(options, profile);
          const job = { profile, catalogue, outputs, selection, failOn, ...time, ...recording };
          const code = await examineAndPrint(context, job, signal);
          await linger(context, options, signal);
          return code;
        } finally {
          await Promise.all([platform.close(), root.remove()]);
        }
      });
