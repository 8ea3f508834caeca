import type { Finding, Report } from "../../src/model/report.js";
import type { Evidence, Result, Status } from "../../src/model/result.js";
import { statuses } from "../../src/model/result.js";
import { exitCodeOf, statusOf } from "../../src/model/status.js";
import type { Bilingual } from "../../src/model/text.js";

/** Reports made by hand: what every printed form is tested with. */

const at = "2025-11-23T04:00:12.345Z";
const t = (en: string, zh: string): Bilingual => ({ en, zh });

const evidence = (
  level: Evidence["level"],
  signal: string,
  text: Bilingual,
  data: Evidence["data"] = {},
): Evidence => ({
  question: "state",
  signal,
  level,
  text,
  data,
});

type Some = Partial<Result> & Pick<Result, "step" | "layer">;
const result = (some: Some): Result => {
  const [check = "", rest = ""] = some.step.split(/:(.*)/s);
  const [subject = "", endpoint] = rest.split("/");
  const bad = (["fail", "warn"] as const).find((level) => some.evidence?.some((one) => one.level === level));
  return {
    check,
    subject,
    ...(endpoint === undefined ? {} : { endpoint }),
    status: bad ?? "pass",
    ms: 12,
    at,
    places: { "this-host": "this-host", target: subject },
    target: {},
    settings: {},
    looks: [{}],
    evidence: [],
    blockedBy: [],
    ...some,
  };
};

const report = (results: Result[], some: Partial<Report> = {}): Report => {
  const diagnosis = some.diagnosis ?? { causes: [], unexplained: [], cannotTell: [], next: [] };
  const status = statusOf(results, diagnosis);
  return {
    schema: 1,
    tool: "invoice-diag",
    version: "0.1.0",
    profile: "开票系统-生产",
    startedAt: at,
    ms: 1234.5,
    status,
    exitCode: exitCodeOf(status),
    vantage: { host: "till-7", platform: "linux", addresses: ["10.0.0.2"] },
    counts: Object.fromEntries(
      statuses.map((one) => [one, results.filter((each) => each.status === one).length]),
    ) as Record<Status, number>,
    targets: [
      { name: "invoice-api", kind: "url", host: "api.example.test", owner: "vendor", dependsOn: ["database"] },
      { name: "remote-desktop", kind: "host", host: "10.0.0.5", dependsOn: [] },
      { name: "database", kind: "mysql", host: "db.example.test", owner: "us", dependsOn: [] },
    ],
    results,
    resend: [],
    ...some,
    diagnosis,
  };
};

const good = {
  link: result({
    step: "link:@site",
    layer: "physical",
    evidence: [
      evidence("pass", "up", t("eth0 is up; the gateway 10.0.0.1 answers.", "eth0 已连通，网关 10.0.0.1 有应答。"), {
        device: "eth0",
      }),
    ],
  }),
  ping: result({
    step: "ping:remote-desktop",
    layer: "network",
    ms: 389.4,
    settings: { count: 20, interval: 20 },
    evidence: [
      evidence("pass", "no-loss", t("20 of 20 replies, 0.4 ms on average.", "20 次全部有应答，平均 0.4 ms。"), {
        sent: 20,
        lost: 0,
      }),
    ],
  }),
  port: result({
    step: "port:remote-desktop/3389",
    layer: "network",
    ms: 0.42,
    places: { host: "10.0.0.5", endpoint: "10.0.0.5:3389", target: "remote-desktop" },
    evidence: [
      evidence("pass", "open", t("Open; a remote desktop answers.", "端口开放，远程桌面服务有应答。"), {
        spoke: "rdp",
      }),
    ],
  }),
  dns: result({
    step: "dns:invoice-api",
    layer: "transport",
    evidence: [
      evidence("pass", "agrees", t("api.example.test is 10.0.0.9 for everyone.", "各解析结果一致：10.0.0.9。")),
    ],
  }),
  tls: result({
    step: "tls:invoice-api",
    layer: "transport",
    ms: 31,
    evidence: [evidence("pass", "valid", t("Trusted, valid for 212 more days.", "证书可信，还有 212 天到期。"))],
  }),
  keepalive: result({
    step: "keepalive:invoice-api",
    layer: "session",
    ms: 4012,
    evidence: [
      evidence(
        "pass",
        "survives",
        t("Survived 4 s of idling, as the client needs.", "空闲 4 s 后连接仍可用，满足客户端要求。"),
      ),
    ],
  }),
  api: result({
    step: "api:invoice-api",
    layer: "application",
    ms: 85,
    evidence: [
      evidence("pass", "as-expected", t("200 with the expected JSON in 85 ms.", "85 ms 返回 200，JSON 符合预期。")),
    ],
  }),
  db: result({
    step: "db:database",
    layer: "application",
    ms: 22,
    evidence: [
      evidence("pass", "usable", t("Logged in; 12 of 500 connections in use.", "登录成功，500 个连接已用 12 个。")),
    ],
  }),
};

