import type { Attempt, Failure } from "../model/failure.js";
import type { Peer, ProxyAnswer, TunnelAim, VerbOptions } from "../model/io.js";
import { hostPort, type Located } from "../model/place.js";
import type { ProxyUse } from "../model/profile.js";
import { usedProxy } from "../model/way.js";
import { failure } from "./classify.js";
import { inOrder, type Limits, openFirst, type Reached } from "./connector.js";
import { type Context, targetNamed } from "./context.js";
import { dial, type Line } from "./dial.js";
import { readFields } from "./http-fields.js";
import { type Head, readHead, requestHead } from "./http-head.js";
import { printable } from "./untrusted.js";

/** A line to a proxy, or through it, and the milliseconds that each part took. */
export type Proxied = Reached & {
  readonly times: { readonly name: number; readonly connect: number; readonly answer: number };
};

const limitsOf = (context: Context, { signal, timeout }: VerbOptions): Limits => ({
  signal,
  timeout: timeout ?? context.profile.defaults.timeout,
});

/** The header that logs in at the proxy. */
export const proxyLogin = ({ authorization }: ProxyUse): { readonly [name: string]: string } =>
  authorization === undefined ? {} : { "proxy-authorization": authorization };

const loginLines = (proxy: ProxyUse): string[] =>
  Object.entries(proxyLogin(proxy)).map(([name, value]) => `${name}: ${value}`);

/** Finds the proxy and connects to it. The gate counts connections by what they are for: everything goes to one proxy. */
export const openProxy = async (
  context: Context,
  proxy: ProxyUse,
  peer: Peer,
  limits: Limits,
): Promise<Attempt<Proxied>> => {
  const located = await context.locate(proxy.host, limits);
  if (!located.ok) return located;
  const key = `${hostPort(peer.address, peer.port)} through ${hostPort(proxy.host, proxy.port)}`;
  const reached = await openFirst(context, inOrder(located.value.addresses), proxy.port, limits, key);
  const ms = located.ms + reached.ms;
  if (!reached.ok) return { ...reached, ms };
  const times = { name: located.ms, connect: reached.ms, answer: 0 };
  return { ok: true, ms, value: { ...reached.value, times } };
};

type Answered = { readonly proxied: Proxied; readonly head: Head };

/** Asks a proxy, and hears the head of what it answers; the line is hung up where none came. */
const asked = async (
  context: Context,
  proxy: ProxyUse,
  peer: Peer,
  limits: Limits,
  request: string,
): Promise<Attempt<Answered>> => {
  const opened = await openProxy(context, proxy, peer, limits);
  if (!opened.ok) return opened;
  const { line, times } = opened.value;
  line.socket.setNoDelay(true);
  line.socket.write(request);
  const answer = await readHead(line.socket, "proxy", limits);
  const ms = opened.ms + answer.ms;
  if (!answer.ok) {
    line.hangUp();
    return { ...answer, ms };
  }
  return {
    ok: true,
    ms,
    value: { proxied: { ...opened.value, times: { ...times, answer: answer.ms } }, head: answer.value },
  };
};

/** CONNECT (RFC 9110 section 9.3.6): the name goes to the proxy as it is. */
const connectTo = (proxy: ProxyUse, { address, port }: Peer): string => {
  const authority = hostPort(address, port);
  return requestHead("CONNECT", authority, authority, loginLines(proxy));
};

/** The absolute form that a proxy is asked in for plain HTTP (RFC 9112 section 3.2.2). */
export const absolute = ({ address, port }: Peer, path: string): string => `http://${hostPort(address, port)}${path}`;

/** `HEAD` of the front page: what the proxy does with plain HTTP, for it may open no tunnels but to 443. */
export const headThrough = (proxy: ProxyUse, peer: Peer): string =>
  requestHead("HEAD", absolute(peer, "/"), hostPort(peer.address, peer.port), [
    ...loginLines(proxy),
    "Connection: close",
  ]);

/** Whatever failed, it failed on the way through the proxy. */
const atProxy = (reason: Failure): Failure => ({ ...reason, phase: "proxy" });

/** Opens a tunnel to a peer. Every failure has the phase `proxy`; a refusal's detail is its status. */
export const openTunnel = async (
  context: Context,
  proxy: ProxyUse,
  peer: Peer,
  limits: Limits,
): Promise<Attempt<Proxied>> => {
  const answer = await asked(context, proxy, peer, limits, connectTo(proxy, peer));
  if (!answer.ok) return { ...answer, failure: atProxy(answer.failure) };
  const { proxied, head } = answer.value;
  if (head.status < 300) return { ...answer, value: proxied };
  proxied.line.hangUp();
  const refused = failure("proxy-refused", "proxy", `the proxy answered ${head.status}`, head.status);
  return { ok: false, ms: answer.ms, failure: refused };
};

