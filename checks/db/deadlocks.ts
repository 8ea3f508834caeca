import type { MysqlStatements } from "../../src/model/io.js";
import { type Answers, numberIn, rowsOf, valuesOf } from "./rows.js";
import type { DatabaseAnswer } from "./words.js";

/** Deadlocks since the server started: how many, where it counts them, and how long ago the latest was; seconds. `atMost`: it may be younger. */
export type DeadlockFacts = { readonly count?: number; readonly age?: number; readonly atMost?: true };

const time = "(\\d{4}-\\d\\d-\\d\\d +\\d{1,2}:\\d\\d:\\d\\d)";
/** Of the monitor's text, which is full of other people's statements, only two times: its own, and the latest deadlock's. */
const monitor = {
  sql: "SHOW ENGINE INNODB STATUS",
  only: new RegExp(
    `^\\s*=+\\n${time} [^\\n]*INNODB MONITOR OUTPUT(?:[^]*?\\nLATEST DETECTED DEADLOCK\\n-+\\n${time})?`,
  ),
};

const counted = (answers: Answers): number | undefined => numberIn(valuesOf(answers, "status").Innodb_deadlocks);

/** MariaDB counts deadlocks where everybody may read it: the monitor is asked only if there were some, or nobody counts. */
export const deadlockStatements = (answers: Answers): MysqlStatements => (counted(answers) === 0 ? {} : { monitor });

const secondsOf = (text: string | undefined): number => Date.parse(`${text?.replace(/ +/, "T")}Z`) / 1000;

/** Who may not ask when it was knows that it was since the server started. */
const deadlocksCounted = (count: number | undefined, answers: Answers): DeadlockFacts | undefined => {
  const age = numberIn(valuesOf(answers, "status").Uptime);
  if (count === undefined || count === 0) return count === undefined ? undefined : { count };
  return age === undefined ? undefined : { count, age, atMost: true };
};

export const readDeadlocks = (answers: Answers): DeadlockFacts | undefined => {
  const count = counted(answers);
  const [row] = rowsOf(answers, "monitor");
  if (row === undefined) return deadlocksCounted(count, answers);
  const [now, latest] = String(row.Status ?? "").match(new RegExp(time, "g")) ?? [];
  if (now === undefined) return undefined;
  const age = latest === undefined ? undefined : Math.max(0, secondsOf(now) - secondsOf(latest));
  return { ...(count === undefined ? {} : { count }), ...(age === undefined ? {} : { age }) };
};

export const judgeDeadlocks = (deadlocks: DeadlockFacts | undefined, deadlockAge: number): DatabaseAnswer[] => {
  if (deadlocks === undefined) return [];
  const { count, age, atMost } = deadlocks;
  const known = count === undefined ? {} : { count };
  if (age !== undefined && age * 1000 <= deadlockAge) {
    return [{ signal: "recent-deadlock", data: { ...known, seconds: age } }];
  }
  return atMost === true
    ? []
    : [{ signal: "no-recent-deadlock", data: { ...known, ...(age === undefined ? {} : { seconds: age }) } }];
};
