import type { Signals } from "../../src/model/check.js";
import type { Bilingual } from "../../src/model/text.js";
import { answerSignals } from "./answer-words.js";
import { companySignals } from "./company-words.js";
import { lifeSignals } from "./life-words.js";
import { steadySignals } from "./steady-words.js";

/** What is asked about the resolution of a name, as one would ask it. */
export const dnsQuestions = {
  answer: { en: "Does the name resolve?", zh: "域名能否解析？" },
  life: { en: "Does the DNS server's host give another sign of life?", zh: "DNS 服务器所在主机是否有其他存活迹象？" },
  way: { en: "How far does the way to the silent server lead?", zh: "通往无应答服务器的路径到哪里为止？" },
  servers: { en: "Do all DNS servers answer, and alike?", zh: "各 DNS 服务器是否都有应答且结果一致？" },
  compare: {
    en: "Do the profile's other DNS servers say the same?",
    zh: "配置中用于对照的 DNS 服务器应答是否相同？",
  },
  system: { en: "Does this system resolve the name as its DNS servers do?", zh: "系统解析结果与 DNS 服务器是否一致？" },
  "hosts-file": { en: "Does the hosts file agree with DNS?", zh: "hosts 文件与 DNS 是否一致？" },
  steady: { en: "Does the DNS server answer each time?", zh: "DNS 服务器是否每次都有应答？" },
  tcp: { en: "Does the DNS server answer over TCP too?", zh: "DNS 服务器是否也支持 TCP 查询？" },
  speed: { en: "How quickly does the name resolve?", zh: "解析速度如何？" },
  range: { en: "Can a service live at the addresses?", zh: "所得地址能否承载服务？" },
  reach: { en: "Does a server on this host lead to where this host can go?", zh: "本机解析器所给的地址本机能否到达？" },
  here: { en: "Does a server elsewhere lead back to this machine?", zh: "外部解析器是否把域名指回本机？" },
  gateway: { en: "Does a server elsewhere lead to our own gateway?", zh: "外部解析器是否把域名指向本机的网关？" },
  company: {
    en: "Are the addresses of the kind that the other names lead to?",
    zh: "地址类型与配置中的其他域名是否相称？",
  },
} as const satisfies { readonly [id: string]: Bilingual };