const everything = Object.values(good);
const swap = (...others: Result[]): Result[] =>
  everything.map((one) => others.find((other) => other.step === one.step) ?? one);

const expiredTls = result({
  step: "tls:invoice-api",
  layer: "transport",
  ms: 31,
  places: { name: "api.example.test", host: "10.0.0.9", endpoint: "10.0.0.9:8443", target: "invoice-api" },
  settings: { warnDays: 30 },
  evidence: [
    evidence(
      "fail",
      "expired",
      t(
        "The certificate expired on 2025-11-01, 22 days ago, by a clock that two other services agree with.",
        "证书已于 2025-11-01 过期（22 天前），本机时钟与另外两个服务一致。",
      ),
      { notAfter: "2025-11-01T00:00:00Z", days: 22, subject: "CN=api.example.test" },
    ),
  ],
});

const blockedApi = result({
  step: "api:invoice-api",
  layer: "application",
  status: "blocked",
  ms: 0,
  looks: [],
  blockedBy: ["tls:invoice-api"],
  reason: t(
    "Held back: tls:invoice-api saw that this cannot succeed.",
    "未执行：tls:invoice-api 已表明此步骤不可能成功。",
  ),
});

const certExpired: Finding = {
  id: "cert-expired",
  kind: "fault",
  place: "10.0.0.9:8443",
  subjects: ["invoice-api"],
  layer: "transport",
  standing: "confirmed",
  confidence: 0.974,
  party: "vendor",
  title: t("The server's certificate has expired", "服务器证书已过期"),
  because: [
    { step: "tls:invoice-api", signal: "expired", text: expiredTls.evidence[0]!.text },
    {
      step: "clock:@site",
      signal: "agrees",
      text: t("This clock agrees with two other services.", "本机时钟与另外两个服务一致。"),
    },
  ],
  against: [],
  explains: ["tls:invoice-api", "api:invoice-api"],
  advice: [
    {
      text: t(
        "Ask the vendor to renew the certificate and to install it with its whole chain; never switch verification off.",
        "请服务商更新证书并安装完整证书链；切勿关闭证书校验。",
      ),
      command: [
        "sh",
        "-c",
        "openssl s_client -connect 10.0.0.9:8443 -servername api.example.test </dev/null 2>/dev/null | openssl x509 -noout -dates",
      ],
      expect: t(
        "Now: notAfter lies in the past. After the renewal: in the future.",
        "当前：notAfter 早于今天；更新后：晚于今天。",
      ),
    },
    { text: t("Set an alarm 30 days before the next expiry.", "在下次到期前 30 天设置提醒。") },
  ],
};

const clockRuledOut: Finding = {
  ...certExpired,
  id: "clock-wrong",
  place: "this-host",
  subjects: ["@site"],
  standing: "ruled-out",
  confidence: 0.001,
  party: "this-host",
  title: t("This machine's clock is wrong", "本机时钟不准"),
  because: [certExpired.because[0]!],
  against: [certExpired.because[1]!],
  explains: [],
  advice: [{ text: t("Set the clock.", "校准时钟。") }],
};

