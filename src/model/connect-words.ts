import type { Signals } from "./check.js";

/** What every check says that opens connections: of a place that lets nobody in, and of a name of which not every address does. */

/** `slot`: under what name the data tell the place. */
export const shutSignals = <const Slot extends string>(slot: Slot) =>
  ({
    refused: {
      answers: "connect",
      level: "fail",
      stops: true,
      text: { en: `{${slot}} refuses: nothing listens there`, zh: `{${slot}} 拒绝连接：端口无监听` },
    },
    silent: {
      answers: "connect",
      level: "fail",
      stops: true,
      doubt: true,
      text: {
        en: `{${slot}} does not answer a connection request within {ms} ms`,
        zh: `{${slot}} 在 {ms} 毫秒内对连接请求无应答`,
      },
    },
    "host-unreachable": {
      answers: "connect",
      level: "fail",
      stops: true,
      doubt: true,
      text: {
        en: `The host of {${slot}} cannot be reached: after {ms} ms nobody had answered for it`,
        zh: `{${slot}} 所在主机不可达：{ms} 毫秒后仍无应答`,
      },
    },
    "network-unreachable": {
      answers: "connect",
      level: "fail",
      stops: true,
      text: { en: `No route leads to {${slot}}`, zh: `没有到 {${slot}} 的路由` },
    },
    "blocked-here": {
      answers: "connect",
      level: "fail",
      stops: true,
      text: { en: `This host's own rules forbid connections to {${slot}}`, zh: `本机规则禁止连接 {${slot}}` },
    },
  }) as const satisfies Signals;

/** `question`: the one that the check asks of the addresses. */
export const someAddressesDead = <const Question extends string>(question: Question) =>
  ({
    answers: question,
    level: "fail",
    doubt: true,
    text: { en: "{open} works, but {dead} does not ({how})", zh: "{open} 可用，但 {dead} 不可用（{how}）" },
  }) as const;

export const familyQuestions = {
  family: { en: "Do both address families work?", zh: "IPv4 与 IPv6 是否都可用？" },
} as const;

export const familySignals = {
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
} as const satisfies Signals;
