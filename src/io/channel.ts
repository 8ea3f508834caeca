import { isIP, type Socket } from "node:net";
import { connect as startTls } from "node:tls";
import Client from "undici/lib/dispatcher/client.js";
import type { Attempt } from "../model/failure.js";
import type { HttpAim, HttpOptions, HttpTimes } from "../model/io.js";
import { hostPort } from "../model/place.js";
import type { ProxyUse, UrlTarget } from "../model/profile.js";
import { version } from "../model/version.js";
import { proxyOf } from "../model/way.js";
import { failure } from "./classify.js";
import { awaited, inOrder, type Limits, openFirst, type Reached, stopwatch } from "./connector.js";
import { type Context, targetNamed } from "./context.js";
import { type Asking, type Exchanged, type ExchangeLimits, type Watched, watch } from "./exchange.js";
import { absolute, openPlainly, openTunnel, proxyLogin } from "./proxy.js";
import { tlsFailure } from "./tls-failure.js";
import { secureContextOf } from "./trust.js";

/** Lets those who wait for their turn know how an exchange went. */
export const notePace = ({ gate }: Context, { turnAt }: Channel, outcome: Attempt<Exchanged>): void => {
  if (turnAt === undefined) return;
  if (outcome.ok) gate.turns.answered(turnAt, outcome.value.times.firstByte);
  else if (outcome.failure.code === "aborted") gate.turns.abandoned(turnAt, outcome.ms);
  else if (outcome.failure.code === "timeout" && outcome.failure.phase === "answer")
    gate.turns.unanswered(turnAt, outcome.ms);
};

const mebibyte = 1_048_576;
const day = 86_400_000;

/** A connection over which requests can be sent, TLS done and verified. */
export type Channel = Watched & {
  readonly target: UrlTarget;
  readonly client: Client;
  readonly address: string;
  readonly times: HttpTimes;
  /** Where its turn was taken; absent: through a proxy. */
  readonly turnAt?: string;
  /** Milliseconds until it was there. */
  readonly ms: number;
  close(): void;
};

/** Whether the connection stays for several requests and the pauses between them. */
type Holding = { readonly held?: "held" };

/** The profile's target of an aim; that there is none is a mistake of the caller. */
const targetOf = (context: Context, aim: HttpAim): UrlTarget => {
  const target = targetNamed(context, aim.as);
  if (target === undefined) throw new Error(`no url target is named ${aim.as}`);
  return target;
};

/** TLS as the user's program would do it: chain, dates and name verified. */
const secured = (context: Context, socket: Socket, target: UrlTarget, limits: Limits): Promise<Attempt<Socket>> => {
  const elapsed = stopwatch();
  return awaited<Attempt<Socket>>(
    limits,
    (code) => ({ ok: false, ms: elapsed(), failure: failure(code, "handshake", `${code} during the handshake`) }),
    (settle) => {
      const secure = startTls({
        socket,
        host: target.host,
        ...(isIP(target.host) === 0 ? { servername: target.host.replace(/\.$/, "") } : {}),
        ALPNProtocols: ["http/1.1"],
        secureContext: secureContextOf(context, target),
      });
      const side = { sentCertificate: target.clientCert !== undefined };
      secure.on("error", (error) => settle({ ok: false, ms: elapsed(), failure: tlsFailure(error, side) }));
      secure.once("secureConnect", () => settle({ ok: true, ms: elapsed(), value: secure }));
    },
  );
};

/** A client that has this one connection, and never ends it by itself, whatever the server announces. */
const clientOver = ({ socket, ended }: Watched, target: UrlTarget): Client => {
  let given = false;
  return new Client(`${target.secure ? "https" : "http"}://${hostPort(target.host, target.port)}`, {
    connect: (_, callback) => {
      if (given) return callback((ended()?.error ?? new Error("the connection is gone")) as Error, null);
      given = true;
      // undici is not ready for an answer before it has asked.
      queueMicrotask(() => callback(null, socket));
    },
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: day,
    keepAliveMaxTimeout: day,
    // What a server announces is shortened by this: a negative value keeps undici from hanging up before the server does.
    keepAliveTimeoutThreshold: -day,
    maxHeaderSize: 65_536,
  });
};

/** A line on which the target itself can be spoken to, and how long its parts took. */
type Way = Reached & { readonly times: { readonly name?: number; readonly connect: number }; readonly turnAt?: string };

