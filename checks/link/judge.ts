import { addressKind } from "../../src/model/address.js";
import type { Signal } from "../../src/model/check.js";
import type { Route } from "../../src/model/io.js";
import type { Judged, Judgement, LinkAnswered, LinkQuestion } from "./answer.js";
import { candidates, isOn, named, used } from "./interfaces.js";
import { duplex, errors, flaps } from "./quality.js";
import type { GatewaySeen, LinkSeen, Values, Way } from "./sight.js";
import { covers, farAway, isIn, type Near, nearOf, networkOf } from "./subnet.js";
import { takeovers } from "./ways.js";
import { signals } from "./words.js";

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
  // Nor where there is nothing that could have one.
  if (all.length === 0) return undefined;
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
  return { signal: "no-address", data: { interfaces: named(all) } };
};

const isDefault = (route: Route, family: 4 | 6): boolean =>
  !route.rejects && route.family === family && route.destination.endsWith("/0");

/** Addresses in use that no route leads to, of names that have another one, which serves. */
export type Misled = ReadonlySet<string>;

/** A resolver on a host that reaches nobody else answers from what it was told itself, for this host: it need not be the route that is wrong. */
const astrayByOwnWord = ({ interfaces }: Judged, lost: readonly Way[]): boolean =>
  lost.length > 0 && lost.every(({ saidHere }) => saidHere) && candidates({ interfaces }).length === 0;

const route: Judgement = (seen) => {
  const { ways, routes, misled = [] } = seen;
  const lost = ways.filter(({ scope }) => scope === "unrouted");
  if (astrayByOwnWord(seen, lost)) {
    const told = { hosts: lost.map(({ host }) => host), addresses: lost.map((one) => one.address) };
    return { signal: "no-network", data: told };
  }
  if (lost.length === 0 && misled.length > 0) {
    const told = { hosts: misled.map(({ host }) => host), addresses: misled.map((one) => one.address) };
    return { signal: "misled", data: told };
  }
  if (lost.length === 0) return { signal: "routed", data: {} };
  const without = lost.filter(({ family }) => !routes?.some((one) => isDefault(one, family)));
  if (without.length === 0) return { signal: "route-rejects", data: { hosts: lost.map(({ host }) => host) } };
  return { signal: "no-default-route", data: { hosts: without.map(({ host }) => host) } };
};

/**
 * The networks of an interface, if a gateway's address lies in none of them; IPv6 gateways are called by their link. An address that is
 * a network of its own (/32, as clouds give it) has no gateway in it, and means it.
 */
const offLink = (gateway: string, { ways, interfaces }: LinkSeen): string[] => {
  if (gateway.includes(":")) return [];
  const devices = new Set(ways.filter(({ via }) => via === gateway).map(({ device }) => device));
  const own = interfaces
    .filter(({ name, tunnel }) => devices.has(name) && tunnel !== true)
    .flatMap(({ addresses }) => addresses.filter(({ family, prefix }) => family === 4 && prefix < 31));
  return own.some((one) => isIn(gateway, one.address, one.prefix))
    ? []
    : own.map((one) => networkOf(one.address, one.prefix));
};

const gateway: Judgement = (seen) => {
  const { gateways } = seen;
  const silent = gateways.filter(({ heard, neighbour }) => heard === null && neighbour === "failed");
  const unsure = gateways.filter(({ heard, neighbour }) => heard === null && neighbour !== "failed");
  const at = (some: readonly GatewaySeen[]): string[] => some.map((one) => one.address);
  const [strange] = silent.filter((one) => offLink(one.address, seen).length > 0);
  if (strange !== undefined) {
    const networks = offLink(strange.address, seen);
    return { signal: "gateway-off-link", data: { gateways: [strange.address], networks } };
  }
  // Who is asked for its hardware address answers from whatever network; what it says besides goes to the wrong one.
  const mute = gateways.filter(({ heard, neighbour }) => (heard === null ? neighbour !== "failed" : heard === "ARP"));
  const [odd] = mute.filter((one) => offLink(one.address, seen).length > 0);
  if (silent.length > 0) return { signal: "gateway-silent", data: { gateways: at(silent) } };
  if (odd !== undefined)
    return { signal: "gateway-mute-off-link", data: { gateways: [odd.address], networks: offLink(odd.address, seen) } };
  if (unsure.length > 0) return { signal: "gateway-unsure", data: { gateways: at(unsure) } };
  const how = [...new Set(gateways.map(({ heard }) => heard))];
  return gateways.length === 0 ? undefined : { signal: "gateway-answers", data: { gateways: at(gateways), how } };
};

