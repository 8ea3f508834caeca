import type { Bilingual } from "../model/text.js";
import { each, listed } from "./collect.js";
import { SpokenCommand } from "./command.js";
import type { Action, Context } from "./context.js";
import { addDrills } from "./drill/commands.js";

/** What a command calls when it has understood its line; ends with the exit code. */
type Done = (action: Action) => Promise<void>;

const targets: Bilingual = {
  en: "names of the profile, or https://host:8443/path, host:3389, host.name, mysql://user@host:3306/db",
  zh: "配置中的目标名，或 https://host:8443/path、host:3389、host.name、mysql://user@host:3306/db",
};

const withReport = (command: SpokenCommand): SpokenCommand =>
  command
    .with("-f, --format <FORM[=FILE]>", words.format, each)
    .with("-o, --output <FILE>", words.output)
    .with("--ticket", words.ticket)
    .with("--fail-on <WHAT>", words.failOn)
    .with("--baseline <REPORT|last>", words.baseline)
    .with("-q, --quiet", words.quiet)
    .with("-v, --verbose", words.verbose);

const withRun = (command: SpokenCommand): SpokenCommand =>
  withReport(command)
    .with("--only <A,B>", words.only, listed)
    .with("--skip <A,B>", words.skip, listed)
    .with("--timeout <DURATION>", words.timeout)
    .with("--record <DIR>", words.record)
    .with("--no-record", words.noRecord);

/** Where recorded runs are found. */
const withJournal = (command: SpokenCommand): SpokenCommand =>
  command.with("-p, --profile <FILE>", words.journalProfile).with("--dir <DIR>", words.dir);

/** Every command takes these. */
const withAll = (command: SpokenCommand): SpokenCommand =>
  command.with("--lang <zh|en>", words.lang).with("--no-color", words.noColor);

