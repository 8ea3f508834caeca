import { defineCauses } from "../cause.js";
import { gone, lost } from "./lost.js";

const trace = ["traceroute", "-n", "{address}"] as const;

/** Causes on the way to a host: where packets turn in circles, are too large, or come through too slowly. */
export const path = defineCauses({
  "mtu-black-hole": {
    kind: "fault",
    layer: "network",
    locus: ["path"],
    sits: "host",
    prior: "usual",
    title: { en: "Large packets vanish on the way without a message", zh: "大数据包在途中无声丢失（MTU 黑洞）" },
    about: {
      en: "A link on the way carries only smaller packets, and the message that would tell the sender so is filtered: connections open, then hang at the first large answer or request.",
      zh: "途中某段链路只能通过较小的数据包，而告知发送方的 ICMP 消息被过滤：连接能建立，但一传大数据就卡死。",
    },
    expects: {
      "path/black-hole": "usually",
      "path/large-pings-lost": "sometimes",
      "port/mute": "sometimes",
      "port/unheard": "sometimes",
      "tls/stalled": "sometimes",
      "api/no-response": "sometimes",
      "api/body-stalled": "sometimes",
      // Systems that notice it go on with smaller packets (RFC 4821).
      "api/late-after-loss": "sometimes",
      "balance/late-after-loss": "sometimes",
    },
    advice: [
      {
        text: {
          en: "Have the routers and firewalls on the way let ICMP “fragmentation needed” (IPv6: “packet too big”) through, or clamp the MSS on the tunnel or PPPoE line.",
          zh: "请放行途中的 ICMP“需要分片”（IPv6 为“数据包过大”）消息，或在隧道、PPPoE 出口上钳制 MSS。",
        },
        command: ["ping", "-c", "3", "-M", "do", "-s", "1472", "{address}"],
        expect: {
          en: "neither replies nor a message now; replies, or “Frag needed” with the MTU, after the mending",
          zh: "现在既无应答也无提示，修复后有应答，或提示 Frag needed 及 MTU",
        },
      },
      {
        text: {
          en: "Until then a smaller MTU on this machine's interface works around it. See what other senders are told.",
          zh: "修复前可调小本机网卡的 MTU 以规避。查看路径实际告知的 MTU。",
        },
        command: ["tracepath", "-n", "{address}"],
        expect: {
          en: "it stops at the hop before the narrow link now; “pmtu” with the true size after the mending",
          zh: "现在停在窄链路之前的一跳，修复后显示真实的 pmtu",
        },
      },
    ],
  },
  "mtu-jumbo": {
    kind: "fault",
    layer: "network",
    reportedAs: "mtu-black-hole",
    locus: ["path", "local-network"],
    sits: "host",
    prior: "usual",
    title: {
      en: "Both ends send packets larger than the switches between them carry, which vanish",
      zh: "两端网卡允许巨型帧，而中间的交换机不支持：大数据包无声丢失",
    },
    about: {
      en: "The interfaces are set to jumbo frames (an MTU above 1500), so connections agree on large segments; a switch between carries 1500 bytes only and tells nobody: connections open, then hang at the first large answer or request.",
      zh: "网卡 MTU 大于 1500，连接因此协商了大报文段；而途中交换机只能通过 1500 字节，且不会通知任何人：连接能建立，但一传大数据就卡死。",
    },
    // What is small passes, a handshake with a short chain as well.
    expects: {
      "path/jumbo-agreed": "usually",
      "path/jumbo-lost": "usually",
      "path/jumbo-unused": "never",
      "path/jumbo-told": "never",
      "path/jumbo-passes": "never",
      "path/black-hole": "usually",
      "port/mute": "sometimes",
      "tls/stalled": "usually",
      "api/no-response": "sometimes",
      "api/body-stalled": "usually",
      "api/late-after-loss": "sometimes",
      "balance/late-after-loss": "sometimes",
      "db/login-silent": "sometimes",
      "db/select-silent": "sometimes",
    },
    shownBy: ["path/jumbo-agreed", "path/jumbo-lost"],
    advice: [
      {
        text: {
          en: "Set the MTU of the interfaces at both ends to 1500, or have every switch between them carry jumbo frames.",
          zh: "请将两端网卡的 MTU 设为 1500，或让途中所有交换机都支持巨型帧。",
        },
        command: ["ping", "-c", "3", "-M", "do", "-s", "3972", "{address}"],
        expect: {
          en: "neither replies nor a message now; after the mending replies, or “message too long”",
          zh: "现在既无应答也无提示，修复后有应答，或提示 message too long",
        },
      },
    ],
  },
  "routing-loop": {
    kind: "fault",
    layer: "network",
    locus: ["path"],
    sits: "host",
    prior: "rare",
    title: { en: "Packets circle between routers", zh: "数据包在路由器之间循环（路由环路）" },
    about: {
      en: "Two or more routers hand the packets to each other until their time to live ends; none ever arrives.",
      zh: "两台或多台路由器互相转发，直到数据包的生存时间耗尽，永远无法到达。",
    },
    expects: {
      "path/loops": "usually",
      // Who prohibits does not pass packets round.
      "path/prohibited-from": "never",
      "ping/prohibited": "never",
      "path/reaches": "never",
      "ping/unreachable": "usually",
      // Routers say so about once a second: most of many questions meet silence.
      "ping/silent": "usually",
      "ping/answers": "never",
      "port/rejected": "usually",
      "port/host-unreachable": "sometimes",
      "port/silent": "usually",
      "port/lifeless": "always",
      "port/alive": "never",
      "port/open": "never",
      "port/refused-at-times": "never",
      "port/refused-seldom": "never",
      "db/rejected": "usually",
      "db/host-unreachable": "sometimes",
      "db/silent": "usually",
      "db/lifeless": "always",
      "db/alive": "never",
      "db/accepts": "never",
    },
    advice: [
      {
        text: {
          en: "Tell whoever runs the routers that appear again and again: their routes to {host} point at each other.",
          zh: "通知反复出现的路由器的维护方：它们到 {host} 的路由互相指向对方。",
        },
        command: trace,
        expect: {
          en: "the same routers appear again and again now; the trace ends at {address} after the mending",
          zh: "现在相同的路由器反复出现，修复后追踪止于 {address}",
        },
      },
    ],
  },
  "link-flapping": {
    kind: "fault",
    layer: "network",
    locus: ["path"],
    sits: "host",
    prior: "rare",
    title: { en: "The way comes and goes", zh: "路径时断时续" },
    about: {
      en: "At one moment the host is reached, at the next it is gone, or a router says so: a link or a route comes and goes.",
      zh: "一时可达，一时又不可达（或由路由器报告）：链路或路由在反复变化。",
    },
    expects: { ...gone, "ping/comes-and-goes": "usually", "path/unsteady": "sometimes" },
    shownBy: ["ping/comes-and-goes", "ping/gone-at-times", "path/unsteady"],
    advice: [
      {
        text: {
          en: "Tell whoever runs the router that says so; let the command run while it happens.",
          zh: "通知报告不可达的路由器的维护方；在故障出现时运行该命令观察。",
        },
        command: ["ping", "-c", "60", "{address}"],
        expect: {
          en: "replies and silence or “unreachable” alternate now; only replies after the mending",
          zh: "现在应答与无应答（或 unreachable）交替出现，修复后只有应答",
        },
      },
    ],
  },
  "bandwidth-low": {
    kind: "fault",
    layer: "network",
    locus: ["path"],
    sits: ["gateway", "host"],
    prior: "rare",
    title: { en: "The way is too narrow", zh: "路径带宽过低" },
    about: {
      en: "Packets sent at once come back far apart: a narrow or throttled link makes every large request or answer slow.",
      zh: "同时发出的数据包返回时间隔很大：途中链路过窄或被限速，传输大数据时都会很慢。",
    },
    // What else uses the line stands in its queue, or falls out of it.
    expects: {
      ...lost,
      "path/narrow": "always",
      "path/enough": "never",
      "port/silent": "sometimes",
      "port/lifeless": "sometimes",
      "db/silent": "sometimes",
      "db/lifeless": "sometimes",
      "ping/far": "sometimes",
      "ping/very-far": "sometimes",
      "ping/uneven": "sometimes",
      "ping/queued": "usually",
      "port/mostly-failing": "sometimes",
      "api/slowish": "sometimes",
      "db/slow-answers": "sometimes",
      "api/body-stalled": "sometimes",
      "balance/random-failures": "sometimes",
    },
    // Silence and loss by themselves say nothing of width.
    shownBy: ["path/narrow", "ping/queued"],
    advice: [
      {
        text: {
          en: "Check the line, its contract and what else uses it; compare from another network.",
          zh: "检查线路、签约带宽及其他占用，并从另一网络比较。",
        },
        command: ["ping", "-c", "5", "-s", "1400", "{address}"],
        expect: {
          en: "times far longer than with “-s 56” now, nearly the same after the mending",
          zh: "现在耗时远大于“-s 56”，修复后两者接近",
        },
      },
    ],
  },
});
