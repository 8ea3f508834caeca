import { isIP, type Socket } from "node:net";
import type { Attempt } from "../model/failure.js";
import type { ClockReading, DateOptions, Peer } from "../model/io.js";
import { hostPort } from "../model/place.js";
import { classify, failure } from "./classify.js";
import { awaited, type Limits, stopwatch } from "./connector.js";
import type { Context } from "./context.js";
import { headThrough, openPlainly, proxyFor, reach } from "./proxy.js";

/** The `Date` field has whole seconds (RFC 9110 section 5.6.7), cut off and not rounded. */
const granularity = 1000;

/** Headers end long before this; more is not read. */
const enough = 16_384;

const secured = async (socket: Socket, servername: string, limits: Limits): Promise<Attempt<Socket>> => {
  const { connect } = await import("node:tls");
  const elapsed = stopwatch();
  const name = isIP(servername) === 0 ? { servername } : {};
  return awaited<Attempt<Socket>>(
    limits,
    (code) => ({ ok: false, ms: elapsed(), failure: failure(code, "handshake", `${code} during the handshake`) }),
    (settle) => {
      // Only the time is read; nothing of the user's goes over this connection, so no authority need be known.
      const secure = connect({ socket, rejectUnauthorized: false, ca: [], ...name });
      secure.on("error", (error) => settle({ ok: false, ms: elapsed(), failure: classify(error, "handshake") }));
      secure.once("secureConnect", () => settle({ ok: true, ms: elapsed(), value: secure }));
    },
  );
};

/** Everything up to the end of the header fields. */
const headersOf = (socket: Socket, limits: Limits): Promise<Attempt<string>> => {
  const elapsed = stopwatch();
  const failed = (code: "timeout" | "aborted" | "closed"): Attempt<string> => ({
    ok: false,
    ms: elapsed(),
    failure: failure(code, "answer", `${code} before a Date came`),
  });
  return awaited<Attempt<string>>(limits, failed, (settle) => {
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (/\r?\n\r?\n/.test(text) || text.length > enough) settle({ ok: true, ms: elapsed(), value: text });
    });
    socket.once("end", () => settle(text === "" ? failed("closed") : { ok: true, ms: elapsed(), value: text }));
    socket.on("error", (error) => settle({ ok: false, ms: elapsed(), failure: classify(error, "answer") }));
  });
};

const dateIn = (headers: string): number => {
  const field = /^date:\s*(.+?)\s*$/im.exec(headers)?.[1];
  return field === undefined ? Number.NaN : Date.parse(field);
};

/** A cache keeps the `Date` of what it stored, and says how old that is in seconds (RFC 9111 section 5.1); milliseconds. */
const ageIn = (headers: string): number => Number(/^age:\s*(\d{1,9})\s*$/im.exec(headers)?.[1] ?? 0) * 1000;

const read = async (
  socket: Socket,
  peer: Peer,
  options: DateOptions,
  limits: Limits,
  request?: string,
): Promise<Attempt<ClockReading>> => {
  const open = options.secure ? await secured(socket, options.servername, limits) : undefined;
  if (open?.ok === false) return open;
  const channel = open?.value ?? socket;
  const sent = Date.now();
  const host = hostPort(options.servername, peer.port);
  channel.write(request ?? `OPTIONS * HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  const headers = await headersOf(channel, limits);
  if (!headers.ok) return headers;
  const theirs = dateIn(headers.value) + ageIn(headers.value);
  if (Number.isNaN(theirs)) {
    return { ok: false, ms: headers.ms, failure: failure("malformed", "answer", "no Date in the answer") };
  }
  const took = Date.now() - sent;
  const value = { theirs: theirs + granularity / 2, ours: sent + took / 2, slack: (granularity + took) / 2 };
  return { ok: true, ms: headers.ms, value };
};

/**
 * The clock of an HTTP server beside ours. Over TLS nothing is verified: `OPTIONS *` asks for no path, and no header of
 * the profile goes along.
 */
export const date = async (context: Context, peer: Peer, options: DateOptions): Promise<Attempt<ClockReading>> => {
  const limits = { signal: options.signal, timeout: options.timeout ?? context.profile.defaults.timeout };
  const proxy = options.secure ? undefined : proxyFor(context, options);
  // A proxy may open no tunnels to a port of plain HTTP, and knows no path `*`.
  const plainly = proxy === undefined ? undefined : await openPlainly(context, proxy, peer, limits);
  if (plainly?.ok === false) return plainly;
  const key = hostPort(peer.address, peer.port);
  const leave = await context.gate.turns.take(key, options.signal);
  const line = plainly === undefined ? await reach(context, peer, options) : { ...plainly, value: plainly.value.line };
  if (!line.ok) {
    leave();
    return line;
  }
  try {
    const answer = await read(line.value.socket, peer, options, limits, proxy && headThrough(proxy, peer));
    if (!answer.ok && answer.failure.code === "timeout") context.gate.turns.abandoned(key, answer.ms);
    return answer;
  } finally {
    line.value.hangUp();
    leave();
  }
};
