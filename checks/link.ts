import { addressKind, isAddress, isLocalhost } from "../src/model/address.js";
import { type Aim, defineCheck } from "../src/model/check.js";
import type { FailureCode } from "../src/model/failure.js";
import type { HostState, NetworkInterface } from "../src/model/io.js";
import type { Places } from "../src/model/place.js";
import type { Profile, ServerAddress } from "../src/model/profile.js";
import type { Result } from "../src/model/result.js";
import { usedProxy } from "../src/model/way.js";
import { askFarNeighbours, askGateway, gatewaysBeside, type Looking } from "./link/ask.js";
import { candidates, used } from "./link/interfaces.js";
import { judgeLink } from "./link/judge.js";
import { settings } from "./link/settings.js";
import type { Counters, GatewaySeen, Growth, LinkSeen, Target, Values, Way } from "./link/sight.js";
import { questions, signals } from "./link/words.js";

/** Addresses that no route but the default one leads to (RFC 5737, RFC 3849); nothing is sent there. */
const beyond = ["198.51.100.1", "2001:db8::1"];

// ---- looking ---------------------------------------------------------------------------------------------------------

/** The ways to the resolvers, and whether their answers could be missing for want of a route of this host. */
type Resolvers = { readonly ways: readonly Way[]; readonly wantRoute: boolean };

/**
 * A resolver that no route leads to, or none at all; or the system's own stub on this host, which asks others. One that was set up here
 * on another port knows its names by itself, and one in a network that is reached has had the question. A host that has nothing but
 * its loopback was meant to reach nobody else.
 */
const wantRoute = (servers: readonly ServerAddress[], ways: readonly Way[], { interfaces }: HostState): boolean => {
  if (ways.some(({ scope }) => scope === "unrouted")) return true;
  const stub = servers.some(({ address, port }) => addressKind(address) === "loopback" && port === 53);
  return (stub || servers.length === 0) && candidates({ interfaces }).length > 0;
};

/** What a server says for certain, that there is no such name or that it has no address, it knows without a route of ours. */
const said: readonly FailureCode[] = ["name-not-found", "no-address"];

/** Where a resolver has no way, a name that does not resolve would be looked for in its family. */
const wayTo = async (
  host: string,
  { hosts, proxied }: Target,
  known: Resolvers,
  { io, signal }: Looking,
): Promise<Way[]> => {
  const located = await io.locate(host, { signal });
  if (located.ok) {
    const [first] = located.value.addresses;
    const saidHere = located.value.source === "dns" && known.ways.every(({ scope }) => scope === "loopback");
    return first === undefined ? [] : [{ ...first, host, ...(saidHere ? { saidHere } : {}) }];
  }
  if (proxied && hosts.length > 1) return [];
  const ways = await Promise.all(beyond.map((address) => io.route(address)));
  const lost = known.ways.find(({ scope }) => scope === "unrouted");
  const way =
    ways.find(({ scope, family }) => (lost === undefined ? scope !== "unrouted" : family === lost.family)) ?? ways[0];
  if (way === undefined) return [];
  // Where the name leads nobody knows: no route is missed that nothing asks for.
  const idle = way.scope === "unrouted" && (!known.wantRoute || said.includes(located.failure.code));
  return idle ? [] : [{ ...way, host, beyond: true }];
};

type Interfaces = readonly NetworkInterface[];

const grown = (before: Interfaces, after: Interfaces, names: readonly string[]): Omit<Growth, "ms"> => {
  const counters: { [name: string]: Counters } = {};
  const flaps: { [name: string]: number } = {};
  for (const name of names) {
    const [first, last] = [before, after].map((all) => all.find((one) => one.name === name));
    if (!first?.counters || !last?.counters) continue;
    const [from, to] = [first.counters, last.counters];
    const keys = Object.keys(from) as (keyof Counters)[];
    counters[name] = Object.fromEntries(keys.map((key) => [key, Math.max(0, to[key] - from[key])])) as Counters;
    flaps[name] = Math.max(0, (last.carrierChanges ?? 0) - (first.carrierChanges ?? 0));
  }
  return { counters, flaps };
};

/** Hosts whose names are asked of the resolvers. */
const asked = (hosts: readonly string[], { hostsFile }: HostState): boolean =>
  hosts.some((host) => {
    const listed = hostsFile.some(({ names }) => names.includes(host.toLowerCase()));
    return !isAddress(host) && !isLocalhost(host) && !listed;
  });

