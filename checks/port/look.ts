import { type OtherAddress, otherAddresses } from "../../src/model/elsewhere.js";
import type { FailureCode } from "../../src/model/failure.js";
import type { Peer } from "../../src/model/io.js";
import { besideLife, isAlive, lifePorts } from "../../src/model/life.js";
import { whatElse } from "../../src/model/opener.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";
import { again, insist } from "./again.js";
import { beside } from "./beside.js";
import type { AddressSeen, Seen } from "./sight.js";
import { isCut, type Looking, patienceOf, refusedOften, tried } from "./tries.js";

/**
 * An EHOSTUNREACH sooner than this is asked once more: ours or a router's search for the neighbour may have begun earlier, or
 * a router that says so once a second has said it of the repeated request.
 */
const early = 1500;
/** Milliseconds in which a living service says something. */
const quick = 1000;

/** After a cut: whether a connection on which nothing is said (a mail client waits for its greeting) is cut as well, and how. */
const cutUnasked = async (peer: Peer, { io, signal }: Looking): Promise<FailureCode | undefined> => {
  const attempt = await io.ask(peer, "smtp", { signal, timeout: Math.min(quick, io.defaults.timeout) });
  return attempt.ok || !isCut(attempt.failure.code) ? undefined : attempt.failure.code;
};

/**
 * What speaks there that gave no proper answer. What cuts the expected question off and knows the protocol when it hears another one
 * (a web server says so to whatever is no request) has not served it.
 */
const speaksElse = async (peer: Peer, cut: boolean, { io, signal, target }: Looking) => {
  const other = await whatElse(peer, target.speaks, { io, signal, servername: target.host });
  return cut && other?.spoke === target.speaks ? undefined : other;
};

/**
 * A web server says 400 in plain HTTP to who speaks that at a port of TLS; one of plain HTTP, too, to a request that it does not like.
 * Where a URL says `http`, it is the URL that is wrong, and `api` says so.
 */
const isTls = async (peer: Peer, banner: string, { io, signal, target }: Looking): Promise<boolean> => {
  if (target.speaks !== "http" || target.deeper === true || !/^HTTP\/\S+ 400/.test(banner)) return false;
  const heard = await io.ask(peer, "tls", {
    signal,
    timeout: Math.min(quick, io.defaults.timeout),
    servername: target.host,
  });
  return heard.ok && heard.value.spoke === "tls";
};

/** Some programs end the request for a head that they answer to the whole: whether what the URL names is served. */
const serves = async (peer: Peer, path: string, { io, signal, target }: Looking): Promise<boolean> => {
  const heard = await io.ask(peer, "http", { signal, servername: target.host, path });
  return heard.ok && heard.value.spoke === "http";
};

/** Who refused: the host, or a device on the way that answers in its place. */
const refusedBy = async (peer: Peer, { io, signal }: Looking): Promise<Pick<AddressSeen, "refusal">> => {
  const seen = await io.refusal(peer, { signal, timeout: Math.min(quick, io.defaults.timeout), beside: lifePorts });
  return seen.ok ? { refusal: seen.value } : {};
};

/** A queue that is full drops requests alone; asked where the host lives, and where it is this machine its kernel tells. */
const strays = async (peer: Peer, { io, signal }: Looking): Promise<Pick<AddressSeen, "stray" | "waiting">> => {
  const waiting = await io.waiting(peer);
  if (waiting !== undefined) return { waiting };
  const seen = await io.stray(peer, { signal, timeout: quick });
  return seen.ok ? { stray: seen.value.answered } : {};
};

export const lookAt = async (at: LocatedAddress, looking: Looking): Promise<AddressSeen> => {
  const { io, signal, target } = looking;
  const peer = { address: at.address, port: target.port };
  const ask = () => io.ask(peer, target.speaks, { signal, servername: target.host });
  const { value, life } = await besideLife(ask(), peer, looking);
  // Before it is asked again: who refuses by a message rations them.
  const refuser = !value.ok && value.failure.code === "refused" ? await refusedBy(peer, looking) : {};
  const final = refuser.refusal?.ttl === null;
  const { last: first, refused } = final ? { last: value, refused: [] } : await insist(value, ask, looking);
  if (!first.ok && first.failure.phase === "connect") {
    const silent = first.failure.code === "timeout";
    const tries = [...refused, tried(first)];
    if (first.failure.code === "host-unreachable" && first.ms < early)
      tries.push(tried(await io.connect(peer, { signal, timeout: Math.min(2 * quick, io.defaults.timeout) })));
    const dropped = silent && life.some(isAlive) ? await strays(peer, looking) : {};
    const who = first.failure.code === "refused" ? refuser : {};
    return { ...at, tries, ...who, ...dropped, ...(silent && life.length > 0 ? { life } : {}) };
  }
  if (first.ok) {
    const { connect, spoke, banner } = first.value;
    const before = [...refused, { ms: connect }];
    const repeats = target.speaks === "mysql" ? [] : await again(peer, before, looking);
    const tries = [...before, ...repeats];
    // One that is refused so soon after another may have met a limit; silence, and what is refused alone, is no matter of others beside it.
    const heard = repeats.length > 0 && repeats.every(({ failed }) => failed !== "timeout") && !refusedOften(tries);
    const second = heard ? await beside(peer, looking) : {};
    const heardOf =
      spoke === "http" && (await isTls(peer, banner, looking)) ? { spoke: "tls", banner: "" } : { spoke, banner };
    const service = target.speaks === "any" ? {} : { service: { ms: first.ms, ...heardOf } };
    return { ...at, tries, ...service, ...second };
  }
  const { code, detail } = first.failure;
  if (isCut(code) && target.path !== undefined && (await serves(peer, target.path, looking)))
    return { ...at, tries: [...refused, {}], service: { ms: first.ms, spoke: "http", banner: "" } };
  const unasked = isCut(code) && target.speaks !== "any" ? await cutUnasked(peer, looking) : undefined;
  if (code === "reset" && (target.speaks === "any" || unasked === "reset"))
    return { ...at, tries: [...refused, { ms: first.ms, failed: "reset" }] };
  const other = unasked === undefined ? await speaksElse(peer, isCut(code), looking) : undefined;
  if (other === undefined)
    return {
      ...at,
      tries: [...refused, {}],
      service: { ms: first.ms, failed: code, ...(detail === "alive" ? { alive: true } : {}) },
    };
  return { ...at, tries: [...refused, {}], service: { ms: first.ms, spoke: other.spoke, banner: other.banner } };
};

/** Where no address in use opens, those that other resolvers give may be where the service is. */
export const lookElsewhere = async (
  located: Located,
  seen: readonly AddressSeen[],
  { io, signal, target }: Looking,
): Promise<NonNullable<Seen["elsewhere"]>> => {
  if (seen.some(({ tries }) => tries.some(({ failed }) => failed === undefined))) return [];
  const others = await otherAddresses(located, { io, signal, compare: target.compare ?? [] });
  const timeout = patienceOf(io.defaults.timeout);
  const opens = async ({ address }: OtherAddress): Promise<boolean> =>
    (await io.connect({ address, port: target.port }, { signal, timeout, ifFree: true })).ok;
  return Promise.all(others.map(async (one) => ({ ...one, opens: await opens(one) })));
};
