import { type DnsAnswered, namesOf, rcodeOf } from "./servers.js";
import {
  extendedOf,
  isDefinite,
  type Outcome,
  outcomeOf,
  type ServerSeen,
  type Speaking,
  serverName,
  slowness,
} from "./sight.js";

/** What servers did that gave no address. */

/** Of what several servers did the one that says most comes first; what is not here says least. */
export const tellingFirst: readonly Outcome[] = [
  ...["name-not-found", "no-address", "server-failure", "query-refused", "malformed", "refused"],
  ...["not-permitted", "prohibited", "host-unreachable", "network-unreachable"],
] as readonly Outcome[];
export const rank = (seen: ServerSeen): number => {
  const at = tellingFirst.indexOf(outcomeOf(seen));
  return at < 0 ? tellingFirst.length : at;
};

const aliasOf = ({ a, aaaa }: ServerSeen): string | undefined =>
  [a, aaaa].map((one) => (one.ok ? one.value.alias : undefined)).find((one) => one !== undefined);

/** The name does not resolve; `told` is the server that says most about it. */
export const unresolved = (
  name: string,
  told: ServerSeen,
  servers: readonly ServerSeen[],
  outcome = outcomeOf(told),
): DnsAnswered => {
  const server = serverName(told.server);
  const alike = servers.filter((one) => outcomeOf(one) === outcomeOf(told));
  const alias = aliasOf(told);
  const rcode = rcodeOf(told);
  const extended = extendedOf(told);
  if (isDefinite(outcome) && alias !== undefined) return { signal: "alias-dangling", data: { name, alias, server } };
  switch (outcome) {
    case "name-not-found":
      return { signal: "name-missing", data: { name, server } };
    case "no-address":
      return { signal: "no-address", data: { name, server } };
    case "server-failure":
      return { signal: "server-failure", data: { name, server, rcode, extended } };
    case "query-refused":
      return { signal: "servers-refuse", data: { name, server, extended } };
    case "malformed":
      return { signal: "malformed", data: { servers: namesOf(alike) } };
    case "refused":
      return { signal: "servers-closed", data: { servers: namesOf(alike) } };
    case "not-permitted":
      return { signal: "blocked-here", data: { servers: namesOf(alike) } };
    case "prohibited":
      return { signal: "servers-prohibited", data: { servers: namesOf(alike) } };
    case "host-unreachable":
    case "network-unreachable":
      return { signal: "servers-unreachable", data: { servers: namesOf(alike), how: outcome } };
    default:
      return { signal: "servers-silent", data: { servers: namesOf(alike), ms: slowness(told), how: outcome } };
  }
};

/**
 * A server that is there but leaves the name unanswered for as long as others wait; what it says later counts, if it is no address. A gateway
 * that serves DNS asks others for it, over the line.
 */
export const leftUnanswered = (
  name: string,
  told: ServerSeen,
  servers: readonly ServerSeen[],
  { by, late }: Speaking,
  gateways: readonly string[],
): DnsAnswered => {
  const server = serverName(told.server);
  const signal = gateways.includes(told.server.address) ? "unanswered-by-gateway" : "name-unanswered";
  if (!late.ok) return { signal, data: { name, server, asked: by } };
  const said = { ...told, a: late, aaaa: late };
  if (outcomeOf(said) === "addresses" && late.ms < told.a.ms)
    return { signal: "unsteady", data: { name, tries: 2, how: outcomeOf(told) } };
  if (outcomeOf(said) === "addresses")
    return { signal: "answered-too-late", data: { name, server, ms: Math.round(late.ms) } };
  return unresolved(name, said, servers);
};