const observe = async (target: Target, looking: Looking, { span }: Values): Promise<LinkSeen> => {
  const { io } = looking;
  const began = performance.now();
  const state = await io.host({ fresh: true });
  const resolvers = asked(target.hosts, state) ? await io.resolvers() : [];
  const asking = new Map<string, Promise<GatewaySeen>>();
  const ask = (some: readonly Pick<Way, "via" | "address" | "beyond">[]): void => {
    for (const { via, address, beyond } of some)
      if (via !== undefined && !asking.has(via))
        asking.set(via, askGateway(via, beyond || address === via ? undefined : address, looking));
  };
  const known = await Promise.all(
    resolvers.map(async ({ address }): Promise<Way> => ({ ...(await io.route(address)), host: address })),
  );
  ask(known);
  const answering = { ways: known, wantRoute: wantRoute(resolvers, known, state) };
  const found = (await Promise.all(target.hosts.map((host) => wayTo(host, target, answering, looking)))).flat();
  ask(found);
  const ways = [...found, ...known];
  const { interfaces, routes, uptime } = state;
  ask(gatewaysBeside(ways, interfaces, routes).map((via) => ({ via, address: via })));
  const [around, gateways] = await Promise.all([
    askFarNeighbours(ways, interfaces, looking),
    Promise.all(asking.values()),
  ]);
  const seen: LinkSeen = {
    ways,
    interfaces,
    routes,
    gateways,
    ...around,
    growth: null,
    ...(uptime === undefined ? {} : { uptime }),
  };
  const watched = used(seen).filter(({ counters }) => counters !== null);
  if (watched.length === 0) return seen;
  // Nothing that takes time to show happens to the loopback.
  if (watched.some(({ loopback }) => !loopback))
    await io.pause(Math.max(0, span - (performance.now() - began)), looking.signal);
  const ms = Math.round(performance.now() - began);
  const later = await io.host({ fresh: true });
  const names = watched.map(({ name }) => name);
  return { ...seen, growth: { ms, ...grown(interfaces, later.interfaces, names) } };
};

/** The gateway that is judged: a silent one, if there is one. */
const places = (looks: readonly LinkSeen[]): Places => {
  const gateways = looks.at(-1)?.gateways ?? [];
  const told = gateways.find(({ heard }) => heard === null || heard === "ARP") ?? gateways[0];
  return told === undefined ? {} : { gateway: told.address };
};

/** The addresses in use of names that serve at another one. */
const usedInVain = (results: readonly Result[]): ReadonlySet<string> => {
  const said = results.flatMap(({ evidence }) => evidence);
  return new Set(
    said.flatMap(({ signal, data }) =>
      signal === "open-elsewhere" ? [data.used].flat() : signal === "alive-elsewhere" ? [data.address] : [],
    ) as string[],
  );
};

const aims = ({ targets }: Profile): Aim<Target>[] => {
  const own = targets.flatMap((target) => ("host" in target ? [target.host] : []));
  const proxies = targets.flatMap((target) => usedProxy(target)?.host ?? []);
  const hosts = [...new Set([...own, ...proxies])];
  if (own.length === 0) return [];
  return [{ subject: "@site", target: { hosts, ...(proxies.length === 0 ? {} : { proxied: true }) }, needs: [] }];
};

export const link = defineCheck({
  id: "link",
  layer: "physical",
  title: { en: "This host is connected", zh: "本机网络连接正常" },
  about: {
    en: "Without a link, an address, a route and a gateway nothing leaves this machine, and every other failure follows.",
    zh: "没有链路、地址、路由和网关，数据就出不了本机，其他故障都由此而来。",
  },
  questions,
  settings,
  signals,
  patience: (_, { defaults, settings }) => 3 * defaults.timeout + settings.span,
  aims,
  observe: (target: Target, { io, signal, settings }) => observe(target, { io, signal }, settings),
  reads: ["port", "db"],
  judge: (looks: readonly LinkSeen[], { settings, others }) =>
    judgeLink(looks, settings, usedInVain(["port", "db"].flatMap(others))),
  places: (_, looks: readonly LinkSeen[]) => places(looks),
});
