import { all, command, commands } from "../changes.js";
import type { Fault } from "../fault.js";
import { at } from "../network.js";
import { connects, shell } from "../symptoms.js";

/** The client's addresses and routes, which the kernel forgets when its interface goes down. */
const readdressed = [
  `ip address replace ${at.client}/24 dev eth0`,
  `ip -6 address replace ${at.client6}/64 dev eth0 nodad`,
  `ip route replace default via ${at.gateway}`,
  `ip -6 route replace default via ${at.gateway6}`,
];

const unreachable = connects(3389, /Network is unreachable/);

export const physical: readonly Fault[] = [
  {
    id: "interface-down",
    cause: "interface-down",
    ...command("client", "ip link set eth0 down", "ip link set eth0 up", ...readdressed),
    symptom: unreachable,
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
    id: "no-address",
    cause: "no-address",
    ...commands("client", ["ip -4 address flush dev eth0", "ip -6 address flush dev eth0"], readdressed),
    symptom: shell("ip -br address show dev eth0", /UP\s*\n/, /10\.200\.1\.2/),
  },
];
