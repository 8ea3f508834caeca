import { badWire, command, input, rules } from "../changes.js";
import type { Control } from "../fault.js";
import { at } from "../network.js";
import { connects, pings, shell } from "../symptoms.js";

/** Filters and rations of packets: odd, and healthy. */
export const filterControls: readonly Control[] = [
  {
    id: "control/ping-rationed",
    ...input("server", "icmp type echo-request limit rate over 4/second burst 4 packets drop"),
    symptom: { ...pings(/[1-9]\d% packet loss/, at.server, "-c", "40"), healthy: / 0% packet loss/ },
  },
  {
    id: "control/doubled-and-swapped-packets",
    ...badWire({ delay: 3, swapped: 0.3, doubled: 0.3 }),
    symptom: { ...pings(/DUP!/, at.server, "-c", "40", "-i", "0.01"), healthy: /^(?![\s\S]*DUP!)/ },
  },
  {
    id: "control/rationed-router",
    ...rules(
      "router",
      "chain o { type filter hook output priority 0; icmp type time-exceeded limit rate over 6/minute burst 1 packets drop; }",
    ),
    symptom: shell(
      `for i in 1 2 3; do ping -n -c 1 -W 1 -t 1 ${at.server}; done | grep -c exceeded`,
      /^[01]\n/,
      /^[23]\n/,
    ),
    routers: 2,
  },
  {
    id: "control/other-ports-rejected",
    ...input("server", "iifname eth0 tcp dport != { 443, 3306, 3389, 8080 } reject with icmp type admin-prohibited"),
    symptom: { ...connects(9, /No route to host/), healthy: /refused/ },
  },
  {
    id: "control/other-ports-dropped",
    ...input("server", "iifname eth0 tcp dport != { 443, 3306, 3389, 8080 } drop"),
    symptom: { ...connects(9, /timed out/), healthy: /refused/ },
    routers: 2,
  },
  {
    id: "control/ecn",
    ...command("client", "sysctl -qw net.ipv4.tcp_ecn=1", "sysctl -qw net.ipv4.tcp_ecn=2"),
    symptom: shell("sysctl -n net.ipv4.tcp_ecn", /^1\n/, /^2\n/),
  },
  {
    id: "control/two-addresses-of-ours",
    ...command("client", "ip address add 10.200.1.22/24 dev eth0", "ip address del 10.200.1.22/24 dev eth0"),
    symptom: shell("ip -4 -o address show dev eth0 | wc -l", /^2\n/, /^1\n/),
  },
];
