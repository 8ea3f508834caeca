import type { Yardstick } from "../engine/rejudge.js";
import type { Report } from "../model/report.js";
import { quoted } from "../profile/errors.js";
import { baselineOf, heldAgainst } from "./baseline.js";
import { failOnOf, type JudgeOptions, namedProfile } from "./check.js";
import type { Action, Context } from "./context.js";
import { reasonOf, ToolError } from "./failure.js";
import { directoryOf } from "./journal-place.js";
import { deliver, prepareOutputs } from "./outputs.js";
import { loadCatalogue } from "./plugins.js";
import { storedBy } from "./stored.js";

/** What another version saw may be nothing that this one can read. */
const attempt = (file: string, judge: () => Report): Report => {
  try {
    return judge();
  } catch (cause) {
    const [name, reason] = [quoted(file), reasonOf(cause)];
    throw new ToolError(
      { en: `${name} cannot be judged by this version: ${reason}`, zh: `此版本无法重新判断 ${name}：${reason}` },
      { cause },
    );
  }
};

export type ReplayOptions = JudgeOptions & {
  readonly plugin?: readonly string[];
  readonly profile?: string;
  readonly dir?: string;
};

/** Judges a stored report again with today's checks and causes, or with another profile; asks nothing of any network. */
export const replay = async (context: Context, file: string, options: ReplayOptions): Action => {
  const outputs = await prepareOutputs(context, options);
  const failOn = failOnOf(options);
  const catalogue = await loadCatalogue(context, options.plugin);
  const { checks, causes } = catalogue;
  const dir = (): string | undefined => directoryOf(context, options);
  const stored = await storedBy(file, dir);
  const profile: Yardstick | undefined = namedProfile(context, options.profile, catalogue);
  const { rejudge } = await context.library();
  const judged = (report: Report): Report =>
    rejudge(report, { checks, causes, ...(profile === undefined ? {} : { profile }) });
  const report = attempt(file, () => judged(stored));
  const targets = report.targets.map(({ name }) => name);
  const wanted = options.baseline !== undefined || failOn === "new";
  const before = Date.parse(report.startedAt);
  const looking = { failOn, dir: wanted ? dir() : undefined, profile: report.profile, targets, before };
  const earlier = await baselineOf(context, options, looking);
  // Both are judged alike: what differs then is the world, not the yardstick.
  const baseline = earlier === undefined ? undefined : attempt(options.baseline ?? "last", () => judged(earlier));
  const held = await heldAgainst(report, baseline, { checks, failOn });
  return deliver(context, outputs, held);
};