const refusedDb = result({
  step: "db:database",
  layer: "application",
  ms: 9,
  places: { host: "10.0.0.7", endpoint: "10.0.0.7:3306", target: "database" },
  evidence: [
    evidence("fail", "access-denied", t("The server refuses the login (1045).", "服务器拒绝登录（1045）。"), {
      number: 1045,
    }),
  ],
});

const accessDenied: Finding = {
  ...certExpired,
  id: "db-access-denied",
  place: "10.0.0.7:3306",
  subjects: ["database"],
  layer: "application",
  standing: "likely",
  confidence: 0.83,
  party: "us",
  title: t("The database refuses the login", "数据库拒绝登录"),
  because: [{ step: "db:database", signal: "access-denied", text: refusedDb.evidence[0]!.text }],
  explains: ["db:database"],
  advice: [
    {
      text: t("Check user and password of the profile against the grants.", "核对配置中的用户名、密码与数据库授权。"),
      command: ["mysql", "-h", "10.0.0.7", "-u", "diag", "-p", "-e", "SHOW GRANTS"],
    },
  ],
};

const silentPort = result({
  step: "port:remote-desktop/3389",
  layer: "network",
  ms: 5003,
  places: { host: "10.0.0.5", endpoint: "10.0.0.5:3389", target: "remote-desktop" },
  evidence: [
    evidence(
      "fail",
      "silent",
      t("No answer within 5 s while connecting (two tries).", "连接阶段 5 s 内无任何应答（尝试两次）。"),
      { phase: "connect" },
    ),
  ],
});

const dropped: Finding = {
  ...certExpired,
  id: "firewall-drops-port",
  place: "10.0.0.5:3389",
  subjects: ["remote-desktop"],
  layer: "network",
  standing: "possible",
  confidence: 0.41,
  party: "unknown",
  title: t("A firewall drops packets to the port", "防火墙丢弃发往该端口的报文"),
  because: [{ step: "port:remote-desktop/3389", signal: "silent", text: silentPort.evidence[0]!.text }],
  explains: ["port:remote-desktop/3389"],
  advice: [
    {
      text: t("Ask whoever runs the firewall to allow 3389.", "请防火墙管理员放行 3389 端口。"),
      command: ["nc", "-vz", "10.0.0.5", "3389"],
    },
  ],
};
const hostDown: Finding = {
  ...dropped,
  id: "host-down",
  place: "10.0.0.5",
  confidence: 0.33,
  title: t("The host is down", "主机已停机"),
};

const filteredPing = result({
  step: "ping:remote-desktop",
  layer: "network",
  ms: 1400,
  evidence: [
    evidence(
      "note",
      "filtered",
      t("No reply to ping, but the host answers otherwise.", "ping 无应答，但主机的其他服务有应答。"),
    ),
  ],
});
const icmpFiltered: Finding = {
  ...certExpired,
  id: "icmp-filtered",
  kind: "note",
  place: "10.0.0.5",
  subjects: ["remote-desktop"],
  layer: "network",
  confidence: 0.95,
  party: "unknown",
  title: t("Only ping is filtered", "仅 ping 被过滤"),
  because: [{ step: "ping:remote-desktop", signal: "filtered", text: filteredPing.evidence[0]!.text }],
  explains: ["ping:remote-desktop"],
};

const odd = result({
  step: "api:invoice-api",
  layer: "application",
  ms: 4,
  evidence: [
    evidence("fail", "odd-status", t("Status 418 where 200 was expected.", "返回 418，预期 200。"), { status: 418 }),
  ],
});

const brokenTool = result({
  step: "ping:remote-desktop",
  layer: "network",
  status: "error",
  ms: 2,
  looks: [],
  reason: t("The check itself failed: TypeError.", "检查程序自身出错：TypeError。"),
});
const skipped = result({
  step: "keepalive:invoice-api",
  layer: "session",
  status: "skip",
  ms: 0,
  looks: [],
  reason: t("The run's time was over.", "整体时限已到，未执行。"),
});