/** Through a proxy, `connect` is the time until the proxy has connected, and it resolves the name itself. */
const throughProxy = async (
  context: Context,
  proxy: ProxyUse,
  { host, port, secure }: UrlTarget,
  { address = host }: HttpAim,
  limits: Limits,
): Promise<Attempt<Way>> => {
  const opened = await (secure ? openTunnel : openPlainly)(context, proxy, { address, port }, limits);
  if (!opened.ok) return opened;
  const { line, times } = opened.value;
  return { ...opened, value: { line, address, times: { name: times.name, connect: times.connect + times.answer } } };
};

/** The connection keeps its turn until it is hung up. `held`: see `Turns`. */
const directly = async (
  context: Context,
  target: UrlTarget,
  aim: HttpAim,
  { held, ...limits }: Limits & Holding,
): Promise<Attempt<Way>> => {
  const located = aim.address === undefined ? await context.locate(target.host, limits) : undefined;
  if (located?.ok === false) return located;
  const addresses = aim.address === undefined ? inOrder(located?.value.addresses ?? []) : [aim.address];
  const turnAt = hostPort(addresses[0] ?? target.host, target.port);
  const leave = await context.gate.turns.take(turnAt, limits.signal, held);
  if (held !== undefined && context.gate.turns.isMute(turnAt)) {
    leave();
    return { ok: false, ms: 0, failure: failure("timeout", "answer", "others of this run met nothing but silence") };
  }
  const reached = await openFirst(context, addresses, target.port, limits);
  const ms = (located?.ms ?? 0) + reached.ms;
  if (!reached.ok) {
    leave();
    return { ...reached, ms };
  }
  const { line, address } = reached.value;
  const hangUp = (): void => {
    line.hangUp();
    leave();
  };
  const times = { ...(located === undefined ? {} : { name: located.ms }), connect: reached.ms };
  return { ok: true, ms, value: { line: { ...line, hangUp }, address, times, turnAt } };
};

/** Name, connection and, for https, the verified handshake. */
export const openChannel = async (
  context: Context,
  aim: HttpAim,
  limits: Limits & Holding,
): Promise<Attempt<Channel>> => {
  const target = targetOf(context, aim);
  const proxy = proxyOf(target, aim.out);
  const way =
    proxy === undefined
      ? await directly(context, target, aim, limits)
      : await throughProxy(context, proxy, target, aim, limits);
  if (!way.ok) return way;
  const { line, address, turnAt } = way.value;
  line.socket.setNoDelay(true);
  const secure = target.secure ? await secured(context, line.socket, target, limits) : undefined;
  if (secure?.ok === false) {
    line.hangUp();
    return { ...secure, ms: way.ms + secure.ms };
  }
  const watched = watch(secure?.value ?? line.socket);
  const client = clientOver(watched, target);
  const close = (): void => {
    client.destroy().catch(() => {});
    line.hangUp();
  };
  const times = { ...way.value.times, ...(secure === undefined ? {} : { tls: secure.ms }) };
  const ms = way.ms + (secure?.ms ?? 0);
  return {
    ok: true,
    ms,
    value: { ...watched, target, client, address, times, ms, close, ...(turnAt === undefined ? {} : { turnAt }) },
  };
};

/**
 * The request of an aim: the profile's headers are added here and nowhere else. A proxy is told of plain HTTP in absolute
 * form, and by the target's name even where an address was asked for.
 */
export const askingOf = (target: UrlTarget, aim: HttpAim): Asking => {
  const url = new URL(target.url);
  const proxy = target.secure ? undefined : proxyOf(target, aim.out);
  const headers: Record<string, string> = {
    "user-agent": `invoice-diag/${version}`,
    accept: "*/*",
    "accept-encoding": "identity",
    ...(proxy === undefined ? {} : proxyLogin(proxy)),
  };
  for (const [name, value] of [...Object.entries(target.headers), ...Object.entries(aim.headers ?? {})]) {
    if (value === null) delete headers[name.toLowerCase()];
    else headers[name.toLowerCase()] = value;
  }
  const path = aim.path ?? `${url.pathname}${url.search}`;
  const { host: address, port } = target;
  return { method: aim.method ?? "GET", path: proxy === undefined ? path : absolute({ address, port }, path), headers };
};

export const limitsOf = (context: Context, options: HttpOptions): Limits & ExchangeLimits => {
  const timeout = options.timeout ?? context.profile.defaults.timeout;
  return {
    signal: options.signal,
    timeout,
    stall: timeout,
    answer: options.answer ?? context.profile.defaults.answer,
    bodyLimit: options.bodyLimit ?? mebibyte,
  };
};
