import type { Report } from "../model/report.js";
import type { Action, Context } from "./context.js";
import { directoryOf, type PlaceOptions } from "./journal-place.js";
import { pack, prepared } from "./packing.js";
import { storedBy } from "./stored.js";

const defaultName = ({ startedAt }: Report): string =>
  `invoice-diag-${startedAt.slice(0, 19).replaceAll(":", "").replace("T", "-")}.zip`;

/** Packs a stored report: a file, or a run of the journal. */
export const bundleReport = async (
  context: Context,
  path: string,
  options: PlaceOptions & { readonly output?: string; readonly redactAddresses?: boolean },
): Action => {
  const report = await storedBy(path, () => directoryOf(context, options));
  const file = await prepared(options.output ?? defaultName(report));
  const addresses = options.redactAddresses === true;
  await context.terminal.print(`${await pack(context, { report, secrets: [], addresses, file })}\n`);
  return 0;
};
