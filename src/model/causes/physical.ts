import { defineCauses } from "../cause.js";
import { late } from "./late.js";
import { gone, lost } from "./lost.js";

const showLinks = ["ip", "-br", "link"] as const;
const showAddresses = ["ip", "-br", "address"] as const;
const showRoutes = ["ip", "route"] as const;
const showChanges = ["sh", "-c", "cd /sys/class/net && grep . */carrier_changes"] as const;

/** What is seen of far sides where nothing that is sent arrives anywhere. */
const nothingArrives = {
  "port/silent": "always",
  "port/host-unreachable": "sometimes",
  "port/lifeless": "always",
  "db/silent": "always",
  "db/host-unreachable": "sometimes",
  "db/lifeless": "always",
  "ping/silent": "always",
  "ping/unreachable": "sometimes",
} as const;

/** A way out that nobody stands at: no sign of life can come from beyond it. */
const deadGateway = {
  ...nothingArrives,
  "link/gateway-answers": "never",
  "port/open": "never",
  "port/refused-at-times": "never",
  "port/refused-seldom": "never",
  "port/refused": "never",
  "port/alive": "never",
  // Most resolvers lie beyond the gateway.
  "dns/servers-silent": "usually",
  "dns/servers-unreachable": "sometimes",
  "dns/resolver-alive": "never",
  "dns/resolver-lifeless": "usually",
  "dns/resolver-way-silent": "always",
  "dns/resolver-way-ends-at-gateway": "never",
  "dns/resolver-way-ends-beyond": "never",
  "dns/resolver-way-missing": "never",
  "dns/resolver-way-missing-beyond": "never",
  "dns/resolver-missing": "never",
  "dns/resolves": "never",
  "db/accepts": "never",
  "db/refused": "never",
  // Only who goes on asking hears it, once this machine has forgotten the gateway's hardware address.
  "ping/gateway-missing": "usually",
  "ping/announced": "never",
  "db/alive": "never",
  "ping/answers": "never",
  // Whoever is seen on the way has got what the gateway passed on, or is the gateway.
  "path/no-hop": "always",
  "path/ends-at-gateway": "never",
  "path/ends-at": "never",
  "path/gateway-has-no-way": "never",
  "path/gateway-finds-nobody": "never",
  "path/unreachable-from": "never",
  "path/loops": "never",
  "path/reaches": "never",
} as const;

/** What is seen of far sides by a machine that cannot speak on the network that leads to them; which of it, its routes decide. */
const unheard = {
  "port/network-unreachable": "usually",
  "port/host-unreachable": "sometimes",
  "port/silent": "always",
  "port/lifeless": "always",
  "db/network-unreachable": "usually",
  "db/host-unreachable": "sometimes",
  "db/silent": "always",
  "db/lifeless": "always",
  "ping/unreachable": "usually",
  "ping/silent": "usually",
  "path/no-hop": "usually",
  "dns/servers-unreachable": "usually",
  "dns/servers-silent": "usually",
  "dns/resolver-lifeless": "usually",
  "dns/resolver-way-silent": "usually",
} as const;

/** What a machine that cannot speak on its own network meets. */
const cutOff = {
  ...unheard,
  "link/no-default-route": "usually",
  "link/gateway-silent": "usually",
  "link/gateway-unsure": "usually",
  "link/gateway-mute-off-link": "usually",
  "ping/gateway-missing": "usually",
  // Of its own network this machine says so itself.
  "path/host-unreachable-from": "sometimes",
} as const;

/** What goes by the default route, since its own went with its interface, ends wherever nobody knows the way. */
const astray = {
  "path/gateway-has-no-way": "usually",
  "path/unreachable-from": "usually",
  "path/ends-at-gateway": "usually",
  "path/ends-at": "usually",
  "path/prohibited-from": "sometimes",
  "port/rejected": "sometimes",
  "db/rejected": "sometimes",
} as const;

/**
 * Causes on this machine and its first cable. All that was seen passed through here, so each names the healthy answer to its own
 * question as `never`: however many targets fail, no cause is stated that was looked for and not found.
 */
