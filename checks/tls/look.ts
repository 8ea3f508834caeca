import type { ByHand } from "../../src/model/by-hand.js";
import type { Attempt, FailureCode } from "../../src/model/failure.js";
import { askInsistently } from "../../src/model/insist.js";
import type { Handshake, Io, Peer } from "../../src/model/io.js";
import { whatElse } from "../../src/model/opener.js";
import type { ServerAddress } from "../../src/model/profile.js";
import type { Plain, TlsSeen } from "./handshakes.js";

/** One look at one address: the handshake, and where it fails, what else is spoken there. */

export type Target = {
  readonly host: string;
  readonly port: number;
  readonly servername: string;
  /** The url target whose trust, client certificate and proxy are used. */
  readonly as?: string;
  /** Second opinions on the name. */
  readonly compare?: readonly ServerAddress[];
  readonly ours?: true;
} & ByHand;

export type Looking = { readonly target: Target; readonly io: Io; readonly signal: AbortSignal };

/** Whose trust, client certificate and proxy are used. */
export const behalf = ({ as }: Target): { readonly as?: string } => (as === undefined ? {} : { as });

/** Web servers say 400 to plain HTTP at a port of TLS, or send it on; whatever else answers the request itself. */
const isOwnPage = (statusLine: string): boolean => /^HTTP\/\S+ (?!3\d\d|400)\d{3}/.test(statusLine);

const askPlainly = async (peer: Peer, { io, signal, target }: Looking): Promise<Plain> => {
  const timeout = (io.defaults.timeout * 2) / 5;
  const heard = await io.ask(peer, "http", { signal, timeout, servername: target.servername, ...behalf(target) });
  if (heard.ok) return heard.value.spoke === "http" && isOwnPage(heard.value.banner) ? "http" : "answers";
  const { code, phase } = heard.failure;
  if (phase === "connect" || phase === "proxy") return "unknown";
  return code === "timeout" ? "silent" : code === "reset" || code === "closed" ? "cut" : "unknown";
};

/** Who neither shakes hands nor lets us speak HTTP may be a server of something else. */
const askElse = async (peer: Peer, { io, signal, target }: Looking): Promise<Pick<TlsSeen, "other">> => {
  const other = await whatElse(peer, "tls", { io, signal, servername: target.servername, ...behalf(target) });
  return other === undefined || other.spoke === "tls" ? {} : { other: other.spoke };
};

/** internal_error (RFC 8446 section 6.2): the server says that the trouble is its own, be it for a moment. */
const internalError = 80;
/** Milliseconds until such a server is asked once more. */
const recovery = 1000;
const stumbles = (one: Attempt<Handshake>): boolean => !one.ok && one.failure.detail === internalError;

/** `servername` being the address, the server is not named at all. */
export const shake = async (
  { target, io, signal }: Looking,
  address: string,
  servername = target.servername,
): Promise<Attempt<Handshake>> => {
  const once = () => io.handshake({ address, port: target.port }, { signal, servername, ...behalf(target) });
  const first = await once();
  if (!stumbles(first)) return first;
  await io.pause(recovery, signal);
  return once();
};

const failureOf = (one: Attempt<Handshake>): FailureCode | undefined =>
  one.ok || one.failure.phase !== "handshake" ? undefined : one.failure.code;

/** How often two are tried at once after a cut. */
const rounds = 2;

/**
 * Two at once: a balancer that leads to its back ends in turn gives one of them to each, whatever was asked in between. A connection that
 * does not open says nothing of TLS.
 */
const insist = (first: Attempt<Handshake>, address: string, looking: Looking) => {
  const ask = async (): Promise<Attempt<Handshake>> => {
    const two = await Promise.all([shake(looking, address), shake(looking, address)]);
    return two.find(({ ok }) => ok) ?? two.find((one) => failureOf(one) !== undefined) ?? first;
  };
  return askInsistently(first, { ask, failed: failureOf, ends: ["reset", "closed"], times: rounds }, looking);
};

/** When a silent handshake is asked about beside it, until when that may begin anew, and how long one of them may take: shares of the time-out. */
const [doubtful, latest, brief] = [1 / 5, 0.7, 1 / 4];
/** Of two in a row a balancer that leads to its back ends in turn gives one to each. */
const besides = 2;

type Beside = { readonly plain: Plain; readonly tried: readonly Attempt<Handshake>[] };

/**
 * What a server does on other connections while a handshake with it is silent: plain HTTP, and then handshakes one after another, so
 * that whoever serves a single client is not crowded. They end with the time of the one that they are beside, and are given up
 * as soon as that one has come to any other end (`over`).
 */
const askBeside = async (peer: Peer, looking: Looking, over: AbortSignal): Promise<Beside> => {
  const { target, io } = looking;
  const end = performance.now() + io.defaults.timeout * (latest - doubtful);
  const plain = await askPlainly(peer, looking);
  const signal = AbortSignal.any([looking.signal, over]);
  const options = { signal, servername: target.servername, timeout: io.defaults.timeout * brief, ...behalf(target) };
  const tried: Attempt<Handshake>[] = [];
  while (tried.length < besides && performance.now() < end && !signal.aborted && !tried.some(({ ok }) => ok))
    tried.push(await io.handshake(peer, options));
  return { plain, tried };
};

/**
 * A handshake, and beside it, once it has been silent for a fifth of its time, the same question in plain HTTP and further handshakes:
 * where one of them completes and the first never does, a balancer leads to back ends that differ. `cut`: those before it that were
 * cut, or stayed silent.
 */
export const lookAt = async (
  address: string,
  looking: Looking,
): Promise<
  Pick<TlsSeen, "handshake" | "plain" | "unnamed" | "other"> & { readonly cut?: readonly Attempt<Handshake>[] }
> => {
  const { target, io } = looking;
  const peer = { address, port: target.port };
  let beside: Promise<Beside> | undefined;
  const over = new AbortController();
  const timer = setTimeout(() => {
    beside = askBeside(peer, looking, over.signal);
  }, io.defaults.timeout * doubtful);
  const first = await shake(looking, address).finally(() => clearTimeout(timer));
  if (failureOf(first) !== "timeout") over.abort();
  const { last: handshake, before: cut } = await insist(first, address, looking);
  if (handshake.ok && cut.length > 0) return { handshake, cut };
  if (handshake.ok || handshake.failure.phase !== "handshake") return { handshake };
  const { code } = handshake.failure;
  if (code === "timeout") {
    const { plain, tried } = await (beside ?? { plain: await askPlainly(peer, looking), tried: [] });
    const completed = tried.find(({ ok }) => ok);
    if (completed !== undefined)
      return { handshake: completed, cut: [...cut, handshake, ...tried.filter(({ ok }) => !ok)] };
    return { handshake, plain, ...(plain === "cut" ? await askElse(peer, looking) : {}) };
  }
  if (code !== "reset" && code !== "closed") return { handshake };
  const plain = await askPlainly(peer, looking);
  if (plain !== "cut") return { handshake, plain };
  if (target.servername === address) return { handshake, plain, ...(await askElse(peer, looking)) };
  const unnamed = await shake(looking, address, address);
  if (unnamed.ok) return { handshake, plain, unnamed: "completes" };
  return { handshake, plain, unnamed: "cut", ...(await askElse(peer, looking)) };
};
