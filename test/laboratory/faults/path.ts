import { startDaemon } from "../../servers/daemon.js";
import { all, badWire, command, commands, forward, input, loss, narrow, rules, running } from "../changes.js";
import type { Fault } from "../fault.js";
import { at } from "../network.js";
import { connects, pings, shell } from "../symptoms.js";

/** Ways that lead nowhere, and bad ones. */

const noAnswer = /timed out|No route to host|Network is unreachable/;
const gone = connects(3389, noAnswer);
const dead = {
  causes: ["host-firewalled"],
  why: "a host that is off and one behind a firewall are both silent",
} as const;
const walled = { causes: ["host-down"], why: "a host that is off and one behind a firewall are both silent" } as const;
const lost = pings(/ ([1-9]|[1-9]\d)(\.\d+)?% packet loss/, at.server, "-c", "200", "-i", "0.01");

const large = (match: string): string =>
  `chain large { type filter hook forward priority 0; ${match} meta length > 1400 drop; }`;
const whole = (address: string) => ["ping", "-n", "-c", "2", "-W", "1", "-M", "do", "-s", "1472", address];
const fullSize = { command: whole(at.server), broken: /100% packet loss/, healthy: / 0% packet loss/ };

const outages: readonly Fault[] = [
  {
    id: "upstream-outage/gateway-forwards-nothing",
    cause: "upstream-outage",
    ...command("router", "sysctl -qw net.ipv4.ip_forward=0", "sysctl -qw net.ipv4.ip_forward=1"),
    symptom: gone,
  },
  {
    id: "upstream-outage/line-cut",
    cause: "upstream-outage",
    ...command("edge", "ip link set lan down", "ip link set lan up", "ip route replace 10.200.1.0/24 via 10.200.9.1"),
    symptom: gone,
    routers: 2,
  },
  {
    id: "upstream-outage/next-router-dead",
    cause: "upstream-outage",
    ...forward("drop", "edge"),
    symptom: gone,
    routers: 2,
  },
  {
    id: "upstream-outage/dropped-at-gateway",
    cause: "upstream-outage",
    ...forward("drop", "router"),
    symptom: gone,
  },
  {
    id: "route-missing/at-gateway",
    cause: "route-missing",
    ...command("router", "ip route del 10.200.2.0/24", "ip route replace 10.200.2.0/24 via 10.200.9.2"),
    symptom: connects(3389, /Network is unreachable|No route to host|timed out/),
    routers: 2,
    accepts: {
      causes: ["upstream-outage"],
      why: "a router says so only about once a second, and nothing else is seen beyond the gateway",
    },
  },
  {
    id: "route-missing/one-host",
    cause: "route-missing",
    ...command("edge", `ip route add unreachable ${at.server}/32`, `ip route del unreachable ${at.server}/32`),
    symptom: connects(3389, /No route to host/),
    routers: 2,
  },
  {
    id: "routing-loop",
    cause: "routing-loop",
    ...command("edge", `ip route add ${at.server}/32 via 10.200.9.1`, `ip route del ${at.server}/32 via 10.200.9.1`),
    symptom: pings(/Time to live exceeded/, at.server, "-c", "2"),
    routers: 2,
  },
  {
    id: "host-down/off",
    cause: "host-down",
    ...command("edge", "ip link set server down", "ip link set server up"),
    symptom: gone,
    accepts: dead,
  },
  {
    id: "host-down/two-routers",
    cause: "host-down",
    ...command("edge", "ip link set server down", "ip link set server up"),
    symptom: gone,
    routers: 2,
    accepts: dead,
  },
  {
    id: "host-down/address-gone",
    cause: "host-down",
    ...commands(
      "server",
      [`ip address del ${at.server}/24 dev eth0`],
      [
        `ip address flush dev eth0 scope global`,
        `ip address add ${at.server}/24 dev eth0`,
        `ip address add ${at.second}/24 dev eth0`,
        `ip address add ${at.outside}/32 dev eth0`,
        `ip -6 address add ${at.server6}/64 dev eth0 nodad`,
        `ip route replace default via ${at.edge}`,
        "ip -6 route replace default via fd00:200:2::1",
      ],
    ),
    symptom: gone,
    accepts: dead,
  },
  {
    id: "host-firewalled/dropped",
    cause: "host-firewalled",
    ...forward(`ip daddr ${at.server} drop`),
    symptom: gone,
    accepts: walled,
  },
  {
    id: "host-firewalled/by-itself",
    cause: "host-firewalled",
    ...input("server", "iifname eth0 drop"),
    symptom: gone,
    routers: 2,
    accepts: walled,
  },
  {
    id: "host-firewalled/prohibited",
    cause: "host-firewalled",
    ...forward(`ip daddr ${at.server} reject with icmp type admin-prohibited`),
    symptom: connects(3389, /No route to host/),
    routers: 2,
  },
];

