import { wellKnown } from "../../servers/mariadb.js";
import { instead } from "../changes.js";
import type { Change } from "../fault.js";
import { at } from "../network.js";
import { shell } from "../symptoms.js";

/** What MariaDB's own client says, and servers that take the place of the usual one. */

export const mysql = (): string =>
  `mariadb --no-defaults --skip-ssl --connect-timeout=9 -h ${at.server} -u diag '--password=diag'"'"'s "password"'`;
/** What one statement shows. */
export const says = (statement: string, broken: RegExp, healthy: RegExp) =>
  shell(`${mysql()} -N -e "${statement}"`, broken, healthy);

/** Whether a session and one statement take less than so many seconds. */
export const within = (seconds: number) =>
  shell(`timeout ${seconds} ${mysql()} -N -e "SELECT 'in time'"`, /\[exit 124\]/, /in time/);

/** A server with a way of its own, for as long as the fault stands. */
export const otherDatabase = (
  options: readonly string[],
  more = "",
  within?: (...command: readonly string[]) => readonly string[],
): Change =>
  instead("db", ({ start, wires }) =>
    start.database({
      options,
      sql: wellKnown + more,
      ...(within === undefined ? {} : { within: (...command) => wires.server.command(...within(...command)) }),
    }),
  );
