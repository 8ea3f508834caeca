import type { Fault } from "../../lab/faults.js";
import type { Report } from "../../model/report.js";
import type { Library } from "../context.js";
import { embeddedProfile, startEmbedded } from "../embedded.js";

export type Exercise = {
  readonly library: Library;
  readonly fault: Fault;
  /** Multiplies the time-outs; default 1. */
  readonly patience?: number;
  readonly signal: AbortSignal;
  readonly onProgress?: NonNullable<Parameters<Library["examine"]>[1]>["onProgress"];
};

/** Injects one fault into a platform of its own, and has the tool examine it: what any user would be told. */
export const exercise = async ({ library, fault, patience = 1, signal, onProgress }: Exercise): Promise<Report> => {
  const platform = await startEmbedded({ fault: fault.id, patience });
  try {
    const profile = embeddedProfile(platform, library.checks);
    // The platform is on this machine: no proxy of the environment concerns it.
    return await library.examine(profile, { env: {}, signal, ...(onProgress === undefined ? {} : { onProgress }) });
  } finally {
    await platform.close();
  }
};