const words = {
  about: {
    en: "Diagnoses connectivity of Chinese e-invoicing systems, layer by layer: what broke, where, how we know, and whose job it is.",
    zh: "逐层诊断电子发票系统的连通性：哪里出了问题、依据是什么、由谁处理。",
  },
  version: { en: "show the version", zh: "显示版本" },
  check: { en: "check targets and name the root cause", zh: "检查目标并指出根本原因" },
  demo: { en: "check an embedded invoice platform, healthy or broken", zh: "检查内置的演示开票平台，可注入故障" },
  drill: { en: "fault drills: for the tool, and for you", zh: "故障演练：考工具，也考自己" },
  list: { en: "list checks with their settings, signals or causes", zh: "列出检查项及其设置、信号或原因" },
  explain: { en: "explain a check, a signal or a cause", zh: "解释检查项、信号或原因" },
  init: { en: "write a commented profile", zh: "生成带注释的配置文件" },
  schema: { en: "print the JSON Schema of a profile or a report", zh: "打印配置或报告的 JSON Schema" },
  replay: { en: "judge a stored report again", zh: "对已保存的报告重新判断" },
  profile: {
    en: "the profile (default: ./invoice-diag.yaml, then the user's config directory)",
    zh: "配置文件（默认 ./invoice-diag.yaml，其次为用户配置目录）",
  },
  format: {
    en: "table json ndjson junit markdown html prometheus nagios ticket github; may be repeated, all but one with a file",
    zh: "table json ndjson junit markdown html prometheus nagios ticket github；可重复，除一个外须指定文件",
  },
  ticket: {
    en: "a text to paste for each responsible party; short for --format ticket",
    zh: "为每个责任方生成可直接粘贴的工单文本，等同 --format ticket",
  },
  output: { en: "write the single form to a file", zh: "将唯一的格式写入文件" },
  failOn: {
    en: "fail, warn or new (what did not fail in the baseline): what makes the exit code 1 (default: fail)",
    zh: "fail、warn 或 new（基准中没有的新故障）：何时退出码为 1（默认 fail）",
  },
  quiet: { en: "only problems", zh: "只显示问题" },
  verbose: { en: "every piece of evidence, with times", zh: "显示全部证据与用时" },
  only: {
    en: "only these checks or layers, and what they need; may be repeated",
    zh: "只运行这些检查项或层（及其依赖），可重复",
  },
  skip: { en: "not these checks or layers; may be repeated", zh: "跳过这些检查项或层，可重复" },
  timeout: { en: "for the whole run, such as 30s", zh: "整体时限，如 30s" },
  dryRun: { en: "print the plan and do nothing", zh: "只打印计划，不执行" },
  plugin: { en: "load a plug-in: a file or a package; may be repeated", zh: "加载插件（文件或包），可重复" },
  failedWith: {
    en: "the error text of the attempt that failed: may the invoice be sent again?",
    zh: "失败那次的报错原文，用于判断能否重发",
  },
  serial: {
    en: "serial number of that invoice: asks the profile's read-only query",
    zh: "该发票的流水号：调用配置中的只读查询接口",
  },
  lang: { en: "language of every sentence (default: from the locale)", zh: "输出语言（默认取自系统区域设置）" },
  noColor: { en: "no colours", zh: "不使用颜色" },
  fault: { en: "break one thing first", zh: "先注入一个故障" },
  faults: { en: "list the faults", zh: "列出可注入的故障" },
  stay: {
    en: "keep the platform running until Ctrl-C, to try the commands of the advice",
    zh: "保持平台运行直至 Ctrl-C，以便尝试建议中的命令",
  },
  what: { en: "checks (default), signals or causes", zh: "checks（默认）、signals 或 causes" },
  listFormat: { en: "table or json", zh: "table 或 json" },
  id: { en: "such as tls, tls/expired or cert-expired", zh: "如 tls、tls/expired 或 cert-expired" },
  initFile: {
    en: "the file (default: ./invoice-diag.yaml); - for standard output",
    zh: "文件名（默认 ./invoice-diag.yaml），- 为标准输出",
  },
  initUrl: { en: "an API to check", zh: "要检查的接口网址" },
  initHost: { en: "a host to check", zh: "要检查的主机" },
  initPort: {
    en: "a port of the host; may be repeated (default: 8080, 3389)",
    zh: "主机的端口，可重复（默认 8080、3389）",
  },
  initMysql: { en: "a database to check: user@host:3306/database", zh: "要检查的数据库：user@host:3306/database" },
  initPlatform: {
    en: "a platform of the tax authority: dppt, leqi or verify",
    zh: "税务平台：dppt（电子发票服务平台）、leqi（乐企）或 verify（查验）",
  },
  initProvince: { en: "its province, such as guangdong", zh: "所在省市，如 guangdong 或 广东" },
  initName: { en: "the name of the profile", zh: "配置的名称" },
  initPrint: { en: "print instead of writing a file", zh: "打印到标准输出，不写文件" },
  schemaWhat: { en: "profile or report", zh: "profile 或 report" },
  report: {
    en: "a report in the form json; last, or the id of a recorded run",
    zh: "json 格式的报告，或 last（最近一次），或已记录运行的编号",
  },
  compare: { en: "what broke, healed and changed between two reports", zh: "比较两份报告：新故障、已恢复、变化" },
  history: { en: "how targets did over time, from the journal", zh: "查看各目标的历史：可用率、故障、波动" },
  earlier: { en: "the earlier report: a file, last, or the id of a run", zh: "较早的报告：文件、last 或运行编号" },
  later: { en: "the later report", zh: "较晚的报告" },
  recordedTargets: { en: "targets to show (default: all)", zh: "要查看的目标（默认全部）" },
  baseline: {
    en: "a report, or last: says what broke, healed and changed since",
    zh: "基准报告，或 last（最近一次记录）：指出此后的新故障、恢复与变化",
  },
  record: { en: "add the run to the journal in this directory", zh: "将本次运行记入该目录的历史记录" },
  noRecord: { en: "not even where the profile says history:", zh: "不记录（即使配置中有 history:）" },
  dir: { en: "the journal's directory (default: the profile's)", zh: "历史记录目录（默认取自配置）" },
  journalProfile: {
    en: "the profile whose history: names the journal",
    zh: "以 history: 指明历史记录的配置文件",
  },
  yardstick: {
    en: "judge with this profile's thresholds, levels and owners",
    zh: "按此配置的阈值、级别和责任方重新判断",
  },
  compareFormat: { en: "table or json; may be repeated", zh: "table 或 json，可重复" },
  historyFormat: { en: "table, json or html; may be repeated", zh: "table、json 或 html，可重复" },
  since: {
    en: "only runs of the last 24h, 7d, or since 2026-06-30",
    zh: "只看最近 24h、7d，或 2026-06-30 以来的运行",
  },
  goal: { en: "availability to hold the targets against, such as 99.5%", zh: "可用率目标，如 99.5%" },
  allCauses: { en: "every cause that was seen", zh: "显示出现过的全部原因" },
} as const satisfies Record<string, Bilingual>;

