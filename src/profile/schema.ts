import { z } from "zod";
import type { AnyCheck, Settings, Signals } from "../model/check.js";
import { said } from "./expectation.js";
import { historySchema } from "./history-schema.js";
import { key, list, must, nouns, strict } from "./keys.js";
import * as leaf from "./leaves.js";
import { channels } from "./notify-schema.js";

const settingsOf = (settings: Settings) => {
  const shape = Object.entries(settings).map(([name, setting]) => [
    name,
    key(leaf.settingValue(setting), setting.help.en, setting.help.zh),
  ]);
  return strict(Object.fromEntries(shape) as Record<string, z.ZodOptional<z.ZodType<number>>>, nouns.setting);
};

const checksOf = (checks: readonly AnyCheck[]) => {
  const shape = checks.map((check) => [
    check.id,
    key(settingsOf(check.settings as Settings), check.about.en, check.about.zh),
  ]);
  return strict(
    Object.fromEntries(shape) as Record<string, z.ZodOptional<z.ZodType<Record<string, number>>>>,
    nouns.check,
  );
};

const levelsOf = (checks: readonly AnyCheck[]) => {
  const shape = checks.flatMap((check) =>
    Object.entries(check.signals as Signals).map(([id, { text }]) => [
      `${check.id}/${id}`,
      key(leaf.level, text.en, text.zh),
    ]),
  );
  return strict(Object.fromEntries(shape) as Record<string, z.ZodOptional<typeof leaf.level>>, nouns.signal);
};

const window = strict({
  from: must(leaf.instant, "Begin, with its zone", "开始时间，含时区"),
  to: must(leaf.instant, "End, with its zone", "结束时间，含时区"),
  note: must(leaf.freeText, "What was announced", "公告内容"),
});

/** Everything of a profile but the insides of its targets. */
export const frame = <Target extends z.ZodType>(checks: readonly AnyCheck[], target: Target) =>
  strict({
    version: must(
      z.literal(1, { error: said({ en: "1 (the only version of profiles so far)", zh: "1（目前唯一的配置版本）" }) }),
      "Version of the profile's form",
      "配置文件格式的版本",
    ),
    name: key(
      leaf.freeText,
      "Name of the profile, for reports; the file's name if left out",
      "配置名称，用于报告，省略时为文件名",
    ),
    defaults: key(
      strict({
        timeout: key(
          leaf.duration(),
          "Each silent phase: name, connect, handshake, greeting; 5s if left out",
          "每个静默阶段（解析、连接、握手、问候）的超时，省略时为 5s",
        ),
        answer: key(
          leaf.duration(),
          "First byte of an accepted request; 15s if left out",
          "请求被接受后首字节的超时，省略时为 15s",
        ),
      }),
      "Time-outs",
      "超时",
    ),
    dns: key(
      strict({
        servers: key(list(leaf.dnsServer), "Instead of the system's resolvers", "代替系统的 DNS 服务器"),
        compare: key(list(leaf.dnsServer), "Second opinions; none by default", "用于对照的 DNS 服务器，默认没有"),
      }),
      "Resolvers",
      "DNS 服务器",
    ),
    proxy: key(
      leaf.proxy,
      "http://HOST:PORT, or none; from the environment if left out",
      "http://主机:端口，或 none，省略时取自环境变量",
    ),
    targets: must(
      z.array(target, { error: said({ en: "a list of targets", zh: "目标列表" }) }).min(1, {
        error: said({ en: "at least one target", zh: "至少一个目标" }),
      }),
      "What is checked; the kind follows from the key url, host or mysql",
      "检查的目标，其类型由键 url、host 或 mysql 决定",
    ),
    checks: key(checksOf(checks), "Settings by check", "各检查项的设置"),
    levels: key(
      levelsOf(checks),
      "Severity of signals, overruled: { check/signal: pass }",
      "覆盖信号的级别：{ 检查项/信号: pass }",
    ),
    calendar: key(
      list(window),
      "Announced windows of maintenance: they explain, and raise nothing",
      "已公告的维护时段，仅作说明，不会告警",
    ),
    notify: key(
      channels,
      "Who is told when something breaks or heals; only check --notify tells anyone",
      "故障与恢复时通知谁，仅在 check --notify 时发送",
    ),
    history: key(historySchema, "Journal of the runs of `check`", "check 运行结果的历史记录"),
    plugins: key(
      list(leaf.freeText),
      "Plug-ins that this profile needs; loaded only by --plugin",
      "此配置需要的插件，仅由 --plugin 加载",
    ),
  });

export type Frame = z.output<ReturnType<typeof frame<z.ZodUnknown>>>;
