import type { Signals } from "../../src/model/check.js";
import { lifeSignals } from "../../src/model/life.js";

/** Answers about the way to the server, and where else it may be. */
export const waySignals = {
  ...lifeSignals,
  accepts: {
    answers: "connect",
    level: "pass",
    text: { en: "{address} accepts connections", zh: "{address} 接受连接" },
  },
  refused: {
    answers: "connect",
    level: "fail",
    stops: true,
    text: { en: "{address} refuses: nothing listens there", zh: "{address} 拒绝连接：端口无监听" },
  },
  silent: {
    answers: "connect",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "{address} does not answer a connection request within {ms} ms",
      zh: "{address} 在 {ms} 毫秒内对连接请求无应答",
    },
  },
  "host-unreachable": {
    answers: "connect",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The host of {address} cannot be reached: after {ms} ms nobody had answered for it",
      zh: "{address} 所在主机不可达：{ms} 毫秒后仍无应答",
    },
  },
  rejected: {
    answers: "connect",
    level: "fail",
    stops: true,
    text: { en: "Something on the way rejects connections to {address}", zh: "途中有设备拒绝到 {address} 的连接" },
  },
  "network-unreachable": {
    answers: "connect",
    level: "fail",
    stops: true,
    text: { en: "No route leads to {address}", zh: "没有到 {address} 的路由" },
  },
  "blocked-here": {
    answers: "connect",
    level: "fail",
    stops: true,
    text: { en: "This host's own rules forbid connections to {address}", zh: "本机规则禁止连接 {address}" },
  },
  reset: {
    answers: "connect",
    level: "fail",
    stops: true,
    doubt: true,
    text: { en: "Connections to {address} are reset while they are made", zh: "到 {address} 的连接在建立时被重置" },
  },
  "all-addresses-serve": {
    answers: "addresses",
    level: "pass",
    text: { en: "A database speaks at {open}", zh: "{open} 上均有数据库应答" },
  },
  "some-addresses-dead": {
    answers: "addresses",
    level: "fail",
    doubt: true,
    text: { en: "{open} works, but {dead} does not ({how})", zh: "{open} 可用，但 {dead} 不可用（{how}）" },
  },
  "both-families": {
    answers: "family",
    level: "pass",
    text: { en: "IPv4 and IPv6 both work", zh: "IPv4 与 IPv6 均可用" },
  },
  "ipv6-dead": {
    answers: "family",
    level: "fail",
    doubt: true,
    text: { en: "IPv4 works, but IPv6 does not: {dead} ({how})", zh: "IPv4 可用，但 IPv6 不可用：{dead}（{how}）" },
  },
  "alive-elsewhere": {
    answers: "elsewhere",
    level: "fail",
    text: {
      en: "a machine lives at {other}, as {server} says, and no database at {address}",
      zh: "{server} 所答的 {other} 上有存活主机，而 {address} 上没有数据库",
    },
  },
  "dead-elsewhere": {
    answers: "elsewhere",
    level: "note",
    text: {
      en: "nothing answers at other addresses of the name either ({tried})",
      zh: "此域名的其他地址（{tried}）同样无应答",
    },
  },
} as const satisfies Signals;
