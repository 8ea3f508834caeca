import { type Answers, rowsOf } from "./rows.js";

/**
 * What the account may do everywhere, and in which schemas it may read: the words of `SHOW GRANTS`, which names the rights
 * of active roles, too. `SELECT ON x` stands for the tables of a schema. Undefined where nothing was said.
 */
export const rightsOf = (answers: Answers): readonly string[] | undefined => {
  if (answers.grants?.ok !== true) return undefined;
  const lines = rowsOf(answers, "grants").map((row) => String(Object.values(row)[0]));
  return lines.flatMap((line) => {
    const [, list = "", schema = ""] = /^GRANT (.+?) ON [`"]?([^`".]+)[`"]?\.\* TO /.exec(line) ?? [];
    const rights = list === "" ? [] : list.split(", ");
    if (schema === "*") return rights;
    return rights.some((one) => one === "SELECT" || one === "ALL PRIVILEGES") ? [`SELECT ON ${schema}`] : [];
  });
};

type Rights = readonly string[] | undefined;
const any = (rights: Rights, ...wanted: readonly string[]): boolean =>
  ["ALL PRIVILEGES", ...wanted].some((one) => rights?.includes(one));

/** Sees the sessions, transactions and locks of others. */
export const seesSessions = (rights: Rights): boolean => any(rights, "PROCESS");
/** SLAVE MONITOR is how MariaDB prints REPLICA MONITOR, which it asks for since 10.5.9; everyone else has one for both. */
export const seesReplication = (rights: Rights): boolean =>
  any(rights, "SLAVE MONITOR", "REPLICA MONITOR", "REPLICATION CLIENT", "SUPER");
export const seesPerformanceSchema = (rights: Rights): boolean => any(rights, "SELECT", "SELECT ON performance_schema");
export const seesDisks = (rights: Rights): boolean => any(rights, "FILE");