/** The answers: the words of the check `dns`. Their ids never change. */
export const dnsSignals = {
  ...answerSignals,
  ...lifeSignals,
  ...steadySignals,
  ...companySignals,
  "all-servers-answer": {
    answers: "servers",
    level: "pass",
    text: { en: "all {count} DNS servers give the same answer", zh: "{count} 个 DNS 服务器应答一致" },
  },
  "first-server-dead": {
    answers: "servers",
    level: "fail",
    doubt: true,
    text: {
      en: "the first DNS server {dead} does not answer ({how}), {alive} does",
      zh: "首选 DNS 服务器 {dead} 无应答（{how}），{alive} 有应答",
    },
  },
  "later-server-dead": {
    answers: "servers",
    level: "note",
    text: { en: "the spare DNS server {dead} is dead ({how})", zh: "备用 DNS 服务器 {dead} 无应答（{how}）" },
  },
  "servers-disagree": {
    answers: "servers",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "the DNS servers answer differently ({answers}), as is usual for different carrier lines",
      zh: "各 DNS 服务器应答不同（{answers}），不同运营商线路常有此情况",
    },
  },
  "same-answers": {
    answers: "compare",
    level: "pass",
    text: { en: "{count} other DNS servers say the same", zh: "用于对照的 {count} 个 DNS 服务器应答相同" },
  },
  "other-answers": {
    answers: "compare",
    level: "note",
    text: {
      en: "{ours}, elsewhere {answers}, as is usual for different carrier lines",
      zh: "{ours}，对照为 {answers}，不同运营商线路常有此情况",
    },
  },
  "only-elsewhere": {
    answers: "compare",
    level: "fail",
    text: {
      en: "{name} is known elsewhere ({elsewhere}), not to the DNS server in use ({ours})",
      zh: "其他 DNS 服务器知道 {name}（{elsewhere}），所用的服务器不知道（{ours}）",
    },
  },
  "system-agrees": {
    answers: "system",
    level: "pass",
    text: { en: "the system resolves {name} alike", zh: "系统对 {name} 的解析一致" },
  },
  "system-differs": {
    answers: "system",
    level: "note",
    whenHealthy: "sometimes",
    text: { en: "the system says {system}, DNS says {wire}", zh: "系统解析为 {system}，DNS 为 {wire}" },
  },
  "system-private": {
    answers: "system",
    level: "fail",
    text: {
      en: "the system resolves {name} to {system}, where no public service can be; DNS says {wire}",
      zh: "系统将 {name} 解析为 {system}，公网服务不可能在此；DNS 结果为 {wire}",
    },
  },
  "system-fails": {
    answers: "system",
    level: "fail",
    doubt: true,
    text: { en: "DNS resolves {name}, this system does not ({how})", zh: "DNS 能解析 {name}，本机系统不能（{how}）" },
  },
  "not-listed": {
    answers: "hosts-file",
    level: "pass",
    text: { en: "the hosts file says nothing of {name}", zh: "hosts 文件未涉及 {name}" },
  },
  "hosts-agree": {
    answers: "hosts-file",
    level: "pass",
    text: { en: "DNS says nothing else than the hosts file", zh: "DNS 与 hosts 文件不矛盾" },
  },
  "hosts-differ": {
    answers: "hosts-file",
    level: "note",
    whenHealthy: "seldom",
    text: { en: "hosts file: {name} is {listed}; DNS: {wire}", zh: "hosts 文件：{name} 为 {listed}；DNS：{wire}" },
  },
  "tcp-answers": {
    answers: "tcp",
    level: "pass",
    text: { en: "{server} answers over TCP too", zh: "{server} 也支持 TCP 查询" },
  },
  "tcp-silent": {
    answers: "tcp",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "{server} answers over UDP but not over TCP ({how}); that hurts only long answers",
      zh: "{server} 支持 UDP 但 TCP 不通（{how}），仅影响较长的应答",
    },
  },
  "truncated-and-tcp-blocked": {
    answers: "tcp",
    level: "fail",
    stops: true,
    text: {
      en: "the answer of {server} is too long for UDP, and TCP does not work ({how})",
      zh: "{server} 的应答超出 UDP 长度，而 TCP 不通（{how}）",
    },
  },
  quick: { answers: "speed", level: "pass", text: { en: "answered within {ms} ms", zh: "{ms} 毫秒内应答" } },
  slow: {
    answers: "speed",
    level: "warn",
    doubt: true,
    text: {
      en: "{server} takes {ms} ms to answer for {name}; every new connection waits for that",
      zh: "{server} 解析 {name} 需 {ms} 毫秒，每个新连接都要等待",
    },
  },
  "public-or-expected": {
    answers: "range",
    level: "pass",
    text: { en: "a service can live at {addresses}", zh: "{addresses} 可以承载服务" },
  },
  "hole-answer": {
    answers: "range",
    level: "fail",
    text: {
      en: "{name} leads to {reserved}, where no service can be: a filter or block list answers in DNS's place",
      zh: "{name} 指向 {reserved}，该地址上不可能有服务：过滤器或黑名单代替 DNS 作了应答",
    },
  },
  "reserved-answer": {
    answers: "range",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "{name} leads to {reserved} ({kinds}): a local helper or proxy, a filter, or a wrong answer",
      zh: "{name} 指向 {reserved}（{kinds}）：可能是本地组件或代理、过滤器，或错误应答",
    },
  },
  "out-of-reach": {
    answers: "reach",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "{server}, a server on this host, leads {name} to {addresses}, where no route of this host leads",
      zh: "本机的解析器 {server} 把 {name} 指向 {addresses}，而本机没有通往该处的路由",
    },
  },
  "within-reach": {
    answers: "reach",
    level: "pass",
    text: { en: "a route leads to {name}", zh: "有通往 {name} 的路由" },
  },
  "leads-out": {
    answers: "here",
    level: "pass",
    text: { en: "{name} leads away from this machine", zh: "{name} 指向本机以外的地址" },
  },
  "leads-past-gateway": {
    answers: "gateway",
    level: "pass",
    text: { en: "{name} does not lead to our gateway", zh: "{name} 没有指向本机的网关" },
  },
  "leads-to-gateway": {
    answers: "gateway",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "{name} leads to our own gateway ({addresses}): a portal or a filter answers in DNS's place, or the gateway serves it",
      zh: "{name} 指向本机的网关（{addresses}）：可能是认证门户或过滤器代替 DNS 作答，也可能服务就在网关上",
    },
  },
  "leads-back": {
    answers: "here",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "{server}, a server elsewhere, leads {name} to this very machine ({addresses})",
      zh: "外部解析器 {server} 把 {name} 指回本机（{addresses}）",
    },
  },
} as const satisfies Signals;
