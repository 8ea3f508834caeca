import type { Bilingual } from "../../model/text.js";
import { quoted } from "../../profile/errors.js";
import { suggestion } from "../../profile/nearest.js";
import { each } from "../collect.js";
import type { SpokenCommand } from "../command.js";
import type { Action, Context } from "../context.js";
import { UsageError } from "../failure.js";

const words = {
  list: { en: "list the faults", zh: "列出可注入的故障" },
  run: { en: "inject each fault, diagnose it, and count what is right", zh: "逐个注入故障并诊断，统计正确数" },
  quiz: { en: "you name the cause before the tool does", zh: "由你先于工具说出原因" },
  ids: { en: "faults to inject, such as cert-expired", zh: "要注入的故障，如 cert-expired" },
  all: { en: "every fault of the embedded platform", zh: "演示平台的全部故障" },
  format: { en: "table or json; json=FILE for a training record", zh: "table 或 json；json=文件 可保存演练记录" },
  output: { en: "write the training record to a file, as json", zh: "将演练记录以 json 写入文件" },
  rounds: { en: "how many faults (default: 5)", zh: "故障数（默认 5）" },
  seed: { en: "any word: the same one asks the same again", zh: "任意种子，相同种子题目相同" },
  who: { en: "name in the training record (default: the login name)", zh: "演练记录中的姓名（默认登录名）" },
} as const satisfies Record<string, Bilingual>;

/** The sub-commands of `drill`; `make` adds one that knows what every command knows. */
export const addDrills = (
  context: Context,
  drill: SpokenCommand,
  make: (parent: SpokenCommand, name: string, about: Bilingual, usage: string) => SpokenCommand,
  done: (action: Action) => Promise<void>,
): void => {
  const recorded = (command: SpokenCommand): SpokenCommand =>
    command.with("-f, --format <FORM[=FILE]>", words.format, each).with("-o, --output <FILE>", words.output);

  make(drill, "list", words.list, "[OPTIONS]")
    .with("-f, --format <FORM>", words.format, each)
    .action((options) =>
      done(import("../faults.js").then(({ printFaults }) => printFaults(context, options, "drill list"))),
    );

  recorded(make(drill, "run", words.run, "[ID…] [OPTIONS]"))
    .argument("[ID...]", drill.tell(words.ids))
    .with("--all", words.all)
    .action((ids, options) => done(import("./run.js").then(({ drillRun }) => drillRun(context, ids, options))));

  recorded(make(drill, "quiz", words.quiz, "[OPTIONS]"))
    .with("--rounds <N>", words.rounds)
    .with("--seed <SEED>", words.seed)
    .with("--who <NAME>", words.who)
    .action((options) => done(import("./quiz.js").then(({ drillQuiz }) => drillQuiz(context, options))));

  drill.argument("[what]").action((word?: string) => {
    const known = drill.commands.map((command) => command.name());
    const near = suggestion(word ?? "", known);
    throw new UsageError(
      word === undefined
        ? { en: "drill needs a word: list, run or quiz", zh: "drill 后需写明 list、run 或 quiz" }
        : { en: `unknown drill ${quoted(word)}${near.en}`, zh: `未知的演练 ${quoted(word)}${near.zh}` },
    );
  });
};
