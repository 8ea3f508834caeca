import type { Platform, Province } from "../model/platforms.js";
import type { Language } from "../model/text.js";
import { type PlatformTarget, platformTargets } from "./platforms.js";

/** What `init` asked for. Without any target the template shows one of each kind, as an example. */
export type TemplateAnswers = {
  readonly language?: Language;
  readonly name?: string;
  readonly url?: string;
  readonly host?: string;
  readonly ports?: readonly number[];
  readonly mysql?: {
    readonly host: string;
    readonly port?: number;
    readonly user?: string;
    readonly database?: string;
    /** The environment variable that holds the password; default `DB_PASSWORD`. */
    readonly passwordVariable?: string;
  };
  /** A platform of the tax authority, and the province whose hosts are meant. */
  readonly platform?: Platform;
  readonly province?: Province;
  /** Where the JSON Schema lies, for editors. */
  readonly schema?: string;
};

type Say = (en: string, zh: string) => string;

/** A reference to an environment variable. */
const variable = (name: string): string => `\${${name}}`;

/** A YAML text in double quotes, unless it is plain without doubt; JSON's escapes are YAML's. */
const scalar = (text: string): string =>
  /^[A-Za-z][A-Za-z0-9]*([./:-]+[A-Za-z0-9]+)*\/?$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);

const head = (say: Say, { name, schema }: TemplateAnswers): string[] => [
  ...(schema === undefined ? [] : [`# yaml-language-server: $schema=${schema.replace(/\s/g, "%20")}`]),
  say(
    "# What invoice-diag checks. Try it with: invoice-diag check --profile THIS-FILE",
    "# invoice-diag 的检查目标。试运行：invoice-diag check --profile 本文件",
  ),
  say(
    `# Durations are 300ms, 5s, 2m. ${variable("NAME")} in a value comes from the environment and is masked in every output.`,
    `# 时长写作 300ms、5s、2m。值中的 ${variable("NAME")} 取自环境变量，并在一切输出中隐去。`,
  ),
  "version: 1",
  `name: ${scalar(name ?? say("invoicing", "开票系统"))}`,
  "",
  say(
    "# timeout: each silent phase (name, connect, handshake, greeting); answer: first byte of an accepted request.",
    "# timeout：每个静默阶段（解析、连接、握手、问候）；answer：请求被接受后的首字节。",
  ),
  "defaults: { timeout: 5s, answer: 15s }",
  say(
    "# dns: { servers: [10.0.0.53] }          # instead of the system's resolvers",
    "# dns: { servers: [10.0.0.53] }          # 代替系统的 DNS 服务器",
  ),
  say(
    "# proxy: http://10.1.1.1:3128            # from the environment if left out; none forbids it",
    "# proxy: http://10.1.1.1:3128            # 省略时取自环境变量，none 表示不用代理",
  ),
  "",
  "targets:",
];

const owners = (say: Say): string =>
  say(
    "us | vendor | tax-authority | carrier: who answers for the far side",
    "us | vendor | tax-authority | carrier：对端由谁负责",
  );

const urlBlock = (say: Say, url: string): string[] => [
  "  - name: invoice-api",
  `    # owner: vendor                      # ${owners(say)}`,
  `    url: ${scalar(url)}`,
  `    # headers: { Authorization: "Bearer ${variable("API_TOKEN")}" }`,
  say(
    "    # ca: ./company-ca.pem               # extra trust for this target",
    "    # ca: ./company-ca.pem               # 额外信任的证书",
  ),
  "    expect: { status: 200, maxTime: 3s }",
  '    #   type: json, json: { "$.status": ok }',
  say(
    "    # client: { idle: 4s, answer: 30s }  # the real client's settings, compared with what is measured",
    "    # client: { idle: 4s, answer: 30s }  # 真实客户端的设置，与实测比较",
  ),
  say(
    "    # dependsOn: [database]              # its faults explain faults of this one",
    "    # dependsOn: [database]              # 被依赖目标的故障可解释此目标的故障",
  ),
];

const hostBlock = (say: Say, host: string, ports: readonly number[] | undefined): string[] => [
  "  - name: remote-desktop",
  `    host: ${scalar(host)}`,
  say(
    "    # Each must be open, or { port: 9000, speaks: tls }: http tls rdp mysql ssh smtp any.",
    "    # 每个端口都应开放，也可写 { port: 9000, speaks: tls }：http tls rdp mysql ssh smtp any。",
  ),
  `    ports: [${(ports ?? [8080, 3389]).join(", ")}]`,
  say(
    "    # metrics: http://10.0.0.5:9100/metrics  # its node_exporter: processors, memory, disks, connections",
    "    # metrics: http://10.0.0.5:9100/metrics  # 其 node_exporter 地址：处理器、内存、磁盘、连接数",
  ),
];

/** A name, a way, a port and a certificate each; what lies behind a sign-in is not asked. */
const platformBlock = (say: Say, { name, host, port, is, calls }: PlatformTarget): string[] => [
  [`  - name: ${name}`.padEnd(40), `# ${say(is.en, is.zh)}`].join(" "),
  "    owner: tax-authority",
  `    host: ${host}`,
  `    ports: [{ port: ${port}, speaks: tls }]`,
  ...(calls === undefined ? [] : [`    dependsOn: [${calls}]`]),
];

