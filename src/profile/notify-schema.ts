import { z } from "zod";
import { channelKinds } from "../model/notify.js";
import { languages } from "../model/text.js";
import { said } from "./expectation.js";
import { key, list, must, strict } from "./keys.js";
import * as leaf from "./leaves.js";
import { matching, text } from "./texts.js";

/** Where chat services and own programs are told: https, or http within the house; the address itself is a secret. */
const hook = leaf.plainUrl();

const mailAddress = matching(
  {
    en: "a mail address such as ops@example.test or Ops <ops@example.test>",
    zh: "邮件地址，如 ops@example.test 或 值班 <ops@example.test>",
  },
  /^(?:[^<>@"\u0000-\u001f\u007f]+ )?<?[^\s<>@,;:"()\u0000-\u001f]+@[^\s<>@,;:"()\u0000-\u001f]+>?$/,
);

const clockForm = /^([01]\d|2[0-3]):([0-5]\d)$/;
/** Minutes since midnight. */
const clock = (() => {
  const expected = { en: 'a time of day in quotes, such as "22:00"', zh: '带引号的时刻，如 "22:00"' };
  return text(expected, (value) => (clockForm.test(value) ? undefined : expected), clockForm.source).transform(
    (value) => Number(value.slice(0, 2)) * 60 + Number(value.slice(3)),
  );
})();

const url = must(
  hook,
  "Address of the robot, as its group shows it; better from a variable",
  "机器人的 Webhook 地址，宜用环境变量",
);
const secret = key(
  leaf.freeText,
  "Secret that signs each message; better from a variable",
  "签名密钥（加签），宜用环境变量",
);

const carriers = {
  wecom: key(strict({ url }), "A robot of a WeCom group", "企业微信群机器人"),
  dingtalk: key(strict({ url, secret }), "A robot of a DingTalk group", "钉钉群自定义机器人"),
  feishu: key(strict({ url, secret }), "A robot of a Feishu (Lark) group", "飞书群自定义机器人"),
  webhook: key(
    strict({
      url: must(hook, "Where a JSON document is posted to", "接收 JSON 的地址"),
      secret: key(
        leaf.freeText,
        "Signs each message as Standard Webhooks has it",
        "按 Standard Webhooks 规范签名的密钥",
      ),
      headers: key(
        z.record(leaf.headerName, leaf.headerValue, { error: said({ en: "a map of headers", zh: "HTTP 头的映射" }) }),
        "Headers of the request",
        "请求附带的 HTTP 头",
      ),
    }),
    "Any program that takes JSON by POST",
    "任意接收 JSON 的程序（POST）",
  ),
  mail: key(
    strict({
      host: must(leaf.host, "Mail server", "邮件服务器"),
      port: key(
        leaf.port,
        "Port; 465 for tls, 587 for starttls, 25 for none if left out",
        "端口，省略时 tls 为 465、starttls 为 587、none 为 25",
      ),
      security: key(
        leaf.oneOf(["tls", "starttls", "none"]),
        "tls if left out; none only within the house",
        "省略时为 tls，none 仅限内网",
      ),
      user: key(leaf.freeText, "Account", "账号"),
      password: key(leaf.password, "Its password or code; better from a variable", "密码或授权码，宜用环境变量"),
      from: must(mailAddress, "Sender", "发件人"),
      to: must(
        list(mailAddress).min(1, { error: said({ en: "at least one mail address", zh: "至少一个邮件地址" }) }),
        "Readers",
        "收件人",
      ),
    }),
    "Mail",
    "邮件",
  ),
} as const;

/** How many runs may count at most. */
export const mostRuns = 20;

const channelSchema = strict({
  name: key(leaf.targetName, "Unique name of the channel; its kind if left out", "渠道名称，须唯一，省略时为类型名"),
  ...carriers,
  on: key(
    leaf.oneOf(["fail", "warn"]),
    "What counts as broken: fail (default), or warn too",
    "fail（默认）只告警故障，warn 含警告",
  ),
  after: key(
    strict({
      runs: must(leaf.whole(1, mostRuns), "Broken in so many …", "最近若干次中出现故障的次数"),
      of: must(leaf.whole(1, mostRuns), "… of the last runs", "最近的运行次数"),
    }),
    "How often a target must be broken before it is told; { runs: 1, of: 1 } if left out",
    "故障出现多少次才通知，省略时为 { runs: 1, of: 1 }",
  ),
  recovery: key(leaf.yesNo, "Tell when it is healthy again; true if left out", "恢复时是否通知，省略时为 true"),
  quiet: key(
    strict({ from: must(clock, "Begin", "开始时刻"), to: must(clock, "End", "结束时刻") }),
    "Hours of this machine's clock in which nothing is told; what still stands then is told afterwards",
    "免打扰时段（本机时间），结束后仍存在的变化会补发",
  ),
  lang: key(
    leaf.oneOf(languages),
    "Language of the messages; that of the run if left out",
    "消息语言，省略时与运行时相同",
  ),
  timeout: key(
    leaf.duration(60_000, 1000),
    "For all tries together; 15s if left out",
    "全部重试的总时限，省略时为 15s",
  ),
});

/** Exactly one carrier; two, or none, is a mistake of the profile's consistency. */
export const channels = list(channelSchema);
export type ChannelInput = z.output<typeof channelSchema>;
export const carrierKeys: readonly string[] = channelKinds;
