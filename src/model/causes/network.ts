import { defineCauses } from "../cause.js";
import { connectAtOnce, connectTo, greet, ping } from "./commands.js";
import { lost } from "./lost.js";

const portOpens = {
  en: "it fails now, and says “succeeded” after the mending",
  zh: "现在失败，修复后显示 succeeded",
} as const;
const route = ["ip", "route", "get", "{address}"] as const;

const allowPort = {
  text: {
    en: "Ask the firewall's owner to allow TCP port {port} from this machine to {host}.",
    zh: "请防火墙管理员放行本机到 {host} 的 TCP {port} 端口。",
  },
  command: connectTo,
  expect: portOpens,
} as const;
const whoRefuses = {
  en: "On the host, see whether the service listens: ss -ltn. If it does, the refusal comes from a firewall.",
  zh: "在主机上查看服务是否在监听：ss -ltn。若在监听，则拒绝来自防火墙。",
} as const;
const askBeside = {
  en: "Ask someone beside the host whether it runs; or try from another network.",
  zh: "请主机旁的人确认其是否在运行，或从另一网络尝试。",
} as const;

/** Causes between here and a listening program. */
export const network = defineCauses({
  "upstream-outage": {
    kind: "fault",
    layer: "network",
    locus: ["path"],
    sits: "gateway",
    prior: "usual",
    title: { en: "Nothing beyond the gateway answers", zh: "网关之外全部无应答" },
    about: {
      en: "The gateway answers, and nothing behind it does: the line or the carrier is down.",
      zh: "网关有应答，但其后全部不通：线路或运营商中断。",
    },
    expects: {
      "ping/gateway-missing": "never",
      "link/gateway-answers": "always",
      "link/gateway-silent": "never",
      "link/gateway-off-link": "never",
      "port/silent": "usually",
      "port/host-unreachable": "sometimes",
      "port/network-unreachable": "sometimes",
      "port/rejected": "sometimes",
      "port/open": "never",
      "port/refused": "never",
      "port/alive": "never",
      "port/lifeless": "always",
      "ping/answers": "never",
      "ping/filtered": "never",
      "ping/silent": "always",
      "ping/unreachable": "sometimes",
      "dns/resolver-alive": "never",
      "dns/resolves": "never",
      "dns/name-missing": "never",
      "dns/servers-silent": "usually",
      "dns/servers-unreachable": "usually",
      "dns/servers-prohibited": "sometimes",
      "dns/resolver-way-ends-at-gateway": "sometimes",
      // The line may be cut behind the box at our end of it.
      "dns/resolver-way-ends-beyond": "sometimes",
      // A gateway that passes nothing on counts no hops either, and one without a way says so only about once a second.
      "dns/resolver-way-missing": "sometimes",
      "dns/resolver-way-missing-beyond": "seldom",
      "dns/resolver-way-silent": "sometimes",
      "dns/resolver-missing": "never",
      "db/accepts": "never",
      "db/refused": "never",
      "db/silent": "usually",
      "db/host-unreachable": "sometimes",
      "db/network-unreachable": "sometimes",
      "db/alive": "never",
      "db/lifeless": "always",
      // That a proxy is reached is ruled out by what it then says, so that each silence weighs as it does for the proxy's own fault.
      "proxy/proxy-reached": "always",
      "proxy/proxy-silent": "sometimes",
      "proxy/proxy-unreachable": "sometimes",
      "proxy/proxy-name-unresolved": "sometimes",
      "proxy/no-login": "never",
      "proxy/auth-required": "never",
      "proxy/auth-rejected": "never",
      "path/ends-at-gateway": "sometimes",
      // The line may be cut behind the box at our end of it.
      "path/ends-at": "sometimes",
      // A gateway that drops what it should pass on counts no hops.
      "path/no-hop": "sometimes",
      "path/gateway-has-no-way": "sometimes",
      // Whoever says so stands beyond the gateway, and answers.
      "path/unreachable-from": "never",
      "path/gateway-finds-nobody": "sometimes",
      "path/reaches": "never",
      "path/host-unreachable-from": "never",
      "path/prohibited-from": "never",
      "path/loops": "never",
      "path/unsteady": "never",
    },
    lookAlikes: ["host-down"],
    tellApart: {
      en: "Ask another machine beyond the same gateway: if it answers, the line is up.",
      zh: "访问同一网关之外的另一台主机：若有应答，则线路正常。",
    },
    advice: [
      {
        text: {
          en: "Call the carrier, or whoever runs the line beyond {gateway}.",
          zh: "联系运营商或 {gateway} 之外线路的维护方。",
        },
        command: ["traceroute", "-n", "{address}"],
        expect: {
          en: "no hop after {gateway} now, several after the mending",
          zh: "现在 {gateway} 之后没有任何一跳，修复后有",
        },
      },
    ],
  },
  "route-missing": {
    kind: "fault",
    layer: "network",
    locus: ["path", "this-host"],
    sits: "host",
    prior: "usual",
    title: { en: "No route leads to the host", zh: "没有通往该主机的路由" },
    about: {
      en: "A router, or this machine, says that it knows no way to the host's network.",
      zh: "某个路由器（或本机）表示不知道通往该网络的路径。",
    },
    expects: {
      // Routers say so five times, then once a second (RFC 1812 4.3.2.8): most of many questions meet silence.
      "port/network-unreachable": "usually",
      "port/silent": "usually",
      "port/rejected": "sometimes",
      "port/host-unreachable": "sometimes",
      "port/lifeless": "always",
      "port/alive": "never",
      "port/open": "never",
      "port/refused": "never",
      "db/network-unreachable": "usually",
      "db/silent": "usually",
      "db/rejected": "sometimes",
      "db/host-unreachable": "sometimes",
      "db/lifeless": "always",
      "db/alive": "never",
      "db/accepts": "never",
      "db/refused": "never",
      "ping/unreachable": "sometimes",
      "ping/silent": "always",
      "ping/answers": "never",
      "path/unreachable-from": "always",
      "path/gateway-has-no-way": "always",
      // Its words may all have gone to others that asked, even those that make it a hop.
      "path/ends-at": "sometimes",
      "path/ends-at-gateway": "sometimes",
      "path/no-hop": "sometimes",
      "path/reaches": "never",
    },
    advice: [
      {
        text: {
          en: "Ask whoever runs the routers for a route to {host}; on this machine compare the routing table.",
          zh: "请路由器维护方补上通往 {host} 的路由；并核对本机路由表。",
        },
        command: route,
        expect: {
          en: "“unreachable” or no route now, a gateway or device after the mending",
          zh: "现在显示 unreachable 或无路由，修复后显示网关或网卡",
        },
      },
    ],
  },
  "route-rejects": {
    reportedAs: "route-missing",
    kind: "fault",
    layer: "network",
    locus: ["this-host"],
    sits: "this-host",
    prior: "usual",
    title: { en: "A route of this machine rejects the host", zh: "本机路由表拒绝发往该主机" },
    about: {
      en: "The routing table of this machine holds an “unreachable”, “prohibit” or “blackhole” entry that covers the host, so nothing is sent.",
      zh: "本机路由表中有覆盖该主机的 unreachable、prohibit 或 blackhole 条目，数据根本没有发出。",
    },
    shownBy: "link/route-rejects",
    // Each kind of entry has a word of its own: no route, no host, not permitted (ip-route(8)).
    expects: {
      "link/route-rejects": "always",
      "link/routed": "never",
      // Without these the kernel rejects by itself, and no entry of anybody's does.
      "link/interface-down": "never",
      "link/no-address": "never",
      "link/link-local-only": "never",
      "port/network-unreachable": "usually",
      "port/host-unreachable": "usually",
      "port/blocked-here": "usually",
      "db/network-unreachable": "usually",
      "db/host-unreachable": "usually",
      "db/blocked-here": "usually",
      "dns/servers-unreachable": "usually",
      "dns/blocked-here": "usually",
      "dns/resolver-lifeless": "usually",
      "ping/unreachable": "usually",
      "path/unreachable-from": "usually",
      "path/host-unreachable-from": "sometimes",
      "path/no-hop": "sometimes",
    },
    advice: [
      {
        text: { en: "Remove the entry from this machine's routing table.", zh: "从本机路由表中删除该条目。" },
        command: ["sh", "-c", "ip route show table all | grep -E '^(unreachable|prohibit|blackhole|throw)'"],
        expect: {
          en: "a line that covers {address} now, none after the mending",
          zh: "现在有覆盖 {address} 的行，修复后没有",
        },
      },
    ],
  },
  "host-down": {
    kind: "fault",
    layer: "network",
    locus: ["far-side"],
    sits: "host",
    prior: "common",
    title: { en: "The host answers nothing at all", zh: "主机完全无应答" },
    about: {
      en: "No port, no ping, no refusal: the machine is off, hung or unplugged.",
      zh: "端口、ping 均无应答，也没有拒绝：机器关机、死机或断网。",
    },
    expects: {
      "ping/gateway-missing": "never",
      "port/silent": "always",
      "port/host-unreachable": "sometimes",
      "port/rejected": "sometimes",
      "port/open": "never",
      "port/refused": "never",
      "port/some-addresses-dead": "never",
      "port/unsteady": "never",
      "port/mostly-failing": "never",
      "port/reset-at-connect": "never",
      "port/alive": "never",
      "port/lifeless": "always",
      "ping/silent": "always",
      "ping/unreachable": "sometimes",
      "ping/answers": "never",
      "ping/filtered": "never",
      "ping/prohibited": "never",
      // Not of a host that its router has heard of a moment ago, and not by every router.
      "ping/announced": "usually",
      "ping/unannounced": "sometimes",
      "ping/found": "never",
      "ping/swallowed": "never",
      "db/silent": "always",
      "db/host-unreachable": "sometimes",
      "db/accepts": "never",
      "db/refused": "never",
      "db/reset": "never",
      "db/alive": "never",
      "db/lifeless": "always",
      "path/host-unreachable-from": "sometimes",
      "path/prohibited-from": "never",
      "path/gateway-finds-nobody": "sometimes",
      // Where packets do not get to the host, nothing is known of it.
      "path/loops": "never",
      "path/unreachable-from": "never",
      "path/gateway-has-no-way": "never",
      "path/reaches": "never",
      "path/unsteady": "never",
    },
    lookAlikes: ["host-firewalled", "upstream-outage"],
    tellApart: askBeside,
    advice: [
      {
        text: { en: "Ask for {host} to be started or reconnected.", zh: "请将 {host} 开机或重新接入网络。" },
        command: ping(3),
        expect: { en: "100% packet loss now, replies after the mending", zh: "现在 100% 丢包，修复后有应答" },
      },
    ],
  },
  "host-firewalled": {
    kind: "fault",
    layer: "network",
    locus: ["path", "far-side"],
    sits: "host",
    prior: "usual",
    title: { en: "A firewall drops all traffic to the host", zh: "防火墙丢弃了通往该主机的全部流量" },
    about: {
      en: "Packets to every port of the host vanish, while its neighbours answer.",
      zh: "发往该主机任何端口的数据包都消失，而其相邻主机有应答。",
    },
    expects: {
      "ping/gateway-missing": "never",
      "port/silent": "always",
      // A firewall that says so, once a second; programs are told no more than this of it.
      "port/rejected": "sometimes",
      "port/host-unreachable": "sometimes",
      "port/open": "never",
      "port/refused": "never",
      "port/alive": "never",
      "port/lifeless": "always",
      "port/some-addresses-dead": "never",
      "port/unsteady": "never",
      "port/mostly-failing": "never",
      "ping/silent": "usually",
      "ping/answers": "never",
      "ping/filtered": "never",
      "ping/prohibited": "sometimes",
      // The host's neighbours find it.
      "ping/announced": "never",
      "ping/unannounced": "always",
      "ping/found": "usually",
      "ping/swallowed": "usually",
      "db/silent": "always",
      "db/rejected": "sometimes",
      "db/host-unreachable": "sometimes",
      "db/accepts": "never",
      "db/refused": "never",
      "db/alive": "never",
      "db/lifeless": "always",
      "path/prohibited-from": "sometimes",
      "path/host-unreachable-from": "never",
      "path/gateway-finds-nobody": "never",
      "path/loops": "never",
      "path/unreachable-from": "never",
      "path/gateway-has-no-way": "never",
      "path/reaches": "never",
      "path/unsteady": "never",
    },
    lookAlikes: ["host-down"],
    tellApart: askBeside,
    advice: [
      {
        text: {
          en: "Ask the firewall's owner to let this machine reach {host}.",
          zh: "请防火墙管理员放行本机到 {host} 的访问。",
        },
        command: connectTo,
        expect: portOpens,
      },
    ],
  },
  "packet-loss": {
    kind: "fault",
    layer: "network",
    locus: ["path"],
    sits: ["host", "resolver"],
    prior: "usual",
    title: { en: "The path loses packets", zh: "网络路径丢包" },
    about: {
      en: "A part of the packets to the host vanishes: connections stall and repeat.",
      zh: "发往主机的部分数据包丢失，连接会停顿和重传。",
    },
    expects: { ...lost },
    // A little loss is seen by some samples of twenty and not by others.
    certainBy: ["ping/lossy", "ping/some-loss", "port/often-resent"],
    advice: [
      {
        text: {
          en: "Find the hop where the loss begins; tell whoever runs it.",
          zh: "找出丢包开始的那一跳，通知其维护方。",
        },
        command: ping(50),
        expect: { en: "some per cent of loss now, 0% after the mending", zh: "现在有百分之几的丢包，修复后为 0%" },
      },
    ],
  },
  "high-latency": {
    kind: "fault",
    layer: "network",
    locus: ["path"],
    sits: "host",
    prior: "usual",
    title: { en: "The path is slow: round trips take too long", zh: "网络延迟过高" },
    about: {
      en: "Every exchange waits for the round trip; a TLS request needs at least three.",
      zh: "每次交互都要等待往返时间；一次 TLS 请求至少需要三个往返。",
    },
    expects: {
      "ping/very-far": "usually",
      "ping/far": "usually",
      "api/slowish": "sometimes",
      "api/slow": "sometimes",
      "api/late-after-loss": "sometimes",
    },
    advice: [
      {
        text: {
          en: "Check the way out (VPN, overloaded line) and compare from another network.",
          zh: "检查出口（VPN、线路拥塞），并从另一网络比较。",
        },
        command: ping(10),
        expect: { en: "hundreds of milliseconds now, tens after the mending", zh: "现在为数百毫秒，修复后为数十毫秒" },
      },
    ],
  },
  jitter: {
    kind: "fault",
    layer: "network",
    locus: ["path"],
    sits: "host",
    prior: "usual",
    title: { en: "The path is uneven: round trips vary widely", zh: "网络抖动过大" },
    about: {
      en: "Round trips change from packet to packet: a congested line or a poor radio link.",
      zh: "往返时间忽高忽低：线路拥塞或无线信号不佳。",
    },
    certainBy: ["ping/uneven"],
    // The quickest of its round trips may be far as well; whatever takes several of them is late.
    expects: {
      "ping/uneven": "always",
      "ping/far": "sometimes",
      "ping/very-far": "sometimes",
      "api/slow": "sometimes",
      "api/slowish": "sometimes",
      // What comes later than usual is sent again, as if it were lost.
      "api/late-after-loss": "sometimes",
      "balance/late-after-loss": "sometimes",
    },
    advice: [
      {
        text: { en: "Look for load on the line or a weak radio link.", zh: "检查线路负载或无线信号。" },
        command: ping(30),
        expect: { en: "a large mdev now, a small one after the mending", zh: "现在 mdev 较大，修复后较小" },
      },
    ],
  },
  "icmp-filtered": {
    kind: "note",
    layer: "network",
    locus: ["path"],
    sits: "host",
    prior: "common",
    title: { en: "Only ping is filtered; the services answer", zh: "仅 ping 被过滤，服务正常应答" },
    about: {
      en: "The host or a firewall drops ICMP echo. This harms nothing.",
      zh: "主机或防火墙丢弃 ICMP 回显，不影响业务。",
    },
    expects: {
      "ping/filtered": "always",
      "ping/prohibited": "sometimes",
      "ping/silent": "sometimes",
      "path/prohibited-from": "sometimes",
    },
    advice: [
      {
        text: { en: "Nothing needs to be done.", zh: "无需处理。" },
        command: ping(3),
        expect: { en: "100% packet loss, which may stay", zh: "显示 100% 丢包，可不处理" },
      },
    ],
  },
  "firewall-drops-port": {
    kind: "fault",
    layer: "network",
    locus: ["path"],
    sits: "endpoint",
    prior: "usual",
    title: { en: "A firewall silently drops packets to the port", zh: "防火墙静默丢弃了该端口的数据包" },
    about: {
      en: "Connections to this port time out while the host gives other signs of life.",
      zh: "连接该端口超时，而主机有其他存活迹象。",
    },
    expects: {
      "port/silent": "always",
      "port/alive": "usually",
      "port/lifeless": "sometimes",
      // Some drop requests alone, and let pass what seems to belong to a connection.
      "port/stray-dropped": "usually",
      "port/stray-answered": "seldom",
      "db/silent": "always",
      "db/alive": "usually",
      "db/lifeless": "sometimes",
    },
    lookAlikes: ["accept-queue-full"],
    advice: [allowPort],
  },
  "firewall-rejects-port": {
    kind: "fault",
    layer: "network",
    locus: ["path"],
    sits: "endpoint",
    prior: "rare",
    title: { en: "A firewall rejects connections to the port", zh: "防火墙拒绝了到该端口的连接" },
    about: {
      en: "Something on the path answers in the host's place, with a reset or an ICMP prohibition.",
      zh: "路径上的设备代替主机以 RST 或 ICMP 禁止报文作答。",
    },
    expects: {
      "port/rejected": "usually",
      "port/refused": "sometimes",
      // A firewall of the host itself is as far away as the host.
      "port/refused-on-the-way": "usually",
      "db/refused-on-the-way": "usually",
      "port/refused-by-message": "sometimes",
      "db/refused-by-message": "sometimes",
      // Routers say so about once a second: what comes late was asked twice, and is no host that is off while others of its ports answer.
      "port/host-unreachable": "sometimes",
      // A prohibition of the whole network (ICMP 3/9) is told to programs as a network that cannot be reached.
      "port/network-unreachable": "sometimes",
      "db/network-unreachable": "sometimes",
      "port/blocked-here": "sometimes",
      "db/blocked-here": "sometimes",
      "db/rejected": "usually",
      "db/refused": "sometimes",
      "db/host-unreachable": "sometimes",
      "helper/helper-refused": "never",
    },
    lookAlikes: ["port-closed", "db-down"],
    tellApart: whoRefuses,
    advice: [allowPort],
  },
  "port-closed": {
    kind: "fault",
    layer: "network",
    locus: ["far-side"],
    sits: "endpoint",
    prior: "common",
    title: { en: "Nothing listens on the port", zh: "端口无服务监听" },
    about: {
      en: "The host itself answers that no program listens there: the service is stopped or uses another port.",
      zh: "主机明确表示该端口没有程序监听：服务已停止或使用了其他端口。",
    },
    expects: {
      "port/refused": "always",
      "port/refused-on-the-way": "never",
      // A host answers for a closed TCP port with a reset (RFC 9293 section 3.5.2); ICMP is what firewalls send.
      "port/refused-by-message": "never",
      "helper/helper-refused": "never",
    },
    lookAlikes: ["firewall-rejects-port"],
    tellApart: whoRefuses,
    advice: [
      {
        text: {
          en: "Start the service on {host}, or correct the port {port}.",
          zh: "在 {host} 上启动服务，或更正端口 {port}。",
        },
        command: connectTo,
        expect: portOpens,
      },
    ],
  },
  "wrong-service": {
    kind: "fault",
    layer: "network",
    locus: ["far-side"],
    sits: "endpoint",
    prior: "usual",
    title: { en: "Another service answers on the port", zh: "端口上是另一种服务" },
    about: {
      en: "The port is open, but what answers speaks another protocol than expected.",
      zh: "端口已开放，但应答者使用的协议与预期不同。",
    },
    expects: {
      "port/other-protocol": "always",
      "port/no-protocol": "sometimes",
      "db/not-mysql": "always",
      "tls/not-tls": "usually",
    },
    advice: [
      {
        text: {
          en: "Correct the port in the configuration, or move the program that took port {port}.",
          zh: "更正配置中的端口，或移走占用端口 {port} 的程序。",
        },
        command: greet,
        expect: {
          en: "the words of another service now (SSH-…, HTTP/…), the expected one's after the mending",
          zh: "现在显示其他服务的应答（SSH-…、HTTP/…），修复后为预期服务的应答",
        },
      },
    ],
  },
  "service-frozen": {
    kind: "fault",
    layer: "network",
    locus: ["far-side"],
    sits: "endpoint",
    prior: "usual",
    title: { en: "The service accepts connections but says nothing", zh: "服务接受连接但毫无应答" },
    about: {
      en: "The system accepts the connection, the program behind it stays silent: it hangs or is overloaded.",
      zh: "系统接受了连接，但其后的程序沉默：已挂起或过载。",
    },
    // Connections that nobody takes fill its queue in the end.
    expects: {
      "port/mute": "always",
      "tls/frozen": "always",
      "port/unsteady": "sometimes",
      "port/mostly-failing": "sometimes",
    },
    lookAlikes: ["accept-queue-full"],
    advice: [
      {
        text: {
          en: "Restart the service on {host}; look for what it waits for.",
          zh: "重启 {host} 上的服务，并查找其等待的原因。",
        },
        command: greet,
        expect: {
          en: "“succeeded” and nothing more now, an answer below it after the mending",
          zh: "现在仅显示 succeeded，修复后其下有应答",
        },
      },
    ],
  },
  "accept-queue-full": {
    kind: "fault",
    layer: "network",
    locus: ["far-side"],
    sits: "endpoint",
    prior: "rare",
    title: { en: "The service does not take its connections: its queue is full", zh: "服务不接收连接，监听队列已满" },
    about: {
      en: "The listen queue is full, so that connections time out now and then or hang.",
      zh: "监听队列已满，连接时而超时或挂起。",
    },
    expects: {
      "port/silent": "usually",
      "port/mostly-failing": "usually",
      "port/unsteady": "sometimes",
      // What it does not take is sent again, like a request that was lost.
      "port/resent": "sometimes",
      "port/often-resent": "sometimes",
      "balance/late-after-loss": "sometimes",
      "api/late-after-loss": "sometimes",
      "db/unsteady": "sometimes",
      "port/mute": "sometimes",
      "port/alive": "usually",
      // A firewall on the way drops what belongs to no connection that it knows.
      "port/stray-answered": "usually",
      "port/stray-dropped": "sometimes",
      "db/silent": "sometimes",
      "tls/frozen": "sometimes",
    },
    lookAlikes: ["firewall-drops-port", "service-frozen"],
    tellApart: {
      en: "On the host, compare Recv-Q with Send-Q of the listening socket: ss -ltn.",
      zh: "在主机上比较监听套接字的 Recv-Q 与 Send-Q：ss -ltn。",
    },
    advice: [
      {
        text: {
          en: "Restart the service, and give it more workers or a longer queue.",
          zh: "重启服务，并增加工作进程或加长队列。",
        },
        command: greet,
        expect: {
          en: "it times out or says nothing now, if only at times; an answer each time after the mending",
          zh: "现在（有时）超时或无应答，修复后每次都有应答",
        },
      },
    ],
  },
  "connection-reset": {
    kind: "fault",
    layer: "network",
    locus: ["path", "far-side"],
    sits: "endpoint",
    prior: "usual",
    title: { en: "Connections are reset at once", zh: "连接建立后立即被重置" },
    about: {
      en: "The service, or something before it, ends each connection as soon as it opens or on the first data.",
      zh: "服务（或其前面的设备）在连接建立后或收到首个数据时立即中断连接。",
    },
    expects: {
      "port/reset-at-connect": "usually",
      "port/reset-on-data": "usually",
      "port/closes": "usually",
      "tls/reset-any": "usually",
      "db/closed": "always",
      "db/reset": "usually",
    },
    advice: [
      {
        text: {
          en: "Look for an access list, a connection filter or a crashing program on {host}.",
          zh: "检查 {host} 上的访问控制、连接过滤或程序崩溃。",
        },
        command: greet,
        expect: {
          en: "it ends at once and without an answer now; an answer after the mending",
          zh: "现在立即中断且无应答，修复后有应答",
        },
      },
    ],
  },
  "connection-limit": {
    kind: "fault",
    layer: "network",
    locus: ["path", "far-side"],
    sits: "endpoint",
    prior: "usual",
    title: { en: "Only a few connections are let in at once", zh: "并发连接数被限制" },
    about: {
      en: "The first connections work, further ones beside them are refused, reset or dropped.",
      zh: "前几个连接正常，同时建立的更多连接被拒绝、重置或丢弃。",
    },
    certainBy: ["port/one-at-a-time", "port/few-at-a-time", "balance/concurrent-fail", "balance/few-at-once"],
    expects: {
      // Most checks ask for one connection after another, which a limit lets pass.
      "port/open": "always",
      "port/mostly-failing": "sometimes",
      "port/unsteady": "sometimes",
      // What is limited may be requests, or more connections than are opened here.
      "port/one-at-a-time": "usually",
      "port/few-at-a-time": "usually",
      "port/side-by-side": "usually",
      "tls/completes": "always",
      "tls/unsteady": "sometimes",
      "tls/mostly-failing": "sometimes",
      "balance/concurrent-fail": "always",
      // Connections that are dropped come through once the others have ended.
      "balance/few-at-once": "sometimes",
      "balance/many-at-once": "usually",
      "balance/random-failures": "usually",
      "balance/failures-everywhere": "sometimes",
      "balance/now-and-then": "sometimes",
      // What is refused at the connection is asked again alone.
      "balance/alike": "usually",
      // Beside another connection of ours that lasts.
      "balance/all-fail": "sometimes",
      "balance/slowed-down": "seldom",
      // Whatever it meets that comes too many: an error, a reset.
      "api/answers": "always",
      "api/unsteady": "sometimes",
      // A connection request that is dropped comes through once the others have ended.
      "api/slow": "sometimes",
      "api/slowish": "sometimes",
      "api/status-ok": "usually",
      "api/unavailable": "sometimes",
    },
    advice: [
      {
        text: {
          en: "Raise the limit of connections per client, or use fewer.",
          zh: "提高每客户端连接数上限，或减少连接。",
        },
        command: connectAtOnce,
        expect: {
          en: "fewer than eight times “succeeded” now, eight times after the mending",
          zh: "现在 succeeded 不足八次，修复后为八次",
        },
      },
    ],
  },
});
