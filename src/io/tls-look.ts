import type { X509Certificate } from "node:crypto";
import { isIP, type Socket } from "node:net";
import { type SecureContext, connect as startTls, type TLSSocket } from "node:tls";
import type { Attempt, Failure } from "../model/failure.js";
import type { Handshake, Peer } from "../model/io.js";
import type { UrlTarget } from "../model/profile.js";
import { failure } from "./classify.js";
import { awaited, type Limits, stopwatch } from "./connector.js";
import type { Context } from "./context.js";
import { type Read, readHandshake } from "./handshake-facts.js";
import { reach } from "./proxy.js";
import { Tap } from "./tap.js";
import { tlsFailure } from "./tls-failure.js";

/** status_request (RFC 6066 section 8); the option is missing in the types of Node 20. */
const askingForStatus = { requestOCSP: true } as const;

/** TLS 1.3 lets a client believe that it is done before the server has looked at its certificate. Milliseconds. */
const verdictWait = 300;

/** SNI names a host, never an address (RFC 6066 section 3), and without the final dot. */
const sni = (servername: string): { readonly servername?: string } =>
  isIP(servername) === 0 ? { servername: servername.replace(/\.$/, "") } : {};

export type Look = {
  readonly attempt: Attempt<Handshake>;
  readonly requested: boolean;
  readonly spoke: Tap["spoke"];
  readonly sent?: readonly X509Certificate[];
};

export const behalfOf = (target: UrlTarget | undefined): { readonly as?: string } =>
  target === undefined ? {} : { as: target.name };

export type Looking = {
  readonly peer: Peer;
  readonly servername: string;
  readonly target: UrlTarget | undefined;
  readonly secureContext: SecureContext;
  readonly sentCertificate: boolean;
};

/** The first thing that ends a TLS connection: an error, or a FIN. */
const endOf = (secure: TLSSocket): Promise<unknown> =>
  new Promise((resolve) => {
    const fin = (): void => resolve({ code: "ECONNRESET", message: "the server closed the connection" });
    secure.on("error", resolve).once("end", fin).once("close", fin);
  });

const stapled = async (bytes: Buffer | null, sent: readonly X509Certificate[]): Promise<Pick<Handshake, "staple">> => {
  if (bytes === null) return {};
  const staple = (await import("./staple.js")).readStaple(bytes, sent);
  return staple === undefined ? {} : { staple };
};

/** One handshake over an open socket, whatever the certificate. Nothing but the handshake goes over it. */
const lookAt = async (
  context: Context,
  socket: Socket,
  looking: Looking,
  limits: Limits,
  connect: number,
): Promise<Look> => {
  const { target, servername, secureContext, sentCertificate } = looking;
  const elapsed = stopwatch();
  const tap = new Tap(socket);
  const secure = startTls({
    socket: tap,
    ...sni(servername),
    secureContext,
    rejectUnauthorized: false,
    minDHSize: 1,
    ...askingForStatus,
  });
  let staple: Buffer | null = null;
  secure.on("OCSPResponse", (bytes: Buffer | null) => {
    staple = bytes;
  });
  const end = endOf(secure);
  const side = () => ({ requested: tap.certificateRequested, sentCertificate });
  const ended = (settle: (failed: Failure) => void) => void end.then((error) => settle(tlsFailure(error, side())));
  const seen = await awaited<Failure | Read>(
    limits,
    (code) => failure(code, "handshake", `${code} during the handshake`),
    (settle) => {
      secure.once("secureConnect", () => settle(readHandshake(context, target, secure, servername)));
      ended(settle);
    },
  );
  const handshake = elapsed();
  const ms = connect + handshake;
  // The client's last flight is written just after Node says that the handshake is done.
  await new Promise(setImmediate);
  const failed =
    "code" in seen
      ? seen
      : tap.certificateRequested
        ? await awaited<Failure | null>(
            { ...limits, timeout: verdictWait },
            () => null,
            (settle) => {
              secure.resume();
              ended(settle);
            },
          )
        : null;
  secure.destroy();
  const about = { requested: tap.certificateRequested, spoke: tap.spoke };
  if (failed !== null) return { ...about, attempt: { ok: false, ms, failure: failed } };
  const { facts, sent } = seen as Read;
  const value = {
    ...facts,
    ...(await stapled(staple, sent)),
    clientCertRequested: about.requested,
    times: { connect, handshake },
  };
  return { ...about, sent, attempt: { ok: true, ms, value } };
};

/** One look at a server, however it is reached. */
export const look = async (context: Context, looking: Looking, limits: Limits): Promise<Look> => {
  const dialled = await reach(context, looking.peer, { ...limits, ...behalfOf(looking.target) });
  if (!dialled.ok) return { requested: false, spoke: "nothing", attempt: dialled };
  const { socket, hangUp } = dialled.value;
  return lookAt(context, socket, looking, limits, dialled.ms).finally(hangUp);
};
