import type { Bilingual } from "../model/text.js";
import { each, listed } from "./collect.js";
import { SpokenCommand } from "./command.js";
import type { Action, Context } from "./context.js";
import { addDrills } from "./drill/commands.js";
import { targets, words } from "./program-words.js";

/** What a command calls when it has understood its line; ends with the exit code. */
type Done = (action: Action) => Promise<void>;

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
    .with("--notify", words.notifyRun)
    .with("--bundle <FILE>", words.bundleTo)
    .with("--redact-addresses", words.redactAddresses)
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

  command("schema", "profile|report|history|comparison [OPTIONS]")
    .argument("<what>", program.tell(words.schemaWhat))
    .with("--plugin <PATH|PACKAGE>", words.plugin, each)
    .action((what, options) => done(import("./schema.js").then(({ schema }) => schema(context, what, options))));

  withReport(command("replay", "REPORT|last [OPTIONS]"))
    .argument("<REPORT>", program.tell(words.report))
    .with("-p, --profile <FILE>", words.yardstick)
    .with("--dir <DIR>", words.dir)
    .with("--plugin <PATH|PACKAGE>", words.plugin, each)
    .action((file, options) => done(import("./replay.js").then(({ replay }) => replay(context, file, options))));

  withJournal(command("bundle", "REPORT [OPTIONS]"))
    .argument("<REPORT>", program.tell(words.report))
    .with("-o, --output <FILE>", words.bundleFile)
    .with("--redact-addresses", words.redactAddresses)
    .action((file, options) =>
      done(import("./bundle.js").then(({ bundleReport }) => bundleReport(context, file, options))),
    );

  command("notify", "[CHANNEL…] [OPTIONS]")
    .argument("[channel...]", program.tell(words.channel))
    .with("-p, --profile <FILE>", words.profile)
    .with("--test", words.notifyTest)
    .with("--plugin <PATH|PACKAGE>", words.plugin, each)
    .action((names, options) => done(import("./notify.js").then(({ notify }) => notify(context, names, options))));

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
