import { all, badWire, command, forward, input, instead, narrow, rules } from "../changes.js";
import type { Control } from "../fault.js";
import { at } from "../network.js";
import { names } from "../services.js";
import { fetches, pings, shell } from "../symptoms.js";

const outside = `https://${names.outside}/api/health`;
const proxy = `http://${names.proxy}:3128`;
const whole = (broken: RegExp) => ({
  command: ["ping", "-n", "-c", "2", "-W", "1", "-M", "do", "-s", "1472", at.server],
  broken,
  healthy: / 0% packet loss/,
});
/** Nothing but the proxy gets out. */
const closed = forward(`ip saddr ${at.client} ip daddr ${at.outside} drop`, "router");

/** Ways, links and proxies: odd, and healthy. */
export const networkControls: readonly Control[] = [
  {
    id: "control/ping-filtered",
    ...forward("icmp type echo-request drop"),
    symptom: pings(/100% packet loss/, at.server, "-c", "3"),
  },
  {
    id: "control/ping-prohibited",
    ...forward("icmp type echo-request reject with icmp type admin-prohibited"),
    symptom: pings(/Packet filtered/, at.server, "-c", "3"),
    routers: 2,
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
  {
    id: "control/narrow-packets-between-routers",
    ...all(
      command("router", "ip link set wan mtu 1400", "ip link set wan mtu 1500"),
      command("edge", "ip link set lan mtu 1400", "ip link set lan mtu 1500"),
    ),
    symptom: whole(/mtu ?= ?1400|too long/i),
    routers: 2,
  },
  {
    id: "control/narrow-packets-at-the-server",
    ...all(
      command("edge", "ip link set out mtu 1300", "ip link set out mtu 1500"),
      command("edge", "ip link set server mtu 1300", "ip link set server mtu 1500"),
      command("server", "ip link set eth0 mtu 1300", "ip link set eth0 mtu 1500"),
    ),
    symptom: whole(/mtu ?= ?1300|too long/i),
  },
  {
    id: "control/silent-gateway",
    ...input("router", `ip daddr ${at.gateway} drop`),
    symptom: pings(/100% packet loss/, at.gateway, "-c", "2"),
    routers: 2,
  },
  {
    id: "control/routers-without-a-word",
    ...all(
      rules(
        "router",
        "chain o { type filter hook output priority 0; icmp type { time-exceeded, destination-unreachable } drop; }",
      ),
      rules(
        "edge",
        "chain o { type filter hook output priority 0; icmp type { time-exceeded, destination-unreachable } drop; }",
      ),
    ),
    symptom: shell(`ping -n -c 2 -W 1 -t 1 ${at.server}`, /^(?![\s\S]*exceeded)/, /exceeded/),
    routers: 2,
  },
  {
    id: "control/spare-route-to-nobody",
    ...command(
      "client",
      `ip route add default via ${at.nobody} metric 500`,
      `ip route del default via ${at.nobody} metric 500`,
    ),
    symptom: shell("ip route show default", /metric 500/, /^(?![\s\S]*metric 500)/),
  },
  {
    id: "control/far-away",
    ...badWire({ delay: 40 }),
    symptom: pings(/ = 8\d\./, at.server, "-c", "3"),
  },
  {
    id: "control/a-little-uneven",
    ...badWire({ delay: 10, jitter: 10 }),
    symptom: pings(/ = [23]\d\./, at.server, "-c", "3"),
  },
  {
    id: "control/line-of-two-megabits",
    ...narrow(2000),
    symptom: shell(`ping -n -c 5 -l 5 -s 1400 ${at.server} | tail -1`, /\/[1-9]\d(\.\d+)\//, /= 0\./),
  },
  {
    id: "control/proxy-is-the-only-way",
    ...closed,
    symptom: fetches(/timed out/, { url: outside, extra: ["--noproxy", "*"] }),
    profile: { url: outside, proxy },
    routers: 2,
  },
  {
    id: "control/proxy-with-a-login",
    ...all(
      closed,
      instead("proxy", ({ start }) => start.proxy({ login: "company:secret" })),
    ),
    symptom: fetches(/407/, { url: outside, extra: ["-x", `http://${at.proxy}:3128`] }),
    profile: { url: outside, proxy: `http://company:secret@${names.proxy}:3128` },
  },
];