/** No network of one piece is as large as this; a mask that says so is one that nobody meant. */
const oversized = 16;

const told = (near: readonly Near[]) => ({
  networks: [...new Set(near.map(({ own }) => networkOf(own.address, own.prefix)))],
  hosts: [...new Set(near.map(({ way }) => way.host))],
});

/** Several strangers that nobody answers for, or one in a network of impossible size; else a host may simply be off. */
const netmask: Judgement = ({ ways, interfaces, gateways, neighbours = [], alive = [] }) => {
  const far = nearOf(ways, interfaces).filter(farAway);
  const answering = gateways.filter(({ heard }) => heard !== null).map((one) => one.address);
  const missed = far.filter(({ own, way }) => {
    if (neighbours.some((one) => one.address === way.address && one.answered)) return false;
    const inside = [...answering, ...alive].filter((one) => isIn(one, own.address, own.prefix));
    return !covers([own.address, ...inside], way.address);
  });
  if (missed.length === 0) return { signal: "netmask-fits", data: {} };
  const gatewayOf = ({ own }: Near) => answering.find((one) => isIn(one, own.address, own.prefix));
  const asked = missed.filter(({ way }) => neighbours.some((one) => one.address === way.address));
  const strange = asked.filter((one) => gatewayOf(one) !== undefined);
  const several = new Set(strange.map(({ way }) => way.address)).size > 1;
  const [some] = several ? strange : strange.filter(({ own }) => own.prefix <= oversized);
  if (some === undefined) return { signal: "netmask-doubtful", data: told(missed) };
  return { signal: "netmask-too-wide", data: { ...told(strange), gateway: gatewayOf(some) ?? "" } };
};

const judgements: Readonly<Record<LinkQuestion, Judgement>> = {
  interface: interfaceState,
  address,
  route,
  gateway,
  netmask,
  ways: takeovers,
  errors,
  duplex,
  flaps,
};

/** One answer per question, from one look. */
const judgeOne = (seen: Judged, settings: Values): ReadonlyMap<LinkQuestion, LinkAnswered> =>
  new Map(
    (Object.keys(judgements) as LinkQuestion[]).flatMap((question) => {
      const raised = judgements[question](seen, settings);
      return raised === undefined ? [] : [[question, raised] as const];
    }),
  );

/** What a wrong answer leads to asks for no route: the way to the service is another one. */
const setAside = (seen: LinkSeen, serving: Misled): Judged => {
  const isMisled = ({ address, scope }: Way): boolean => scope === "unrouted" && serving.has(address);
  return { ...seen, ways: seen.ways.filter((way) => !isMisled(way)), misled: seen.ways.filter(isMisled) };
};

const isDoubtful = ({ signal }: LinkAnswered): boolean => (signals[signal] as Signal).doubt === true;

/** Of two looks the last that leaves no doubt is believed. */
export const judgeLink = (looks: readonly LinkSeen[], settings: Values, serving: Misled): LinkAnswered[] => {
  const judged = looks.map((seen) => judgeOne(setAside(seen, serving), settings));
  return (Object.keys(judgements) as LinkQuestion[]).flatMap((question) => {
    const raised = judged.map((one) => one.get(question)).filter((one) => one !== undefined);
    const believed = raised.findLast((one) => !isDoubtful(one)) ?? raised.at(-1);
    return believed === undefined ? [] : [believed];
  });
};
