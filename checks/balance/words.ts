import type { Raised, SettingValues, Signals } from "../../src/model/check.js";
import { speedSignals } from "./speed-words.js";

/** The questions that `balance` asks, and every answer. */
export const questions = {
  answers: {
    en: "Does every address and back end answer alike?",
    zh: "每个地址、每台后端的应答是否一致？",
  },
  concurrency: { en: "Do requests fail only when two run at once?", zh: "是否仅在两个请求并发时失败？" },
  crowd: { en: "Do requests fail when several run at once?", zh: "多个请求并发时是否失败？" },
  reuse: { en: "Do requests fail only on used connections?", zh: "是否仅在复用的连接上失败？" },
  speed: { en: "Are all of them equally fast?", zh: "各次应答的速度是否相当？" },
  sticky: { en: "Where does a session cookie lead to?", zh: "会话 Cookie 将请求固定到何处？" },
} as const;

const aloneToo = {
  en: "they fail one after another as well ({failingAlone} of {alone})",
  zh: "逐个发送同样失败（{alone} 次中 {failingAlone} 次）",
} as const;

export const signals = {
  alike: {
    answers: "answers",
    level: "pass",
    text: {
      en: "{tried} requests on new connections, all answered alike",
      zh: "在新连接上发送 {tried} 次请求，应答一致",
    },
  },
  "tied-to-address": {
    answers: "answers",
    level: "fail",
    text: {
      en: "{failing} of {tried} requests fail ({how}), all of them at {where}; the other addresses answer",
      zh: "{tried} 次请求中 {failing} 次失败（{how}），全部发生在 {where}，其他地址应答正常",
    },
  },
  "tied-to-backend": {
    answers: "answers",
    level: "fail",
    text: {
      en: "{failing} of {tried} requests fail ({how}), all of them at back end {where}; the others answer",
      zh: "{tried} 次请求中 {failing} 次失败（{how}），全部来自后端 {where}，其他后端应答正常",
    },
  },
  "failures-everywhere": {
    answers: "answers",
    level: "fail",
    text: {
      en: "{failing} of {tried} requests fail ({how}), at every back end ({where})",
      zh: "{tried} 次请求中 {failing} 次失败（{how}），各后端均有（{where}）",
    },
  },
  "random-failures": {
    answers: "answers",
    level: "fail",
    text: {
      en: "{failing} of {tried} requests fail ({how}), now this one and now that",
      zh: "{tried} 次请求中 {failing} 次失败（{how}），时好时坏",
    },
  },
  "some-lost": {
    answers: "answers",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "{failing} of {tried} requests got no answer, as happens where packets get lost on the way",
      zh: "{tried} 次请求中 {failing} 次无应答，与途中丢包的表现一致",
    },
  },
  "now-and-then": {
    answers: "answers",
    level: "warn",
    text: {
      en: "{failing} of {tried} requests failed ({how}): too few to say more",
      zh: "{tried} 次请求中 {failing} 次失败（{how}），样本不足以进一步判断",
    },
  },
  "all-fail": {
    answers: "answers",
    level: "note",
    text: {
      en: "all {tried} requests fail ({how}): no address or back end differs",
      zh: "{tried} 次请求全部失败（{how}），各地址与后端并无差别",
    },
  },
  "slowed-down": {
    answers: "answers",
    level: "note",
    text: {
      en: "the service asked to slow down (429) after {tried} requests; no more were sent",
      zh: "发送 {tried} 次请求后服务要求放慢（429），已停止",
    },
  },

  "only-when-hurried": {
    answers: "answers",
    level: "note",
    text: {
      en: "{failing} of {tried} quick requests were refused ({how}), none of {slow} with {ms} ms between them: the service limits how often it is asked",
      zh: "连续快速发送的 {tried} 次请求中 {failing} 次被拒（{how}），间隔 {ms} 毫秒的 {slow} 次均成功：服务限制了请求频率",
    },
  },

  "concurrent-fail": {
    answers: "concurrency",
    level: "fail",
    text: {
      en: "{failing} of {tried} requests fail with two at once, {failingAlone} of {alone} one after another",
      zh: "两个并发时 {tried} 次中 {failing} 次失败，逐个发送时 {alone} 次中 {failingAlone} 次失败",
    },
  },
  "alone-as-well": {
    answers: "concurrency",
    level: "pass",
    text: aloneToo,
  },
  // Once may be a connection that a limit still counts, twice is none.
  "alone-repeatedly": {
    answers: "concurrency",
    level: "pass",
    text: aloneToo,
  },

  "many-at-once": {
    answers: "crowd",
    level: "pass",
    text: { en: "{tried} requests at once are all answered", zh: "{tried} 个并发请求均得到应答" },
  },
  "few-at-once": {
    answers: "crowd",
    level: "fail",
    text: {
      en: "{failing} of {tried} requests fail with four at once, none of {few} with two",
      zh: "四个并发时 {tried} 次中 {failing} 次失败，两个并发时 {few} 次均成功",
    },
  },

  "reused-connections-fail": {
    answers: "reuse",
    level: "fail",
    text: {
      en: "{failing} of {tried} requests on used connections fail ({how}), none of {fresh} on new ones",
      zh: "复用连接上 {tried} 次请求中 {failing} 次失败（{how}），新连接上 {fresh} 次均成功",
    },
  },
  "reused-alike": {
    answers: "reuse",
    level: "pass",
    text: {
      en: "{tried} requests on used connections are answered like those on new ones",
      zh: "复用连接上的 {tried} 次请求与新连接一致",
    },
  },

  ...speedSignals,

  sticks: {
    answers: "sticky",
    level: "pass",
    text: { en: "its cookie keeps a session at back end {where}", zh: "会话 Cookie 将请求固定在后端 {where}" },
  },
  wanders: {
    answers: "sticky",
    level: "note",
    text: {
      en: "requests with one session's cookie reach several back ends ({where}): they must share their sessions",
      zh: "携带同一会话 Cookie 的请求到达多台后端（{where}），后端之间须共享会话",
    },
  },
  "sticks-to-bad": {
    answers: "sticky",
    level: "fail",
    text: {
      en: "a cookie binds its session to a back end that fails: {failing} of {tried} requests with it fail",
      zh: "Cookie 将会话固定在故障后端：携带它的 {tried} 次请求中 {failing} 次失败",
    },
  },
} as const satisfies Signals;

export const settings = {
  requests: {
    default: 20,
    unit: "count",
    min: 4,
    max: 100,
    looking: true,
    help: {
      en: "Requests on new connections to each address of a target of ours (owner: us, or own: true)",
      zh: "对我方目标（owner: us 或 own: true）的每个地址在新连接上发送的请求数",
    },
  },
  gentle: {
    default: 5,
    unit: "count",
    min: 2,
    max: 20,
    looking: true,
    help: { en: "The same for a target of somebody else", zh: "对他方目标发送的请求数" },
  },
  within: {
    default: 3000,
    unit: "duration",
    min: 100,
    max: 60_000,
    looking: true,
    help: { en: "No further request is begun after this time", zh: "超过此时长后不再发起新请求" },
  },
  slowFactor: {
    default: 5,
    unit: "number",
    min: 1.5,
    max: 100,
    help: {
      en: "How many times slower than the rest an address, a back end or a part of the answers must be to count as slow",
      zh: "某地址、后端或部分应答比其余慢多少倍即视为偏慢",
    },
  },
} as const;

export type Answer = Raised<typeof signals>;
export type Values = SettingValues<typeof settings>;
