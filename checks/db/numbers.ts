import type { Failure } from "../../src/model/failure.js";

/**
 * Error numbers that say who is turned away and why, whichever phase they come in. Sources: MySQL 8.4 server error
 * reference; MariaDB error codes; measured on MariaDB 10.11, which sends 1040 before the greeting or after the login.
 */
export const turnedAway = {
  1040: "too-many-connections",
  // No thread can be made for another one.
  1135: "too-many-connections",
  1129: "host-blocked",
  1130: "host-not-allowed",
} as const;

/**
 * Error numbers that answer a login. 3955 and 4150: locked after too many wrong passwords. 1275: the server refuses this form of
 * password; 1524: it has not loaded what the account is proven by, as `mysql_native_password` in MySQL 8.4. Not 1251, which speaks
 * of the client.
 */
export const loginRefused = {
  1045: "access-denied",
  1275: "access-denied",
  1524: "access-denied",
  1698: "access-denied",
  1873: "access-denied",
  1049: "unknown-database",
  1044: "database-denied",
  3118: "account-locked",
  3955: "account-locked",
  4150: "account-locked",
  4151: "account-locked",
  3159: "tls-required",
  1203: "user-limit",
  1226: "user-limit",
  1820: "password-expired",
  1862: "password-expired",
  1251: "auth-plugin-unsupported",
} as const;

/**
 * Error numbers that answer the reading of a table. Missing are also its schema (1049), its file (1017, 1812), what the engine knew of
 * it (1932), and what a view is made of (1356).
 */
export const tableRefused = {
  1017: "missing",
  1049: "missing",
  1146: "missing",
  1356: "missing",
  1812: "missing",
  1932: "missing",
  1142: "denied",
  1143: "denied",
} as const;

/**
 * Error numbers of a statement that only reads, for want of room: a server writes even its own temporary tables to the disk. 20: the
 * file system's (MariaDB, mysys); 1114: a table of InnoDB or in memory that cannot grow.
 */
export const roomRefused = { 20: "full", 1021: "full", 1114: "full" } as const;

/** The entry of such a table for a failure; undefined for every other number and failure. */
export const byNumber = <T extends { readonly [number: number]: string }>(
  table: T,
  failure: Failure | undefined,
): T[keyof T] | undefined => {
  if (failure?.code !== "server-error" || typeof failure.detail !== "number") return undefined;
  return Object.hasOwn(table, failure.detail) ? table[failure.detail as keyof T] : undefined;
};
