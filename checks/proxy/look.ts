import { addressKind } from "../../src/model/address.js";
import type { Unavailable } from "../../src/model/check.js";
import type { Attempt, Failure, FailureCode } from "../../src/model/failure.js";
import type { Io, ProxyAnswer } from "../../src/model/io.js";
import { whatElse } from "../../src/model/opener.js";
import { type Located, type LocatedAddress, resolverPlace } from "../../src/model/place.js";
import type { AroundSeen, Direct, ThroughSeen, WayTarget } from "./sight.js";
import { verdictOf } from "./verdict.js";

export type Looking = { readonly io: Io; readonly signal: AbortSignal };

/** Our own troubles say nothing of the proxy. */
const ourOwn: readonly FailureCode[] = ["aborted", "no-local-address", "descriptors-exhausted", "not-available"];

const cannot = ({ code, phase }: Failure): Unavailable => ({
  unavailable: { en: `the proxy could not be asked: ${code} (${phase})`, zh: `无法询问代理：${code}（${phase}）` },
});

const isNear = ({ address, scope }: LocatedAddress): boolean =>
  scope === "on-link" || ["private", "loopback", "link-local"].includes(addressKind(address));

export const usable = ({ addresses }: Located): LocatedAddress | undefined =>
  addresses.find(({ scope }) => scope !== "unrouted") ?? addresses[0];

/** Whether the first address of the host is near, or undefined if it has none. */
export const nearness = (located: Located): boolean => {
  const at = usable(located);
  return at !== undefined && isNear(at);
};

const besides = ({ scope }: LocatedAddress): Pick<Direct, "beside"> => {
  if (scope === "loopback") return { beside: "here" };
  return scope === "on-link" ? { beside: "network" } : {};
};

/** One connection to the target itself, with the name as this machine resolves it. */
const directly = async ({ host, port }: WayTarget, { io, signal }: Looking): Promise<Direct> => {
  const located = await io.locate(host, { signal });
  const at = located.ok ? usable(located.value) : undefined;
  if (at === undefined) return { opens: false, near: false, code: located.ok ? "no-address" : located.failure.code };
  const opened = await io.connect({ address: at.address, port }, { signal });
  return { opens: opened.ok, near: isNear(at), ...besides(at), ...(opened.ok ? {} : { code: opened.failure.code }) };
};

/** Whether the proxy answers anything: what any proxy answers by itself, be it with an error. */
const lives = async ({ proxy }: WayTarget, located: Located, { io, signal }: Looking): Promise<boolean> => {
  const peer = { address: usable(located)?.address ?? proxy.host, port: proxy.port };
  const timeout = (io.defaults.timeout * 2) / 5;
  const heard = await io.ask(peer, "http", { signal, timeout, servername: proxy.host });
  if (heard.ok) return true;
  const { phase, code, detail } = heard.failure;
  return phase === "greeting" && (code !== "timeout" || detail === "alive");
};

/** Who ends it without a word may be a server of something else: SOCKS, as a rule. */
const speaks = async ({ proxy }: WayTarget, located: Located, { io, signal }: Looking) => {
  const peer = { address: usable(located)?.address ?? proxy.host, port: proxy.port };
  const other = await whatElse(peer, "http", { io, signal, servername: proxy.host });
  return other === undefined || other.spoke === "unknown" || other.spoke === "http" ? {} : { speaks: other.spoke };
};

const isCut = (asked: Attempt<ProxyAnswer>): boolean =>
  !asked.ok && asked.failure.phase === "proxy" && ["closed", "reset"].includes(asked.failure.code);

const usualPort = ({ secure }: WayTarget): number => (secure ? 443 : 80);

/** The proxy's policy is about hosts and ports: the usual port of the same host tells which of them it minds. */
const onUsualPort = async (target: WayTarget, { io, signal }: Looking): Promise<Pick<ThroughSeen, "other">> => {
  const port = usualPort(target);
  if (port === target.port) return {};
  return { other: { port, asked: await io.tunnel({ as: target.as, port }, { signal }) } };
};

const isSilence = (asked: Attempt<ProxyAnswer>): boolean =>
  !asked.ok && asked.failure.phase === "proxy" && asked.failure.code === "timeout";

/** Whether a proxy was reached and did not let the request through, for a reason that another way may not know. */
const isBarred = (asked: Attempt<ProxyAnswer>): boolean => {
  if (asked.ok) return ["denies", "upstream"].includes(verdictOf(asked.value));
  const { phase, code } = asked.failure;
  return phase === "proxy" && ["timeout", "closed", "reset"].includes(code);
};

export const lookThrough = async (target: WayTarget, looking: Looking): Promise<ThroughSeen | Unavailable> => {
  const { io, signal } = looking;
  const at = await io.locate(target.proxy.host, { signal });
  if (!at.ok) {
    if (ourOwn.includes(at.failure.code)) return cannot(at.failure);
    const [server] = await io.resolvers();
    const resolver = server === undefined ? {} : { resolver: resolverPlace(server) };
    return { located: null, ...resolver, asked: at };
  }
  const located = at.value;
  const asked = await io.tunnel({ as: target.as }, { signal });
  if (!asked.ok && ourOwn.includes(asked.failure.code)) return cannot(asked.failure);
  if (!isBarred(asked)) return { located, asked };
  const spoken = isCut(asked) ? await speaks(target, located, looking) : {};
  if ("speaks" in spoken) return { located, asked, ...spoken };
  const [life, usual, direct] = await Promise.all([
    isSilence(asked) ? lives(target, located, looking) : undefined,
    onUsualPort(target, looking),
    directly(target, looking),
  ]);
  return { located, asked, ...(life === undefined ? {} : { lives: life }), ...usual, direct };
};

/** Whether the target itself answers through the proxy; some proxies say "established" before they have tried. */
const throughIgnored = async (
  { as, host, port, secure }: WayTarget,
  { io, signal }: Looking,
): Promise<NonNullable<AroundSeen["through"]>> => {
  if (secure) {
    const heard = await io.ask({ address: host, port }, "tls", { signal, servername: host, as, ignored: true });
    return heard.ok ? { answers: heard.value.spoke === "tls" } : { answers: false, code: heard.failure.code };
  }
  const asked = await io.tunnel({ as }, { signal });
  return asked.ok ? { answers: verdictOf(asked.value) === "opens" } : { answers: false, code: asked.failure.code };
};

/**
 * The direct way first; the ignored proxy is asked beside it once it has been silent for a fifth of its time-out. What runs
 * on this machine is no proxy's business.
 */
export const lookAround = async (target: WayTarget, looking: Looking): Promise<AroundSeen> => {
  const { io, signal } = looking;
  const located = await io.locate(target.host, { signal });
  if (located.ok && usable(located.value)?.scope === "loopback") return { direct: "here" };
  const settled = new AbortController();
  const own = AbortSignal.any([signal, settled.signal]);
  const attempt = directly(target, looking);
  const early = await Promise.race([attempt, io.pause(io.defaults.timeout / 5, own)]);
  if (early?.opens) {
    settled.abort();
    return { direct: early };
  }
  const beside = throughIgnored(target, { io, signal: own });
  const direct = await attempt;
  if (direct.opens) settled.abort();
  const through = await beside;
  settled.abort();
  return direct.opens ? { direct } : { direct, through };
};
