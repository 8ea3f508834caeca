import type { Json } from "./json.js";

/** One way down: a key of an object or an index of an array. */
type Way = string | number;

const step =
  /\.([A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff-]*)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;

const unescaped = (text: string): string => text.replace(/\\(.)/g, "$1");

/** The ways of a path of the form `$.a.b[0]['c d']` (RFC 9535 without wildcards and filters); undefined: not such a path. */
export const parseJsonPath = (path: string): readonly Way[] | undefined => {
  if (!path.startsWith("$")) return undefined;
  const ways: Way[] = [];
  for (let at = 1; at < path.length; at = step.lastIndex) {
    step.lastIndex = at;
    const found = step.exec(path);
    if (found === null) return undefined;
    const [, name, index, single, double] = found;
    if (index !== undefined) ways.push(Number(index));
    else ways.push(name ?? unescaped(single ?? double ?? ""));
  }
  return ways;
};

/** The value at a path; undefined: there is none, or the path is not one. */
export const jsonAt = (value: Json, path: string): Json | undefined =>
  parseJsonPath(path)?.reduce<Json | undefined>((here, way) => {
    if (Array.isArray(here)) return typeof way === "number" ? here[way] : undefined;
    if (typeof here !== "object" || here === null || typeof way === "number") return undefined;
    return Object.hasOwn(here, way) ? (here as { readonly [key: string]: Json | undefined })[way] : undefined;
  }, value);

/** Whether two values are the same JSON, whatever the order of keys. */
export const sameJson = (a: Json | undefined, b: Json | undefined): boolean => {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a, b] as { readonly [key: string]: Json | undefined }[];
  const keys = Object.keys(left ?? {});
  return (
    keys.length === Object.keys(right ?? {}).length &&
    keys.every((key) => Object.hasOwn(right ?? {}, key) && sameJson(left?.[key], right?.[key]))
  );
};
