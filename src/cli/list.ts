import type { AnyCheck, Setting, Signal } from "../model/check.js";
import { type Layer, layers, layerTitles } from "../model/layer.js";
import { quoted } from "../profile/errors.js";
import { suggestion } from "../profile/nearest.js";
import { padTo, widthOf } from "../report/width.js";
import { kindWords, levelWords } from "../report/words.js";
import { wrap } from "../report/wrap.js";
import { type Action, type Context, say } from "./context.js";
import { UsageError } from "./failure.js";
import { type Catalogue, loadCatalogue } from "./plugins.js";
import { shownSetting } from "./settings.js";

export type ListOptions = { readonly format?: readonly string[]; readonly plugin?: readonly string[] };

const kinds = ["checks", "signals", "causes"] as const;
type Kind = (typeof kinds)[number];

type Entry = { readonly layer: Layer; readonly head: string; readonly text: string; readonly more: readonly string[] };

const signalsOf = (check: AnyCheck): [string, Signal][] => Object.entries(check.signals) as [string, Signal][];
const settingsOf = (check: AnyCheck): [string, Setting][] => Object.entries(check.settings) as [string, Setting][];

const entriesOf: Readonly<Record<Kind, (catalogue: Catalogue, context: Context) => Entry[]>> = {
  checks: ({ checks }, context) =>
    checks.map((check) => ({
      layer: check.layer,
      head: check.id,
      text: say(context, check.title),
      more: settingsOf(check).map(
        ([name, setting]) => `${name} = ${shownSetting(setting)}: ${say(context, setting.help)}`,
      ),
    })),
  signals: ({ checks }, context) =>
    checks.flatMap((check) =>
      signalsOf(check).map(([id, signal]) => ({
        layer: check.layer,
        head: `${check.id}/${id}`,
        text: `[${say(context, levelWords[signal.level])}] ${say(context, signal.text)}`,
        more: [],
      })),
    ),
  causes: ({ causes }, context) =>
    Object.entries(causes).map(([id, cause]) => ({
      layer: cause.layer,
      head: id,
      text:
        cause.kind === "fault"
          ? say(context, cause.title)
          : `[${say(context, kindWords[cause.kind])}] ${say(context, cause.title)}`,
      more: [],
    })),
};

/** What a machine reads: the catalogue's own words, without its functions. */
const documents: Readonly<Record<Kind, (catalogue: Catalogue) => object[]>> = {
  checks: ({ checks }) =>
    checks.map(({ id, layer, title, about, questions, settings, reads = [], signals }) => ({
      id,
      layer,
      title,
      about,
      questions,
      settings,
      reads,
      signals: Object.keys(signals),
    })),
  signals: ({ checks }) =>
    checks.flatMap((check) =>
      signalsOf(check).map(([id, signal]) => ({
        id: `${check.id}/${id}`,
        check: check.id,
        layer: check.layer,
        ...signal,
      })),
    ),
  causes: ({ causes }) => Object.entries(causes).map(([id, cause]) => ({ id, ...cause })),
};

const layerLines = (context: Context, layer: Layer, entries: readonly Entry[]): string[] => {
  const column = Math.min(28, Math.max(...entries.map(({ head }) => widthOf(head)))) + 2;
  const width = Math.min(120, context.terminal.width);
  const lines = entries.flatMap(({ head, text, more }) => {
    const [first = "", ...rest] = wrap(text, width - column - 2);
    const own =
      widthOf(head) + 2 > column
        ? [`  ${head}`, `  ${padTo("", column)}${first}`]
        : [`  ${padTo(head, column)}${first}`];
    const below = [...rest, ...more.flatMap((one) => wrap(`- ${one}`, width - column - 2))];
    return [...own, ...below.map((line) => `  ${padTo("", column)}${line}`)];
  });
  return [layerTitles[layer][context.lang], ...lines];
};

const formOf = ({ format = [] }: ListOptions): "table" | "json" => {
  const form = format.at(-1) ?? "table";
  if (form === "table" || form === "json") return form;
  const near = suggestion(form, ["table", "json"]);
  throw new UsageError({ en: `unknown format ${quoted(form)}${near.en}`, zh: `未知格式 ${quoted(form)}${near.zh}` });
};

/** Names every check with its settings, every signal or every cause, by layer. */
export const list = async (context: Context, word: string | undefined, options: ListOptions): Action => {
  const kind = kinds.find((one) => one === (word ?? "checks"));
  if (kind === undefined) {
    const near = suggestion(word ?? "", kinds);
    throw new UsageError({
      en: `cannot list ${quoted(word ?? "")}${near.en}`,
      zh: `无法列出 ${quoted(word ?? "")}${near.zh}`,
    });
  }
  const form = formOf(options);
  const catalogue = await loadCatalogue(context, options.plugin);
  if (form === "json") {
    await context.terminal.print(`${JSON.stringify(documents[kind](catalogue), null, 2)}\n`);
    return 0;
  }
  const entries = entriesOf[kind](catalogue, context);
  const lines = layers.flatMap((layer) => {
    const own = entries.filter((entry) => entry.layer === layer);
    return own.length === 0 ? [] : layerLines(context, layer, own);
  });
  await context.terminal.print(`${lines.join("\n")}\n`);
  return 0;
};
