import { isAddress, isLocalhost } from "../model/address.js";
import type { JsonObject } from "../model/json.js";
import type { Report } from "../model/report.js";
import type { Bilingual } from "../model/text.js";
import { fill } from "../model/text.js";
import { json } from "./json.js";
import type { PrintOptions } from "./print.js";
import { createRedactor, type Removal } from "./redact.js";
import { runLog } from "./run-log.js";
import { type SensitiveKind, sensitiveKinds, sensitiveWords } from "./sensitive.js";
import { table } from "./table.js";

/** What goes into a bundle, before anything was taken out. */
export type BundleInput = {
  readonly report: Report;
  readonly environment: object;
  /** The command as it was given, and what was said on standard error. */
  readonly command: readonly string[];
  /** Names of hosts that the environment knows. */
  readonly names?: readonly string[];
};

export type BundleOptions = PrintOptions & { readonly secrets: readonly string[]; readonly addresses: boolean };

export type Bundle = {
  /** Names and texts, none of which holds anything that was taken out. */
  readonly files: Readonly<Record<string, string>>;
  readonly removed: readonly Removal[];
};

const words = {
  title: { en: "Diagnostics bundle of invoice-diag", zh: "invoice-diag 诊断包" },
  report: {
    en: "the report; `invoice-diag replay report.json` judges it again",
    zh: "报告，可用 invoice-diag replay report.json 重新判断",
  },
  table: { en: "the report, to be read", zh: "便于阅读的报告" },
  environment: { en: "the machine on which the bundle was made", zh: "生成此诊断包的机器环境" },
  log: { en: "what happened when", zh: "运行日志" },
  removed: { en: "what was taken out, where, how often", zh: "已删除的内容、位置与次数" },
  none: { en: "Nothing had to be taken out.", zh: "没有需要删除的内容。" },
  taken: { en: "Taken out: {list}.", zh: "已删除：{list}。" },
  part: { en: "{count} × {kind}", zh: "{kind} {count} 处" },
  kept: {
    en: "Addresses and host names are still inside; --redact-addresses takes them out, too.",
    zh: "诊断包中仍有地址与主机名；加 --redact-addresses 可一并删除。",
  },
} as const satisfies Record<string, Bilingual>;

/** How many of each kind were taken out; kinds of which there was none are left out. */
export const countsOf = (removed: readonly Removal[]): readonly (readonly [SensitiveKind, number])[] =>
  sensitiveKinds.flatMap((kind) => {
    const count = removed.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.count, 0);
    return count === 0 ? [] : [[kind, count] as const];
  });

/** What was taken out, in a sentence. */
export const removedSentence = (removed: readonly Removal[]): Bilingual => {
  const counts = countsOf(removed);
  if (counts.length === 0) return words.none;
  const list = (lang: "en" | "zh", comma: string): string =>
    counts.map(([kind, count]) => fill(words.part, { count, kind: sensitiveWords[kind][lang] })[lang]).join(comma);
  return { en: fill(words.taken, { list: list("en", ", ") }).en, zh: fill(words.taken, { list: list("zh", "、") }).zh };
};

const leaflet = (removed: readonly Removal[], addresses: boolean): string => {
  const files = {
    "report.json": words.report,
    "report.txt": words.table,
    "environment.json": words.environment,
    "run.log": words.log,
    "removed.json": words.removed,
  };
  const of = (lang: "en" | "zh"): string[] => [
    words.title[lang],
    "",
    ...Object.entries(files).map(([name, text]) => `${name.padEnd(18)}${text[lang]}`),
    "",
    removedSentence(removed)[lang],
    ...(addresses ? [] : [words.kept[lang]]),
    "",
  ];
  return [...of("zh"), ...of("en")].join("\n");
};

const urlHost = (text: unknown): string[] => {
  try {
    return typeof text === "string" ? [new URL(text).hostname] : [];
  } catch {
    return [];
  }
};

/** Names of hosts that the report knows, and further ones; words that also name a check are left alone. */
export const hostNamesOf = (report: Report, further: readonly string[] = []): readonly string[] => {
  const ids = new Set(report.results.map((one) => one.check));
  const names = [
    ...further,
    report.vantage.host,
    ...report.targets.flatMap((target) => target.host ?? []),
    ...report.results.flatMap(({ places, target }) => [
      places.name ?? "",
      ...urlHost((target as JsonObject | null)?.url),
    ]),
  ];
  const bare = names.map((name) => name.toLowerCase().replace(/^\[|\]$|\.$/g, ""));
  return [...new Set(bare)].filter(
    (name) => name.length > 1 && !isAddress(name) && !isLocalhost(name) && !ids.has(name),
  );
};

const document = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Everything that whoever helps from elsewhere needs, with everything taken out that is not theirs to know. */
export const bundle = (input: BundleInput, options: BundleOptions): Bundle => {
  const { secrets, addresses, ...print } = options;
  const redactor = createRedactor({
    secrets,
    ...(addresses ? { addresses: { names: hostNamesOf(input.report, input.names) } } : {}),
  });
  const report = redactor.report(input.report, "report.json");
  const plain = { ...print, color: false, unicode: true, width: 100, verbose: true, quiet: false };
  const environment = redactor.value(input.environment, "environment.json");
  const command = redactor.text(input.command.join(" "), "run.log");
  const removed = redactor.removed();
  return {
    files: {
      "README.txt": leaflet(removed, addresses),
      "report.json": json(report, plain),
      "report.txt": table(report, plain),
      "environment.json": document(environment),
      "run.log": `$ ${command}\n${runLog(report, print.lang)}`,
      "removed.json": document(removed),
    },
    removed,
  };
};
