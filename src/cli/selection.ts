import type { Selection } from "../engine/plan.js";
import type { AnyCheck } from "../model/check.js";
import { layers } from "../model/layer.js";
import { quoted } from "../profile/errors.js";
import { suggestion } from "../profile/nearest.js";
import { UsageError } from "./failure.js";

export type SelectionOptions = { readonly only?: readonly string[]; readonly skip?: readonly string[] };

/** Check ids and layers that exist; anything else is a `UsageError` with the nearest that does. */
export const selectionOf = ({ only = [], skip = [] }: SelectionOptions, checks: readonly AnyCheck[]): Selection => {
  const known = [...checks.map((check) => check.id), ...layers];
  for (const [option, words] of [
    ["--only", only],
    ["--skip", skip],
  ] as const) {
    const stranger = words.find((word) => !known.includes(word));
    if (stranger === undefined) continue;
    const near = suggestion(stranger, known);
    throw new UsageError({
      en: `${option}: there is no check or layer ${quoted(stranger)}${near.en}`,
      zh: `${option}：没有名为 ${quoted(stranger)} 的检查项或层${near.zh}`,
    });
  }
  return { only, skip };
};
