import type { Signals } from "../../src/model/check.js";
import type { Bilingual } from "../../src/model/text.js";

/** What is asked about this host's own connection, as one would ask it. */
export const questions = {
  interface: { en: "Is the interface on, with a link?", zh: "网卡是否启用并有链路？" },
  address: { en: "Has this host a usable address?", zh: "本机是否有可用地址？" },
  route: { en: "Does a route lead to every target?", zh: "到各目标是否都有路由？" },
  gateway: { en: "Does the gateway answer?", zh: "网关是否应答？" },
  netmask: { en: "Does the netmask fit the network?", zh: "子网掩码是否与网络相符？" },
  ways: { en: "Do all targets leave by the default route's interface?", zh: "到各目标是否都经默认路由的网卡？" },
  errors: { en: "Do frames arrive undamaged?", zh: "数据帧是否完好？" },
  duplex: { en: "Does the link run at full speed, both ways at once?", zh: "链路是否以全双工和正常速率工作？" },
  flaps: { en: "Does the link stay up?", zh: "链路是否稳定？" },
} as const satisfies { readonly [id: string]: Bilingual };

/** The answers: the words of the check `link`. Their ids never change. */
export const signals = {
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
  misled: {
    answers: "route",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "no route leads to {addresses}, but {hosts} has another address, which serves: the answer is wrong, not the routes",
      zh: "没有通往 {addresses} 的路由，但 {hosts} 另有可用地址：错在解析结果，而非路由",
    },
  },
  "no-network": {
    answers: "route",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "this host has no network but its loopback, and its own resolver leads {hosts} to {addresses}: the answer is wrong, or the network is missing",
      zh: "本机除环回接口外没有网络，而本机的解析器把 {hosts} 指向 {addresses}：解析结果有误，或网络缺失",
    },
  },
  "route-rejects": {
    answers: "route",
    level: "note",
    whenHealthy: "seldom",
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
  // A gateway of which nothing at all is heard is seldom a living one.
  "gateway-unsure": {
    answers: "gateway",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "the gateway {gateways} answers neither ping nor TCP, nor as the first hop, but its hardware address is known",
      zh: "网关 {gateways} 对 ping、TCP 均无应答，也未作为第一跳应答，但硬件地址已知",
    },
  },
  "gateway-mute-off-link": {
    answers: "gateway",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "the gateway {gateways} gives nothing but its hardware address, and its address lies outside this host's own network {networks}",
      zh: "网关 {gateways} 除硬件地址外毫无应答，且其地址不在本机所在网络 {networks} 内",
    },
  },
  "gateway-off-link": {
    answers: "gateway",
    level: "fail",
    doubt: true,
    text: {
      en: "the gateway {gateways} does not answer, and its address lies outside this host's own network {networks}",
      zh: "网关 {gateways} 无应答，且其地址不在本机所在网络 {networks} 内",
    },
  },
  "netmask-fits": {
    answers: "netmask",
    level: "pass",
    text: { en: "no target is missed on the own network", zh: "本网段内没有失联的目标" },
  },
  "netmask-too-wide": {
    answers: "netmask",
    level: "fail",
    doubt: true,
    text: {
      en: "this host takes {hosts} for neighbours on {networks}; nobody there answers for them, while the gateway {gateway} answers",
      zh: "本机按 {networks} 把 {hosts} 当作直连主机，但网内无人应答其硬件地址，而网关 {gateway} 有应答",
    },
  },
  "netmask-doubtful": {
    answers: "netmask",
    level: "note",
    text: {
      en: "{hosts}, a neighbour by the netmask of {networks}, was not found: it is off, or the netmask is too wide",
      zh: "按 {networks} 的掩码 {hosts} 属直连主机，但未能找到：可能已关机，也可能掩码过宽",
    },
  },
  "default-interface": {
    answers: "ways",
    level: "pass",
    text: { en: "all targets leave by the default route's interface", zh: "到各目标均经默认路由的网卡" },
  },
  "vpn-takes-route": {
    answers: "ways",
    level: "note",
    text: {
      en: "the tunnel {interfaces} carries {hosts}, while the default route leads over {main}",
      zh: "到 {hosts} 的流量由隧道 {interfaces} 承载，而默认路由经 {main}",
    },
  },
  "second-interface-takes-route": {
    answers: "ways",
    level: "note",
    text: {
      en: "a route over {interfaces} carries {hosts}, while the default route leads over {main}",
      zh: "到 {hosts} 的流量经 {interfaces} 转发，而默认路由经 {main}",
    },
  },
  "errors-steady": {
    answers: "errors",
    level: "pass",
    text: { en: "no damage or drops in {ms} ms", zh: "{ms} 毫秒内无损坏或丢弃" },
  },
  "errors-unwatched": {
    answers: "errors",
    level: "note",
    whenHealthy: "usually",
    text: { en: "this system does not tell its error counters", zh: "本系统不提供错误计数" },
  },
  "errors-growing": {
    answers: "errors",
    level: "warn",
    text: {
      en: "{bad} of {packets} packets on {interfaces} were damaged or dropped within {ms} ms",
      zh: "{ms} 毫秒内网卡 {interfaces} 的 {packets} 个包中有 {bad} 个损坏或被丢弃",
    },
  },
  "drops-growing": {
    answers: "errors",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "{interfaces} dropped {bad} of {packets} packets on arrival within {ms} ms: lost, or of protocols that nobody here speaks",
      zh: "{ms} 毫秒内网卡 {interfaces} 收到的 {packets} 个包中丢弃了 {bad} 个：可能丢包，也可能是本机不支持的协议",
    },
  },
  "full-speed": {
    answers: "duplex",
    level: "pass",
    text: { en: "{interfaces} runs at full speed", zh: "网卡 {interfaces} 速率与双工正常" },
  },
  "half-duplex": {
    answers: "duplex",
    level: "warn",
    text: {
      en: "{interfaces} runs at half duplex: it cannot send and receive at once",
      zh: "网卡 {interfaces} 处于半双工，收发不能同时进行",
    },
  },
  "ten-megabit": {
    answers: "duplex",
    level: "warn",
    text: { en: "{interfaces} runs at 10 Mbit/s", zh: "网卡 {interfaces} 仅以 10 Mbit/s 工作" },
  },
  steady: {
    answers: "flaps",
    level: "pass",
    text: { en: "the link of {interfaces} is steady", zh: "网卡 {interfaces} 链路稳定" },
  },
  flapping: {
    answers: "flaps",
    level: "fail",
    text: {
      en: "the link of {interfaces} came or went {times} times within {ms} ms",
      zh: "{ms} 毫秒内网卡 {interfaces} 的链路通断变化 {times} 次",
    },
  },
  flapped: {
    answers: "flaps",
    level: "warn",
    text: {
      en: "the link of {interfaces} came or went {times} times in the {hours} hours since this system started",
      zh: "系统启动 {hours} 小时以来，网卡 {interfaces} 的链路通断变化 {times} 次",
    },
  },
} as const satisfies Signals;
