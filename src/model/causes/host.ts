import { defineCauses } from "../cause.js";
import { late } from "./late.js";

const here = ["this-host", "host"] as const;
const whose = ["this-host", "far-side"] as const;

/**
 * What a machine has run out of: this one, or one that tells its own figures. Each is stated only where it was seen, for
 * whatever else goes wrong passes through this host as well.
 */
export const host = defineCauses({
  "cpu-saturated": {
    kind: "fault",
    layer: "physical",
    locus: whose,
    sits: here,
    prior: "rare",
    title: { en: "The machine's processors are saturated", zh: "主机处理器已饱和" },
    about: {
      en: "All processors are busy and many processes wait for a turn: answers come late, and times measured here prove nothing.",
      zh: "所有处理器满载且大量进程排队：应答变慢，此时测得的时间不足为凭。",
    },
    shownBy: "host/cpu-saturated",
    expects: {
      "host/cpu-saturated": "always",
      "tool/stalled": "sometimes",
      "tool/starved": "sometimes",
      "tool/frozen": "sometimes",
      ...late,
    },
    // A machine that has much to do is seldom why a service does not answer: whatever else was found comes first.
    yields: true,
    advice: [
      {
        text: {
          en: "On the machine find what takes the processors, and end it or move it.",
          zh: "在该主机上找出占用处理器的进程，结束或迁移它。",
        },
        command: ["sh", "-c", "uptime; ps -eo pcpu,pid,comm --sort=-pcpu | head -n 8"],
        expect: {
          en: "a load of several times the processors, and who makes it now; below their number after the mending",
          zh: "现在负载为处理器数的数倍并可见占用者，修复后低于处理器数",
        },
      },
    ],
  },
  "memory-exhausted": {
    kind: "fault",
    layer: "physical",
    locus: whose,
    sits: here,
    prior: "rare",
    title: { en: "The machine has run out of memory", zh: "主机内存耗尽" },
    about: {
      en: "Hardly any memory can be given out: programs are swapped, stall for seconds, or are ended by the system.",
      zh: "几乎没有可分配的内存：程序被换出、停顿数秒或被系统终止。",
    },
    expects: { "host/memory-short": "always" },
    advice: [
      {
        text: {
          en: "On the machine find what holds the memory, and restart or limit it; look for programs that the system ended (dmesg).",
          zh: "在该主机上找出占用内存的进程并重启或限制它，并查看是否有进程被系统终止（dmesg）。",
        },
        command: ["sh", "-c", "free -m; ps -eo rss,pid,comm --sort=-rss | head -n 8"],
        expect: {
          en: "little in the column “available” now, several hundred after the mending",
          zh: "现在 available 一栏很小，修复后为数百以上",
        },
      },
    ],
  },
  "disk-full": {
    kind: "fault",
    layer: "physical",
    locus: whose,
    sits: here,
    prior: "rare",
    title: { en: "A disk of the machine is full", zh: "主机磁盘已满" },
    about: {
      en: "Nothing more can be written: logs, databases, temporary files and sessions fail, often silently.",
      zh: "无法再写入：日志、数据库、临时文件和会话都会失败，而且往往没有提示。",
    },
    expects: { "host/disk-full": "always" },
    advice: [
      {
        text: {
          en: "On the machine delete old logs and files, or enlarge the disk; a disk can also be out of inodes.",
          zh: "在该主机上清理旧日志和文件或扩容；也可能是 inode 耗尽。",
        },
        command: ["sh", "-c", "df -h; df -i"],
        expect: {
          en: "100 % in “Use%” or “IUse%” now, clearly less after the mending",
          zh: "现在 Use% 或 IUse% 为 100%，修复后明显降低",
        },
      },
    ],
  },
  "descriptors-exhausted": {
    kind: "fault",
    layer: "physical",
    locus: whose,
    sits: here,
    prior: "rare",
    title: { en: "The machine runs out of file descriptors", zh: "主机文件描述符即将耗尽" },
    about: {
      en: "Sockets cannot be opened any more, by this tool or by anyone: failures are made there, not in the network.",
      zh: "本工具乃至整机无法再打开套接字：故障产生于该主机，而非网络。",
    },
    expects: { "tool/descriptors-short": "usually", "host/files-short": "usually" },
    advice: [
      {
        text: {
          en: "Close what holds them, or raise the limit: the first number is what one program may open, the line after it what the system has open, and its limit.",
          zh: "关闭占用者，或提高上限：首个数字为单个程序的上限，其后一行为整个系统的已用数和上限。",
        },
        command: ["sh", "-c", "ulimit -n; cat /proc/sys/fs/file-nr"],
        expect: {
          en: "a small first number, or a last line whose ends nearly meet now; neither after the mending",
          zh: "现在首个数字很小，或末行首尾两数接近；修复后都不再如此",
        },
      },
    ],
  },
  "ephemeral-ports-exhausted": {
    kind: "fault",
    layer: "physical",
    locus: ["this-host"],
    sits: "this-host",
    prior: "rare",
    title: { en: "This machine has no ports left for new connections", zh: "本机临时端口耗尽" },
    about: {
      en: "Connections to one destination hold nearly all ports that clients are given: the next one fails here with “cannot assign requested address”.",
      zh: "到同一目的地的连接占用了几乎所有临时端口：再建连接会在本机以“无法分配请求的地址”失败。",
    },
    expects: { "host/ports-short": "always" },
    advice: [
      {
        text: {
          en: "Have the program reuse its connections (a pool, keep-alive) instead of opening one for each request; find it by the destination.",
          zh: "让程序复用连接（连接池、keep-alive），不要每次请求都新建连接；可按目的地找出该程序。",
        },
        command: ["sh", "-c", "cat /proc/sys/net/ipv4/ip_local_port_range; ss -s"],
        expect: {
          en: "nearly as many connections as there are ports in the range now, far fewer after the mending",
          zh: "现在连接数接近端口范围的大小，修复后远少于它",
        },
      },
    ],
  },
  "tcp-connections-high": {
    kind: "fault",
    layer: "physical",
    locus: whose,
    sits: here,
    prior: "rare",
    title: { en: "The machine holds very many TCP connections", zh: "主机 TCP 连接数过高" },
    about: {
      en: "Far more connections than a platform of this kind needs: a pool without bounds, a leak, or an onslaught.",
      zh: "远超此类平台所需的连接数：连接池无上限、连接泄漏或遭到冲击。",
    },
    // Two degrees of the same.
    expects: { "host/connections-too-many": "usually", "host/connections-many": "usually" },
    advice: [
      {
        text: {
          en: "On the machine see which states and peers the connections have: many in CLOSE-WAIT are a leak of the program itself.",
          zh: "在该主机上查看连接的状态与对端：大量 CLOSE-WAIT 说明程序自身泄漏连接。",
        },
        command: ["sh", "-c", "ss -tan | awk 'NR > 1 { print $1 }' | sort | uniq -c | sort -rn"],
        expect: {
          en: "thousands in one state now, hundreds after the mending",
          zh: "现在某一状态有数千个，修复后为数百个",
        },
      },
    ],
  },
  "hot-clients": {
    kind: "fault",
    layer: "physical",
    locus: ["this-host", "far-side"],
    sits: "this-host",
    prior: "rare",
    title: { en: "Single clients hold very many connections to this machine", zh: "个别客户端占用本机大量连接" },
    about: {
      en: "One address holds more connections than a healthy client needs, and takes the room of the others. If it is a load balancer or proxy before them all, raise `host.failClient`.",
      zh: "单个地址占用的连接远超正常客户端所需，挤占了其他客户端。若它是前置的负载均衡或代理，请调高 host.failClient。",
    },
    expects: { "host/clients-hot": "usually", "host/clients-warm": "usually" },
    advice: [
      {
        text: {
          en: "See who it is, and have that client use fewer connections, or limit connections by address.",
          zh: "找出该客户端，让其减少连接，或按地址限制连接数。",
        },
        command: [
          "sh",
          "-c",
          "ss -Htn state established | awk '{ sub(/:[0-9]+$/, \"\", $4); print $4 }' | sort | uniq -c | sort -rn | head",
        ],
        expect: {
          en: "one address with hundreds now, none with more than 50 after the mending",
          zh: "现在某个地址有数百个，修复后都不超过 50 个",
        },
      },
    ],
  },
});
