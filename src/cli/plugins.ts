import { existsSync } from "node:fs";
import { register } from "node:module";
import { basename, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { lint } from "../engine/lint.js";
import type { CauseTable } from "../model/cause.js";
import type { AnyCheck } from "../model/check.js";
import { quoted, visible } from "../profile/errors.js";
import type { LoadedPlugin } from "../profile/load.js";
import type { Context } from "./context.js";
import { UsageError } from "./failure.js";
import { type HookData, packageScheme } from "./plugin-hook.js";
import { type PluginExports, pluginExports } from "./plugin-shape.js";

/** Checks and causes of the core, and of the plug-ins that were asked for. */
export type Catalogue = {
  readonly checks: readonly AnyCheck[];
  readonly causes: CauseTable;
  readonly plugins: readonly LoadedPlugin[];
};

const isPath = (spec: string): boolean => /^\.{0,2}[/\\]|^[a-z]:|\.[cm]?js$/i.test(spec) || existsSync(spec);

const refuse = (spec: string, reason: string): never => {
  const [name, why] = [quoted(spec), visible(reason)];
  throw new UsageError({ en: `the plug-in ${name} cannot be used: ${why}`, zh: `插件 ${name} 无法使用：${why}` });
};

const load = async (spec: string): Promise<PluginExports> => {
  const url = isPath(spec) ? pathToFileURL(resolve(spec)).href : packageScheme + spec;
  const module = await import(url).catch((error: unknown) =>
    refuse(spec, (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? ""),
  );
  const exported = pluginExports(module);
  return "checks" in exported ? exported : refuse(spec, exported.join("; "));
};

const join = (known: Catalogue, spec: string, plugin: PluginExports): Catalogue => {
  const ids = new Set(known.checks.map((check) => check.id));
  for (const { id } of plugin.checks) {
    if (ids.has(id)) refuse(spec, `there is a check ${quoted(id)} already`);
    ids.add(id);
  }
  const cause = Object.keys(plugin.causes).find((id) => Object.hasOwn(known.causes, id));
  if (cause !== undefined) refuse(spec, `there is a cause ${quoted(cause)} already`);
  const kinds = known.plugins.flatMap((other) => Object.keys(other.targets ?? {}));
  const kind = Object.keys(plugin.targets).find((one) => ["url", "host", "mysql", ...kinds].includes(one));
  if (kind !== undefined) refuse(spec, `there is a kind of target ${quoted(kind)} already`);
  const checks = [...known.checks, ...plugin.checks];
  const causes = { ...known.causes, ...plugin.causes };
  const before = new Set(lint(known.checks, known.causes));
  const problems = lint(checks, causes).filter((problem) => !before.has(problem));
  if (problems.length > 0) refuse(spec, problems.join("; "));
  const name = plugin.name ?? (isPath(spec) ? basename(spec, extname(spec)) : spec);
  return { checks, causes, plugins: [...known.plugins, { name, targets: plugin.targets }] };
};

/** The core's catalogue with the plug-ins, each validated and linted. Throws a `UsageError` that says what is wrong. */
export const loadCatalogue = async (context: Context, specs: readonly string[] = []): Promise<Catalogue> => {
  const { checks, causes } = await context.library();
  let known: Catalogue = { checks, causes, plugins: [] };
  if (specs.length === 0) return known;
  const library = new URL("src/index.js", context.home).href;
  const data: HookData = { library, folder: pathToFileURL(`${resolve(".")}/`).href };
  register(new URL("src/cli/plugin-hook.js", context.home), { data });
  for (const spec of new Set(specs)) known = join(known, spec, await load(spec));
  return known;
};
