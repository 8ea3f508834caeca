import type { CauseTable } from "../model/cause.js";
import type { AnyCheck } from "../model/check.js";
import { isMap } from "../model/json.js";
import { layers } from "../model/layer.js";
import type { TargetKind } from "../profile/load.js";

/** What a plug-in may export. */
export type PluginExports = {
  readonly name?: string;
  readonly checks: readonly AnyCheck[];
  readonly causes: CauseTable;
  readonly targets: Readonly<Record<string, TargetKind>>;
};

type Loose = Readonly<Record<string, unknown>>;

const isSentence = (value: unknown): boolean =>
  isMap(value) && typeof value.en === "string" && typeof value.zh === "string";

const functions = ["aims", "observe", "judge", "places", "patience"] as const;
const maps = ["questions", "settings", "signals"] as const;

const checkFaults = (check: unknown, at: number): string[] => {
  const name = `checks[${at}]`;
  if (!isMap(check)) return [`${name} is not a check`];
  const { id, layer } = check;
  const faults: string[] = [];
  if (typeof id !== "string" || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) faults.push(`${name}.id is not kebab-case`);
  if (!layers.some((one) => one === layer)) faults.push(`${name}.layer is none of ${layers.join(", ")}`);
  for (const key of ["title", "about"]) if (!isSentence(check[key])) faults.push(`${name}.${key} is not { en, zh }`);
  for (const key of maps) if (!isMap(check[key])) faults.push(`${name}.${key} is not a map`);
  for (const key of functions) if (typeof check[key] !== "function") faults.push(`${name}.${key} is not a function`);
  return faults;
};

const causeFaults = ([id, cause]: readonly [string, unknown]): string[] => {
  if (!isMap(cause)) return [`causes.${id} is not a cause`];
  const faults: string[] = [];
  if (!isSentence(cause.title)) faults.push(`causes.${id}.title is not { en, zh }`);
  if (!isSentence(cause.about)) faults.push(`causes.${id}.about is not { en, zh }`);
  if (!isMap(cause.expects)) faults.push(`causes.${id}.expects is not a map`);
  for (const key of ["locus", "advice"]) {
    const list = cause[key];
    if (!Array.isArray(list) || list.length === 0) faults.push(`causes.${id}.${key} is not a list with entries`);
  }
  if (typeof cause.sits !== "string" && !Array.isArray(cause.sits)) faults.push(`causes.${id}.sits is missing`);
  for (const key of ["kind", "layer", "prior"]) {
    if (typeof cause[key] !== "string") faults.push(`causes.${id}.${key} is missing`);
  }
  return faults;
};

const targetFaults = ([kind, schema]: readonly [string, unknown]): string[] =>
  isMap(schema) && typeof schema.parse === "function" ? [] : [`targets.${kind} has no parse function`];

/** The exports of a plug-in's module, or what is wrong with them, one fault each. */
export const pluginExports = (module: Loose): PluginExports | readonly string[] => {
  const named = ["checks", "causes", "targets"].some((key) => key in module);
  const exported = named ? module : module.default;
  if (!isMap(exported)) return ["it exports neither checks, causes nor targets"];
  const { name, checks = [], causes = {}, targets = {} } = exported;
  if (!Array.isArray(checks)) return ["checks is not a list"];
  if (!isMap(causes)) return ["causes is not a map"];
  if (!isMap(targets)) return ["targets is not a map"];
  const faults = [
    ...checks.flatMap(checkFaults),
    ...Object.entries(causes).flatMap(causeFaults),
    ...Object.entries(targets).flatMap(targetFaults),
  ];
  if (faults.length > 0) return faults;
  return {
    ...(typeof name === "string" ? { name } : {}),
    checks: checks as readonly AnyCheck[],
    causes: causes as unknown as CauseTable,
    targets: targets as Readonly<Record<string, TargetKind>>,
  };
};
