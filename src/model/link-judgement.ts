import { addressKind } from "./address.js";
import type { Raised, SettingValues } from "./check.js";
import type { NetworkInterface, Route, Runtime } from "./io.js";
import type { linkQuestions, linkSettings, linkSignals } from "./link-words.js";
import type { LocatedAddress } from "./place.js";

/** How this host reaches a target or a resolver: by the first of its addresses that a route leads to. */
export type Way = LocatedAddress & {
  readonly host: string;
  /** The name did not resolve: it counts as beyond the default route. */
  readonly beyond?: true;
};

/** What a gateway did when it was asked. */
export type GatewaySeen = {
  readonly address: string;
  /** Its sign of life: `ping`, `80: refused`, `ARP`; null: none. */
  readonly heard: string | null;
  /** What the kernel knew of it afterwards. */
  readonly neighbour: "reachable" | "failed" | "unknown";
};

type Counters = NonNullable<NetworkInterface["counters"]>;

export type LinkSeen = {
  readonly ways: readonly Way[];
  readonly interfaces: readonly NetworkInterface[];
  /** null: not available on this system. */
  readonly routes: readonly Route[] | null;
  readonly gateways: readonly GatewaySeen[];
  /** What the counters of used interfaces grew by, and in how many milliseconds; null: not watched. */
  readonly growth: { readonly ms: number; readonly counters: { readonly [name: string]: Counters } } | null;
  readonly runtime: Runtime;
};

export type LinkAnswered = Raised<typeof linkSignals>;
export type LinkQuestion = keyof typeof linkQuestions;
type Values = SettingValues<typeof linkSettings>;
type Judgement = (seen: LinkSeen, settings: Values) => LinkAnswered | undefined;

/** Made by containers, tunnels and the kernel itself; not what a cable or a radio hangs on. */
const madeUp =
  /^(docker|br-|virbr|veth|cni|flannel|cali|lxc|lxd|ifb|dummy|tunl|sit|gre|erspan|ip6?_vti|ip6tnl|ip6gre|bond_|teql)/;

/** Interfaces that a way could leave by if there were a route. */
const candidates = ({ interfaces }: LinkSeen): NetworkInterface[] =>
  interfaces.filter(({ name, loopback }) => !loopback && !madeUp.test(name));

const isOn = ({ up, carrier }: NetworkInterface): boolean => up !== false && carrier !== false;

/** Interfaces that the ways leave by. A way that no route leads to leaves by whatever is on, else by whatever there is. */
export const used = (seen: LinkSeen): NetworkInterface[] => {
  const names = new Set(seen.ways.map(({ device }) => device));
  const known = seen.interfaces.filter(({ name }) => names.has(name));
  if (seen.ways.every(({ device }) => device !== undefined)) return known;
  const on = candidates(seen).filter(isOn);
  return [...new Set([...known, ...(on.length > 0 ? on : candidates(seen))])];
};

const named = (interfaces: readonly NetworkInterface[]): string[] => interfaces.map(({ name }) => name);

const interfaceState: Judgement = (seen) => {
  const all = used(seen);
  const off = all.filter(({ up }) => up === false);
  const dark = all.filter(({ up, carrier }) => up !== false && carrier === false);
  if (dark.length > 0) return { signal: "no-carrier", data: { interfaces: named(dark) } };
  if (off.length > 0) return { signal: "interface-down", data: { interfaces: named(off) } };
  return all.length === 0 ? undefined : { signal: "up", data: { interfaces: named(all) } };
};

