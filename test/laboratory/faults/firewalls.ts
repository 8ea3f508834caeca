import { all, forward, input, rules } from "../changes.js";
import type { Fault } from "../fault.js";
import { at } from "../network.js";
import { connects } from "../symptoms.js";

/** Firewalls before ports. */

const silent = /timed out/;
const place = (port: number): string => `${at.server}:${port}`;
const drops = {
  causes: ["accept-queue-full"],
  why: "a full queue leaves connection requests unanswered, too",
} as const;
const resets = {
  causes: ["port-closed"],
  why: "a firewall that answers with a reset and a closed port look the same from outside",
} as const;

export const firewalls: readonly Fault[] = [
  ...[443, 3306, 3389, 8080].map(
    (port): Fault => ({
      id: `firewall-drops-port/${port}`,
      cause: "firewall-drops-port",
      ...forward(`tcp dport ${port} drop`),
      symptom: connects(port, silent),
      place: place(port),
      accepts: drops,
    }),
  ),
  {
    id: "firewall-drops-port/two-ports",
    cause: "firewall-drops-port",
    ...forward("tcp dport { 3306, 3389 } drop"),
    symptom: connects(3389, silent),
    accepts: drops,
  },
  {
    id: "firewall-drops-port/other-ports-rejected",
    cause: "firewall-drops-port",
    ...forward(`tcp dport 3389 drop; ip daddr ${at.server} tcp dport != { 443, 3306, 8080 } reject with tcp reset`),
    symptom: connects(3389, silent),
    place: place(3389),
    accepts: drops,
  },
  {
    id: "firewall-drops-port/by-the-server",
    cause: "firewall-drops-port",
    ...input("server", "iifname eth0 tcp dport 3389 drop"),
    symptom: connects(3389, silent),
    place: place(3389),
    routers: 2,
    accepts: drops,
  },
  {
    id: "firewall-drops-port/at-the-gateway",
    cause: "firewall-drops-port",
    ...forward("tcp dport 8080 drop", "router"),
    symptom: connects(8080, silent),
    place: place(8080),
    routers: 2,
    accepts: drops,
  },
  {
    id: "firewall-drops-port/answers-only",
    cause: "firewall-drops-port",
    ...forward("tcp sport 3306 drop"),
    symptom: connects(3306, silent),
    place: place(3306),
    accepts: drops,
  },
  {
    id: "firewall-drops-port/ping-as-well",
    cause: "firewall-drops-port",
    ...all(forward("tcp dport 3389 drop"), forward("icmp type echo-request drop")),
    symptom: connects(3389, silent),
    place: place(3389),
    accepts: drops,
  },
  ...[443, 3306, 3389].map(
    (port): Fault => ({
      id: `firewall-rejects-port/${port}-prohibited`,
      cause: "firewall-rejects-port",
      ...forward(`tcp dport ${port} reject with icmp type admin-prohibited`),
      symptom: connects(port, /No route to host/),
      place: place(port),
    }),
  ),
  {
    id: "firewall-rejects-port/host-prohibited",
    cause: "firewall-rejects-port",
    ...forward("tcp dport 8080 reject with icmp type host-prohibited", "router"),
    symptom: connects(8080, /No route to host/),
    place: place(8080),
    routers: 2,
  },
  {
    id: "firewall-rejects-port/net-prohibited",
    cause: "firewall-rejects-port",
    ...forward("tcp dport 3389 reject with icmp type net-prohibited"),
    symptom: connects(3389, /Network is unreachable/),
    place: place(3389),
  },
  {
    id: "firewall-rejects-port/port-unreachable",
    cause: "firewall-rejects-port",
    ...forward("tcp dport 3389 reject"),
    symptom: connects(3389, /refused/),
    place: place(3389),
    accepts: resets,
  },
  {
    id: "firewall-rejects-port/reset",
    cause: "firewall-rejects-port",
    ...forward("tcp dport 3389 reject with tcp reset"),
    symptom: connects(3389, /refused/),
    place: place(3389),
    accepts: resets,
  },
  {
    id: "firewall-rejects-port/own-firewall",
    cause: "firewall-rejects-port",
    ...rules(
      "client",
      "chain o { type filter hook output priority 0; tcp dport 3389 reject with icmp type admin-prohibited; }",
    ),
    symptom: connects(3389, /No route to host|Operation not permitted|Permission denied/),
    place: place(3389),
  },
];
