import { isAddress, isLocalhost } from "../src/model/address.js";
import { type Aim, defineCheck, type SettingValues, type Signal } from "../src/model/check.js";
import type { HostState, Io, NetworkInterface } from "../src/model/io.js";
import {
  type GatewaySeen,
  judgeLink,
  type LinkAnswered,
  type LinkQuestion,
  type LinkSeen,
  used,
  type Way,
} from "../src/model/link-judgement.js";
import { linkQuestions, linkSettings, linkSignals } from "../src/model/link-words.js";
import type { Places } from "../src/model/place.js";
import type { Profile } from "../src/model/profile.js";
import { usedProxy } from "../src/model/way.js";

type Target = {
  readonly hosts: readonly string[];
  /** Names that do not resolve are the proxy's business. */
  readonly proxied?: true;
};
type Values = SettingValues<typeof linkSettings>;
type Looking = { readonly io: Io; readonly signal: AbortSignal };

/** Addresses that no route but the default one leads to (RFC 5737, RFC 3849); nothing is sent there. */
const beyond = ["198.51.100.1", "2001:db8::1"];
/** Most routers have a page for their owner, or refuse it. */
const gatewayPort = 80;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

// ---- looking ---------------------------------------------------------------------------------------------------------

const wayTo = async (host: string, { hosts, proxied }: Target, { io, signal }: Looking): Promise<Way[]> => {
  const located = await io.locate(host, { signal });
  if (located.ok) {
    const [first] = located.value.addresses;
    return first === undefined ? [] : [{ ...first, host }];
  }
  if (proxied && hosts.length > 1) return [];
  const ways = await Promise.all(beyond.map((address) => io.route(address)));
  const way = ways.find(({ scope }) => scope !== "unrouted") ?? ways[0];
  return way === undefined ? [] : [{ ...way, host, beyond: true }];
};

const stateOf = async (address: string, io: Io): Promise<GatewaySeen["neighbour"]> =>
  (await io.neighbours())?.find((one) => one.address === address)?.state ?? "unknown";

/** Asks by echo, beside it by TCP; the first sign of life is enough. What the kernel learns on the way counts too. */
const askGateway = async (address: string, { io, signal }: Looking): Promise<GatewaySeen> => {
  const over = new AbortController();
  const options = { signal: AbortSignal.any([signal, over.signal]) };
  const before = await stateOf(address, io);
  const echo = io
    .echo(address, { ...options, count: 2, interval: 200 })
    .then((series) => (series.ok && series.value.replies.length > 0 ? "ping" : null));
  const tcp = io.connect({ address, port: gatewayPort }, options).then((one) => {
    if (one.ok) return `${gatewayPort}: open`;
    return one.failure.code === "refused" ? `${gatewayPort}: refused` : null;
  });
  const sign = (one: Promise<string | null>): Promise<string> =>
    one.then((heard) => heard ?? Promise.reject(new Error("silent")));
  const heard = await Promise.any([sign(echo), sign(tcp)]).catch(() => null);
  over.abort();
  const neighbour = await stateOf(address, io);
  // It was not known to be there and is now: it has just answered to its address.
  const answered = before !== "reachable" && neighbour === "reachable";
  return { address, heard: heard ?? (answered ? "ARP" : null), neighbour };
};

type Interfaces = readonly NetworkInterface[];
type Counters = NonNullable<NetworkInterface["counters"]>;

const grown = (before: Interfaces, after: Interfaces, names: readonly string[]): { [name: string]: Counters } => {
  const counters: { [name: string]: Counters } = {};
  for (const name of names) {
    const [first, last] = [before, after].map((all) => all.find((one) => one.name === name)?.counters);
    if (!first || !last) continue;
    const keys = Object.keys(first) as (keyof Counters)[];
    counters[name] = Object.fromEntries(keys.map((key) => [key, Math.max(0, last[key] - first[key])])) as Counters;
  }
  return counters;
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
  const gatewaysOf = (ways: readonly Way[]): void => {
    for (const { via } of ways) {
      if (via !== undefined && !asking.has(via)) asking.set(via, askGateway(via, looking));
    }
  };
  const known = await Promise.all(
    resolvers.map(async ({ address }): Promise<Way> => ({ ...(await io.route(address)), host: address })),
  );
  gatewaysOf(known);
  const found = (await Promise.all(target.hosts.map((host) => wayTo(host, target, looking)))).flat();
  gatewaysOf(found);
  const gateways = await Promise.all(asking.values());
  const ways = [...found, ...known];
  const seen = {
    ways,
    interfaces: state.interfaces,
    routes: state.routes,
    gateways,
    growth: null,
    runtime: io.runtime(),
  };
  const watched = used(seen).filter(({ loopback, counters }) => !loopback && counters !== null);
  if (watched.length === 0) return seen;
  await pause(span - (performance.now() - began));
  const ms = Math.round(performance.now() - began);
  const { interfaces } = await io.host({ fresh: true });
  const counters = grown(
    state.interfaces,
    interfaces,
    watched.map(({ name }) => name),
  );
  return { ...seen, growth: { ms, counters }, runtime: io.runtime() };
};

// ---- judging ---------------------------------------------------------------------------------------------------------

const isDoubtful = ({ signal }: LinkAnswered): boolean => (linkSignals[signal] as Signal).doubt === true;

/** Of two looks the last that leaves no doubt is believed. */
const judge = (looks: readonly LinkSeen[], settings: Values): LinkAnswered[] => {
  const judged = looks.map((seen) => judgeLink(seen, settings));
  return (Object.keys(linkQuestions) as LinkQuestion[]).flatMap((question) => {
    const raised = judged.map((one) => one.get(question)).filter((one) => one !== undefined);
    const believed = raised.findLast((one) => !isDoubtful(one)) ?? raised.at(-1);
    return believed === undefined ? [] : [believed];
  });
};

/** The gateway that is judged: a silent one, if there is one. */
const places = (looks: readonly LinkSeen[]): Places => {
  const gateways = looks.at(-1)?.gateways ?? [];
  const told = gateways.find(({ heard }) => heard === null) ?? gateways[0];
  return told === undefined ? {} : { gateway: told.address };
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
  questions: linkQuestions,
  settings: linkSettings,
  signals: linkSignals,
  patience: (_, { defaults, settings }) => 3 * defaults.timeout + settings.span,
  aims,
  observe: (target: Target, { io, signal, settings }) => observe(target, { io, signal }, settings),
  judge: (looks: readonly LinkSeen[], { settings }) => judge(looks, settings),
  places: (_, looks: readonly LinkSeen[]) => places(looks),
});
