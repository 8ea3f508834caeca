import { startDaemon } from "../../servers/daemon.js";
import { all, badWire, command, commands, resolvesNearby, running } from "../changes.js";
import type { Change, Fault } from "../fault.js";
import { at } from "../network.js";
import { connects, pings, shell } from "../symptoms.js";

/** The client's addresses and routes, which the kernel forgets when its interface goes down. */
export const readdressed = [
  `ip address replace ${at.client}/24 dev eth0`,
  `ip -6 address replace ${at.client6}/64 dev eth0 nodad`,
  `ip route replace default via ${at.gateway}`,
  `ip -6 route replace default via ${at.gateway6}`,
];
export const emptied = ["ip -4 address flush dev eth0", "ip -6 address flush dev eth0"];

const unreachable = connects(3389, /Network is unreachable/);
const mute = pings(/100% packet loss/, at.gateway, "-c", "2");

/** Another address and prefix than its own, the default route as ever. */
export const readdress = (...addresses: readonly string[]): Change =>
  commands(
    "client",
    [
      ...emptied,
      ...addresses.map((one) => `ip address add ${one} dev eth0`),
      `ip route replace default via ${at.gateway} dev eth0 onlink`,
    ],
    [...emptied, ...readdressed],
  );
const addressed = (broken: RegExp) => shell("ip -br -4 address show dev eth0", broken, /10\.200\.1\.2\/24/);

/** The switch's end of the client's cable goes down and comes up again, for ever or so many times. */
/** It counts as begun after so many `turns`. */
const flapping = (times: number, down: number, up: number, turns = 10): Change =>
  all(
    command("lan", "true", "ip link set client up"),
    running(({ wires }) => {
      const turn = `ip link set client down; sleep ${down}; ip link set client up; sleep ${up}`;
      const text = `i=0; while [ $i -lt ${times} ]; do ${turn}; i=$((i+1)); [ $i = ${turns} ] && echo ready; done; sleep 600`;
      return startDaemon({ command: wires.lan.command("sh", "-c", text), ready: { output: /ready/ } });
    }),
  );
const carrierChanges = "cat /sys/class/net/eth0/carrier_changes";
const changesWithin = (seconds: number): Fault["symptom"] =>
  shell(
    `a=$(${carrierChanges}); sleep ${seconds}; [ $a = $(${carrierChanges}) ] && echo steady || echo changes`,
    /changes/,
    /steady/,
  );

export const deadGateway = command(
  "router",
  `ip address del ${at.gateway}/24 dev lan`,
  `ip address replace ${at.gateway}/24 dev lan`,
);

/** The same, where names are resolved before the gateway: everything that has a name is asked. */
const nearby: readonly Fault[] = [
  {
    id: "no-default-route/resolver-nearby",
    cause: "no-default-route",
    ...all(resolvesNearby(), command("client", "ip route del default", `ip route replace default via ${at.gateway}`)),
    symptom: unreachable,
  },
  {
    id: "gateway-unreachable/resolver-nearby",
    cause: "gateway-unreachable",
    ...all(resolvesNearby(), deadGateway),
    symptom: mute,
    place: at.gateway,
  },
  {
    id: "gateway-unreachable/dead-for-a-while",
    cause: "gateway-unreachable",
    ...all(deadGateway, command("client", "ip neigh flush dev eth0")),
    symptom: mute,
    place: at.gateway,
  },
  {
    id: "gateway-unreachable/wrong-mac-resolver-nearby",
    cause: "gateway-unreachable",
    ...all(
      resolvesNearby(),
      command(
        "client",
        `ip neigh replace ${at.gateway} lladdr 02:00:00:00:00:99 dev eth0 nud permanent`,
        `ip neigh del ${at.gateway} dev eth0`,
      ),
    ),
    symptom: mute,
    place: at.gateway,
  },
  {
    id: "wrong-netmask/resolver-nearby",
    cause: "wrong-netmask",
    ...all(resolvesNearby(), readdress(`${at.client}/16`)),
    symptom: connects(3389, /No route to host|timed out/),
  },
];

