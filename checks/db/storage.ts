import type { Dialect } from "./dialect.js";
import { byNumber, roomRefused } from "./numbers.js";
import { type Answers, numberIn, present, rowsOf } from "./rows.js";
import type { DatabaseAnswer } from "./words.js";

/**
 * What can be seen of a full disk without writing: the error with which one of our own statements ended, who waits for room, and, where
 * a plug-in tells it, what is left.
 */
export type StorageFacts = {
  readonly refused?: number;
  readonly waiting: number;
  /** Seconds. */
  readonly longest: number;
  /** Mebibytes on the file system of the data. */
  readonly free?: number;
  readonly total?: number;
};

/** MariaDB and MySQL up to 5.7; MySQL 8. Tables of MyISAM and Aria and the binary log wait so, InnoDB fails at once (1114). */
export const storageStates = "STATE IN ('Waiting for someone to free space', 'Waiting for disk space')";

const plugins =
  "SELECT COUNT(*) AS disks FROM information_schema.PLUGINS WHERE PLUGIN_NAME = 'DISKS' AND PLUGIN_STATUS = 'ACTIVE'";
const disks =
  "SELECT Total AS total, Available AS available FROM information_schema.DISKS WHERE LEFT(@@datadir, LENGTH(Path)) = Path ORDER BY LENGTH(Path) DESC LIMIT 1";

/** The plug-in DISKS of MariaDB, if it is there. */
export const storageStatements = (answers: Answers, { mariadb }: Dialect): { readonly [name: string]: string } => ({
  ...(mariadb ? { plugins } : {}),
  ...((numberIn(rowsOf(answers, "plugins")[0]?.disks) ?? 0) > 0 ? { disks } : {}),
});

const refusedIn = (answers: Answers): number | undefined => {
  const failures = Object.values(answers).flatMap((answer) => (answer.ok ? [] : [answer.failure]));
  return numberIn(failures.find((failure) => byNumber(roomRefused, failure) !== undefined)?.detail);
};

/** `all`: whether the sessions of others are seen. */
export const readStorage = (answers: Answers, all: boolean): StorageFacts | undefined => {
  const refused = refusedIn(answers);
  if (refused !== undefined) return { refused, waiting: 0, longest: 0 };
  const [sessions] = rowsOf(answers, "sessions");
  if (sessions === undefined || !all) return undefined;
  const [disk] = rowsOf(answers, "disks");
  const mebibytes = (kibibytes: unknown): number | undefined => {
    const number = numberIn(kibibytes);
    return number === undefined ? undefined : Math.floor(number / 1024);
  };
  return present<StorageFacts>({
    waiting: numberIn(sessions.spaceWaits) ?? 0,
    longest: numberIn(sessions.spaceSeconds) ?? 0,
    free: mebibytes(disk?.available),
    total: mebibytes(disk?.total),
  });
};

/** InnoDB grows its system tablespace by this much (`innodb_autoextend_increment`); mebibytes. */
const least = 64;

export const judgeStorage = (storage: StorageFacts | undefined): DatabaseAnswer[] => {
  if (storage === undefined) return [];
  const { refused, waiting, longest, free, total } = storage;
  if (refused !== undefined) return [{ signal: "storage-refused", data: { number: refused } }];
  if (waiting > 0) return [{ signal: "storage-full", data: { count: waiting, seconds: longest } }];
  if (free === undefined || total === undefined) return [{ signal: "storage-not-awaited", data: {} }];
  return [{ signal: free < least ? "storage-exhausted" : "storage-free", data: { free, total } }];
};
