import { command, forward } from "./changes.js";
import type { Control } from "./fault.js";
import { at } from "./network.js";
import { pings, shell } from "./symptoms.js";

/** Odd, and healthy. */
export const controls: readonly Control[] = [
  {
    id: "control/ping-filtered",
    ...forward("icmp type echo-request drop"),
    symptom: pings(/100% packet loss/, at.server, "-c", "3"),
  },
  {
    id: "control/no-ipv6",
    ...command(
      "client",
      "sysctl -qw net.ipv6.conf.all.disable_ipv6=1",
      "sysctl -qw net.ipv6.conf.all.disable_ipv6=0",
      `ip -6 address replace ${at.client6}/64 dev eth0 nodad`,
      `ip -6 route replace default via ${at.gateway6}`,
    ),
    symptom: shell("ip -6 address show dev eth0", /^\s*\[exit 0\]/, /fd00:/),
  },
];