/** Judged only where there is a link: without one, addresses come and go with it. */
const address: Judgement = (seen) => {
  const all = used(seen).filter(isOn);
  if (all.length === 0 && used(seen).length > 0) return undefined;
  // A target that is known to be IPv4 wants an IPv4 address; IPv6 alone does not help it.
  const only4 = seen.ways.some(({ family, scope, beyond }) => family === 4 && scope === "unrouted" && !beyond);
  const addresses = all
    .flatMap((one) => one.addresses)
    .filter(({ family }) => family === 4 || !only4)
    .map((own) => own.address);
  const own = addresses.filter((one) => addressKind(one) !== "link-local");
  if (own.length > 0) return { signal: "addressed", data: { addresses: own } };
  const selfGiven = addresses.filter((one) => !one.includes(":"));
  if (selfGiven.length > 0) {
    return { signal: "link-local-only", data: { interfaces: named(all), addresses: selfGiven } };
  }
  // An unnumbered interface borrows the address of another one.
  if (seen.ways.every(({ scope }) => scope !== "unrouted")) return { signal: "addressed", data: { addresses } };
  return { signal: "no-address", data: { interfaces: all.length === 0 ? ["–"] : named(all) } };
};

const isDefault = (route: Route, family: 4 | 6): boolean =>
  !route.rejects && route.family === family && route.destination.endsWith("/0");

const route: Judgement = ({ ways, routes }) => {
  const lost = ways.filter(({ scope }) => scope === "unrouted");
  if (lost.length === 0) return { signal: "routed", data: {} };
  const without = lost.filter(({ family }) => !routes?.some((one) => isDefault(one, family)));
  if (without.length === 0) return { signal: "route-rejects", data: { hosts: lost.map(({ host }) => host) } };
  return { signal: "no-default-route", data: { hosts: without.map(({ host }) => host) } };
};

const gateway: Judgement = ({ gateways }) => {
  const silent = gateways.filter(({ heard, neighbour }) => heard === null && neighbour === "failed");
  const unsure = gateways.filter(({ heard, neighbour }) => heard === null && neighbour !== "failed");
  const at = (some: readonly GatewaySeen[]): string[] => some.map((one) => one.address);
  if (silent.length > 0) return { signal: "gateway-silent", data: { gateways: at(silent) } };
  if (unsure.length > 0) return { signal: "gateway-unsure", data: { gateways: at(unsure) } };
  const how = [...new Set(gateways.map(({ heard }) => heard))];
  return gateways.length === 0 ? undefined : { signal: "gateway-answers", data: { gateways: at(gateways), how } };
};

/** A stray frame of a protocol that nobody here speaks counts as dropped, too; two of them are nothing. */
const strays = 2;

const errors: Judgement = ({ growth }, settings) => {
  if (growth === null || Object.keys(growth.counters).length === 0) return undefined;
  for (const [name, one] of Object.entries(growth.counters)) {
    const bad = one.rxErrors + one.txErrors + one.rxDropped + one.txDropped;
    const packets = one.rxPackets + one.txPackets + bad;
    if (bad <= strays || bad <= settings.errors * packets) continue;
    return { signal: "errors-growing", data: { interfaces: [name], bad, packets, ms: growth.ms } };
  }
  return { signal: "errors-steady", data: { ms: growth.ms } };
};

const runtime: Judgement = ({ runtime: { loopDelay: ms } }, { stall }) => ({
  signal: ms > stall ? "tool-stalled" : "tool-fluent",
  data: { ms },
});

const descriptors: Judgement = ({ runtime: { descriptors: some } }, settings) => {
  if (some === null) return undefined;
  const short = some.limit - some.open < settings.descriptors;
  return { signal: short ? "descriptors-short" : "descriptors-free", data: { open: some.open, limit: some.limit } };
};

const judgements = { interface: interfaceState, address, route, gateway, errors, runtime, descriptors } as const;

/** One judgement per question, on one look. */
export const judgeLink = (seen: LinkSeen, settings: Values): ReadonlyMap<LinkQuestion, LinkAnswered> =>
  new Map(
    (Object.keys(judgements) as LinkQuestion[]).flatMap((question) => {
      const raised = judgements[question](seen, settings);
      return raised === undefined ? [] : [[question, raised] as const];
    }),
  );
