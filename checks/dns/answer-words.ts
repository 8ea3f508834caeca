import type { Signals } from "../../src/model/check.js";

/** The answers to whether the name resolves at all. */
export const answerSignals = {
  resolves: {
    answers: "answer",
    level: "pass",
    text: { en: "{name} is {addresses} ({ms} ms)", zh: "{name} 解析为 {addresses}（{ms} 毫秒）" },
  },
  listed: {
    answers: "answer",
    level: "pass",
    text: { en: "the hosts file says that {name} is {addresses}", zh: "hosts 文件指定 {name} 为 {addresses}" },
  },
  "only-the-system": {
    answers: "answer",
    level: "note",
    text: {
      en: "the system finds {name} at {addresses}, but no DNS server answers us ({how})",
      zh: "系统能解析 {name} 为 {addresses}，但 DNS 服务器均无应答（{how}）",
    },
  },
  "name-missing": {
    answers: "answer",
    level: "fail",
    stops: true,
    text: { en: "{name} does not exist: {server} says NXDOMAIN", zh: "{name} 不存在：{server} 返回 NXDOMAIN" },
  },
  "no-address": {
    answers: "answer",
    level: "fail",
    stops: true,
    text: { en: "{server} knows no address of {name}", zh: "{name} 存在，但 {server} 上没有其地址" },
  },
  "alias-dangling": {
    answers: "answer",
    level: "fail",
    stops: true,
    text: { en: "{name} is an alias of {alias}, which has no address", zh: "{name} 是 {alias} 的别名，而后者没有地址" },
  },
  "server-failure": {
    answers: "answer",
    level: "fail",
    stops: true,
    text: { en: "{server} fails on {name}: {rcode}{extended}", zh: "{server} 解析 {name} 失败：{rcode}{extended}" },
  },
  "servers-refuse": {
    answers: "answer",
    level: "fail",
    stops: true,
    text: { en: "{server} refuses {name}: REFUSED{extended}", zh: "{server} 拒绝回答 {name}：REFUSED{extended}" },
  },
  "servers-closed": {
    answers: "answer",
    level: "fail",
    stops: true,
    text: { en: "nothing listens on the DNS port of {servers}", zh: "{servers} 的 DNS 端口无监听" },
  },
  "servers-silent": {
    answers: "answer",
    level: "fail",
    stops: true,
    doubt: true,
    text: { en: "no answer from {servers} within {ms} ms", zh: "{servers} 在 {ms} 毫秒内无应答" },
  },
  "name-unanswered": {
    answers: "answer",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "{server} answers at once what it knows by itself ({asked}), but never for {name}",
      zh: "{server} 对自身已知的问题（{asked}）立即应答，但对 {name} 始终不应答",
    },
  },
  "unanswered-by-gateway": {
    answers: "answer",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "the gateway {server} answers at once what it knows by itself ({asked}), but never for {name}, for which it asks others",
      zh: "网关 {server} 对自身已知的问题（{asked}）立即应答，但对 {name}（须向上游查询）始终不应答",
    },
  },
  "answered-too-late": {
    answers: "answer",
    level: "fail",
    stops: true,
    text: {
      en: "{server} answers for {name} only after {ms} ms",
      zh: "{server} 解析 {name} 需 {ms} 毫秒才有应答",
    },
  },
  "servers-unreachable": {
    answers: "answer",
    level: "fail",
    stops: true,
    doubt: true,
    text: { en: "the DNS server cannot be reached: {servers} ({how})", zh: "无法到达 DNS 服务器：{servers}（{how}）" },
  },
  "servers-prohibited": {
    answers: "answer",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "somebody on the way forbids questions to {servers}, and says so (ICMP)",
      zh: "途中设备以 ICMP 报文明确禁止向 {servers} 查询",
    },
  },
  "blocked-here": {
    answers: "answer",
    level: "fail",
    stops: true,
    text: { en: "this host's own rules forbid questions to {servers}", zh: "本机规则禁止向 {servers} 查询" },
  },
  "no-resolver": {
    answers: "answer",
    level: "fail",
    stops: true,
    text: { en: "no DNS server is configured to ask for {name}", zh: "本机未配置 DNS 服务器，无法解析 {name}" },
  },
  malformed: {
    answers: "answer",
    level: "fail",
    stops: true,
    text: { en: "{servers} answers, but not with DNS", zh: "{servers} 有应答，但不是 DNS 报文" },
  },
  unsteady: {
    answers: "answer",
    level: "warn",
    text: {
      en: "{name} resolves only now and then: one of {tries} tries failed ({how})",
      zh: "{name} 时而能解析时而不能：{tries} 次尝试中有一次失败（{how}）",
    },
  },
} as const satisfies Signals;