/** Connects to a proxy that plain requests are sent to; every failure has the phase `proxy`. */
export const openPlainly = async (...args: Parameters<typeof openProxy>): Promise<Attempt<Proxied>> => {
  const opened = await openProxy(...args);
  return opened.ok ? opened : { ...opened, failure: atProxy(opened.failure) };
};

/** On whose behalf a connection is opened. `ignored`: through the proxy that is named, even if it is not used. */
export type Behalf = { readonly as?: string; readonly ignored?: true };

export const proxyFor = (context: Context, { as, ignored }: Behalf): ProxyUse | undefined => {
  const target = targetNamed(context, as);
  return ignored === true ? target?.proxy : usedProxy(target);
};

/** Opens a connection to a peer: directly, or through the proxy of the target that it is for. */
export const reach = async (context: Context, peer: Peer, options: VerbOptions & Behalf): Promise<Attempt<Line>> => {
  const proxy = proxyFor(context, options);
  if (proxy === undefined) return dial(context, peer, options);
  const tunnel = await openTunnel(context, proxy, peer, limitsOf(context, options));
  return tunnel.ok ? { ...tunnel, value: tunnel.value.line } : tunnel;
};

/** Where a host lies behind a proxy: as far as this machine knows, at the proxy. */
export const locateBehind = async (
  context: Context,
  proxy: ProxyUse,
  host: string,
  options: VerbOptions,
): Promise<Attempt<Located>> => {
  const at = await context.locate(proxy.host, options);
  if (!at.ok) return { ...at, failure: atProxy(at.failure) };
  const [first] = at.value.addresses;
  const way = first === undefined ? ({ family: 4, scope: "routed" } as const) : first;
  const addresses = [{ ...way, address: host }];
  const value = { host, source: "proxy", proxy: hostPort(proxy.host, proxy.port), addresses } as const;
  return { ...at, value };
};

/** Products that name themselves in the `Server` of their own answers. */
const products =
  /\b(tinyproxy|squid|privoxy|polipo|3proxy|ccproxy|wingate|cntlm|mitmproxy|blue ?coat|proxysg|zscaler|mcafee|websense|forcepoint|forti(?:gate|proxy)|trafficserver|sangfor)/i;

const text = (field: string | readonly string[] | undefined): string =>
  typeof field === "string" ? field : (field ?? []).join(", ");

/** Whether an answer is the proxy's own and not the far side's (RFC 9209, and what products do). */
const bearsMarks = ({ status, fields }: Head): boolean =>
  status === 407 ||
  fields["x-squid-error"] !== undefined ||
  /;\s*error\s*=/.test(text(fields["proxy-status"])) ||
  products.test(text(fields.server));

/** Names of the ways to log in, from `Proxy-Authenticate` (RFC 9110 section 11.7.1). */
const schemesOf = ({ fields }: Head): string[] => {
  const found = text(fields["proxy-authenticate"]).matchAll(/(?:^|,)\s*([a-z][a-z0-9-]*)(?=\s+\S|\s*,|\s*$)/gi);
  return [...new Set([...found].map(([, scheme = ""]) => printable(scheme.toLowerCase(), 30)))].slice(0, 5);
};

/**
 * What a proxy answers to a request for a url target: to CONNECT, or to `HEAD` in absolute form where the target is plain
 * HTTP. Any status is an answer. Failures have the phases `name` and `connect` (the proxy's own) and `proxy` (waiting for
 * its answer). A tunnel that opens is closed again; nothing is sent through it.
 */
export const tunnel = async (context: Context, aim: TunnelAim, options: VerbOptions): Promise<Attempt<ProxyAnswer>> => {
  const target = targetNamed(context, aim.as);
  const proxy = target?.proxy;
  if (target === undefined || proxy === undefined) throw new Error(`no proxy is named for ${aim.as}`);
  const peer = { address: target.host, port: aim.port ?? target.port };
  const request = target.secure ? connectTo(proxy, peer) : headThrough(proxy, peer);
  const answer = await asked(context, proxy, peer, limitsOf(context, options), request);
  if (!answer.ok) return answer;
  const { proxied, head } = answer.value;
  proxied.line.hangUp();
  const product = products.exec(text(head.fields.server))?.[1]?.toLowerCase();
  const { location } = readFields(head.fields, target.url);
  const value = {
    status: head.status,
    address: proxied.address,
    own: target.secure || bearsMarks(head),
    ...(product === undefined ? {} : { product }),
    schemes: schemesOf(head),
    login: proxy.authorization === undefined ? ("none" as const) : ("sent" as const),
    ...(location === undefined ? {} : { location }),
    times: proxied.times,
  };
  return { ...answer, value };
};