const alternating = "ip route add unreachable";
const quality: readonly Fault[] = [
  { id: "packet-loss/2", cause: "packet-loss", ...loss(2), symptom: lost },
  { id: "packet-loss/5", cause: "packet-loss", ...loss(5), symptom: lost },
  { id: "packet-loss/10", cause: "packet-loss", ...loss(10), symptom: lost },
  { id: "packet-loss/25", cause: "packet-loss", ...loss(25), symptom: lost },
  {
    id: "packet-loss/beyond-the-gateway",
    cause: "packet-loss",
    ...forward("numgen random mod 100 < 8 drop"),
    symptom: lost,
    routers: 2,
  },
  {
    id: "packet-loss/answers-only",
    cause: "packet-loss",
    ...forward(`ip saddr ${at.server} numgen random mod 100 < 10 drop`),
    symptom: lost,
  },
  {
    id: "packet-loss/bursts",
    cause: "packet-loss",
    ...badWire({ bursts: 0.02, burst: 80 }),
    symptom: lost,
  },
  {
    id: "high-latency/200",
    cause: "high-latency",
    ...badWire({ delay: 100 }),
    symptom: pings(/ = 2\d\d\./, at.server, "-c", "3"),
  },
  {
    id: "high-latency/500",
    cause: "high-latency",
    ...badWire({ delay: 250 }),
    symptom: pings(/ = 5\d\d\./, at.server, "-c", "3"),
  },
  {
    id: "jitter/100",
    cause: "jitter",
    ...badWire({ jitter: 100 }),
    symptom: shell(
      `ping -n -c 40 -i 0.1 ${at.server} | tail -1`,
      /mdev = .*\/\d\d\.\d+ ms|mdev = .*\/1\d\d\./,
      /mdev = .*\/[0-9]\.\d+ ms/,
    ),
  },
  {
    id: "jitter/300",
    cause: "jitter",
    ...badWire({ delay: 10, jitter: 300 }),
    symptom: shell(
      `ping -n -c 20 -i 0.2 ${at.server} | tail -1`,
      /mdev = .*\/\d\d+\.\d+ ms/,
      /mdev = .*\/[0-9]\.\d+ ms/,
    ),
  },
  {
    id: "bandwidth-low/128",
    cause: "bandwidth-low",
    ...narrow(128),
    symptom: shell(`ping -n -c 5 -l 5 -s 1400 ${at.server} | tail -1`, /\/[1-9]\d\d\.\d+\//, /= 0\./),
  },
  {
    id: "bandwidth-low/64-up",
    cause: "bandwidth-low",
    ...narrow(64, ["up"]),
    symptom: shell(`ping -n -c 5 -l 5 -s 1400 ${at.server} | tail -1`, /\/[1-9]\d\d\.\d+\//, /= 0\./),
  },
  {
    id: "link-flapping/route-comes-and-goes",
    cause: "link-flapping",
    ...all(
      command("edge", "true", `ip route del unreachable ${at.server}/32`),
      running(({ wires }) => {
        const turn = `${alternating} ${at.server}/32; sleep 0.15; ip route del unreachable ${at.server}/32; sleep 0.25`;
        const text = `echo ready; while :; do ${turn}; done`;
        return startDaemon({ command: wires.edge.command("sh", "-c", text), ready: { output: /ready/ } });
      }),
    ),
    symptom: pings(/bytes from[\s\S]*Unreachable|Unreachable[\s\S]*bytes from/i, at.server, "-i", "0.1", "-c", "40"),
    routers: 2,
    accepts: { causes: ["packet-loss"], why: "what is sent while the way is gone is lost" },
  },
  {
    id: "mtu-black-hole/both-ways",
    cause: "mtu-black-hole",
    ...rules("edge", large("")),
    symptom: fullSize,
  },
  {
    id: "mtu-black-hole/answers-only",
    cause: "mtu-black-hole",
    ...rules("edge", large(`ip saddr ${at.server}`)),
    symptom: fullSize,
    routers: 2,
  },
  {
    id: "mtu-black-hole/requests-only",
    cause: "mtu-black-hole",
    ...rules("edge", large(`ip daddr ${at.server}`)),
    symptom: fullSize,
  },
  {
    id: "mtu-black-hole/narrow-line-nobody-tells",
    cause: "mtu-black-hole",
    ...all(
      command("router", "ip link set wan mtu 1400", "ip link set wan mtu 1500"),
      command("edge", "ip link set lan mtu 1400", "ip link set lan mtu 1500"),
      rules("router", "chain o { type filter hook output priority 0; icmp type destination-unreachable drop; }"),
      rules("edge", "chain o { type filter hook output priority 0; icmp type destination-unreachable drop; }"),
    ),
    symptom: fullSize,
    routers: 2,
  },
  {
    id: "mtu-black-hole/very-narrow",
    cause: "mtu-black-hole",
    ...rules("edge", "chain large { type filter hook forward priority 0; meta length > 700 drop; }"),
    symptom: fullSize,
  },
];

export const path: readonly Fault[] = [...outages, ...quality];
