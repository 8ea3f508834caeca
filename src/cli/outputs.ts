import { resolve } from "node:path";
import type { Report } from "../model/report.js";
import { quoted } from "../profile/errors.js";
import { suggestion } from "../profile/nearest.js";
import { nagiosCodes } from "../report/exit-code.js";
import { type Form, forms, type PrintOptions, printerFor } from "../report/index.js";
import { type Context, printOptions } from "./context.js";
import { UsageError } from "./failure.js";
import { summarise } from "./job-summary.js";
import type { Live } from "./live.js";
import { type PreparedFile, prepareFile } from "./write.js";

export type OutputOptions = {
  readonly format?: readonly string[];
  readonly output?: string;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  /** Short for the form `ticket`. */
  readonly ticket?: boolean;
};

/** Where a document goes: one form on standard output at most, others to files. */
export type Outputs<F extends string = Form> = {
  readonly onScreen?: F;
  readonly files: readonly { readonly form: F; readonly file: PreparedFile }[];
  readonly print: PrintOptions;
};

type Wish<F> = { readonly form: F; readonly path?: string };

const wishOf = <F extends string>(text: string, known: readonly F[]): Wish<F> => {
  const [word = "", path] = text.split(/=(.*)/s);
  const form = known.find((one) => one === word);
  if (form === undefined) {
    const near = suggestion(word, known);
    throw new UsageError({
      en: `unknown format ${quoted(word)}${near.en}`,
      zh: `未知格式 ${quoted(word)}${near.zh}`,
    });
  }
  if (path === "") {
    throw new UsageError({ en: `--format ${word}= names no file`, zh: `--format ${word}= 未写明文件名` });
  }
  return path === undefined || path === "-" ? { form } : { form, path };
};

const wishesOf = <F extends string>({ format = [], output, ticket }: OutputOptions, known: readonly F[]): Wish<F>[] => {
  const asked = ticket === true && !format.includes("ticket") ? [...format, "ticket"] : format;
  const wishes = (asked.length === 0 ? ["table"] : asked).map((text) => wishOf(text, known));
  if (output === undefined) return wishes;
  const [wish, ...others] = wishes;
  if (wish === undefined || others.length > 0 || wish.path !== undefined) {
    throw new UsageError({
      en: "--output takes a single form; give each form its own file: --format json=FILE",
      zh: "--output 只用于一种格式；多种格式请分别指定文件：--format json=FILE",
    });
  }
  if (output === "") throw new UsageError({ en: "--output names no file", zh: "--output 未写明文件名" });
  return output === "-" ? wishes : [{ form: wish.form, path: output }];
};

const refuseDoubles = (wishes: readonly Wish<string>[]): void => {
  const onScreen = wishes.filter((wish) => wish.path === undefined).map((wish) => wish.form);
  if (onScreen.length > 1) {
    const list = onScreen.join(", ");
    throw new UsageError({
      en: `only one form fits on standard output, not ${list}; give the others a file: --format ${onScreen[1]}=FILE`,
      zh: `标准输出只能有一种格式（${list}）；其余请指定文件：--format ${onScreen[1]}=FILE`,
    });
  }
  const paths = wishes.flatMap((wish) => (wish.path === undefined ? [] : [resolve(wish.path)]));
  const double = paths.find((path, at) => paths.indexOf(path) !== at);
  if (double !== undefined) {
    const name = quoted(double);
    throw new UsageError({ en: `two forms cannot share the file ${name}`, zh: `两种格式不能写入同一文件 ${name}` });
  }
};

/** Of new files. A report is for whoever ran the check; metrics are read by node_exporter, a user of its own. */
const modes: { readonly [form in Form]?: number } = { prometheus: 0o644 };
const modeOf = (form: string): number | undefined => (form in modes ? modes[form as Form] : undefined);

/** Understands the wishes for one of the known forms, and finds every file writable, before anything runs. */
export const prepareForms = async <F extends string>(
  context: Context,
  options: OutputOptions,
  known: readonly F[],
): Promise<Outputs<F>> => {
  if (options.quiet === true && options.verbose === true) {
    throw new UsageError({
      en: "--quiet and --verbose exclude each other",
      zh: "--quiet 与 --verbose 不能同时使用",
    });
  }
  const wishes = wishesOf(options, known);
  refuseDoubles(wishes);
  const onScreen = wishes.find((wish) => wish.path === undefined)?.form;
  const files: { form: F; file: PreparedFile }[] = [];
  for (const { form, path } of wishes) {
    if (path !== undefined) files.push({ form, file: await prepareFile(path, modeOf(form)) });
  }
  return { ...(onScreen === undefined ? {} : { onScreen }), files, print: printOptions(context, options) };
};

export const prepareOutputs = (context: Context, options: OutputOptions): Promise<Outputs> =>
  prepareForms(context, options, forms);

/** Files are for machines and for later: no colours, the full width, every mark. */
const inFiles = (print: PrintOptions): PrintOptions => ({ ...print, color: false, unicode: true, width: 100 });

/** Prints a document to every file that is wanted. */
const deliverFiles = async <F extends string>(
  { files, print: options }: Outputs<F>,
  print: (form: F, options: PrintOptions) => Promise<string>,
): Promise<void> => {
  for (const { form, file } of files) await file.write(await print(form, inFiles(options)));
};

/** Prints a document everywhere it is wanted. */
export const deliverForms = async <F extends string>(
  { terminal }: Context,
  outputs: Outputs<F>,
  print: (form: F, options: PrintOptions) => Promise<string>,
): Promise<void> => {
  await deliverFiles(outputs, print);
  if (outputs.onScreen !== undefined) await terminal.print(await print(outputs.onScreen, outputs.print));
};

/** Prints the report everywhere it is wanted, but what `live` has told already; returns the exit code of the run. */
export const deliver = async (context: Context, outputs: Outputs, report: Report, live?: Live): Promise<number> => {
  const print = async (form: Form, options: PrintOptions): Promise<string> => (await printerFor(form))(report, options);
  const { onScreen } = outputs;
  if (live === undefined) await deliverForms(context, outputs, print);
  else {
    await deliverFiles(outputs, print);
    await live.finish(report);
  }
  if (onScreen === "github")
    await summarise(context, (quiet) => print("markdown", { ...inFiles(outputs.print), quiet }));
  const ownCodes = onScreen === "nagios" && report.interrupted !== true;
  return ownCodes ? nagiosCodes[report.status] : report.exitCode;
};
