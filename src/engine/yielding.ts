import { isThisMachine } from "../model/address.js";
import type { Result } from "../model/result.js";
import { type Candidate, expected, expectsByName } from "./candidates.js";
import type { Draft, Settled, Targets } from "./draft.js";
import { explainsOf, subjectsOf } from "./reach.js";

const named = (targets: Targets, name: string): Targets[number] | undefined =>
  targets.find((target) => target.name === name);

/** Everything that a target stands on, itself included. */
const groundsOf = (targets: Targets, name: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const on of targets.find((target) => target.name === name)?.dependsOn ?? []) groundsOf(targets, on, seen);
  return seen;
};

const lowest: readonly string[] = ["physical", "network"];

/**
 * Whether a target is the other, depends on it, or lives on the same host name and may stand on it: on what is no API, or on
 * anything there that is not reached. What one API of a host says of a request is no reason of another's.
 */
const standsOn = (targets: Targets, subject: string, other: string, { cause }: Candidate): boolean => {
  if (groundsOf(targets, subject).has(other)) return true;
  const [mine, theirs] = [named(targets, subject), named(targets, other)];
  if (mine?.host === undefined || mine.host !== theirs?.host || isThisMachine(mine.host)) return false;
  return theirs.kind !== "url" || lowest.includes(cause.layer);
};

/** Whether one cause says of itself that it shows as the other does. */
const showsAs = (specific: Candidate, generic: Candidate): boolean =>
  expected(generic).some(({ answer }) => expectsByName(specific, answer));

/** Whether a specific cause may be why a generic one stands; `mine` and `theirs` are what each of them concerns. */
const holds = (
  [specific, theirs]: readonly [Candidate, readonly string[]],
  [generic, mine]: readonly [Candidate, readonly string[]],
  targets: Targets,
): boolean =>
  mine.some((one) =>
    one !== "@site" && (theirs.includes("@site") || theirs.includes(one))
      ? showsAs(specific, generic)
      : generic.cause.yields === true && theirs.some((other) => standsOn(targets, one, other, specific)),
  );

/**
 * A yielding cause (500, 502, slow, …) moves into what a standing specific fault explains: one of a target it depends on, or of
 * its host, for what these do to it no catalogue tells; one of its own target or of this whole site only if that shows so.
 */
export const giveWay = (drafts: readonly Draft[], results: readonly Result[], targets: Targets): Settled[] => {
  const subjects = (one: Candidate) => subjectsOf(one, explainsOf(one, results), results);
  const specific = drafts.filter(
    ({ candidate, standing }) => !candidate.cause.yields && candidate.cause.kind === "fault" && standing !== "possible",
  );
  const holders = new Map<Draft, Draft>();
  for (const draft of drafts.filter((one) => one.candidate.cause.yields)) {
    const mine = [draft.candidate, subjects(draft.candidate)] as const;
    const holder = specific.find(({ candidate }) => holds([candidate, subjects(candidate)], mine, targets));
    if (holder !== undefined) holders.set(draft, holder);
  }
  return drafts
    .filter((draft) => !holders.has(draft))
    .map((draft) => ({
      ...draft,
      absorbed: [...holders]
        .filter(([, holder]) => holder === draft)
        .flatMap(([gone]) => explainsOf(gone.candidate, results)),
    }));
};
