import { all, command, commands, etc, forward, rules } from "../changes.js";
import type { Change, Fault } from "../fault.js";
import { at } from "../network.js";
import type { Wishes } from "../profile.js";
import { names } from "../services.js";
import { connects, pings, shell } from "../symptoms.js";
import { deadGateway, emptied, readdress, readdressed } from "./physical.js";

/** No resolver is needed: what lies on the way shows itself at the services alone. */
const listed: Change = etc("hosts", `127.0.0.1 localhost\n${at.server} ${names.api} ${names.desktop} ${names.db}\n`);
/** One more host, in another network. */
const elsewhere: Wishes = { targets: [`- { name: second, owner: us, host: ${at.outside}, ports: [443] }`] };

const noAnswer = /timed out|No route to host|Network is unreachable/;
const gone = connects(3389, noAnswer);
const mute = pings(/100% packet loss/, at.gateway, "-c", "2");
/** A gateway that lets nobody talk to it and hides where packets end. */
const silentGateway: Change = rules(
  "router",
  `chain i { type filter hook input priority 0; iifname lan drop; }
   chain o { type filter hook output priority 0; icmp type { time-exceeded, destination-unreachable } drop; }`,
);

/** This host and its gateway, seen by addresses alone. */
const near: readonly Fault[] = [
  {
    id: "gateway-unreachable/addresses-only",
    cause: "gateway-unreachable",
    ...all(listed, deadGateway),
    symptom: mute,
    profile: elsewhere,
    place: at.gateway,
    routers: 2,
  },
  {
    id: "gateway-unreachable/nobody-there-addresses-only",
    cause: "gateway-unreachable",
    ...all(
      listed,
      command("client", `ip route replace default via ${at.nobody}`, `ip route replace default via ${at.gateway}`),
    ),
    symptom: gone,
    place: at.nobody,
  },
  {
    id: "gateway-unreachable/off-link-addresses-only",
    cause: "gateway-unreachable",
    ...all(listed, readdress("172.16.5.2/24")),
    symptom: mute,
  },
  {
    id: "no-carrier/addresses-only",
    cause: "no-carrier",
    ...all(listed, command("lan", "ip link set client down", "ip link set client up")),
    symptom: shell("ip link show eth0", /NO-CARRIER/, /LOWER_UP/),
    scars: true,
  },
  {
    id: "interface-down/addresses-only",
    cause: "interface-down",
    ...all(listed, command("client", "ip link set eth0 down", "ip link set eth0 up", ...readdressed)),
    symptom: connects(3389, /Network is unreachable/),
  },
  {
    id: "no-default-route/addresses-only",
    cause: "no-default-route",
    ...all(listed, command("client", "ip route del default", `ip route replace default via ${at.gateway}`)),
    symptom: connects(3389, /Network is unreachable/),
    profile: elsewhere,
  },
  {
    id: "no-address/addresses-only",
    cause: "no-address",
    ...all(listed, commands("client", emptied, [...emptied, ...readdressed])),
    symptom: shell("ip -br -4 address show dev eth0", /^\s*\[exit 0\]/, /10\.200\.1\.2\/24/),
  },
  {
    id: "dhcp-failed/addresses-only",
    cause: "dhcp-failed",
    ...all(listed, readdress("169.254.201.14/16")),
    symptom: shell("ip -br -4 address show dev eth0", /169\.254/, /10\.200\.1\.2\/24/),
  },
  {
    id: "wrong-netmask/addresses-only",
    cause: "wrong-netmask",
    ...all(listed, readdress(`${at.client}/16`)),
    symptom: gone,
  },
];

/** Beyond the gateway. */
const far: readonly Fault[] = [
  {
    id: "upstream-outage/addresses-only",
    cause: "upstream-outage",
    ...all(listed, forward("drop", "router")),
    symptom: gone,
    profile: elsewhere,
    routers: 2,
  },
  {
    id: "upstream-outage/line-cut-one-address",
    cause: "upstream-outage",
    ...command("edge", "ip link set lan down", "ip link set lan up", "ip route replace 10.200.1.0/24 via 10.200.9.1"),
    symptom: gone,
    profile: elsewhere,
    routers: 2,
  },
  {
    id: "host-down/silent-gateway",
    cause: "host-down",
    ...all(silentGateway, command("edge", "ip link set server down", "ip link set server up")),
    symptom: gone,
    accepts: { causes: ["host-firewalled"], why: "a host that is off and one behind a firewall are both silent" },
    routers: 2,
  },
  {
    id: "route-missing/network-at-edge",
    cause: "route-missing",
    ...command("edge", "ip route add unreachable 10.200.2.2/31", "ip route del unreachable 10.200.2.2/31"),
    symptom: connects(3389, /No route to host/),
    routers: 2,
  },
  {
    id: "host-firewalled/prohibited-at-gateway",
    cause: "host-firewalled",
    ...forward(`ip daddr ${at.server} reject with icmp type host-prohibited`, "router"),
    symptom: gone,
  },
];

/** The same faults of the way, where less of it can be seen. */
export const ways: readonly Fault[] = [...near, ...far];
