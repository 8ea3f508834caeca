import type { Attempt } from "./failure.js";
import type { Json, JsonObject } from "./json.js";

/** What the verb of MySQL takes and sees, as plain values. Times in milliseconds. */

/** `only`: of each value nothing leaves the verb but what the groups of this pattern find, with blanks between. */
export type MysqlStatement = string | { readonly sql: string; readonly only: RegExp };
export type MysqlStatements = { readonly [name: string]: MysqlStatement };
export type MysqlAim = {
  /** The profile's target: its user, password and database are used and appear nowhere else. */
  readonly as: string;
  readonly address: string;
  readonly port: number;
  /** Read-only statements by name, run one after another once logged in. */
  readonly statements: MysqlStatements;
  /** What the answers so far give reason to ask besides, in the same session; called until it names nothing new. */
  further?(answers: MysqlSight["answers"]): MysqlStatements;
};
export type MysqlGreeting = {
  readonly version: string;
  readonly flavour: "mysql" | "mariadb";
  readonly offersTls: boolean;
};
/**
 * Whether the certificate of a server is trusted with a password; `rejected`: why not, in Node's word. `ERR_TLS_CERT_ALTNAME_INVALID`:
 * its authority is known, and not named by the profile's own `ca`, and the name is another one.
 */
export type MysqlCertificate = { readonly trusted: boolean; readonly rejected?: string };
export type MysqlSight = {
  readonly connect: Attempt<null>;
  /** Absent: not reached. A server that answers with an error instead of a greeting: `server-error` with its number. */
  readonly greeting?: Attempt<MysqlGreeting>;
  /** Absent: no TLS, or no handshake came about. */
  readonly certificate?: MysqlCertificate;
  /**
   * Absent: not reached, or the profile names no user. `withheld`: the server asks for the password itself, over a link that is not
   * proven to lead to it; its detail is the plug-in that asks.
   */
  readonly login?: Attempt<{ readonly tls: boolean }>;
  readonly answers: { readonly [name: string]: Attempt<readonly JsonObject[]> };
};

/** Compile-time proof that what it returns may be stored as seen. */
type Stored<T extends Json> = T;
export type StoredMysql = Stored<MysqlSight>;
