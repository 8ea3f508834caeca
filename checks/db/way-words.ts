import type { Signals } from "../../src/model/check.js";
import { familySignals, shutSignals, someAddressesDead } from "../../src/model/connect-words.js";
import { lifeSignals } from "../../src/model/life.js";

/** Answers about the way to the server, and where else it may be. */
export const waySignals = {
  ...lifeSignals,
  accepts: {
    answers: "connect",
    level: "pass",
    text: { en: "{address} accepts connections", zh: "{address} 接受连接" },
  },
  ...shutSignals("address"),
  rejected: {
    answers: "connect",
    level: "fail",
    stops: true,
    text: { en: "Something on the way rejects connections to {address}", zh: "途中有设备拒绝到 {address} 的连接" },
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
  "some-addresses-dead": someAddressesDead("addresses"),
  ...familySignals,
  "alive-elsewhere": {
    answers: "elsewhere",
    level: "fail",
    text: {
      en: "a machine lives at {other}, as {server} says, and no database at {address}",
      zh: "{server} 所答的 {other} 上有存活主机，而 {address} 上没有数据库",
    },
  },
  "works-elsewhere": {
    answers: "elsewhere",
    level: "fail",
    text: {
      en: "what fails at {address} ({reason}) works at {other}, as {server} says",
      zh: "在 {address} 失败（{reason}），而在 {server} 所答的 {other} 上正常",
    },
  },
  "fails-elsewhere": {
    answers: "elsewhere",
    level: "note",
    text: {
      en: "what fails at {address} ({reason}) does not work at {other} either, as {server} says",
      zh: "在 {address} 失败（{reason}），在 {server} 所答的 {other} 上同样失败",
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
  "lets-in-each-time": {
    answers: "each-login",
    level: "pass",
    text: { en: "{tried} logins one after another, all let in", zh: "连续 {tried} 次登录均成功" },
  },
  "sometimes-cut": {
    answers: "each-login",
    level: "fail",
    text: {
      en: "{failed} of {tried} logins one after another end before they begin ({code} in the phase {phase}): not every server behind this address works",
      zh: "连续 {tried} 次登录中有 {failed} 次未开始即中断（{phase} 阶段 {code}）：此地址背后并非每台服务器都正常",
    },
  },
  "refused-at-first": {
    answers: "each-login",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "{failed} of {tried} connections, the first, were refused, and none of those that followed",
      zh: "{tried} 次连接中最初的 {failed} 次被拒绝，其后均成功",
    },
  },
  "sometimes-turned-away": {
    answers: "each-login",
    level: "fail",
    text: {
      en: "Of {tried} logins one after another the last is turned away (error {number}), those before it are let in: not every server behind this address is alike",
      zh: "连续 {tried} 次登录中最后一次被拒绝（错误 {number}），此前均成功：此地址背后的服务器并不一致",
    },
  },
  "sometimes-full": {
    answers: "each-login",
    level: "fail",
    text: {
      en: "Of {tried} logins one after another the last finds no connection left (error {number})",
      zh: "连续 {tried} 次登录中最后一次遇到连接数耗尽（错误 {number}）",
    },
  },
  "sometimes-slow": {
    answers: "each-login",
    level: "fail",
    text: {
      en: "{slow} of {tried} logins take {ms} ms and more, others no more than {quick} ms: not every server behind this address is as quick",
      zh: "{tried} 次登录中有 {slow} 次耗时 {ms} 毫秒以上，其余不超过 {quick} 毫秒：此地址背后的服务器快慢不一",
    },
  },
} as const satisfies Signals;
