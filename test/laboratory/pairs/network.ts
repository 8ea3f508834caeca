import type { Pair } from "../fault.js";

const beside = (one: string, other: string): Pair => ({ id: `pair/${one} + ${other}`, faults: [one, other] });
const behind = (one: string, other: string, hidden: string): Pair => ({ ...beside(one, other), hidden });

/** Pairs of faults of ways, ports and sessions. */
export const networkPairs: readonly Pair[] = [
  beside("firewall-drops-port/3389", "backend-partly-failing/500-ours"),
  beside("port-closed/8080", "keepalive-disabled/nginx"),
  beside("packet-loss/10", "port-closed/3389"),
  beside("high-latency/200", "firewall-drops-port/3306"),
  beside("mtu-black-hole/both-ways", "port-closed/3389"),
  beside("firewall-rejects-port/3389-prohibited", "keepalive-too-short/1s"),
  beside("service-frozen/8080", "firewall-drops-port/3306"),
  beside("wrong-service/ssh-on-3389", "backend-partly-slow/900ms"),
  beside("disk-full/bytes", "port-closed/443"),
  beside("connection-reset/8080-on-data", "keepalive-request-limit/two"),
  beside("proxy-auth-required/none-given", "port-closed/3389"),
  beside("hot-clients", "firewall-drops-port/8080"),
  beside("idle-flow-dropped/edge", "port-closed/8080"),
  beside("firewall-drops-port/443", "port-closed/3389"),
  behind("no-default-route", "port-closed/3389", "no packet leaves this machine"),
  behind("gateway-unreachable/wrong-address", "service-frozen/8080", "nothing gets beyond the gateway"),
  behind("host-down/off", "keepalive-disabled/nginx", "the host whose service it is does not answer"),
  behind("upstream-outage/dropped-at-gateway", "firewall-drops-port/8080", "nothing gets beyond the gateway"),
];
