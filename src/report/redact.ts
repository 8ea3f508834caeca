import type { Report } from "../model/report.js";
import { mask, masker } from "./secret-forms.js";
import { type SensitiveKind, type Spotted, sensitiveKinds, withoutSensitive } from "./sensitive.js";

export { mask, masker } from "./secret-forms.js";

/** Words of the schema, not of the world: masking one would make the report unreadable and hide nothing. */
const schemaFields: ReadonlySet<string> = new Set([
  "tool",
  "status",
  "level",
  "layer",
  "kind",
  "standing",
  "party",
  "verdict",
]);
/** What a check saw or was told: here the keys, too, come from outside. */
const openFields: ReadonlySet<string> = new Set(["target", "settings", "looks", "data", "places"]);

/** Cleans one value that stands at a place of the document (`results[3].looks[0].body`). */
type Clean = (text: string, place: string) => string;

const within = (place: string, key: string): string => (place === "" ? key : `${place}.${key}`);
const item = (place: string, at: number): string => `${place}[${at}]`;

/** Figures are measured; only what the profile expects of an answer may be a number that says who someone is. */
const isExpected = (place: string): boolean => /(^|\.)(\$[^\s]*|expected|found)$/.test(place);
const longest = 11;

const number = (value: number, clean: Clean, place: string): unknown => {
  const text = String(value);
  if (!Number.isInteger(value) || text.length < longest || !isExpected(place)) return value;
  const left = clean(text, place);
  return left === text ? value : left;
};

const everyString = (value: unknown, clean: Clean, place: string): unknown => {
  if (typeof value === "string") return clean(value, place);
  if (typeof value === "number") return number(value, clean, place);
  if (Array.isArray(value)) return value.map((one, at) => everyString(one, clean, item(place, at)));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const name = clean(key, place);
      return [name, everyString(one, clean, within(place, name))];
    }),
  );
};

const bySchema = (value: unknown, clean: Clean, place = ""): unknown => {
  if (Array.isArray(value)) return value.map((one, at) => bySchema(one, clean, item(place, at)));
  if (value === null || typeof value !== "object") return typeof value === "string" ? clean(value, place) : value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      if (schemaFields.has(key) && typeof one === "string") return [key, one];
      const inner = within(place, key);
      return [key, openFields.has(key) ? everyString(one, clean, inner) : bySchema(one, clean, inner)];
    }),
  );
};

/** The one choke point: no secret of the profile survives it. Everything that is printed or stored went through here. */
export const redactor = (secrets: readonly string[]): (<T extends object>(document: T) => T) => {
  const clean = masker(secrets);
  return <T extends object>(document: T): T => bySchema(document, (text) => clean(text)) as T;
};

export const redact = <T extends Report | { readonly steps: readonly unknown[] }>(
  document: T,
  secrets: readonly string[],
): T => redactor(secrets)(document);

/** What was taken out at a place, and how often. */
export type Removal = { readonly kind: SensitiveKind; readonly place: string; readonly count: number };

export type RedactorOptions = {
  readonly secrets?: readonly string[];
  /** Addresses too, and these names of hosts. */
  readonly addresses?: { readonly names: readonly string[] };
};

/** The same choke point for what leaves the house: it also knows what says who someone is, and keeps a list. */
export type Redactor = {
  report(report: Report, file: string): Report;
  /** Any other document of plain values, keys included. */
  value<T>(value: T, file: string): T;
  text(text: string, file: string): string;
  /** In the order in which it was met. */
  removed(): readonly Removal[];
};

/** One number for each value, so that what belongs together can still be seen: `[phone-2]`. */
const numbering = (): Spotted => {
  const known = new Map<SensitiveKind, Map<string, number>>(sensitiveKinds.map((kind) => [kind, new Map()]));
  return (kind, found) => {
    if (kind === "secret") return mask;
    const values = known.get(kind) ?? new Map<string, number>();
    const key = found.toLowerCase();
    const at = values.get(key) ?? values.size + 1;
    values.set(key, at);
    return `[${kind}-${at}]`;
  };
};

export const createRedactor = ({ secrets = [], ...options }: RedactorOptions): Redactor => {
  const removed = new Map<string, Removal>();
  const count = (kind: SensitiveKind, place: string, more: number): void => {
    const key = `${kind} ${place}`;
    if (more > 0) removed.set(key, { kind, place, count: (removed.get(key)?.count ?? 0) + more });
  };
  const hide = masker(secrets);
  const take = withoutSensitive(options);
  const name = numbering();
  const clean = (text: string, place: string): string => {
    const without = take(hide(text), (kind, found) => {
      if (kind !== "secret") count(kind, place, 1);
      return name(kind, found);
    });
    // Whatever was a secret is the mask now: those of the profile were taken out before the report was made.
    count("secret", place, without.split(mask).length - 1);
    return without;
  };
  const at =
    (file: string): Clean =>
    (text, place) =>
      clean(text, place === "" ? file : `${file}: ${place}`);
  return {
    report: (report, file) => bySchema(report, at(file)) as Report,
    value: (value, file) => everyString(value, at(file), "") as typeof value,
    text: (text, file) =>
      text
        .split("\n")
        .map((line, index) => clean(line, `${file}:${index + 1}`))
        .join("\n"),
    removed: () => [...removed.values()],
  };
};
