import type { Raised, SettingValues } from "../../src/model/check.js";
import { lossSignals } from "./loss-words.js";

/** The questions that `ping` asks, every answer, and its thresholds. */
export const questions = {
  echo: { en: "Does the host answer ping?", zh: "主机是否应答 ping？" },
  announcement: { en: "Does a router say that the host is missing?", zh: "是否有路由器报告该主机不在？" },
  neighbour: { en: "Does this machine find it among its neighbours?", zh: "本机能否在相邻网络中找到它？" },
  gateway: { en: "Does the gateway take packets to it as it takes others?", zh: "网关是否照常接收发往它的数据包？" },
  loss: { en: "Do packets get lost?", zh: "是否丢包？" },
  share: { en: "Is about every second round trip lost?", zh: "是否约有一半往返丢失？" },
  reach: { en: "Is it reached all the time?", zh: "是否始终可达？" },
  rtt: { en: "How far away is it?", zh: "往返时延多大？" },
  jitter: { en: "Is the round trip even?", zh: "时延是否平稳？" },
} as const;

const takesLong = {
  en: "the quickest round trips take {ms} ms, more than {limit} ms; 95 % within {p95} ms, at most {longest} ms",
  zh: "最快往返 {ms} 毫秒，超过 {limit} 毫秒；95% 在 {p95} 毫秒内，最长 {longest} 毫秒",
} as const;

export const signals = {
  answers: {
    answers: "echo",
    level: "pass",
    text: { en: "{address} answers ({received} of {sent})", zh: "{address} 有应答（{sent} 个中 {received} 个）" },
  },
  filtered: {
    answers: "echo",
    level: "note",
    whenHealthy: "never",
    text: {
      en: "{address} leaves all {sent} pings unanswered but is alive: only ping is filtered",
      zh: "{address} 对 {sent} 个 ping 均无应答，但主机存活：仅 ping 被过滤",
    },
  },
  silent: {
    answers: "echo",
    level: "warn",
    doubt: true,
    text: { en: "{address} leaves all {sent} pings unanswered", zh: "{address} 对 {sent} 个 ping 均无应答" },
  },
  unreachable: {
    answers: "echo",
    level: "warn",
    doubt: true,
    text: {
      en: "{from} says that {address} cannot be reached ({reason})",
      zh: "{from} 报告 {address} 不可达（{reason}）",
    },
  },
  prohibited: {
    answers: "echo",
    level: "note",
    whenHealthy: "seldom",
    text: { en: "{from} forbids pinging {address} ({reason})", zh: "{from} 禁止 ping {address}（{reason}）" },
  },
  announced: {
    answers: "announcement",
    level: "note",
    text: {
      en: "{from} looked for {address} among its neighbours, and nobody answered",
      zh: "{from} 在其相邻网络中寻找 {address}，无应答",
    },
  },
  "gateway-missing": {
    answers: "announcement",
    level: "fail",
    text: {
      en: "on the way to {address} this machine looked for its gateway {gateway}, and nobody answered",
      zh: "在前往 {address} 的途中，本机寻找网关 {gateway}，无应答",
    },
  },
  unannounced: {
    answers: "announcement",
    level: "note",
    text: {
      en: "in {seconds} s no router said that {address} is missing, as it would of a host that has been off for a while",
      zh: "{seconds} 秒内没有路由器报告 {address} 不在；若主机早已关机，通常会有报告",
    },
  },
  found: {
    answers: "neighbour",
    level: "note",
    text: {
      en: "{address} gives this machine its hardware address and leaves all else unanswered",
      zh: "{address} 向本机给出了硬件地址，对其余一切均无应答",
    },
  },
  swallowed: {
    answers: "gateway",
    level: "note",
    text: {
      en: "the gateway {gateway} says where packets to {other} end, and never of those to {address}: they vanish before it or in it",
      zh: "网关 {gateway} 会报告发往 {other} 的数据包在何处终止，对发往 {address} 的却从不报告：它们在网关处或到达网关之前消失",
    },
  },
  ...lossSignals,
  near: {
    answers: "rtt",
    level: "pass",
    text: {
      en: "the quickest round trips take {ms} ms; 95 % within {p95} ms, at most {longest} ms",
      zh: "最快往返 {ms} 毫秒，95% 在 {p95} 毫秒内，最长 {longest} 毫秒",
    },
  },
  far: {
    answers: "rtt",
    level: "warn",
    text: takesLong,
  },
  "very-far": {
    answers: "rtt",
    level: "fail",
    text: takesLong,
  },
  even: {
    answers: "jitter",
    level: "pass",
    text: {
      en: "it varies by {ms} ms from one ping to the next; 95 % within {p95} ms",
      zh: "相邻 ping 的时延波动 {ms} 毫秒，95% 在 {p95} 毫秒内",
    },
  },
  uneven: {
    answers: "jitter",
    level: "warn",
    text: {
      en: "it varies by {ms} ms from one ping to the next, more than {limit} ms; 95 % within {p95} ms",
      zh: "相邻 ping 的时延波动 {ms} 毫秒，超过 {limit} 毫秒；95% 在 {p95} 毫秒内",
    },
  },
  queued: {
    answers: "jitter",
    level: "warn",
    text: {
      en: "it goes steadily from {first} ms to {last} ms: a queue on the way fills or empties",
      zh: "时延从 {first} 毫秒持续变化到 {last} 毫秒：途中有队列在堆积或排空",
    },
  },
} as const;
export type Answer = Raised<typeof signals>;

export const settings = {
  count: { default: 20, unit: "count", looking: true, help: { en: "Echo requests", zh: "ping 的个数" } },
  interval: {
    default: 20,
    unit: "duration",
    looking: true,
    help: { en: "Time between two of them", zh: "两个 ping 的间隔" },
  },
  more: {
    default: 200,
    unit: "count",
    looking: true,
    help: { en: "Requests that follow if one was lost", zh: "发现丢失后追加的 ping 个数" },
  },
  vigil: {
    default: 50_000,
    unit: "duration",
    max: 120_000,
    looking: true,
    help: {
      en: "How long a host that answers nothing at all, while others do, is asked on for a router to say that it is missing; 50 seconds hear it even of a host that went off a moment ago",
      zh: "其他主机有应答而某主机毫无应答时，为等待路由器报告其不在而持续询问的时长；50 秒可听到刚刚关机的主机的报告",
    },
  },
  apart: {
    default: 10,
    unit: "count",
    looking: true,
    help: {
      en: "Requests that follow with wider gaps if replies take longer than the interval",
      zh: "应答时延超过间隔时，以更大间隔追加的 ping 个数",
    },
  },
  warnLoss: { default: 0.001, unit: "ratio", help: { en: "Loss that is a warning", zh: "丢包率警告线" } },
  failLoss: { default: 0.05, unit: "ratio", help: { en: "Loss that is a fault", zh: "丢包率故障线" } },
  warnRtt: { default: 150, unit: "duration", help: { en: "Round trip that is a warning", zh: "往返时延警告线" } },
  failRtt: { default: 3000, unit: "duration", help: { en: "Round trip that is a fault", zh: "往返时延故障线" } },
  warnJitter: { default: 30, unit: "duration", help: { en: "Jitter that is a warning", zh: "时延抖动警告线" } },
} as const;
export type Values = SettingValues<typeof settings>;
