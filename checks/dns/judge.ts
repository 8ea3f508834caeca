import { addressKind } from "../../src/model/address.js";
import type { Signal } from "../../src/model/check.js";
import { steadiness } from "./again.js";
import { farthest, resolverWay, routerOf } from "./life.js";
import {
  compare,
  type DnsAnswered,
  type DnsContext,
  type DnsQuestion,
  few,
  howOf,
  type Judgement,
  servers,
} from "./servers.js";
import {
  addressesSeen,
  type DnsSeen,
  isCut,
  isDefinite,
  outcomeOf,
  type ServerSeen,
  serverName,
  slowness,
  speaks,
} from "./sight.js";
import { leftUnanswered, rank, tellingFirst, unresolved } from "./unresolved.js";
import { dnsSignals } from "./words.js";

export type { DnsAnswered, DnsQuestion } from "./servers.js";

const answer: Judgement = ({ located, servers, speaking, gateways = [] }, { host: name }) => {
  if (located.ok) {
    const addresses = few(located.value.addresses.map((one) => one.address));
    const { source } = located.value;
    if (source === "hosts") return { signal: "listed", data: { name, addresses } };
    if (source === "dns") return { signal: "resolves", data: { name, addresses, ms: Math.round(located.ms) } };
    const how = servers.length === 0 ? ["no-resolver"] : howOf(servers);
    const answering = servers.find((one) => outcomeOf(one) === "addresses");
    if (answering !== undefined) return { signal: "resolves", data: { name, addresses, ms: slowness(answering) } };
    return { signal: "only-the-system", data: { name, addresses, how } };
  }
  if (servers.length === 0) return { signal: "no-resolver", data: { name } };
  const { code } = located.failure;
  const same = servers.find((one) => outcomeOf(one) === code);
  if (same !== undefined && isDefinite(code)) return unresolved(name, same, servers);
  const found = servers.find((one) => outcomeOf(one) === "addresses" && !isCut(one));
  if (found !== undefined) {
    return { signal: "resolves", data: { name, addresses: few(addressesSeen(found)), ms: slowness(found) } };
  }
  // Cut off is what the question `tcp` is about.
  if (servers.every((one) => isCut(one) || !speaks(outcomeOf(one))) && servers.some(isCut)) return undefined;
  const [told] = servers.filter((one) => !isCut(one)).sort((a, b) => rank(a) - rank(b));
  if (told === undefined) return undefined;
  if (outcomeOf(told) === "timeout" && speaking !== undefined)
    return leftUnanswered(name, told, servers, speaking, gateways);
  // Whoever resolves for the whole run asked the same server and may have heard what was not said again.
  const heard = servers.length === 1 && outcomeOf(told) === "timeout" && tellingFirst.includes(code);
  return unresolved(name, told, servers, heard ? code : outcomeOf(told));
};

const life: Judgement = ({ servers: [first], life: signs }) => {
  if (first === undefined) return undefined;
  const server = serverName(first.server);
  if (signs.length > 0) return { signal: "resolver-alive", data: { server, signs } };
  return { signal: "resolver-lifeless", data: { server } };
};

/** Who lives is reached. */
const wayAnswer: Judgement = ({ way, life: signs, trace, servers: [first] }) => {
  if (signs.length > 0) return undefined;
  const traced = trace === undefined ? undefined : resolverWay(trace, way);
  const said = first === undefined ? undefined : routerOf(first, way, trace?.seen.hops ?? []);
  // Who rations its words may have said them of the question, and none of the way.
  return traced?.signal === "resolver-missing" || traced?.signal === "resolver-way-missing" ? traced : (said ?? traced);
};

const wireOf = (seen: DnsSeen): string[] => [...new Set(seen.servers.flatMap(addressesSeen))];
const isPublic = (address: string): boolean => addressKind(address) === "public";

const system: Judgement = (seen, { host: name }) => {
  const wire = wireOf(seen);
  if (seen.system === undefined || wire.length === 0) return undefined;
  if (!seen.system.ok) {
    const { code } = seen.system.failure;
    // The program that asks the system could not be started: nothing was asked.
    return code === "not-available" ? undefined : { signal: "system-fails", data: { name, how: code } };
  }
  const found = seen.system.value.addresses;
  const data = { name, system: few(found), wire: few(wire) };
  // One family only, or some of many, is how systems answer.
  if (found.every((one) => wire.includes(one))) return { signal: "system-agrees", data: { name } };
  const inside = wire.every(isPublic) && !found.some(isPublic);
  return { signal: inside ? "system-private" : "system-differs", data };
};

const hostsFile: Judgement = (seen, { host: name }) => {
  if (seen.listed.length === 0) return { signal: "not-listed", data: { name } };
  const wire = wireOf(seen);
  const agree = wire.length === 0 || seen.listed.some((one) => wire.includes(one));
  if (agree) return { signal: "hosts-agree", data: {} };
  return { signal: "hosts-differ", data: { name, listed: few(seen.listed), wire: few(wire) } };
};

const tcp: Judgement = ({ servers: asked }) => {
  const how = ({ tcp: over }: ServerSeen): string => (over === undefined || over.ok ? "–" : over.failure.code);
  const cut = asked.find(isCut);
  if (cut !== undefined && !asked.some((one) => outcomeOf(one) === "addresses" && !isCut(one))) {
    return { signal: "truncated-and-tcp-blocked", data: { server: serverName(cut.server), how: how(cut) } };
  }
  const [first] = asked;
  if (first?.tcp === undefined || !first.a.ok) return undefined;
  const server = serverName(first.server);
  return first.tcp.ok
    ? { signal: "tcp-answers", data: { server } }
    : { signal: "tcp-silent", data: { server, how: how(first) } };
};

