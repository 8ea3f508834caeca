import type { Settings, Signals } from "./check.js";
import type { Bilingual } from "./text.js";

/** What is asked about this host's own connection, as one would ask it. */
export const linkQuestions = {
  interface: { en: "Is the interface on, with a link?", zh: "网卡是否启用并有链路？" },
  address: { en: "Has this host a usable address?", zh: "本机是否有可用地址？" },
  route: { en: "Does a route lead to every target?", zh: "到各目标是否都有路由？" },
  gateway: { en: "Does the gateway answer?", zh: "网关是否应答？" },
  errors: { en: "Do frames arrive undamaged?", zh: "数据帧是否完好？" },
  runtime: { en: "Could this tool run freely?", zh: "本工具运行是否顺畅？" },
  descriptors: { en: "Can this tool open enough connections?", zh: "本工具能否打开足够的连接？" },
} as const satisfies { readonly [id: string]: Bilingual };

/** The answers: the words of the check `link`. Their ids never change. */
export const linkSignals = {
  up: { answers: "interface", level: "pass", text: { en: "{interfaces} is on", zh: "网卡 {interfaces} 正常" } },
  "interface-down": {
    answers: "interface",
    level: "fail",
    text: { en: "the interface {interfaces} is switched off", zh: "网卡 {interfaces} 已被停用" },
  },
  "no-carrier": {
    answers: "interface",
    level: "fail",
    text: { en: "the interface {interfaces} has no link", zh: "网卡 {interfaces} 没有链路" },
  },
  addressed: {
    answers: "address",
    level: "pass",
    text: { en: "this host has {addresses}", zh: "本机地址为 {addresses}" },
  },
  "no-address": {
    answers: "address",
    level: "fail",
    text: { en: "no usable address on {interfaces}", zh: "网卡 {interfaces} 没有可用地址" },
  },
  "link-local-only": {
    answers: "address",
    level: "fail",
    text: {
      en: "{interfaces} has only {addresses}, which it gave itself",
      zh: "网卡 {interfaces} 只有自行分配的 {addresses}",
    },
  },
  routed: { answers: "route", level: "pass", text: { en: "a route leads to every target", zh: "到各目标均有路由" } },
  "no-default-route": {
    answers: "route",
    level: "fail",
    text: {
      en: "there is no default route, and no other route leads to {hosts}",
      zh: "没有默认路由，也没有其他路由通往 {hosts}",
    },
  },
  "route-rejects": {
    answers: "route",
    level: "note",
    text: { en: "a route of this host rejects {hosts}", zh: "本机的路由拒绝发往 {hosts}" },
  },
  "gateway-answers": {
    answers: "gateway",
    level: "pass",
    text: { en: "the gateway {gateways} answers ({how})", zh: "网关 {gateways} 有应答（{how}）" },
  },
  "gateway-silent": {
    answers: "gateway",
    level: "fail",
    doubt: true,
    text: {
      en: "the gateway {gateways} does not answer, not even when asked for its hardware address",
      zh: "网关 {gateways} 无应答，连硬件地址查询也没有回应",
    },
  },
  "gateway-unsure": {
    answers: "gateway",
    level: "note",
    text: {
      en: "the gateway {gateways} answers neither ping nor TCP, but its hardware address is known",
      zh: "网关 {gateways} 对 ping 和 TCP 均无应答，但硬件地址已知",
    },
  },
  "errors-steady": {
    answers: "errors",
    level: "pass",
    text: { en: "no damage or drops in {ms} ms", zh: "{ms} 毫秒内无损坏或丢弃" },
  },
  "errors-growing": {
    answers: "errors",
    level: "warn",
    text: {
      en: "{bad} of {packets} packets on {interfaces} were damaged or dropped within {ms} ms",
      zh: "{ms} 毫秒内网卡 {interfaces} 的 {packets} 个包中有 {bad} 个损坏或被丢弃",
    },
  },
  "tool-fluent": {
    answers: "runtime",
    level: "pass",
    text: { en: "longest stall of this tool: {ms} ms", zh: "本工具最长停顿 {ms} 毫秒" },
  },
  "tool-stalled": {
    answers: "runtime",
    level: "warn",
    text: {
      en: "this tool could not run for {ms} ms: its timings prove nothing",
      zh: "本工具曾停顿 {ms} 毫秒，其计时不足为凭",
    },
  },
  "descriptors-free": {
    answers: "descriptors",
    level: "pass",
    text: { en: "{open} of {limit} descriptors in use", zh: "已用文件描述符 {open}/{limit}" },
  },
  "descriptors-short": {
    answers: "descriptors",
    level: "warn",
    text: {
      en: "{open} of {limit} descriptors are in use: connections may fail here, not in the network",
      zh: "已用文件描述符 {open}/{limit}：连接失败可能源于本机而非网络",
    },
  },
} as const satisfies Signals;

export const linkSettings = {
  span: {
    default: 500,
    unit: "duration",
    min: 0,
    max: 10_000,
    help: { en: "how long the error counters are watched", zh: "观察错误计数的时长" },
  },
  errors: {
    default: 0.01,
    unit: "ratio",
    min: 0,
    max: 1,
    help: { en: "share of damaged or dropped packets from which it warns", zh: "损坏或丢弃的包达到该比例时告警" },
  },
  stall: {
    default: 1000,
    unit: "duration",
    min: 1,
    help: {
      en: "a stall of this tool longer than this makes its timings doubtful",
      zh: "本工具停顿超过该时长即视计时不可靠",
    },
  },
  descriptors: {
    default: 64,
    unit: "count",
    min: 0,
    help: { en: "fewer free descriptors than this are too few", zh: "空闲文件描述符少于该数量视为不足" },
  },
} as const satisfies Settings;
