import { type Answers, numberIn, present, valuesOf } from "./rows.js";
import type { DatabaseAnswer } from "./words.js";

/**
 * What InnoDB counts and everybody may read: sessions that wait for a row just now, and waits that ever began. `held`: for so many
 * seconds between two readings somebody waited and no wait began, so that who waits at the end has waited all the while.
 */
export type RowLocks = { readonly waiting: number; readonly began: number; readonly held?: number };

export const rowLockStatus = {
  status: "SHOW GLOBAL STATUS WHERE Variable_name LIKE 'Innodb_row_lock_%waits'",
} as const;

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

/** Judged where the account may not ask who waits for whom; that nobody waits for a table is not known then. */
export const judgeRowLocks = (rows: RowLocks | undefined, lockWait: number): DatabaseAnswer[] => {
  if (rows === undefined) return [];
  const { waiting, held } = rows;
  if (waiting === 0 || held === undefined || held * 1000 < lockWait) return [];
  return [{ signal: "lock-waits", data: { count: waiting, seconds: held, waiting: "?", locked: "?", blocking: "?" } }];
};
