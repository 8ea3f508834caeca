import type { z } from "zod";
import type { Bilingual } from "../model/text.js";
import type { Source } from "./document.js";
import { type Issue, type Path, quoted } from "./errors.js";
import { type Expectation, heard } from "./expectation.js";
import { suggestion } from "./nearest.js";

const secretKeys = new Set(["headers", "password", "passphrase", "auth", "secret"]);

/** What stands at a path of plain values; undefined: nothing. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, part)
        ? (inner as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );

/** A text without what might be userinfo or query values. */
export const harmless = (text: string): string =>
  text
    .replace(/^([a-z]+:\/\/)?[\s\S]+@/i, (_, scheme: string | undefined) => `${scheme ?? ""}…@`)
    .replace(/\?[\s\S]*$/, "?…");

/** Names a value that was found, in words that give away no secret. */
const found = (source: Source, path: Path): Bilingual => {
  const value = valueAt(source.value, path);
  // The address of a chat robot is its key.
  const secret =
    (path[0] === "notify" && path.at(-1) === "url") ||
    path.some((part) => typeof part === "string" && secretKeys.has(part));
  if (value === null) return { en: "nothing", zh: "空值" };
  if (Array.isArray(value))
    return value.length === 0 ? { en: "an empty list", zh: "空列表" } : { en: "a list", zh: "列表" };
  if (typeof value === "object") return { en: "a map", zh: "映射" };
  if (secret && typeof value === "string") return { en: "a text (not shown)", zh: "文本（不显示）" };
  if (secret) return { en: `a ${typeof value} (not shown)`, zh: "非文本的值（不显示）" };
  const written = source.written(path) ?? value;
  const shown = typeof written === "string" ? quoted(harmless(written)) : String(written);
  return { en: shown, zh: shown };
};

/** Chinese and Latin letters stand apart. */
const spaced = (word: string, text: string): string =>
  /^[\x21-\x7e]/.test(text) ? `${word} ${text}` : `${word}${text}`;

/** "Expected this, found that", or that a key is missing. */
export const unexpected = (source: Source, path: Path, expected: Bilingual): Issue => {
  const isMissing = valueAt(source.value, path) === undefined;
  const key = quoted(String(path.at(-1) ?? ""));
  const was = isMissing ? { en: "", zh: "" } : found(source, path);
  const message = isMissing
    ? { en: `key ${key} is missing; expected ${expected.en}`, zh: `缺少键 ${key}，${spaced("应为", expected.zh)}` }
    : {
        en: `expected ${expected.en}, found ${was.en}`,
        zh: `${spaced("应为", expected.zh)}，${spaced("实为", was.zh)}`,
      };
  return { path, at: "value", message };
};

/** A key that is not known where it stands, with the nearest right one. */
export const unknownKey = (path: Path, noun: Bilingual, allowed: readonly string[]): Issue => {
  const key = String(path.at(-1));
  const hint = suggestion(key, allowed);
  const message = {
    en: `unknown ${noun.en} ${quoted(key)}${hint.en}`,
    zh: `未知的${noun.zh} ${quoted(key)}${hint.zh}`,
  };
  return { path, at: "key", message };
};

type ZodIssue = z.core.$ZodIssue;

const wrongType = (issues: readonly ZodIssue[]): boolean =>
  issues.some((issue) => issue.code === "invalid_type" && issue.path.length === 0);

const unknownKeys = (keys: readonly string[], path: Path, expected: Expectation): Issue[] =>
  keys.map((key) => unknownKey([...path, key], expected.noun ?? { en: "key", zh: "键" }, expected.allowed ?? []));

/** The mistakes behind one issue of zod; `base` is where the value that zod looked at stands. */
export const mistakes = (issue: ZodIssue, base: Path, source: Source): readonly Issue[] => {
  const path: Path = [...base, ...(issue.path as (string | number)[])];
  const expected = heard(issue.message);
  if (issue.code === "unrecognized_keys") return unknownKeys(issue.keys, path, expected);
  if (issue.code === "invalid_key") {
    const inner = heard(issue.issues[0]?.message ?? issue.message);
    const key = quoted(String(path.at(-1)));
    const message = { en: `expected ${inner.en}, found ${key}`, zh: `${spaced("应为", inner.zh)}，实为 ${key}` };
    return [{ path, at: "key", message }];
  }
  // Of several forms the one is meant that comes nearest.
  const branch =
    issue.code === "invalid_union"
      ? issue.errors.filter((issues) => !wrongType(issues)).sort((a, b) => a.length - b.length)[0]
      : undefined;
  if (branch !== undefined) return branch.flatMap((inner) => mistakes(inner, path, source));
  return [unexpected(source, path, expected)];
};