/** The command line: every command with its options; each command's code is loaded when it is called. */
export const createProgram = (context: Context, done: Done): SpokenCommand => {
  const { lang, terminal } = context;
  const program = withAll(new SpokenCommand("invoice-diag", { lang, width: terminal.width }));
  program.description(program.tell(words.about)).with("-V, --version", words.version).usage("COMMAND [OPTIONS]");
  program.configureOutput({ writeOut: (text) => void terminal.print(text), writeErr: () => {} });
  const make = (parent: SpokenCommand, name: string, about: Bilingual, usage: string): SpokenCommand => {
    const made = new SpokenCommand(name, program.spoken);
    made.description(program.tell(about)).usage(usage);
    made.configureOutput(program.configureOutput());
    parent.addCommand(withAll(made));
    return made;
  };
  const command = (name: keyof typeof words, usage: string): SpokenCommand => make(program, name, words[name], usage);

  withRun(command("check", "[TARGET…] [OPTIONS]"))
    .argument("[target...]", program.tell(targets))
    .with("-p, --profile <FILE>", words.profile)
    .with("--dry-run", words.dryRun)
    .with("--plugin <PATH|PACKAGE>", words.plugin, each)
    .with("--failed-with <TEXT>", words.failedWith)
    .with("--serial <SERIAL>", words.serial)
    .action((names, options) => done(import("./check.js").then(({ check }) => check(context, names, options))));

  withRun(command("demo", "[OPTIONS]"))
    .with("--fault <ID>", words.fault)
    .with("--list", words.faults)
    .with("--stay", words.stay)
    .action((options) => done(import("./demo.js").then(({ demo }) => demo(context, options))));

  addDrills(context, command("drill", "list|run|quiz [OPTIONS]"), make, done);

  command("list", "[checks|signals|causes] [OPTIONS]")
    .argument("[what]", program.tell(words.what))
    .with("-f, --format <FORM>", words.listFormat, each)
    .with("--plugin <PATH|PACKAGE>", words.plugin, each)
    .action((what, options) => done(import("./list.js").then(({ list }) => list(context, what, options))));

  command("explain", "ID [OPTIONS]")
    .argument("<ID>", program.tell(words.id))
    .with("--plugin <PATH|PACKAGE>", words.plugin, each)
    .action((id, options) => done(import("./explain.js").then(({ explain }) => explain(context, id, options))));

  command("init", "[FILE] [OPTIONS]")
    .argument("[FILE]", program.tell(words.initFile))
    .with("--url <URL>", words.initUrl)
    .with("--host <HOST>", words.initHost)
    .with("--port <PORT>", words.initPort, listed)
    .with("--mysql <USER@HOST>", words.initMysql)
    .with("--platform <PLATFORM>", words.initPlatform)
    .with("--province <PROVINCE>", words.initProvince)
    .with("--name <NAME>", words.initName)
    .with("--print", words.initPrint)
    .action((file, options) => done(import("./init.js").then(({ init }) => init(context, file, options))));

  command("schema", "profile|report [OPTIONS]")
    .argument("<what>", program.tell(words.schemaWhat))
    .with("--plugin <PATH|PACKAGE>", words.plugin, each)
    .action((what, options) => done(import("./schema.js").then(({ schema }) => schema(context, what, options))));

  withReport(command("replay", "REPORT|last [OPTIONS]"))
    .argument("<REPORT>", program.tell(words.report))
    .with("-p, --profile <FILE>", words.yardstick)
    .with("--dir <DIR>", words.dir)
    .with("--plugin <PATH|PACKAGE>", words.plugin, each)
    .action((file, options) => done(import("./replay.js").then(({ replay }) => replay(context, file, options))));

  withJournal(command("compare", "A B [OPTIONS]"))
    .argument("<A>", program.tell(words.earlier))
    .argument("<B>", program.tell(words.later))
    .with("-f, --format <FORM[=FILE]>", words.compareFormat, each)
    .with("-o, --output <FILE>", words.output)
    .with("--plugin <PATH|PACKAGE>", words.plugin, each)
    .action((a, b, options) => done(import("./compare.js").then(({ compare }) => compare(context, [a, b], options))));

  withJournal(command("history", "[TARGET…] [OPTIONS]"))
    .argument("[target...]", program.tell(words.recordedTargets))
    .with("-f, --format <FORM[=FILE]>", words.historyFormat, each)
    .with("-o, --output <FILE>", words.output)
    .with("--since <TIME>", words.since)
    .with("--goal <SHARE>", words.goal)
    .with("-v, --verbose", words.allCauses)
    .action((names, options) => done(import("./history.js").then(({ history }) => history(context, names, options))));

  return program;
};