export const physical = defineCauses({
  "interface-down": {
    kind: "fault",
    layer: "physical",
    locus: ["this-host"],
    sits: "this-host",
    prior: "rare",
    title: { en: "The network interface is switched off", zh: "网卡已被停用" },
    about: {
      en: "The interface that leads to the targets is administratively down, so nothing can leave this machine through it.",
      zh: "通往目标的网卡处于管理性关闭状态，本机的数据无法从它发出。",
    },
    // What leaves by another interface is reached all the same.
    shownBy: "link/interface-down",
    expects: {
      ...unheard,
      ...astray,
      "link/interface-down": "always",
      "link/errors-growing": "sometimes",
      "link/up": "never",
      "link/no-default-route": "sometimes",
      "port/network-unreachable": "always",
      "db/network-unreachable": "always",
    },
    advice: [
      {
        text: { en: "Switch the interface on again.", zh: "重新启用该网卡。" },
        command: showLinks,
        expect: { en: "the interface shows DOWN now, UP after the mending", zh: "现在该网卡显示 DOWN，修复后显示 UP" },
      },
    ],
  },
  "no-carrier": {
    kind: "fault",
    layer: "physical",
    locus: ["this-host", "local-network"],
    sits: "this-host",
    prior: "usual",
    title: { en: "The network interface has no link", zh: "网卡没有物理链路" },
    about: {
      en: "The interface is on, but no signal comes from the other end: cable, switch port or Wi-Fi.",
      zh: "网卡已启用，但对端没有信号：网线、交换机端口或 Wi-Fi 有问题。",
    },
    shownBy: "link/no-carrier",
    expects: {
      ...cutOff,
      // Routes may stay without a link, and then nobody is found.
      "port/host-unreachable": "always",
      "db/host-unreachable": "always",
      "link/no-carrier": "always",
      // What is still sent without a link counts as dropped.
      "link/errors-growing": "sometimes",
      "link/up": "never",
    },
    advice: [
      {
        text: {
          en: "Check the cable, the switch port or the Wi-Fi association.",
          zh: "检查网线、交换机端口或 Wi-Fi 连接。",
        },
        command: showLinks,
        expect: { en: "NO-CARRIER now, LOWER_UP after the mending", zh: "现在为 NO-CARRIER，修复后为 LOWER_UP" },
      },
    ],
  },
  "no-address": {
    kind: "fault",
    layer: "physical",
    locus: ["this-host"],
    sits: "this-host",
    prior: "rare",
    title: { en: "This machine has no usable address", zh: "本机没有可用的 IP 地址" },
    about: {
      en: "The interface is up but carries no address, so nothing can be sent.",
      zh: "网卡已启用但没有地址，无法发送数据。",
    },
    shownBy: "link/no-address",
    // Routes go with the address that they were reached from.
    expects: {
      ...cutOff,
      "port/network-unreachable": "always",
      "port/silent": "sometimes",
      "db/network-unreachable": "always",
      "db/silent": "sometimes",
      "link/no-address": "always",
      "link/addressed": "never",
    },
    advice: [
      {
        text: { en: "Give the interface an address, or mend DHCP.", zh: "为网卡配置地址，或修复 DHCP。" },
        command: showAddresses,
        expect: {
          en: "no address beside the interface now, one after the mending",
          zh: "现在网卡旁没有地址，修复后有地址",
        },
      },
    ],
  },
  "dhcp-failed": {
    kind: "fault",
    layer: "physical",
    locus: ["local-network"],
    sits: "this-host",
    prior: "rare",
    title: { en: "No address from DHCP: only a 169.254 address", zh: "未从 DHCP 获得地址，仅有 169.254 地址" },
    about: {
      en: "The machine gave itself a link-local address because no DHCP server answered.",
      zh: "没有 DHCP 服务器应答，本机自行使用了链路本地地址。",
    },
    shownBy: "link/link-local-only",
    // A default route may be kept, and leads to a gateway that knows no way back to such an address.
    expects: { ...cutOff, "link/link-local-only": "always", "link/addressed": "never" },
    advice: [
      {
        text: { en: "Ask for a new lease; check the DHCP server.", zh: "重新获取地址，并检查 DHCP 服务器。" },
        command: showAddresses,
        expect: { en: "169.254.… now, a real address after the mending", zh: "现在为 169.254.…，修复后为正常地址" },
      },
    ],
  },
  "link-errors": {
    kind: "fault",
    layer: "physical",
    locus: ["this-host"],
    sits: "this-host",
    prior: "rare",
    title: { en: "The interface counts errors or drops that grow", zh: "网卡错误或丢包计数持续增长" },
    about: {
      en: "Frames are damaged or dropped at the first hop: a bad cable, a duplex mismatch, a failing adapter.",
      zh: "数据帧在第一跳损坏或被丢弃：网线不良、双工不匹配或网卡故障。",
    },
    expects: {
      "link/errors-growing": "usually",
      "link/drops-growing": "sometimes",
      "link/errors-steady": "never",
      "link/errors-unwatched": "never",
      "link/half-duplex": "sometimes",
      ...lost,
    },
    shownBy: ["link/errors-growing", "link/drops-growing"],
    advice: [
      {
        text: {
          en: "Try another cable and switch port; compare duplex and speed.",
          zh: "更换网线和交换机端口，核对双工与速率。",
        },
        command: ["ip", "-s", "link"],
        expect: {
          en: "the error counters grow now, stand still after the mending",
          zh: "现在错误计数增长，修复后不再增长",
        },
      },
    ],
  },
  "no-default-route": {
    kind: "fault",
    layer: "physical",
    locus: ["this-host"],
    sits: "this-host",
    prior: "usual",
    title: { en: "This machine has no default route", zh: "本机没有默认路由" },
    about: {
      en: "A target lies outside the local network and no route leads there.",
      zh: "目标位于本地网络之外，但没有通往它的路由。",
    },
    // What lies in the own network, or on a route of its own, is reached all the same.
    shownBy: "link/no-default-route",
    expects: {
      "link/no-default-route": "always",
      "link/routed": "never",
      "link/interface-down": "never",
      "link/no-address": "never",
      "link/link-local-only": "never",
      "port/network-unreachable": "always",
      "dns/servers-unreachable": "sometimes",
      // A stub on this host, which finds nobody to ask.
      "dns/servers-refuse": "sometimes",
      "dns/server-failure": "sometimes",
      "dns/name-unanswered": "sometimes",
      "dns/unanswered-by-gateway": "sometimes",
      "dns/out-of-reach": "sometimes",
      "db/network-unreachable": "always",
      "ping/unreachable": "usually",
    },
    advice: [
      {
        text: { en: "Set the default gateway, or renew the DHCP lease.", zh: "设置默认网关，或重新获取 DHCP 地址。" },
        command: showRoutes,
        expect: {
          en: "no line beginning with “default” now, one after the mending",
          zh: "现在没有以 default 开头的行，修复后有",
        },
      },
    ],
  },
  "gateway-unreachable": {
    kind: "fault",
    layer: "physical",
    locus: ["local-network"],
    sits: "gateway",
    prior: "usual",
    title: { en: "The default gateway does not answer", zh: "默认网关无应答" },
    about: {
      en: "The router on the way out is dead, or its address is wrong: nothing beyond the local network can be reached.",
      zh: "出口路由器已停机或地址有误，本地网络以外均不可达。",
    },
    expects: {
      "link/gateway-silent": "usually",
      "link/gateway-unsure": "sometimes",
      "link/gateway-mute-off-link": "seldom",
      ...deadGateway,
    },
    advice: [
      {
        text: {
          en: "Check the router {gateway} and whether its address is right.",
          zh: "检查路由器 {gateway} 以及网关地址是否正确。",
        },
        command: ["ip", "neigh", "show", "{gateway}"],
        expect: {
          en: "FAILED or INCOMPLETE now, REACHABLE after the mending",
          zh: "现在为 FAILED 或 INCOMPLETE，修复后为 REACHABLE",
        },
      },
    ],
  },
  "gateway-off-link": {
    reportedAs: "gateway-unreachable",
    kind: "fault",
    layer: "physical",
    locus: ["this-host"],
    sits: "gateway",
    prior: "rare",
    title: { en: "The gateway's address lies outside this machine's own network", zh: "网关地址不在本机所在网段" },
    about: {
      en: "The gateway does not answer, and by this machine's address and netmask it is no neighbour: one of the three was entered wrong.",
      zh: "网关无应答，且按本机地址和子网掩码它不是直连邻居：地址、掩码、网关三者必有一个填错。",
    },
    expects: { "link/gateway-off-link": "usually", "link/gateway-mute-off-link": "usually", ...deadGateway },
    advice: [
      {
        text: {
          en: "Compare address, netmask and gateway {gateway} with another machine on the same network, or with what DHCP gives.",
          zh: "将本机地址、子网掩码和网关 {gateway} 与同网段其他机器或 DHCP 分配的配置核对。",
        },
        command: ["sh", "-c", "ip -br address; ip neigh show {gateway}"],
        expect: {
          en: "FAILED, and a network that does not hold it now; REACHABLE, and one that does after the mending",
          zh: "现在为 FAILED 且网段不含该地址，修复后为 REACHABLE 且网段包含该地址",
        },
      },
    ],
  },
  "wrong-netmask": {
    kind: "fault",
    layer: "physical",
    locus: ["this-host"],
    sits: "this-host",
    prior: "rare",
    title: { en: "The netmask makes remote hosts look like neighbours", zh: "子网掩码过宽，远端主机被误当作直连主机" },
    about: {
      en: "By its netmask this machine looks for a target on its own cable and asks for its hardware address, which nobody there has; the gateway, which knows the way, is never asked.",
      zh: "按子网掩码，本机认为目标就在本地网段，直接查询其硬件地址，而网段内并无此主机；知道去路的网关从未被使用。",
    },
    shownBy: ["link/netmask-too-wide", "link/netmask-doubtful"],
    expects: {
      ...nothingArrives,
      "link/netmask-too-wide": "always",
      "link/netmask-fits": "never",
      // One host that is missed in a network of a size that some have.
      "link/netmask-doubtful": "sometimes",
      "path/host-unreachable-from": "usually",
      "path/no-hop": "sometimes",
      // Resolvers may lie in the part that was taken in by mistake, too.
      "dns/servers-unreachable": "usually",
      "dns/servers-silent": "usually",
      "dns/resolver-lifeless": "usually",
    },
    lookAlikes: ["host-down"],
    tellApart: {
      en: "Compare the netmask with another machine's on the same network; reach the host from a machine beyond the gateway.",
      zh: "与同网段其他机器的子网掩码核对，并从网关之外的机器访问该主机。",
    },
    advice: [
      {
        text: {
          en: "Correct the netmask (prefix) of the interface, usually to what DHCP or other machines of the network have.",
          zh: "更正网卡的子网掩码（前缀长度），通常应与 DHCP 分配值或同网段其他机器一致。",
        },
        command: ["ip", "route", "get", "{address}"],
        expect: {
          en: "no “via” now; “via” and the gateway's address after the mending",
          zh: "现在没有 via，修复后显示 via 和网关地址",
        },
      },
      {
        text: { en: "See the prefix behind the slash.", zh: "查看地址斜杠后的前缀长度。" },
        command: showAddresses,
        expect: {
          en: "a prefix that takes the host into this network now, the network's own after the mending",
          zh: "现在前缀把该主机纳入本网段，修复后为本网段实际前缀",
        },
      },
    ],
  },
  "interface-flapping": {
    reportedAs: "link-flapping",
    kind: "fault",
    layer: "physical",
    locus: ["this-host", "local-network"],
    sits: "this-host",
    prior: "rare",
    title: { en: "The link of this machine comes and goes", zh: "本机网卡链路时通时断" },
    about: {
      en: "The interface loses its link and finds it again: a loose plug, a bad cable or switch port, a weak radio, a driver that restarts.",
      zh: "网卡反复失去又恢复链路：插头松动、网线或交换机端口不良、无线信号弱或驱动重启。",
    },
    // While the link is down there is none, frames are dropped, and what is sent is lost.
    expects: {
      ...gone,
      "link/flapping": "usually",
      "link/flapped": "sometimes",
      "carrier/came-and-went": "usually",
      "link/no-carrier": "sometimes",
      "link/errors-growing": "sometimes",
      "link/gateway-silent": "usually",
      "link/gateway-unsure": "sometimes",
      "dns/resolver-way-silent": "usually",
    },
    shownBy: ["link/flapping", "carrier/came-and-went"],
    lookAlikes: ["link-flapping"],
    advice: [
      {
        text: {
          en: "Reseat or replace the cable, try another switch port; for Wi-Fi look at the signal; read the driver's messages (dmesg).",
          zh: "重新插紧或更换网线，换一个交换机端口；Wi-Fi 请查看信号强度；并查看驱动日志（dmesg）。",
        },
        command: showChanges,
        expect: {
          en: "the number of the interface grows from one minute to the next now, stands still after the mending",
          zh: "现在该网卡的数值逐分钟增长，修复后不再变化",
        },
      },
    ],
  },
  "interface-unsteady": {
    reportedAs: "link-flapping",
    kind: "warning",
    layer: "physical",
    locus: ["this-host", "local-network"],
    sits: "this-host",
    prior: "rare",
    title: { en: "The link of this machine has come and gone often", zh: "本机网卡链路曾多次通断" },
    about: {
      en: "It is steady just now, but since this system started its link was lost and found again many times: what failed then may have failed for that.",
      zh: "目前链路稳定，但系统启动以来曾多次通断：当时的故障可能由此造成。",
    },
    expects: { "link/flapped": "usually" },
    lookAlikes: ["interface-flapping"],
    advice: [
      {
        text: {
          en: "Look for when it happened (dmesg, journal), and reseat or replace the cable, or try another switch port.",
          zh: "通过 dmesg 或系统日志查看发生时间，并重新插紧或更换网线，或换一个交换机端口。",
        },
        command: showChanges,
        expect: {
          en: "a number in the tens or hundreds now; it stands still after the mending",
          zh: "现在数值达数十或数百，修复后不再变化",
        },
      },
    ],
  },
  "link-slow": {
    kind: "warning",
    layer: "physical",
    locus: ["this-host", "local-network"],
    sits: "this-host",
    prior: "rare",
    title: { en: "The link came up at half duplex or 10 Mbit/s", zh: "网卡协商为半双工或 10 Mbit/s" },
    about: {
      en: "The two ends of the cable did not agree on more: one side is set by hand, the cable is damaged, or the port is old. Under load such a link loses frames.",
      zh: "线缆两端未能协商到更高速率：一端被手工固定、网线损坏或端口过旧。负载稍高就会丢帧。",
    },
    expects: {
      "link/half-duplex": "usually",
      "link/ten-megabit": "usually",
    },
    advice: [
      {
        text: {
          en: "Set both ends to negotiate by themselves; try another cable and switch port.",
          zh: "将两端都设为自动协商，并更换网线和交换机端口。",
        },
        command: ["sh", "-c", "cd /sys/class/net && grep -s . */speed */duplex"],
        expect: {
          en: "“half” or a speed of 10 now; “full” and 100 or more after the mending",
          zh: "现在为 half 或速率 10，修复后为 full 且速率不低于 100",
        },
      },
    ],
  },
  "runtime-stalled": {
    kind: "fault",
    layer: "physical",
    locus: ["this-host"],
    sits: "this-host",
    prior: "rare",
    shownBy: ["tool/stalled", "tool/starved"],
    // What was found in spite of it comes first: it is listed beside that, not instead.
    yields: "to-its-own",
    title: { en: "This tool itself was starved: its timings prove nothing", zh: "本工具自身被阻滞，其计时不足为凭" },
    about: {
      en: "The process could not run for a second or more; what looks like a slow network may be this machine.",
      zh: "本进程有一秒以上得不到运行；看似网络慢，可能是本机的问题。",
    },
    expects: {
      "tool/stalled": "usually",
      "tool/starved": "usually",
      "host/cpu-saturated": "never",
      "tool/fluent": "never",
      "tool/frozen": "never",
      "ping/uneven": "sometimes",
      ...late,
    },
    advice: [
      {
        text: { en: "Run the check again when this machine is less busy.", zh: "待本机空闲时重新运行检查。" },
        command: ["uptime"],
        expect: {
          en: "a load far above the number of processors now, below it then",
          zh: "现在负载远高于处理器数量，之后低于该数量",
        },
      },
    ],
  },
});
