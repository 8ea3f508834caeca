import type { Progress } from "../engine/run.js";
import type { Report, ReportHead } from "../model/report.js";
import type { Form } from "../report/index.js";
import type { Context } from "./context.js";

/** A form that is written while the run goes on. */
export type Live = {
  readonly onStart: (head: ReportHead) => void;
  readonly onProgress: (progress: Progress) => void;
  /** Writes what only the finished report can say; settles when everything is written. */
  finish(report: Report): Promise<void>;
};

/** Events on standard output as they happen, if that is the form wanted there. */
export const liveEvents = async ({ terminal }: Context, onScreen: Form | undefined): Promise<Live | undefined> => {
  if (onScreen !== "ndjson") return undefined;
  const { closingEvents, startedEvent, stepEvent } = await import("../report/ndjson.js");
  const failures: unknown[] = [];
  const tell = (text: string): Promise<void> =>
    terminal.print(text).catch((error: unknown) => void failures.push(error));
  return {
    onStart: (head) => void tell(startedEvent(head)),
    onProgress: ({ result }) => void (result === undefined ? undefined : tell(stepEvent(result))),
    finish: async (report) => {
      await tell(closingEvents(report));
      if (failures.length > 0) throw failures[0];
    },
  };
};
