import { CommanderError } from "commander";
import type { Bilingual, Language } from "../model/text.js";
import { version } from "../model/version.js";
import { quoted, visible } from "../profile/errors.js";
import { suggestion } from "../profile/nearest.js";
import { nagiosUnknown } from "../report/nagios.js";
import type { Context } from "./context.js";
import { reasonOf, ToolError, tooFewFiles, UsageError } from "./failure.js";
import { createProgram } from "./program.js";
import type { Terminal } from "./terminal.js";

/** The values of an option, found before the command line is understood: its mistakes, too, must be told rightly. */
const valuesOf = (argv: readonly string[], names: readonly string[]): string[] =>
  argv.flatMap((word, at) => {
    if (names.includes(word)) return [argv[at + 1] ?? ""];
    const name = names.find((one) => word.startsWith(one.startsWith("--") ? `${one}=` : one) && word !== one);
    return name === undefined ? [] : [word.slice(name.length + (name.startsWith("--") ? 1 : 0))];
  });

const languageOf = ({ argv, language }: Terminal): Language => {
  const wanted = valuesOf(argv, ["--lang"]).at(-1);
  return wanted === "zh" || wanted === "en" ? wanted : language;
};

const refuseLanguage = ({ argv }: Terminal): void => {
  const wanted = valuesOf(argv, ["--lang"]).find((word) => word !== "zh" && word !== "en");
  if (wanted === undefined || wanted === "") return;
  const near = suggestion(wanted, ["zh", "en"]);
  throw new UsageError({
    en: `--lang: unknown language ${quoted(wanted)}${near.en}`,
    zh: `--lang：未知语言 ${quoted(wanted)}${near.zh}`,
  });
};

const internal = (error: unknown): Bilingual => {
  if (["EMFILE", "ENFILE"].includes(reasonOf(error))) return tooFewFiles;
  const reason = visible(reasonOf(error));
  return {
    en: `internal error: ${reason} (INVOICE_DIAG_DEBUG=1 shows where)`,
    zh: `内部错误：${reason}（设置 INVOICE_DIAG_DEBUG=1 可查看位置）`,
  };
};

/** One sentence on standard error, and the exit code. monitoring-plugins expect theirs on standard output. */
const tell = async ({ terminal, lang }: Context, error: unknown): Promise<number> => {
  const known = error instanceof UsageError || error instanceof ToolError;
  const text = (known ? error.said : internal(error))[lang];
  const placed = error instanceof UsageError && error.placed;
  terminal.complain(placed ? text : `invoice-diag: ${text}`);
  const debug = terminal.env.INVOICE_DIAG_DEBUG;
  if (!(error instanceof UsageError) && debug !== undefined && debug !== "" && error instanceof Error) {
    terminal.complain(error.stack ?? "");
  }
  if (valuesOf(terminal.argv, ["-f", "--format"]).includes("nagios")) {
    await terminal.print(nagiosUnknown(text));
    return 3;
  }
  return error instanceof UsageError ? 2 : 3;
};

const noCommand: Bilingual = {
  en: "name a command; invoice-diag --help shows them",
  zh: "请给出命令；invoice-diag --help 可查看全部命令",
};

const obey = async (context: Context): Promise<number> => {
  const { terminal } = context;
  refuseLanguage(terminal);
  let code = 0;
  const program = createProgram(context, async (action) => {
    code = await action;
  });
  try {
    if (terminal.argv.length === 0) throw new UsageError(noCommand);
    program.on("option:version", () => {
      throw new CommanderError(0, "commander.version", version);
    });
    await program.parseAsync([...terminal.argv], { from: "user" });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.version") await terminal.print(`${version}\n`);
    else if (error.code === "commander.help") throw new UsageError(noCommand);
    else if (error.exitCode !== 0) throw new UsageError({ en: error.message, zh: error.message });
    return 0;
  }
};

/** The whole command line. Never rejects: every failure is told in one sentence and ends in an exit code. */
export const main = async (terminal: Terminal, house: Pick<Context, "library" | "home">): Promise<number> => {
  const color = terminal.color && !terminal.argv.includes("--no-color");
  const context: Context = { terminal, lang: languageOf(terminal), color, ...house };
  try {
    return await obey(context);
  } catch (error) {
    return tell(context, error);
  }
};
