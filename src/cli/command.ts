import { Command, Help } from "commander";
import type { Bilingual, Language } from "../model/text.js";
import { quoted } from "../profile/errors.js";
import { suggestion } from "../profile/nearest.js";
import { widthOf } from "../report/width.js";
import { wrap } from "../report/wrap.js";
import { UsageError } from "./failure.js";

const titles: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Arguments:": "参数：",
  "Options:": "选项：",
  "Commands:": "命令：",
  "Global Options:": "通用选项：",
};

const toldIn = (lang: Language, width: number) =>
  class extends Help {
    override helpWidth = Math.min(width, 120);
    override styleTitle(title: string): string {
      return lang === "zh" ? (titles[title] ?? title) : title;
    }
    override subcommandTerm(command: Command): string {
      return `${command.name()} ${command.usage().replace(/ ?\[OPTIONS\]$/, "")}`.trim();
    }
    override displayWidth(text: string): number {
      return widthOf(text);
    }
    override boxWrap(text: string, columns: number): string {
      return wrap(text, columns).join("\n");
    }
  };

const usageError = (en: string, zh: string): never => {
  throw new UsageError({ en, zh });
};

/** commander's command, with messages in both languages that suggest the nearest right word. */
export class SpokenCommand extends Command {
  constructor(
    name: string,
    readonly spoken: { readonly lang: Language; readonly width: number },
  ) {
    super(name);
    this.exitOverride();
    this.allowExcessArguments(false);
    this.helpOption("-h, --help", this.tell({ en: "show this help", zh: "显示帮助" }));
    this.helpCommand(false);
  }

  tell(text: Bilingual): string {
    return text[this.spoken.lang];
  }

  override createCommand(name: string): SpokenCommand {
    return new SpokenCommand(name, this.spoken);
  }

  override createHelp(): Help {
    const Told = toldIn(this.spoken.lang, this.spoken.width);
    return new Told();
  }

  /** Adds an option whose help stands in both languages. */
  with<T>(flags: string, help: Bilingual, parse?: (value: string, previous: T) => T, fallback?: T): this {
    if (parse === undefined) this.option(flags, this.tell(help));
    else this.option(flags, this.tell(help), parse, fallback as T);
    return this;
  }

  unknownOption(flag: string): void {
    const flags = this.createHelp()
      .visibleOptions(this)
      .flatMap((option) => (option.long ? [option.long] : []));
    const near = suggestion(flag, flags);
    usageError(`unknown option ${quoted(flag)}${near.en}`, `未知选项 ${quoted(flag)}${near.zh}`);
  }

  unknownCommand(): void {
    const word = this.args[0] ?? "";
    const near = suggestion(
      word,
      this.commands.map((command) => command.name()),
    );
    usageError(`unknown command ${quoted(word)}${near.en}`, `未知命令 ${quoted(word)}${near.zh}`);
  }

  missingArgument(name: string): void {
    const usage = this.usage();
    usageError(
      `${this.name()} needs ${name}: invoice-diag ${this.name()} ${usage}`,
      `${this.name()} 缺少参数 ${name}：invoice-diag ${this.name()} ${usage}`,
    );
  }

  optionMissingArgument(option: { readonly flags: string }): void {
    usageError(`the option ${quoted(option.flags)} needs a value`, `选项 ${quoted(option.flags)} 缺少取值`);
  }

  _excessArguments(received: readonly string[]): void {
    const extra = quoted(received[this.registeredArguments.length] ?? "");
    usageError(`${this.name()} does not take ${extra}`, `${this.name()} 不接受参数 ${extra}`);
  }
}