export const physical: readonly Fault[] = [
  {
    id: "interface-down",
    cause: "interface-down",
    ...command("client", "ip link set eth0 down", "ip link set eth0 up", ...readdressed),
    symptom: unreachable,
  },
  {
    id: "no-carrier",
    cause: "no-carrier",
    ...command("lan", "ip link set client down", "ip link set client up"),
    symptom: shell("ip link show eth0", /NO-CARRIER/, /LOWER_UP/),
    scars: true,
  },
  {
    id: "no-address",
    cause: "no-address",
    ...commands("client", emptied, readdressed),
    symptom: addressed(/^\s*\[exit 0\]/),
  },
  {
    id: "dhcp-failed",
    cause: "dhcp-failed",
    ...commands("client", [...emptied, "ip address add 169.254.7.9/16 dev eth0"], [...emptied, ...readdressed]),
    symptom: addressed(/169\.254/),
  },
  {
    id: "dhcp-failed/with-default-route",
    cause: "dhcp-failed",
    ...readdress("169.254.7.9/16"),
    symptom: addressed(/169\.254/),
  },
  {
    id: "no-default-route",
    cause: "no-default-route",
    ...all(
      command("client", "ip route del default", `ip route replace default via ${at.gateway}`),
      command("client", "ip -6 route del default", `ip -6 route replace default via ${at.gateway6}`),
    ),
    symptom: unreachable,
  },
  {
    id: "no-default-route/ipv4-only",
    cause: "no-default-route",
    ...command("client", "ip route del default", `ip route replace default via ${at.gateway}`),
    symptom: unreachable,
  },
  {
    id: "gateway-unreachable/dead",
    cause: "gateway-unreachable",
    ...deadGateway,
    symptom: mute,
  },
  {
    id: "gateway-unreachable/switch-port-down",
    cause: "gateway-unreachable",
    ...command("lan", "ip link set router down", "ip link set router up"),
    symptom: mute,
  },
  {
    id: "gateway-unreachable/two-routers",
    cause: "gateway-unreachable",
    ...deadGateway,
    symptom: mute,
    routers: 2,
  },
  {
    id: "gateway-unreachable/wrong-address",
    cause: "gateway-unreachable",
    ...command("client", `ip route replace default via ${at.nobody}`, `ip route replace default via ${at.gateway}`),
    symptom: connects(3389, /No route to host|timed out/),
    place: at.nobody,
  },
  {
    id: "gateway-unreachable/wrong-mac",
    cause: "gateway-unreachable",
    ...command(
      "client",
      `ip neigh replace ${at.gateway} lladdr 02:00:00:00:00:99 dev eth0 nud permanent`,
      `ip neigh del ${at.gateway} dev eth0`,
    ),
    symptom: mute,
  },
  {
    id: "gateway-unreachable/own-address-wrong",
    cause: "gateway-unreachable",
    ...readdress("192.168.77.2/24"),
    symptom: mute,
  },
  {
    id: "gateway-unreachable/gateway-wrong",
    cause: "gateway-unreachable",
    ...command(
      "client",
      "ip route replace default via 10.77.0.1 dev eth0 onlink",
      `ip route replace default via ${at.gateway}`,
    ),
    symptom: connects(3389, /No route to host|timed out/),
  },
  {
    id: "wrong-netmask/16",
    cause: "wrong-netmask",
    ...readdress(`${at.client}/16`),
    symptom: connects(3389, /No route to host|timed out/),
  },
  {
    id: "wrong-netmask/8",
    cause: "wrong-netmask",
    ...readdress(`${at.client}/8`),
    symptom: connects(3389, /No route to host|timed out/),
    routers: 2,
  },
  {
    id: "link-errors",
    cause: "link-errors",
    ...badWire({ damage: 0.08 }),
    symptom: pings(/[1-9]\d*% packet loss/, at.gateway, "-c", "100", "-i", "0.01"),
  },
  {
    id: "link-flapping/now",
    cause: "link-flapping",
    ...flapping(10_000, 0.15, 0.15),
    symptom: changesWithin(1),
    accepts: {
      causes: ["no-carrier", "link-errors", "packet-loss", "link-flapping"],
      why: "while the link is down there is none, and what is sent then is lost",
    },
    scars: true,
  },
  {
    id: "link-flapping/every-few-seconds",
    cause: "link-flapping",
    ...flapping(10_000, 0.4, 1.8),
    symptom: changesWithin(4),
    scars: true,
  },
  {
    id: "link-flapping/between-two-looks",
    cause: "link-flapping",
    ...flapping(10_000, 0.9, 2.2, 3),
    symptom: changesWithin(4),
    accepts: {
      causes: ["no-carrier", "packet-loss", "link-flapping"],
      why: "a run that meets the second without a link sees that there is none",
    },
    scars: true,
  },
  ...nearby,
];
