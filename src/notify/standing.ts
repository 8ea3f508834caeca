import type { Channel, QuietHours } from "../model/notify.js";

/** How a run found the targets that it could judge: broken by a fault, by a warning at worst, or healthy. */
export type Found = "fail" | "warn" | "pass";

/**
 * What is remembered between runs, by target: its last findings, the latest last (`f`, `w`, `p`), and by channel the
 * targets that it was told are broken.
 */
export type Memory = {
  readonly runs: Readonly<Record<string, string>>;
  readonly told: Readonly<Record<string, readonly string[]>>;
};

export const nothingKnown: Memory = { runs: {}, told: {} };

const mostRuns = 20;
const letters = { fail: "f", warn: "w", pass: "p" } as const satisfies Record<Found, string>;

/** Adds a run. A target that was not judged has no finding in it: unknown is neither broken nor healed. */
export const remember = (memory: Memory, found: ReadonlyMap<string, Found>): Memory => {
  const runs = { ...memory.runs };
  for (const [subject, one] of found) runs[subject] = ((runs[subject] ?? "") + letters[one]).slice(-mostRuns);
  return { ...memory, runs };
};

/** Only what is still there: a target that the profile no longer has is neither broken nor healthy. */
export const forgetOthers = ({ runs, told }: Memory, exists: (subject: string) => boolean): Memory => ({
  runs: Object.fromEntries(Object.entries(runs).filter(([subject]) => exists(subject))),
  told: Object.fromEntries(Object.entries(told).map(([name, subjects]) => [name, subjects.filter(exists)])),
});

const isBad = (letter: string, { on }: Channel): boolean => letter === "f" || (on === "warn" && letter === "w");

/** Broken in `runs` of the last `of` runs. */
const isBroken = (past: string, channel: Channel): boolean => {
  const bad = [...past.slice(-channel.after.of)].filter((letter) => isBad(letter, channel));
  return bad.length >= channel.after.runs;
};

/** Healthy in as many runs on end as it takes to be called broken, and not called broken any more. */
const isHealed = (past: string, channel: Channel): boolean => {
  const last = [...past.slice(-channel.after.runs)];
  return (
    last.length === channel.after.runs && last.every((letter) => !isBad(letter, channel)) && !isBroken(past, channel)
  );
};

/** What a channel has to be told, by the names of targets; nothing changed: `broken` and `healed` are empty. */
export type Change = {
  readonly broken: readonly string[];
  readonly still: readonly string[];
  readonly healed: readonly string[];
};

export const changeFor = (memory: Memory, channel: Channel): Change => {
  const told = memory.told[channel.name] ?? [];
  const past = (subject: string): string => memory.runs[subject] ?? "";
  const healed = told.filter((subject) => isHealed(past(subject), channel));
  return {
    broken: Object.keys(memory.runs).filter((subject) => !told.includes(subject) && isBroken(past(subject), channel)),
    still: told.filter((subject) => !healed.includes(subject)),
    healed,
  };
};

/** Whether there is anything to say. A recovery that nobody wants to hear of is known all the same. */
export const isWorthTelling = ({ broken, healed }: Change, { recovery }: Channel): boolean =>
  broken.length > 0 || (recovery && healed.length > 0);

/** The channel was told, or did not want to be. */
export const asTold = (memory: Memory, channel: Channel, { broken, still }: Change): Memory => ({
  ...memory,
  told: { ...memory.told, [channel.name]: [...still, ...broken] },
});

/** `minute` is that of the day, on the clock that the hours are meant by. */
export const isQuiet = (quiet: QuietHours | undefined, minute: number): boolean => {
  if (quiet === undefined) return false;
  const { from, to } = quiet;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
};
