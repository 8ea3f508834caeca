import { type OtherAddress, otherAddresses } from "../../src/model/elsewhere.js";
import type { Attempt } from "../../src/model/failure.js";
import type { Io, Peer, ServiceAnswer } from "../../src/model/io.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";
import type { Protocol } from "../../src/model/profile.js";
import type { AddressSeen, Life, Seen, Target, Try } from "./sight.js";

/**
 * An EHOSTUNREACH sooner than this is asked once more: ours or a router's search for the neighbour may have begun earlier, or
 * a router that says so once a second has said it of the repeated request.
 */
const early = 1500;
/** Milliseconds in which a living service says something. */
const quick = 1000;
/** What nearly every host has, open or refused: web, SSH, remote desktop. */
const lifePorts = [443, 80, 22, 3389];
const addressLimit = 4;

/** Addresses worth a look: those that a route leads to, both families, at most four. */
export const chosen = ({ addresses }: Located): LocatedAddress[] => {
  const routed = addresses.filter(({ scope }) => scope !== "unrouted");
  const worth = routed.length > 0 ? routed : [...addresses];
  const place = (one: LocatedAddress): number => worth.filter(({ family }) => family === one.family).indexOf(one);
  return worth.sort((a, b) => place(a) - place(b)).slice(0, addressLimit);
};

const tried = (attempt: Attempt<unknown>): Try => {
  if (attempt.ok) return { ms: attempt.ms };
  const { code, detail } = attempt.failure;
  return { ms: attempt.ms, failed: code, ...(detail === undefined ? {} : { detail }) };
};

type Looking = { readonly io: Io; readonly signal: AbortSignal; readonly tries: number; readonly target: Target };

/** Asks two other ports of the address if the own one is silent for a fifth of the time-out, within the same bound. */
const withLife = async (
  own: Promise<Attempt<ServiceAnswer>>,
  address: string,
  { io, signal, target }: Looking,
): Promise<{ readonly first: Attempt<ServiceAnswer>; readonly life: Life[] }> => {
  const over = new AbortController();
  const life: Life[] = [];
  const options = {
    signal: AbortSignal.any([signal, over.signal]),
    timeout: io.defaults.timeout * 0.6,
    // Where others ask already, they must not wait for a question that is only asked beside.
    ifFree: true as const,
  };
  const timer = setTimeout(() => {
    for (const port of lifePorts.filter((one) => one !== target.port).slice(0, 2)) {
      void io.connect({ address, port }, options).then((attempt) => {
        if (attempt.ok || attempt.failure.code !== "aborted")
          life.push({ port, heard: attempt.ok ? "open" : attempt.failure.code });
      });
    }
  }, io.defaults.timeout / 5);
  const first = await own.finally(() => clearTimeout(timer));
  over.abort();
  const silent = !first.ok && first.failure.code === "timeout" && first.failure.phase === "connect";
  return { first, life: silent ? life : [] };
};

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

/** After a reset: whether a connection on which nothing is said (a mail client waits for its greeting) is reset as well. */
const resetsUnasked = async (peer: Peer, { io, signal }: Looking): Promise<boolean> => {
  const attempt = await io.ask(peer, "smtp", { signal, timeout: Math.min(quick, io.defaults.timeout) });
  return !attempt.ok && attempt.failure.code === "reset";
};

/** Protocols whose servers wait for the client: any of them looks mute, or ends it, when asked in the wrong way. */
const shy: readonly Protocol[] = ["http", "tls", "rdp"];

/** What a port speaks that did not answer in the expected way; undefined: nothing that we know. */
const whatElse = async (peer: Peer, { io, signal, target }: Looking): Promise<ServiceAnswer | undefined> => {
  const options = { signal, timeout: io.defaults.timeout * 0.4, servername: target.host };
  const others = shy.filter((protocol) => protocol !== target.speaks);
  const attempts = await Promise.all(others.map((protocol) => io.ask(peer, protocol, options)));
  return attempts.flatMap((one) => (one.ok && one.value.spoke !== "unknown" ? [one.value] : []))[0];
};

/** Who refused: the host, or a device on the way that answers in its place. */
const refusedBy = async (peer: Peer, { io, signal }: Looking): Promise<Pick<AddressSeen, "refusal">> => {
  const seen = await io.refusal(peer, { signal, timeout: Math.min(quick, io.defaults.timeout), beside: lifePorts });
  return seen.ok ? { refusal: seen.value } : {};
};

export const lookAt = async (at: LocatedAddress, looking: Looking): Promise<AddressSeen> => {
  const { io, signal, target } = looking;
  const peer = { address: at.address, port: target.port };
  const own = io.ask(peer, target.speaks, { signal, servername: target.host });
  const { first, life } = await withLife(own, at.address, looking);
  if (!first.ok && first.failure.phase === "connect") {
    const tries = [tried(first)];
    if (first.failure.code === "host-unreachable" && first.ms < early)
      tries.push(tried(await io.connect(peer, { signal, timeout: Math.min(2 * quick, io.defaults.timeout) })));
    const refused = first.failure.code === "refused" ? await refusedBy(peer, looking) : {};
    return { ...at, tries, ...refused, ...(life.length === 0 ? {} : { life }) };
  }
  const repeats = target.speaks !== "mysql" && first.ok ? await again(peer, looking) : [];
  if (target.speaks === "any" && first.ok) return { ...at, tries: [{ ms: first.value.connect }, ...repeats] };
  if (first.ok) {
    const { connect, spoke, banner } = first.value;
    return { ...at, tries: [{ ms: connect }, ...repeats], service: { ms: first.ms, spoke, banner } };
  }
  const { code, detail } = first.failure;
  if (code === "reset" && (target.speaks === "any" || (await resetsUnasked(peer, looking))))
    return { ...at, tries: [{ ms: first.ms, failed: "reset" }] };
  const other = await whatElse(peer, looking);
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
