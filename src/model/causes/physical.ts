import { defineCauses } from "../cause.js";

const showLinks = ["ip", "-br", "link"] as const;
const showAddresses = ["ip", "-br", "address"] as const;
const showRoutes = ["ip", "route"] as const;

/** Causes on this machine and its first cable. */
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
    expects: {
      "link/interface-down": "always",
      "link/no-default-route": "sometimes",
      "port/network-unreachable": "sometimes",
      "dns/servers-unreachable": "sometimes",
      "db/network-unreachable": "sometimes",
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
    expects: {
      "link/no-carrier": "always",
      "port/host-unreachable": "sometimes",
      "port/network-unreachable": "sometimes",
      "port/silent": "sometimes",
      "dns/servers-unreachable": "sometimes",
      "dns/servers-silent": "sometimes",
      "db/host-unreachable": "sometimes",
      "db/silent": "sometimes",
      "link/gateway-silent": "usually",
      "ping/silent": "usually",
      "ping/unreachable": "sometimes",
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
    expects: {
      "link/no-address": "always",
      "link/no-default-route": "sometimes",
      "port/network-unreachable": "sometimes",
      "dns/servers-unreachable": "sometimes",
      "db/network-unreachable": "sometimes",
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
    expects: {
      "link/link-local-only": "always",
      "link/no-default-route": "usually",
      "port/network-unreachable": "sometimes",
      "dns/servers-unreachable": "sometimes",
      "db/network-unreachable": "sometimes",
    },
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
    expects: { "link/errors-growing": "always", "ping/some-loss": "sometimes", "ping/lossy": "sometimes" },
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
    expects: {
      "link/no-default-route": "always",
      "port/network-unreachable": "sometimes",
      "dns/servers-unreachable": "sometimes",
      "db/network-unreachable": "sometimes",
      "ping/unreachable": "sometimes",
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
      "link/gateway-silent": "always",
      "link/gateway-answers": "never",
      "port/silent": "usually",
      "port/host-unreachable": "usually",
      "port/open": "never",
      "port/refused": "never",
      "dns/servers-silent": "sometimes",
      "dns/servers-unreachable": "sometimes",
      "dns/resolver-alive": "never",
      "dns/resolves": "never",
      "db/silent": "usually",
      "db/host-unreachable": "usually",
      "db/accepts": "never",
      "db/refused": "never",
      "ping/silent": "usually",
      "ping/unreachable": "sometimes",
      "ping/answers": "never",
      "port/lifeless": "always",
      "port/alive": "never",
      "db/lifeless": "always",
      "db/alive": "never",
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
  "descriptors-exhausted": {
    kind: "fault",
    layer: "physical",
    locus: ["this-host"],
    sits: "this-host",
    prior: "rare",
    title: { en: "This machine runs out of file descriptors", zh: "本机文件描述符即将耗尽" },
    about: {
      en: "Sockets cannot be opened any more: failures are made here, not in the network.",
      zh: "无法再打开套接字：故障产生于本机，而非网络。",
    },
    expects: { "link/descriptors-short": "always" },
    advice: [
      {
        text: { en: "Close what holds them, or raise the limit.", zh: "关闭占用者，或提高上限。" },
        command: ["sh", "-c", "ulimit -n"],
        expect: { en: "a small number now, thousands after the mending", zh: "现在数值很小，修复后为数千" },
      },
    ],
  },
  "runtime-stalled": {
    kind: "fault",
    layer: "physical",
    locus: ["this-host"],
    sits: "this-host",
    prior: "rare",
    title: { en: "This tool itself was starved: its timings prove nothing", zh: "本工具自身被阻滞，其计时不足为凭" },
    about: {
      en: "The process could not run for a second or more; what looks like a slow network may be this machine.",
      zh: "本进程有一秒以上得不到运行；看似网络慢，可能是本机的问题。",
    },
    expects: {
      "link/tool-stalled": "always",
      "ping/uneven": "sometimes",
      "ping/far": "sometimes",
      "api/slowish": "sometimes",
      "api/slow": "sometimes",
      "db/slow-answers": "sometimes",
      "db/slow-login": "sometimes",
      "dns/slow": "sometimes",
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
