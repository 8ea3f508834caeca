import { z } from "zod";
import type { AnyCheck } from "../model/check.js";
import { isMap, type JsonObject } from "../model/json.js";
import type { Source } from "./document.js";
import { type Issue, type Path, quoted, visible } from "./errors.js";
import { mistakes, unexpected, unknownKey, valueAt } from "./mistakes.js";
import { nearest } from "./nearest.js";
import { type Frame, frame } from "./schema.js";
import {
  type CommonInput,
  common,
  type HostInput,
  type MysqlInput,
  pluginTarget,
  targetSchemas,
  type UrlInput,
} from "./target-schema.js";

/** A kind of target that a plug-in brings: `parse` makes its options, or throws an Error that says what is wrong. */
export type TargetKind = { parse(value: unknown): JsonObject };
export type LoadedPlugin = { readonly name: string; readonly targets?: { readonly [kind: string]: TargetKind } };

/** What a profile is held against. */
export type Vocabulary = { readonly checks: readonly AnyCheck[]; readonly plugins?: readonly LoadedPlugin[] };

export type TargetInput =
  | { readonly kind: "url"; readonly input: UrlInput }
  | { readonly kind: "host"; readonly input: HostInput }
  | { readonly kind: "mysql"; readonly input: MysqlInput }
  | { readonly kind: `plugin:${string}`; readonly input: CommonInput; readonly options: JsonObject };

export type Validated = {
  readonly issues: readonly Issue[];
  readonly frame?: Frame;
  /** One for each target that is valid. */
  readonly targets: readonly TargetInput[];
};

type Outcome = { readonly issues: readonly Issue[]; readonly target?: TargetInput };

const kindsOf = (plugins: readonly LoadedPlugin[]): ReadonlyMap<string, TargetKind> =>
  new Map(plugins.flatMap((plugin) => Object.entries(plugin.targets ?? {})));

const parseWith = <Schema extends z.ZodType>(schema: Schema, path: Path, source: Source) => {
  const result = schema.safeParse(valueAt(source.value, path));
  const issues = result.success ? [] : result.error.issues.flatMap((issue) => mistakes(issue, path, source));
  return { issues, ...(result.success ? { output: result.data } : {}) };
};

/** A target whose kind cannot be told: none of the keys that make one is there, or several are. */
const kindless = (keys: readonly string[], kinds: readonly string[], path: Path, source: Source): Issue[] => {
  const here = Object.keys(valueAt(source.value, path) as object);
  const allowed = new Set([
    ...Object.keys(common),
    ...kinds,
    ...Object.values(targetSchemas).flatMap((s) => Object.keys(s.shape)),
  ]);
  const strangers = here.filter((key) => !allowed.has(key));
  const issues = strangers.map((key) => unknownKey([...path, key], { en: "key", zh: "键" }, [...allowed]));
  const mistyped = strangers.some((key) => kinds.includes(nearest(key, [...allowed]) ?? ""));
  const one = { en: `exactly one of the keys ${kinds.join(", ")}`, zh: `键 ${kinds.join("、")} 中应恰有一个` };
  if (keys.length > 1) {
    const both = keys.join(", ");
    const message = { en: `expected ${one.en}, found ${both}`, zh: `${one.zh}，实有 ${both}` };
    issues.push({ path: [...path, keys[1] ?? ""], at: "key", message });
  } else if (!mistyped) issues.push({ path, at: "value", message: { en: `expected ${one.en}`, zh: one.zh } });
  const shared = z.object(common);
  return [...issues, ...parseWith(shared, path, source).issues];
};

const pluginOptions = (kind: string, parser: TargetKind, path: Path, source: Source): JsonObject | Issue => {
  try {
    return parser.parse(valueAt(source.value, [...path, kind])) as JsonObject;
  } catch (error) {
    const reason = visible(error instanceof Error ? error.message : String(error)).slice(0, 200);
    const message = { en: `not accepted by the plug-in: ${reason}`, zh: `插件不接受：${reason}` };
    return { path: [...path, kind], at: "value", message };
  }
};

const isIssue = (value: JsonObject | Issue): value is Issue => "message" in value && "path" in value && "at" in value;

const pluginOutcome = (kind: string, parser: TargetKind, path: Path, source: Source): Outcome => {
  const { issues, output } = parseWith(pluginTarget(kind), path, source);
  const options = pluginOptions(kind, parser, path, source);
  if (isIssue(options)) return { issues: [...issues, options] };
  return output === undefined
    ? { issues }
    : { issues, target: { kind: `plugin:${kind}`, input: output as CommonInput, options } };
};

const targetAt = (path: Path, kinds: ReadonlyMap<string, TargetKind>, source: Source): Outcome => {
  const raw = valueAt(source.value, path);
  const words = [...Object.keys(targetSchemas), ...kinds.keys()];
  if (!isMap(raw)) {
    const expected = {
      en: "a target, a map with name and url, host or mysql",
      zh: "目标（含 name 及 url、host 或 mysql 的映射）",
    };
    return { issues: [unexpected(source, path, expected)] };
  }
  const here = words.filter((kind) => Object.hasOwn(raw, kind));
  const [kind] = here;
  if (kind === undefined || here.length > 1) return { issues: kindless(here, words, path, source) };
  const parser = kinds.get(kind);
  if (parser !== undefined) return pluginOutcome(kind, parser, path, source);
  const core = kind as keyof typeof targetSchemas;
  const { issues, output } = parseWith(targetSchemas[core], path, source);
  return output === undefined ? { issues } : { issues, target: { kind: core, input: output } as TargetInput };
};

const missingPlugins = (source: Source, plugins: readonly LoadedPlugin[]): Issue[] => {
  const named = valueAt(source.value, ["plugins"]);
  const loaded = new Set(plugins.map((plugin) => plugin.name));
  return (Array.isArray(named) ? named : []).flatMap((name: unknown, index) => {
    if (typeof name !== "string" || name === "" || loaded.has(name)) return [];
    const text = quoted(name);
    const message = {
      en: `plug-in ${text} is not loaded; add --plugin with its path or package`,
      zh: `插件 ${text} 未加载，请用 --plugin 指定其路径或包名`,
    };
    return [{ path: ["plugins", index], at: "value" as const, message }];
  });
};

/** Holds a document against the schema: every mistake, and what is right. */
export const validate = (source: Source, { checks, plugins = [] }: Vocabulary): Validated => {
  const whole = parseWith(frame(checks, z.unknown()), [], source);
  const raw = valueAt(source.value, ["targets"]);
  const kinds = kindsOf(plugins);
  const outcomes = (Array.isArray(raw) ? raw : []).map((_, index) => targetAt(["targets", index], kinds, source));
  return {
    issues: [...whole.issues, ...outcomes.flatMap((one) => one.issues), ...missingPlugins(source, plugins)],
    ...(whole.output === undefined ? {} : { frame: whole.output }),
    targets: outcomes.flatMap((one) => one.target ?? []),
  };
};
