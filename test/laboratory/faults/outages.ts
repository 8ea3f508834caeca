import { all, command, commands, forward, input, resolvesNearby, rules } from "../changes.js";
import type { Fault } from "../fault.js";
import { at } from "../network.js";
import type { Wishes } from "../profile.js";
import { connects, pings } from "../symptoms.js";

/** Ways that lead nowhere. */

const noAnswer = /timed out|No route to host|Network is unreachable/;
const gone = connects(3389, noAnswer);
const dead = {
  causes: ["host-firewalled"],
  why: "a host that is off and one behind a firewall are both silent",
} as const;
const walled = { causes: ["host-down"], why: "a host that is off and one behind a firewall are both silent" } as const;

const nothingBeyond: readonly Fault[] = [
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
    // The gateway says so by its outer address, as every one does that translates addresses.
    id: "upstream-outage/line-cut-behind-nat",
    cause: "upstream-outage",
    ...all(
      rules("router", 'chain out { type nat hook postrouting priority 100; oifname != "lan" masquerade; }'),
      command("edge", "ip link set lan down", "ip link set lan up", "ip route replace 10.200.1.0/24 via 10.200.9.1"),
    ),
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
    id: "route-missing/prohibited-here",
    cause: "route-missing",
    ...command("client", `ip route add prohibit ${at.server}/32`, `ip route del prohibit ${at.server}/32`),
    symptom: connects(3389, /Permission denied/),
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

/** The same seen with names from before the gateway, which says nothing of what lies beyond it; and one host of two. */
const elsewhere: Wishes = { targets: [`- { name: second, owner: us, host: ${at.second}, ports: [443] }`] };
const secondGone = connects(443, noAnswer, at.second);
const seenOtherwise: readonly Fault[] = [
  {
    id: "upstream-outage/resolver-nearby",
    cause: "upstream-outage",
    ...all(resolvesNearby(), forward("drop", "router")),
    symptom: gone,
    profile: elsewhere,
  },
  {
    // Its gateway neither passes anything on nor counts hops.
    id: "upstream-outage/swallowed-by-the-gateway",
    cause: "upstream-outage",
    ...all(
      resolvesNearby(),
      command("router", "ip route replace blackhole 10.200.2.0/24", "ip route replace 10.200.2.0/24 via 10.200.9.2"),
    ),
    symptom: gone,
    profile: elsewhere,
    routers: 2,
  },
  {
    id: "upstream-outage/resolver-in-the-gateway",
    cause: "upstream-outage",
    ...all(resolvesNearby("router"), forward("drop", "edge")),
    symptom: gone,
    profile: elsewhere,
    routers: 2,
  },
  {
    id: "host-down/resolver-nearby",
    cause: "host-down",
    ...all(resolvesNearby(), command("edge", "ip link set server down", "ip link set server up")),
    symptom: gone,
    accepts: {
      causes: ["host-firewalled", "upstream-outage"],
      why: "nothing else lies beyond the gateway that could answer",
    },
  },
  {
    id: "host-down/one-of-two",
    cause: "host-down",
    ...command("server", `ip address del ${at.second}/24 dev eth0`, `ip address add ${at.second}/24 dev eth0`),
    symptom: secondGone,
    profile: elsewhere,
    place: at.second,
    accepts: dead,
  },
  {
    id: "host-firewalled/one-of-two",
    cause: "host-firewalled",
    ...forward(`ip daddr ${at.second} drop`),
    symptom: secondGone,
    profile: elsewhere,
    place: at.second,
    routers: 2,
    accepts: walled,
  },
  {
    id: "route-missing/resolver-nearby",
    cause: "route-missing",
    ...all(
      resolvesNearby(),
      command("router", "ip route del 10.200.2.0/24", "ip route replace 10.200.2.0/24 via 10.200.9.2"),
    ),
    symptom: connects(3389, /Network is unreachable|No route to host|timed out/),
    profile: elsewhere,
    routers: 2,
    accepts: { causes: ["upstream-outage"], why: "a router says so only about once a second" },
  },
  {
    id: "routing-loop/resolver-nearby",
    cause: "routing-loop",
    ...all(
      resolvesNearby(),
      commands(
        "edge",
        [`ip route add ${at.server}/32 via 10.200.9.1`, `ip route add ${at.second}/32 via 10.200.9.1`],
        [`ip route del ${at.server}/32 via 10.200.9.1`, `ip route del ${at.second}/32 via 10.200.9.1`],
      ),
    ),
    symptom: pings(/Time to live exceeded/, at.server, "-c", "2"),
    routers: 2,
  },
];

export const outages: readonly Fault[] = [...nothingBeyond, ...seenOtherwise];