const speed: Judgement = (seen, { host: name, slow }) => {
  const [quickest] = seen.servers.filter((one) => isDefinite(outcomeOf(one))).sort((a, b) => slowness(a) - slowness(b));
  if (quickest === undefined) return undefined;
  const ms = slowness(quickest);
  if (ms <= slow) return { signal: "quick", data: { ms } };
  return { signal: "slow", data: { ms, name, server: serverName(quickest.server) } };
};

const elsewhere: readonly string[] = ["reserved", "unspecified", "loopback", "link-local"];

const range: Judgement = ({ located, listed, servers: [first] }, { host: name }) => {
  if (!located.ok) return undefined;
  const addresses = located.value.addresses.map(({ address }) => address);
  // A resolver on another port of this host was set up on purpose, for names of this host.
  const ours = first !== undefined && addressKind(first.server.address) === "loopback" && first.server.port !== 53;
  const expected = (address: string): boolean => listed.length > 0 || (ours && addressKind(address) === "loopback");
  const reserved = addresses.filter((one) => elsewhere.includes(addressKind(one)) && !expected(one));
  if (reserved.length === 0) return { signal: "public-or-expected", data: { addresses: few(addresses) } };
  const holes = reserved.filter((one) => addressKind(one) === "unspecified");
  if (holes.length > 0) return { signal: "hole-answer", data: { name, reserved: few(holes) } };
  const kinds = [...new Set(reserved.map(addressKind))];
  return { signal: "reserved-answer", data: { name, reserved: few(reserved), kinds } };
};

/** A server on this host knows what this host can reach. */
const reach: Judgement = ({ located, servers: [first] }, { host: name }) => {
  if (!located.ok || first === undefined || addressKind(first.server.address) !== "loopback") return undefined;
  if (located.value.source !== "dns") return undefined;
  const { addresses } = located.value;
  if (addresses.some(({ scope }) => scope !== "unrouted")) return { signal: "within-reach", data: { name } };
  const led = few(addresses.map(({ address }) => address));
  return { signal: "out-of-reach", data: { name, server: serverName(first.server), addresses: led } };
};

/** A server elsewhere can hardly mean the machine that asks it. */
const here: Judgement = ({ located, servers: [first] }, { host: name }) => {
  if (!located.ok || first === undefined || addressKind(first.server.address) === "loopback") return undefined;
  const addresses = located.value.addresses.map(({ address }) => address);
  const back = addresses.length > 0 && addresses.every((one) => addressKind(one) === "loopback");
  if (!back) return { signal: "leads-out", data: { name } };
  return { signal: "leads-back", data: { name, server: serverName(first.server), addresses: few(addresses) } };
};

/** Nor the router that it is reached by: in a small network that may serve everything, but then it resolves the names as well. */
const gateway: Judgement = ({ located, servers: [first], way, gateways = [] }, { host: name }) => {
  if (!located.ok || first === undefined || way?.scope !== "routed" || way.via === first.server.address)
    return undefined;
  const addresses = located.value.addresses.map(({ address }) => address);
  const ours = addresses.length > 0 && addresses.every((one) => gateways.includes(one));
  if (!ours) return { signal: "leads-past-gateway", data: { name } };
  return { signal: "leads-to-gateway", data: { name, addresses: few(addresses) } };
};

/** One judgement per question, on one look. A name in the hosts file asks nothing of the servers. */
export const judgeDns = (seen: DnsSeen, context: DnsContext): ReadonlyMap<DnsQuestion, DnsAnswered> => {
  const whole = {
    answer,
    life,
    way: wayAnswer,
    servers,
    compare,
    system,
    "hosts-file": hostsFile,
    steady: steadiness,
    tcp,
    speed,
    range,
    reach,
    here,
    gateway,
  };
  const asked: { readonly [question: string]: Judgement } =
    seen.listed.length > 0 ? { answer, "hosts-file": hostsFile, range } : whole;
  return new Map(
    Object.entries(asked).flatMap(([question, judgement]) => {
      const raised = judgement(seen, context);
      return raised === undefined ? [] : [[question as DnsQuestion, raised] as const];
    }),
  );
};

export const isDoubtful = ({ signal }: DnsAnswered): boolean => (dnsSignals[signal] as Signal).doubt === true;

/** Of two looks: an answer is believed, silence only if both met it. A name that resolved in one of them is unsteady. */
export const settle = (
  question: DnsQuestion,
  raised: readonly DnsAnswered[],
  name: string,
): DnsAnswered | undefined => {
  if (question === "way") return farthest(raised);
  // What a server did once it does now and then.
  if (question === "steady") return raised.find(({ signal }) => signal !== "answers-each-time") ?? raised[0];
  const sure = raised.findLast((one) => !isDoubtful(one));
  const telling = ["servers-prohibited", "servers-unreachable", "name-unanswered", "unanswered-by-gateway"].flatMap(
    (one) => raised.filter(({ signal }) => signal === one),
  );
  const doubtful = raised.find(isDoubtful);
  if (question === "answer" && sure?.signal === "resolves" && doubtful !== undefined) {
    return { signal: "unsteady", data: { name, tries: raised.length, how: doubtful.signal } };
  }
  // A router says "unreachable" only now and then, and a word may be lost: once is enough to know whose silence it is.
  return sure ?? telling[0] ?? raised.at(-1);
};
