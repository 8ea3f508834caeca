import { type OtherAddress, otherAddresses } from "../../src/model/elsewhere.js";
import type { Attempt, FailureCode } from "../../src/model/failure.js";
import type { Io, Peer } from "../../src/model/io.js";
import { besideLife, isAlive, lifePorts } from "../../src/model/life.js";
import { whatElse } from "../../src/model/opener.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";
import { counts } from "./dead.js";
import type { AddressSeen, Seen, Target, Try } from "./sight.js";

/**
 * An EHOSTUNREACH sooner than this is asked once more: ours or a router's search for the neighbour may have begun earlier, or
 * a router that says so once a second has said it of the repeated request.
 */
const early = 1500;
/** Milliseconds in which a living service says something. */
const quick = 1000;

const tried = (attempt: Attempt<unknown>): Try => {
  if (attempt.ok) return { ms: attempt.ms };
  const { code, detail } = attempt.failure;
  return { ms: attempt.ms, failed: code, ...(detail === undefined ? {} : { detail }) };
};

type Looking = { readonly io: Io; readonly signal: AbortSignal; readonly tries: number; readonly target: Target };

/** A lost connection request is repeated after a second (RFC 6298): a time-out below that would call a late answer a failure. */
const repetition = 1500;
/** Between two tries: a service with a queue of two or three, as remote desktops have, must get to accept the one before. */
const breath = 25;

const patienceOf = (timeout: number): number => Math.max(timeout * 0.4, Math.min(timeout, repetition));

/** Further handshakes, one after another; two silent ones are enough. */
const again = async (peer: Peer, { io, signal, tries }: Looking): Promise<Try[]> => {
  const made: Try[] = [];
  const silent = (): number => made.filter(({ failed }) => failed === "timeout").length;
  while (made.length < tries - 1 && silent() < 2 && !signal.aborted) {
    await io.pause(breath, signal);
    made.push(tried(await io.connect(peer, { signal, timeout: patienceOf(io.defaults.timeout) })));
  }
  return made;
};

/** How long a service may take to notice that a connection has ended: until then a limit counts it. */
const notice = 300;
const [rounds, singles] = [4, 3];
/** Rounds that must end alike. Silence may be a lost packet, which hits now this connection and now that one: a limit is met at the same. */
const inVain = { silent: 3, heard: 2 } as const;

type Held = Try & { readonly held: number };
const isSilent = ({ failed }: Try): boolean => failed === "timeout";

/** The one that a limit turned away, where enough of them say so. */
const turnedAway = (failed: readonly Held[]): Held | undefined => {
  const most = [...failed].sort((a, b) => b.held - a.held)[0];
  if (failed.length >= inVain.heard && !failed.some(isSilent)) return most;
  const alike = failed.every(({ held }) => held === most?.held);
  return alike && failed.length >= inVain.silent ? most : undefined;
};

/**
 * Connections that are held open at once: programs of ours have pools of so many at least, and a service that takes one after another with the
 * usual queue of five (socketserver.py, Python) still holds them.
 */
const together = (target: Target): number => (target.ours ? 6 : 2);

/** Whether connections open beside the first one; what fails so twice, and opens alone, is told. */
const beside = async (peer: Peer, { io, signal, target }: Looking): Promise<Pick<AddressSeen, "beside">> => {
  const options = { signal, timeout: patienceOf(io.defaults.timeout) };
  const count = together(target);
  const failed: Held[] = [];
  for (let nth = 0; nth < rounds && turnedAway(failed) === undefined && nth <= failed.length + 1; nth += 1) {
    await io.pause(nth === 0 ? breath : notice, signal);
    const seen = await io.connectBeside(peer, { ...options, count });
    const last = seen.ok ? { ...tried(seen.value.beside), held: seen.value.held } : undefined;
    if (last?.failed === undefined && last !== undefined) return { beside: last };
    if (last !== undefined && counts(last)) failed.push(last);
  }
  const first = turnedAway(failed);
  if (first === undefined) return {};
  for (let nth = 0; nth < singles; nth += 1) {
    await io.pause(notice, signal);
    if ((await io.connect(peer, options)).ok) return { beside: first };
  }
  return {};
};