const none = { causes: [], unexplained: [], cannotTell: [], next: [] };
const oneFault = report(swap(expiredTls, blockedApi), {
  diagnosis: {
    ...none,
    causes: [certExpired, clockRuledOut],
    cannotTell: [{ cause: "api-error", for: t("api:invoice-api did not run.", "api:invoice-api 未执行。") }],
  },
  resend: [
    {
      subject: "invoice-api",
      verdict: "query-first",
      because: t("A probe cannot know what became of an earlier attempt.", "探测无法得知先前请求的结果。"),
    },
  ],
});
const warningOnly: Finding = {
  ...certExpired,
  id: "cert-expiring",
  kind: "warning",
  title: t("The certificate is about to expire", "证书即将过期"),
};
const expiringTls = result({
  ...expiredTls,
  status: "warn",
  evidence: [
    evidence("warn", "expiring", t("The certificate expires in 12 days.", "证书还有 12 天到期。"), { days: 12 }),
  ],
});

export const reports = {
  healthy: report(everything),
  "one-fault": oneFault,
  "two-faults": report(swap(expiredTls, blockedApi, refusedDb), {
    diagnosis: { ...none, causes: [certExpired, accessDenied, clockRuledOut] },
  }),
  "look-alikes": report(swap(silentPort), {
    diagnosis: {
      ...none,
      causes: [dropped, hostDown],
      next: [
        {
          test: t("Ask another port of the same host.", "测试同一主机的另一个端口。"),
          tells: ["firewall-drops-port", "host-down"],
        },
      ],
    },
  }),
  unexplained: report(swap(odd), {
    diagnosis: {
      ...none,
      unexplained: [{ step: odd.step, signal: "odd-status", text: odd.evidence[0]!.text }],
    },
  }),
  warning: report(swap(expiringTls), {
    diagnosis: {
      ...none,
      causes: [
        {
          ...warningOnly,
          because: [{ step: "tls:invoice-api", signal: "expiring", text: expiringTls.evidence[0]!.text }],
        },
      ],
    },
  }),
  "note-only": report(swap(filteredPing), { diagnosis: { ...none, causes: [icmpFiltered] } }),
  "tool-error": report(swap(brokenTool, skipped)),
  "nothing-judged": report([brokenTool]),
  empty: report([]),
  "out-of-time": report(
    [good.link, good.port, { ...skipped, reason: t("cut off by the run's deadline", "因整体时限已到而中止") }],
    { cutOff: 1 },
  ),
  interrupted: report([good.link, good.port, { ...skipped, reason: t("Interrupted.", "已中断。") }], {
    interrupted: true,
    exitCode: 130,
  }),
} as const satisfies Record<string, Report>;

/** With what the exchanges of a working API and of a broken handshake look like. */
export const withExchanges = (one: Report): Report => {
  const times = { name: 12, connect: 3, tls: 9, firstByte: 40, body: 0.2 };
  const looks: Record<string, Result["looks"]> = {
    "keepalive:invoice-api": [{ attempt: { ok: true, ms: 64.2, value: { status: 200, times } } }],
    "tls:invoice-api": [{ handshake: { ok: false, ms: 31, failure: { code: "timeout", phase: "handshake" } } }],
  };
  return { ...one, results: one.results.map((each) => ({ ...each, looks: looks[each.step] ?? each.looks })) };
};

const nasty = `</title><script>alert(1)</script> | "q" 'a' & \`b\` ::error::x\n- -- ]]> %0A {x="y"} \\`;
const evil: Bilingual = { en: nasty, zh: nasty };

/** What a server would have to say to break out of a form. */
export const hostile: Report = {
  ...oneFault,
  profile: nasty,
  results: oneFault.results.map((one) => ({
    ...one,
    subject: nasty,
    step: `${one.check}:${nasty}`,
    looks: [{ [nasty]: nasty }],
    evidence: one.evidence.map((each) => ({ ...each, text: evil, data: { [nasty]: nasty } })),
  })),
  diagnosis: {
    ...oneFault.diagnosis,
    causes: oneFault.diagnosis.causes.map((one) => ({
      ...one,
      place: nasty,
      subjects: [nasty],
      title: evil,
      because: one.because.map((each) => ({ ...each, text: evil })),
      advice: one.advice.map((each) => ({ ...each, text: evil, command: ["echo", nasty, "x".repeat(300)] })),
    })),
  },
};
