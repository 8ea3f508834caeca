import { z } from "zod";
import type { AnyCheck } from "../model/check.js";
import type { JsonObject } from "../model/json.js";
import { frame } from "./schema.js";
import { pluginTarget, targetSchemas } from "./target-schema.js";
import type { LoadedPlugin } from "./validate.js";

const variable = "\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}";

type Part = { readonly [key: string]: unknown };

/** Wherever a value may stand, a variable may stand too. */
const orVariable = (part: Part): Part => {
  if (typeof part.pattern === "string") return { ...part, pattern: `(${part.pattern})|${variable}` };
  const isWord = part.enum !== undefined;
  const isBare = part.type === "integer" || part.type === "boolean" || (part.type === "number" && !("const" in part));
  if (!isWord && !isBare) return part;
  const { description, ...value } = part;
  const alternatives = [value, { type: "string", pattern: isWord ? variable : `^${variable}$` }];
  return { ...(description === undefined ? {} : { description }), anyOf: alternatives };
};

const withVariables = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withVariables);
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.entries(value).map(([key, one]) => [key, key === "propertyNames" ? one : withVariables(one)]);
  return orVariable(Object.fromEntries(inner) as Part);
};

/** The JSON Schema (draft 7) of profiles, with the settings and signals of the given checks, for editors. */
export const profileJsonSchema = (checks: readonly AnyCheck[], plugins: readonly LoadedPlugin[] = []): JsonObject => {
  const kinds = plugins.flatMap((plugin) => Object.keys(plugin.targets ?? {}));
  const { url, host, mysql } = targetSchemas;
  const target = z.union([url, host, mysql, ...kinds.map(pluginTarget)]);
  const schema = z.toJSONSchema(frame(checks, target), {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    reused: "inline",
  });
  return {
    ...(withVariables(schema) as JsonObject),
    title: "invoice-diag profile, version 1",
    description: "What invoice-diag checks\ninvoice-diag 的检查目标与设置",
  };
};
