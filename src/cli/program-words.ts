import type { Bilingual } from "../model/text.js";

/** What a target may look like. */
export const targets: Bilingual = {
  en: "names of the profile, or https://host:8443/path, host:3389, host.name, mysql://user@host:3306/db",
  zh: "配置中的目标名，或 https://host:8443/path、host:3389、host.name、mysql://user@host:3306/db",
};

/** The help of every command and option. */
export const words = {
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
  schema: {
    en: "print the JSON Schema of a profile, a report, a history or a comparison",
    zh: "打印配置、报告、历史或比较结果的 JSON Schema",
  },
  replay: { en: "judge a stored report again", zh: "对已保存的报告重新判断" },
  bundle: {
    en: "pack a report for whoever helps, with everything private taken out",
    zh: "将报告打包供他人协助排查，自动删除隐私内容",
  },
  bundleTo: {
    en: "also write a bundle (zip) for whoever helps: report, environment, log, nothing private",
    zh: "另存诊断包（zip）供他人协助排查：报告、环境、日志，不含隐私内容",
  },
  bundleFile: {
    en: "the bundle (default: invoice-diag-TIME.zip in the working directory)",
    zh: "诊断包文件（默认为当前目录下的 invoice-diag-时间.zip）",
  },
  notify: {
    en: "show the channels of the profile, or try them",
    zh: "查看配置中的通知渠道，或发送测试消息",
  },
  notifyRun: {
    en: "tell the profile's notify: channels what broke or healed since they were last told",
    zh: "向配置中 notify: 的渠道通知新的故障与恢复",
  },
  notifyTest: { en: "send a test message to each channel", zh: "向各渠道发送测试消息" },
  channel: { en: "names of channels (default: all)", zh: "渠道名称（默认全部）" },
  redactAddresses: {
    en: "take addresses and host names out of the bundle, too",
    zh: "诊断包中同时删除地址与主机名",
  },
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
  schemaWhat: { en: "profile, report, history or comparison", zh: "profile、report、history 或 comparison" },
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