/** After a cut: whether a connection on which nothing is said (a mail client waits for its greeting) is cut as well, and how. */
const cutUnasked = async (peer: Peer, { io, signal }: Looking): Promise<FailureCode | undefined> => {
  const attempt = await io.ask(peer, "smtp", { signal, timeout: Math.min(quick, io.defaults.timeout) });
  return attempt.ok || !isCut(attempt.failure.code) ? undefined : attempt.failure.code;
};

const isCut = (code: FailureCode): boolean => code === "reset" || code === "closed";

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

/** Who refused: the host, or a device on the way that answers in its place. */
const refusedBy = async (peer: Peer, { io, signal }: Looking): Promise<Pick<AddressSeen, "refusal">> => {
  const seen = await io.refusal(peer, { signal, timeout: Math.min(quick, io.defaults.timeout), beside: lifePorts });
  return seen.ok ? { refusal: seen.value } : {};
};

/** A queue that is full drops requests alone; asked where the host lives. */
const strays = async (peer: Peer, { io, signal }: Looking): Promise<Pick<AddressSeen, "stray">> => {
  const seen = await io.stray(peer, { signal, timeout: quick });
  return seen.ok ? { stray: seen.value.answered } : {};
};

export const lookAt = async (at: LocatedAddress, looking: Looking): Promise<AddressSeen> => {
  const { io, signal, target } = looking;
  const peer = { address: at.address, port: target.port };
  const own = io.ask(peer, target.speaks, { signal, servername: target.host });
  const { value: first, life } = await besideLife(own, peer, looking);
  if (!first.ok && first.failure.phase === "connect") {
    const silent = first.failure.code === "timeout";
    const tries = [tried(first)];
    if (first.failure.code === "host-unreachable" && first.ms < early)
      tries.push(tried(await io.connect(peer, { signal, timeout: Math.min(2 * quick, io.defaults.timeout) })));
    const refused = first.failure.code === "refused" ? await refusedBy(peer, looking) : {};
    const dropped = silent && life.some(isAlive) ? await strays(peer, looking) : {};
    return { ...at, tries, ...refused, ...dropped, ...(silent && life.length > 0 ? { life } : {}) };
  }
  const repeats = target.speaks !== "mysql" && first.ok ? await again(peer, looking) : [];
  if (first.ok) {
    const { connect, spoke, banner } = first.value;
    const tries = [{ ms: connect }, ...repeats];
    // One that is refused so soon after another may have met a limit; silence is no matter of others beside it.
    const heard = repeats.length > 0 && repeats.every(({ failed }) => failed !== "timeout");
    const second = heard ? await beside(peer, looking) : {};
    const heardOf =
      spoke === "http" && (await isTls(peer, banner, looking)) ? { spoke: "tls", banner: "" } : { spoke, banner };
    const service = target.speaks === "any" ? {} : { service: { ms: first.ms, ...heardOf } };
    return { ...at, tries, ...service, ...second };
  }
  const { code, detail } = first.failure;
  const unasked = isCut(code) && target.speaks !== "any" ? await cutUnasked(peer, looking) : undefined;
  if (code === "reset" && (target.speaks === "any" || unasked === "reset"))
    return { ...at, tries: [{ ms: first.ms, failed: "reset" }] };
  const other = unasked === undefined ? await speaksElse(peer, isCut(code), looking) : undefined;
  if (other === undefined)
    return {
      ...at,
      tries: [{}],
      service: { ms: first.ms, failed: code, ...(detail === "alive" ? { alive: true } : {}) },
    };
  return { ...at, tries: [{}], service: { ms: first.ms, spoke: other.spoke, banner: other.banner } };
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
