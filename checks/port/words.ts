import type { Raised } from "../../src/model/check.js";
import { familyQuestions, familySignals, shutSignals, someAddressesDead } from "../../src/model/connect-words.js";
import { lifeQuestions, lifeSignals } from "../../src/model/life.js";
import { besideSignals } from "./beside-words.js";

/** The questions that `port` asks, and every answer. */
export const questions = {
  connect: { en: "Does the port accept connections?", zh: "端口能否连通？" },
  attempts: { en: "Do connection requests get through at once?", zh: "连接请求是否一次送达？" },
  service: { en: "Does the expected service answer there?", zh: "应答的是否为预期的服务？" },
  ...lifeQuestions,
  stray: { en: "Does the port drop everything, or requests alone?", zh: "端口丢弃一切报文，还是仅丢弃连接请求？" },
  beside: { en: "Do further connections open beside the first?", zh: "第一个连接保持时，能否再建立其他连接？" },
  elsewhere: { en: "Is the port open at an address not in use here?", zh: "该端口在本机未使用的另一地址上是否开放？" },
  ...familyQuestions,
} as const;

const sentAgain = {
  en: "{resent} of {connections} connections opened only after {ms} ms: the first request was lost and sent again",
  zh: "{connections} 次连接中有 {resent} 次在 {ms} 毫秒后才建立：首个请求丢失后重发",
} as const;

const someFailed = {
  en: "{failed} of {tried} connections to {open} failed ({how})",
  zh: "到 {open} 的 {tried} 次连接中有 {failed} 次失败（{how}）",
} as const;

export const signals = {
  ...lifeSignals,
  open: {
    answers: "connect",
    level: "pass",
    text: {
      en: "{open} accepts connections ({opened} of {tried}, {ms} ms)",
      zh: "{open} 接受连接（{tried} 次中成功 {opened} 次，{ms} 毫秒）",
    },
  },
  "at-once": {
    answers: "attempts",
    level: "pass",
    text: { en: "all {connections} opened at the first request", zh: "{connections} 次连接均由首个请求建立" },
  },
  resent: { answers: "attempts", level: "note", whenHealthy: "seldom", text: sentAgain },
  "often-resent": {
    answers: "attempts",
    level: "warn",
    text: sentAgain,
  },
  ...shutSignals("dead"),
  rejected: {
    answers: "connect",
    level: "fail",
    stops: true,
    text: {
      en: "A firewall or router rejects connections to {dead} (after {ms} ms)",
      zh: "防火墙或路由器拒绝到 {dead} 的连接（{ms} 毫秒后）",
    },
  },
  "reset-at-connect": {
    answers: "connect",
    level: "fail",
    stops: true,
    doubt: true,
    text: { en: "{dead} resets each connection at once", zh: "{dead} 立即重置每个连接" },
  },
  "some-addresses-dead": someAddressesDead("connect"),
  unsteady: {
    answers: "connect",
    level: "warn",
    text: someFailed,
  },
  "reset-at-times": {
    answers: "connect",
    level: "fail",
    text: {
      en: "{failed} of {tried} connections to {open}, one after another, were cut ({how})",
      zh: "依次建立的到 {open} 的 {tried} 次连接中有 {failed} 次被切断（{how}）",
    },
  },
  "refused-at-times": {
    answers: "connect",
    level: "fail",
    text: {
      en: "of {tried} connections to {open}, one after another, {failed} were refused now and then, the others opened",
      zh: "依次建立的到 {open} 的 {tried} 次连接中时而被拒绝（{failed} 次），其余成功",
    },
  },
  "refused-seldom": {
    answers: "connect",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "of {tried} connections to {open}, one after another, no more than {failed} refused, the others opened",
      zh: "依次建立的到 {open} 的 {tried} 次连接中仅有 {failed} 次被拒绝，其余成功",
    },
  },
  "mostly-failing": {
    answers: "connect",
    level: "fail",
    text: someFailed,
  },
  speaks: {
    answers: "service",
    level: "pass",
    text: { en: "{expected} answers", zh: "{expected} 服务应答" },
  },
  "other-protocol": {
    answers: "service",
    level: "fail",
    stops: true,
    text: { en: "{expected} expected, but {answer} answers", zh: "预期 {expected}，应答的却是 {answer}" },
  },
  "no-protocol": {
    answers: "service",
    level: "fail",
    stops: true,
    text: {
      en: "{expected} expected; what comes back ({answer}) is of no protocol that is known",
      zh: "预期 {expected}，返回的内容（{answer}）不属于任何已知协议",
    },
  },
  mute: {
    answers: "service",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The connection is accepted, but asked for {expected} nothing comes for {ms} ms",
      zh: "连接被接受，但以 {expected} 询问后 {ms} 毫秒内无应答",
    },
  },
  // An answer may take longer than a greeting: who asks for it in earnest waits for it.
  unheard: {
    answers: "service",
    level: "note",
    text: {
      en: "The connection is accepted, and asked for {expected} nothing comes within {ms} ms; the request itself is given longer",
      zh: "连接被接受，以 {expected} 询问后 {ms} 毫秒内无应答；正式请求会等待更久",
    },
  },
  unanswered: {
    answers: "service",
    level: "note",
    text: {
      en: "Asked for {expected} nothing comes for {ms} ms, though the program behind it lives",
      zh: "以 {expected} 询问后 {ms} 毫秒内无应答，但其后的程序存活",
    },
  },
  "reset-on-data": {
    answers: "service",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The connection is accepted, and reset as soon as {expected} is spoken",
      zh: "连接被接受，但一发送 {expected} 数据即被重置",
    },
  },
  closes: {
    answers: "service",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The connection is accepted, and closed without a byte when asked for {expected}",
      zh: "连接被接受，但以 {expected} 询问后未回一字节即被关闭",
    },
  },
  ...besideSignals,
  "stray-answered": {
    answers: "stray",
    level: "note",
    text: {
      en: "the system behind {dead} resets a segment that belongs to no connection: it drops requests alone, as with a full queue",
      zh: "{dead} 对不属于任何连接的报文回复 RST：仅连接请求被丢弃，符合监听队列已满",
    },
  },
  "stray-dropped": {
    answers: "stray",
    level: "note",
    text: {
      en: "{dead} leaves a segment that belongs to no connection unanswered, too: everything to the port is dropped",
      zh: "{dead} 对不属于任何连接的报文同样无应答：发往该端口的一切报文均被丢弃",
    },
  },
  "open-elsewhere": {
    answers: "elsewhere",
    level: "fail",
    text: {
      en: "the port is open at {address}, as {server} says, not at {used}",
      zh: "该端口在 {server} 所答的 {address} 上开放，在 {used} 上不开放",
    },
  },
  "closed-elsewhere": {
    answers: "elsewhere",
    level: "note",
    text: {
      en: "the port does not open at other addresses of the name either ({tried})",
      zh: "该端口在此域名的其他地址（{tried}）上同样不开放",
    },
  },
  ...familySignals,
} as const;
export type Answer = Raised<typeof signals>;
export type SignalOf<Q extends string> = {
  [S in keyof typeof signals]: (typeof signals)[S]["answers"] extends Q ? S : never;
}[keyof typeof signals];
