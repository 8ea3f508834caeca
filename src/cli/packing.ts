import type { Report } from "../model/report.js";
import { visible } from "../profile/errors.js";
import { type Context, printOptions, say } from "./context.js";
import type { Afterwards } from "./examination.js";
import { UsageError } from "./failure.js";
import { type PreparedFile, prepareFile } from "./write.js";

export type BundleWish = { readonly bundle?: string; readonly redactAddresses?: boolean };

type Packing = {
  readonly report: Report;
  readonly secrets: readonly string[];
  readonly addresses: boolean;
  readonly file: PreparedFile;
};

/** Packs a report with what else is needed to help from elsewhere, writes it whole or not at all, and says what was left out. */
export const pack = async (context: Context, { report, secrets, addresses, file }: Packing): Promise<string> => {
  const { bundle, hostNamesOf, removedSentence } = await import("../report/bundle.js");
  const { namesIn, readSurroundings } = await import("../io/surroundings.js");
  const { strToU8, zipSync } = await import("fflate");
  const { terminal } = context;
  const environment = await readSurroundings(terminal.env, hostNamesOf(report));
  const input = { report, environment, command: ["invoice-diag", ...terminal.argv], names: namesIn(environment) };
  const { files, removed } = bundle(input, { ...printOptions(context), secrets, addresses });
  const zipped = zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
  await file.write(zipped);
  const name = visible(file.path);
  const sentence = removedSentence(removed);
  return say(context, { en: `wrote ${name}. ${sentence.en}`, zh: `已写入 ${name}。${sentence.zh}` });
};

/** The file of a bundle, found writable. */
export const prepared = (path: string): Promise<PreparedFile> => {
  if (path !== "" && path !== "-") return prepareFile(path);
  throw new UsageError({
    en: "a bundle is a file; name one, such as problem.zip",
    zh: "诊断包须写入文件，请给出文件名，如 problem.zip",
  });
};

/** `check --bundle FILE`: finds the file writable before anything runs; what it says goes to standard error. */
export const prepareBundle = async (
  context: Context,
  { bundle, redactAddresses: addresses = false }: BundleWish,
): Promise<readonly Afterwards[]> => {
  if (bundle === undefined) {
    if (!addresses) return [];
    throw new UsageError({
      en: "--redact-addresses belongs to a bundle: add --bundle FILE",
      zh: "--redact-addresses 用于诊断包，请同时给出 --bundle 文件",
    });
  }
  const file = await prepared(bundle);
  return [
    async (report, { secrets }) =>
      context.terminal.complain(`invoice-diag: ${await pack(context, { report, secrets, addresses, file })}`),
  ];
};
