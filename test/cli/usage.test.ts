import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { built, folder, run } from "./run.js";

built();
const here = folder();

/** Arguments, and what the one sentence says in English and in Chinese. */
const mistakes: readonly (readonly [string, readonly string[], RegExp, RegExp])[] = [
  ["no command", [], /name a command/, /请给出命令/],
  [
    "an unknown command",
    ["chekc"],
    /unknown command "chekc"; did you mean "check"\?/,
    /未知命令 "chekc"，是否想写 "check"/,
  ],
  [
    "an unknown option",
    ["check", "--fromat", "json"],
    /unknown option "--fromat"; did you mean "--format"\?/,
    /未知选项/,
  ],
  ["an unknown short option", ["check", "-x"], /unknown option "-x"/, /未知选项 "-x"/],
  ["an option without its value", ["check", "--only"], /"--only <A,B>" needs a value/, /缺少取值/],
  [
    "an unknown format",
    ["check", "a.test", "-f", "jsn"],
    /unknown format "jsn"; did you mean "json"\?/,
    /未知格式 "jsn"/,
  ],
  ["a format without its file", ["check", "a.test", "-f", "json="], /names no file/, /未写明文件名/],
  [
    "two forms on the screen",
    ["check", "a.test", "-f", "json", "-f", "table"],
    /only one form fits/,
    /标准输出只能有一种格式/,
  ],
  [
    "one file for two forms",
    ["check", "a.test", "-f", "json=x", "-f", "html=./x"],
    /cannot share the file/,
    /不能写入同一文件/,
  ],
  [
    "-o for two forms",
    ["check", "a.test", "-f", "json", "-f", "html=x", "-o", "y"],
    /--output takes a single form/,
    /--output 只用于一种格式/,
  ],
  ["a directory as file", ["check", "a.test", "-o", "."], /is a directory/, /是目录/],
  ["a file in no directory", ["check", "a.test", "-o", "no/where.txt"], /there is no directory/, /不存在/],
  ["quiet and verbose", ["check", "a.test", "-q", "-v"], /exclude each other/, /不能同时使用/],
  [
    "an unknown check in --only",
    ["check", "a.test", "--only", "networkk"],
    /no check or layer "networkk"; did you mean "network"\?/,
    /没有名为 "networkk"/,
  ],
  [
    "an unknown check in --skip",
    ["check", "a.test", "--skip", "session,sesion"],
    /--skip: .*"sesion"; did you mean "session"\?/,
    /--skip：/,
  ],
  ["a time-out that is none", ["check", "a.test", "--timeout", "soon"], /--timeout: "soon" is no duration/, /不是时长/],
  ["a time-out of nothing", ["check", "a.test", "--timeout", "0s"], /is no duration/, /不是时长/],
  [
    "an unknown --fail-on",
    ["check", "a.test", "--fail-on", "wran"],
    /unknown word "wran"; did you mean "warn"\?/,
    /未知取值/,
  ],
  ["nothing to check", ["check"], /nothing to check/, /没有可检查的目标/],
  ["a target that makes no sense", ["check", "ftp://a.test/"], /only http:\/\//, /只能检查/],
  ["a profile that is not there", ["check", "-p", "none.yaml"], /none\.yaml: there is no such file/, /none\.yaml: /],
  ["a profile that is a directory", ["check", "-p", "folder"], /folder: /, /folder: /],
  ["an empty profile", ["check", "-p", "empty.yaml"], /empty\.yaml/, /empty\.yaml/],
  ["a profile that is not YAML", ["check", "-p", "broken.yaml"], /broken\.yaml:\d+:\d+: /, /broken\.yaml:\d+:\d+: /],
  [
    "a word that names no target",
    ["check", "-p", "good.yaml", "desktpo"],
    /"desktpo".*did you mean "desktop"\?/,
    /是否想写 "desktop"/,
  ],
  [
    "a plug-in that is not there",
    ["check", "a.test", "--plugin", "./none.js"],
    /the plug-in ".\/none.js" cannot be used/,
    /插件 ".\/none.js" 无法使用/,
  ],
  ["--dry-run as a page", ["check", "a.test", "--dry-run", "-f", "html"], /--dry-run prints/, /--dry-run 只在/],
  [
    "an unknown fault",
    ["demo", "--fault", "cert-expird"],
    /there is no fault "cert-expird"; did you mean "cert-expired"\?/,
    /没有名为 "cert-expird" 的故障/,
  ],
  ["a word for demo", ["demo", "extra"], /demo does not take "extra"/, /demo 不接受参数 "extra"/],
  ["an unknown list", ["list", "chekcs"], /cannot list "chekcs"; did you mean "checks"\?/, /无法列出/],
  ["list in another form", ["list", "-f", "html"], /unknown format "html"/, /未知格式/],
  ["nothing to explain", ["explain"], /explain needs ID/, /explain 缺少参数 ID/],
  ["an unknown id", ["explain", "cert-expird"], /did you mean "cert-expired"\?/, /是否想写 "cert-expired"/],
  ["an unknown schema", ["schema", "reprot"], /did you mean "report"\?/, /是否想写 "report"/],
  ["a port without a host", ["init", "-", "--port", "1"], /--port needs --host/, /--port 需与 --host/],
  ["a port that is none", ["init", "-", "--host", "a.test", "--port", "99999"], /"99999" is not a port/, /不是端口号/],
  ["a URL that is none", ["init", "-", "--url", "a.test"], /--url: "a\.test" is not/, /--url：/],
  ["a password on the line", ["init", "-", "--url", "https://u:p@a.test/"], /leave user and password out/, /请勿写入/],
  [
    "a platform that is none",
    ["init", "-", "--platform", "leqii"],
    /"leqii" is not known; did you mean "leqi"/,
    /是否想写 "leqi"/,
  ],
  [
    "a platform without its province",
    ["init", "-", "--platform", "dppt"],
    /--platform dppt needs --province/,
    /需与 --province/,
  ],
  [
    "a province that is none",
    ["init", "-", "--platform", "dppt", "--province", "guangdon"],
    /--province: "guangdon" is not known; did you mean "guangdong"/,
    /是否想写 "guangdong"/,
  ],
  ["a province without a platform", ["init", "-", "--province", "hubei"], /--province needs --platform/, /--platform/],
  ["a profile that exists", ["init", "good.yaml"], /"good\.yaml" exists already/, /已存在/],
  ["--print and a file", ["init", "x.yaml", "--print"], /exclude each other/, /不能同时使用/],
  ["a report that is not there", ["replay", "none.json"], /"none.json": there is no such file/, /文件不存在/],
  ["a report that is not JSON", ["replay", "good.yaml"], /is not JSON/, /不是 JSON/],
  ["a report of another kind", ["replay", "other.json"], /is not a report of schema 1/, /不是 schema 1 的报告/],
  [
    "a report to compare with that is not there",
    ["compare", "none.json", "other.json"],
    /there is no such file/,
    /文件不存在/,
  ],
  ["one report to compare", ["compare", "other.json"], /compare needs B/, /compare 缺少参数 B/],
  ["the last run of no journal", ["replay", "last"], /stands in a journal: name its directory/, /请用 --dir/],
  [
    "the last run of an empty journal",
    ["compare", "last", "last", "--dir", "folder"],
    /keeps no report of "last"/,
    /没有 "last" 的报告/,
  ],
  ["a journal that is not named", ["history"], /no journal is named/, /未指明历史记录/],
  [
    "a journal that is none",
    ["history", "--dir", "folder"],
    /there is no journal in "folder"/,
    /"folder" 中没有历史记录/,
  ],
  [
    "a journal that is a file",
    ["history", "--dir", "good.yaml"],
    /"good\.yaml" cannot be read: ENOTDIR/,
    /无法读取 "good\.yaml"/,
  ],
  ["history in another form", ["history", "--dir", "folder", "-f", "junit"], /unknown format "junit"/, /未知格式/],
  [
    "a beginning that is none",
    ["history", "--dir", "folder", "--since", "monday"],
    /--since: "monday" is no time/,
    /不是时间/,
  ],
  [
    "a goal that is none",
    ["history", "--dir", "folder", "--goal", "always"],
    /--goal: "always" is no share/,
    /不是比例/,
  ],
  [
    "a history: that makes no sense",
    ["history", "-p", "history.yaml"],
    /history\.yaml:3:25: history\.size/,
    /history\.yaml:3:25/,
  ],
  [
    "a baseline without a journal",
    ["check", "a.test", "--baseline", "last"],
    /--baseline last needs a journal/,
    /需要历史记录/,
  ],
  [
    "a baseline that is no report",
    ["check", "a.test", "--baseline", "other.json"],
    /is not a report of schema 1/,
    /不是 schema 1/,
  ],
  ["a journal without a name", ["check", "a.test", "--record", ""], /--record names no directory/, /未写明目录/],
  ["an unknown language", ["check", "a.test", "--lang", "fr"], /unknown language "fr"/, /未知语言 "fr"/],
];

const prepare = (): void => {
  const file = (name: string, text: string): void => writeFileSync(join(here(), name), text);
  mkdirSync(join(here(), "folder"), { recursive: true });
  file("empty.yaml", "");
  file("broken.yaml", "version: 1\n  targets: [\n");
  file("good.yaml", "version: 1\nname: t\ntargets:\n  - { name: desktop, host: 127.0.0.1, ports: [1] }\n");
  file("history.yaml", "version: 1\nhistory:\n  { directory: a, size: much }\n");
  file("other.json", '{"schema":1,"tool":"another"}');
};

describe.each([
  ["en", "C.UTF-8"],
  ["zh", "zh_CN.UTF-8"],
] as const)("mistakes, told in %s", (lang, locale) => {
  it.each(mistakes)("%s", async (_, args, en, zh) => {
    prepare();
    const { code, out, err } = await run(args, { cwd: here(), env: { LANG: locale } });
    expect(err).toMatch(lang === "en" ? en : zh);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).not.toMatch(/^\s+at /m);
    if (!args.includes("broken.yaml")) expect(err.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("mistakes with --format nagios", () => {
  it("are UNKNOWN on standard output, as monitoring-plugins have it", async () => {
    const { code, out } = await run(["check", "a.test", "-f", "nagios", "--only", "nothing"]);
    expect(code).toBe(3);
    expect(out).toMatch(/^INVOICE-DIAG UNKNOWN - .*\n$/);
  });
});

describe("help and version", () => {
  it.each(["check", "demo", "list", "explain", "init", "schema", "replay", "compare", "history"])(
    "%s --help, in both languages",
    async (name) => {
      const en = await run([name, "--help"]);
      const zh = await run([name, "--help", "--lang", "zh"]);
      expect([en.code, zh.code]).toEqual([0, 0]);
      expect(en.out).toMatch(/^Usage: invoice-diag /);
      expect(en.out).not.toMatch(/[\u4e00-\u9fff]/);
      expect(zh.out).toMatch(/^用法： invoice-diag /);
      expect(zh.out).not.toMatch(/\b(Options|Commands|Arguments|Usage):/);
    },
  );

  it("--help names every command", async () => {
    const { code, out } = await run(["--help"]);
    expect(code).toBe(0);
    for (const name of ["check", "demo", "list", "explain", "init", "schema", "replay", "compare", "history"])
      expect(out).toMatch(`  ${name} `);
  });

  it.each(["--version", "-V"])("%s", async (flag) => {
    const { code, out } = await run([flag]);
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
