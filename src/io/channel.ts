import { isIP, type Socket } from "node:net";
import { connect as startTls } from "node:tls";
import { Client } from "undici";
import type { Attempt } from "../model/failure.js";
import type { HttpAim, HttpOptions, HttpTimes } from "../model/io.js";
import { hostPort } from "../model/place.js";
import type { UrlTarget } from "../model/profile.js";
import { version } from "../model/version.js";
import { failure } from "./classify.js";
import { awaited, inOrder, type Limits, openFirst, stopwatch } from "./connector.js";
import type { Context } from "./context.js";
import { type Asking, type ExchangeLimits, type Watched, watch } from "./exchange.js";
import { tlsFailure } from "./tls-failure.js";
import { secureContextOf, targetNamed } from "./trust.js";

const mebibyte = 1_048_576;
const day = 86_400_000;

/** A connection over which requests can be sent, TLS done and verified. */
export type Channel = Watched & {
  readonly target: UrlTarget;
  readonly client: Client;
  readonly address: string;
  readonly times: HttpTimes;
  /** Milliseconds until it was there. */
  readonly ms: number;
  close(): void;
};

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

/** Name, connection and, for https, the verified handshake. */
export const openChannel = async (context: Context, aim: HttpAim, limits: Limits): Promise<Attempt<Channel>> => {
  const target = targetOf(context, aim);
  const located = aim.address === undefined ? await context.locate(target.host, limits) : undefined;
  if (located?.ok === false) return located;
  const addresses = aim.address === undefined ? inOrder(located?.value.addresses ?? []) : [aim.address];
  const name = located?.ms ?? 0;
  const reached = await openFirst(context, addresses, target.port, limits);
  if (!reached.ok) return { ...reached, ms: name + reached.ms };
  const { line, address } = reached.value;
  line.socket.setNoDelay(true);
  const secure = target.secure ? await secured(context, line.socket, target, limits) : undefined;
  if (secure?.ok === false) {
    line.hangUp();
    return { ...secure, ms: name + reached.ms + secure.ms };
  }
  const watched = watch(secure?.value ?? line.socket);
  const client = clientOver(watched, target);
  const close = (): void => {
    client.destroy().catch(() => {});
    line.hangUp();
  };
  const times = {
    ...(located === undefined ? {} : { name }),
    connect: reached.ms,
    ...(secure === undefined ? {} : { tls: secure.ms }),
  };
  const ms = name + reached.ms + (secure?.ms ?? 0);
  return { ok: true, ms, value: { ...watched, target, client, address, times, ms, close } };
};

/** The request of an aim: the profile's headers are added here and nowhere else. */
export const askingOf = (target: UrlTarget, aim: HttpAim): Asking => {
  const url = new URL(target.url);
  const headers: Record<string, string> = {
    "user-agent": `invoice-diag/${version}`,
    accept: "*/*",
    "accept-encoding": "identity",
  };
  for (const [name, value] of [...Object.entries(target.headers), ...Object.entries(aim.headers ?? {})]) {
    if (value === null) delete headers[name.toLowerCase()];
    else headers[name.toLowerCase()] = value;
  }
  return { method: aim.method ?? "GET", path: aim.path ?? `${url.pathname}${url.search}`, headers };
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
