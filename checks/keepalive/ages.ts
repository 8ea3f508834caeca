import type { Conversation } from "../../src/model/io.js";

/** How long an idle connection lives, from conversations with pauses. Pure. Milliseconds. */

/** Ages of idleness that are tried, as parts of the time that is waited at the longest; each on a connection still alive. */
const growing = [1 / 8, 1 / 4, 1 / 2] as const;

/** A little longer than the client's pool keeps a connection: an end at that very moment is met by the client. */
const margin = 1.1;

/** How long one look lets a connection idle at a stretch, within the budget. */
export const longestWait = (idle: number, budget: number): number => Math.min(idle * margin, budget);
export const growingWaits = (longest: number): readonly number[] => growing.map((part) => longest * part);
/** What one look may wait in all. */
export const allWaits = (longest: number): number => growingWaits(longest).reduce((sum, one) => sum + one, longest);

/** Whether an end tells by itself when the connection ended: only one that comes while it is idle does. */
export const tellsWhen = ({ ended }: Conversation): boolean => ended === undefined || ended.during === "idle";

/** The connection lived at least `least` and no longer than `most`. */
export type Lifetime = { readonly least: number; readonly most: number };

/** `longest` ended the connection after its one pause; `aged` is another that was let idle for growing times. */
export const lifetimeOf = (longest: Conversation, aged: Conversation | undefined): Lifetime | undefined => {
  const { ended } = longest;
  if (ended === undefined) return undefined;
  if (ended.during === "idle") return { least: ended.idle, most: ended.idle };
  const survived = Math.max(0, ...(aged?.exchanges ?? []).map(({ idle }) => idle));
  const end = aged?.ended;
  if (end?.during === "idle" && end.by !== "silence") return { least: end.idle, most: end.idle };
  return { least: survived, most: end?.idle ?? ended.idle };
};
