import { type Answers, numberIn, present, rowsOf, valuesOf } from "./rows.js";
import type { DatabaseAnswer } from "./words.js";

/**
 * What InnoDB counts and everybody may read: sessions that wait for a row just now, and waits that ever began. `held`: for so many
 * seconds between two readings somebody waited and no wait began, so that who waits at the end has waited all the while.
 */
export type RowLocks = { readonly waiting: number; readonly began: number; readonly held?: number };

export const readRowLocks = (answers: Answers): RowLocks | undefined => {
  const status = valuesOf(answers, "status");
  const waiting = numberIn(status.Innodb_row_lock_current_waits);
  const began = numberIn(status.Innodb_row_lock_waits);
  return waiting === undefined || began === undefined ? undefined : { waiting, began };
};

/** `seconds` lie between the two. */
export const heldBetween = (first: RowLocks, second: RowLocks | undefined, seconds: number): RowLocks => {
  const same = second !== undefined && second.waiting > 0 && second.began === first.began;
  return present<RowLocks>({ ...(second ?? first), held: same ? Math.floor(seconds) : undefined });
};

/** Sessions of the account itself that wait for the lock of a table, which everybody sees, and the longest so far in seconds. */
export type OwnWaits = { readonly count: number; readonly seconds: number };

export const readOwnWaits = (answers: Answers): OwnWaits | undefined => {
  const [sessions] = rowsOf(answers, "sessions");
  const count = numberIn(sessions?.lockWaits) ?? 0;
  return count === 0 ? undefined : { count, seconds: numberIn(sessions?.lockSeconds) ?? 0 };
};

/** Judged where the account may not ask who waits for whom; that nobody waits for a table is not known then. */
export const judgeRowLocks = (
  { rowLocks, ownWaits }: { readonly rowLocks?: RowLocks; readonly ownWaits?: OwnWaits },
  lockWait: number,
): DatabaseAnswer[] => {
  const rows = { count: rowLocks?.waiting ?? 0, seconds: rowLocks?.held ?? 0 };
  const held = [rows, ownWaits].find((one) => one !== undefined && one.count > 0 && one.seconds * 1000 >= lockWait);
  if (held === undefined) return [];
  return [{ signal: "lock-waits", data: { ...held, waiting: "?", locked: "?", blocking: "?" } }];
};
