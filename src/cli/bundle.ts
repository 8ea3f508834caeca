import type { Report } from "../model/report.js";
import type { Action, Context } from "./context.js";
import { pack, prepared } from "./packing.js";
import { reportOf } from "./replay.js";

const defaultName = ({ startedAt }: Report): string =>
  `invoice-diag-${startedAt.slice(0, 19).replaceAll(":", "").replace("T", "-")}.zip`;

/** Packs a stored report. */
export const bundleReport = async (
  context: Context,
  path: string,
  options: { readonly output?: string; readonly redactAddresses?: boolean },
): Action => {
  const report = await reportOf(path);
  const file = await prepared(options.output ?? defaultName(report));
  const addresses = options.redactAddresses === true;
  await context.terminal.print(`${await pack(context, { report, secrets: [], addresses, file })}\n`);
  return 0;
};