/** What the user's own program brings to a platform, to be filled in. */
const ownSide = (say: Say): string[] => [
  say(
    "  # Your own program at the platform: its time-outs, what its keys are for, and samples of what it sends.",
    "  # 贵方程序的信息：超时设置、密钥所属环境、请求样例。",
  ),
  "  # - name: invoice-api",
  "  #   url: https://invoice.example.test/api/health",
  "  #   client: { connect: 5s, answer: 30s }",
  "  #   environment: production",
  "  #   payload: { samples: [./sample.json] }",
  '  #   codes: ./codes.yaml                # at: $.code, codes: { "0000": ok, "4067": ip-not-whitelisted }',
  say(
    "  # What answers with the address that it is asked from, and the addresses that are registered at the platform:",
    "  # 返回请求来源地址的服务，以及在平台登记的出口地址：",
  ),
  "  # - { name: exit-address, url: https://ip.example.test/, egress: { registered: [203.0.113.5] } }",
  say(
    "  # A local component of the platform on this machine (security control, certificate assistant):",
    "  # 平台在本机的本地组件（安全控件、证书助手）：",
  ),
  "  # - { name: local-component, host: 127.0.0.1, ports: [28000], helper: true }",
];

const mysqlBlock = (say: Say, mysql: NonNullable<TemplateAnswers["mysql"]>): string[] => [
  "  - name: database",
  `    # owner: us                          # ${owners(say)}`,
  "    mysql:",
  `      host: ${scalar(mysql.host)}`,
  `      port: ${mysql.port ?? 3306}`,
  say("      # An account with few rights; nothing is ever written.", "      # 低权限账号即可，绝不写入任何数据。"),
  ...(mysql.user === undefined
    ? ["      # user: diag", `      # password: "${variable("DB_PASSWORD")}"`]
    : [`      user: ${scalar(mysql.user)}`, `      password: "${variable(mysql.passwordVariable ?? "DB_PASSWORD")}"`]),
  mysql.database === undefined ? "      # database: invoice" : `      database: ${scalar(mysql.database)}`,
  say(
    "      # ca: ./db-ca.pem                  # extra trust: only over TLS that it proves is the password itself sent",
    "      # ca: ./db-ca.pem                  # 额外信任的证书：只在经其验证的 TLS 上发送密码本身",
  ),
  say(
    "      # pool: { size: 20, processes: 4, idleTimeout: 60s }   # compared with the server's limits",
    "      # pool: { size: 20, processes: 4, idleTimeout: 60s }   # 与服务器的限制比较",
  ),
];

const tail = (say: Say): string[] => [
  "",
  say("# Announced maintenance: it explains, and raises nothing.", "# 已公告的维护时段：仅作说明，不会告警。"),
  "# calendar: [{ from: 2026-06-30T22:00+08:00, to: 2026-07-01T06:00+08:00, note: upgrade }]",
  "",
  say(
    "# Who is told what broke and healed, by `check --notify` alone: wecom dingtalk feishu webhook mail.",
    "# 故障与恢复时通知谁，仅在 `check --notify` 时发送：wecom dingtalk feishu webhook mail。",
  ),
  "# notify:",
  `#   - wecom: { url: "${variable("WECOM_URL")}" }`,
  "#     after: { runs: 2, of: 3 }",
  '#     quiet: { from: "22:00", to: "07:00" }',
  "",
  say(
    "# Every run is recorded there, and `invoice-diag history` shows how the targets did; a run in cron needs no more.",
    "# 每次运行均记入该目录，`invoice-diag history` 可查看各目标的历史；定时任务无需其他设置。",
  ),
  "# history: { directory: ./history, size: 64MiB, goal: 99.5% }",
  "",
  say(
    "# Settings by check, and the severity of single signals; `invoice-diag list` shows them all.",
    "# 各检查项的设置和单个信号的级别，`invoice-diag list` 可列出全部。",
  ),
  "# checks:",
  "#   tls: { warnDays: 30 }",
  "# levels: { ping/lossy: pass }",
];

const example = { url: "https://api.example.test/api/health", host: "10.0.0.5", mysql: { host: "db.example.test" } };

/** A commented profile in YAML, in one language. It loads once the variables that it names are set. */
export const profileTemplate = (answers: TemplateAnswers = {}): string => {
  const say: Say = (en, zh) => (answers.language === "zh" ? zh : en);
  const { url, host, ports, mysql, platform, province } = answers;
  const asked = [url, host, mysql, platform].some((answer) => answer !== undefined);
  const shown = asked ? { url, host, mysql } : example;
  const hosts = platform === undefined ? [] : platformTargets(platform, province);
  const targets = [
    ...hosts.map((target) => platformBlock(say, target)),
    shown.url === undefined ? [] : urlBlock(say, shown.url),
    shown.host === undefined ? [] : hostBlock(say, shown.host, ports),
    shown.mysql === undefined ? [] : mysqlBlock(say, shown.mysql),
  ].filter((block) => block.length > 0);
  const lines = [
    ...head(say, answers),
    ...targets.flatMap((block, index) => (index === 0 ? block : ["", ...block])),
    ...(platform === undefined ? [] : ["", ...ownSide(say)]),
    ...tail(say),
  ];
  return `${lines.join("\n")}\n`;
};
