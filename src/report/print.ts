import type { History } from "../model/history.js";
import type { Report } from "../model/report.js";
import type { Language } from "../model/text.js";

/** How a reader wants a report printed; machine forms ignore what does not concern them. */
export type PrintOptions = {
  readonly lang: Language;
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
  /** False: plain ASCII marks and rules. */
  readonly unicode: boolean;
  /** Every piece of evidence, its data and times. */
  readonly verbose: boolean;
  /** Problems only. */
  readonly quiet: boolean;
  /** Minutes east of Greenwich for the times that people read. */
  readonly utcOffset: number;
  /** The targets' earlier runs, where this one was recorded. */
  readonly history?: History;
};

/** A printed form: a pure function of the one document. Ends with a line break, or is empty. */
export type Printer = (report: Report, options: PrintOptions) => string;
