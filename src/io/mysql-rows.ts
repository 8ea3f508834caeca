import type { JsonObject } from "../model/json.js";
import { printable } from "./untrusted.js";

/** One row as `typeCast` leaves it. */
export type Row = readonly (string | number | null)[];

type Field = { readonly type: string; buffer(): Buffer | null };

const numeric = new Set(["TINY", "SHORT", "INT24", "LONG", "LONGLONG", "YEAR", "FLOAT", "DOUBLE"]);
/** Characters that are kept of one value. */
const longest = 1000;

/** Password hashes as `SHOW GRANTS` and `SHOW CREATE USER` print them: secrets, which leave no verb. */
const hashes = /\b(IDENTIFIED\b.*?\b(?:PASSWORD|AS|USING|BY)\s+)('(?:[^'\\]|\\.|'')*'|0x[0-9a-f]+)/gi;
const withoutHashes = (text: string): string => text.replace(hashes, "$1'…'");

/** Every value as JSON: numbers that are exact as numbers, everything else as the text that the server sent. */
export const typeCast = (field: Field): string | number | null => {
  const bytes = field.buffer();
  if (bytes === null) return null;
  const number = numeric.has(field.type) ? Number(bytes.toString("latin1")) : Number.NaN;
  const exact = Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
  return exact ? number : printable(withoutHashes(bytes.toString("utf8")), longest);
};

/** Of each value what the groups of the pattern find, with blanks between; null where it finds nothing. */
export const excerptOf =
  (only: RegExp) =>
  (field: Field): string | null => {
    const found = only.exec(field.buffer()?.toString("utf8") ?? "");
    return found === null ? null : printable(withoutHashes(found.slice(1).join(" ")), longest);
  };

/** A row with its column names. */
export const rowOf = (names: readonly string[], row: Row): JsonObject =>
  Object.fromEntries(names.map((name, at) => [printable(name, 80), row[at] ?? null]));
