import type { X509Certificate } from "node:crypto";
import { isIP, type Socket } from "node:net";
import { type SecureContext, connect as startTls, type TLSSocket } from "node:tls";
import type { Attempt, Failure } from "../model/failure.js";
import type { Handshake, Peer, TlsOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import type { UrlTarget } from "../model/profile.js";
import { ask } from "./ask.js";
import { failure } from "./classify.js";
import { awaited, type Limits, stopwatch } from "./connector.js";
import { type Context, targetNamed } from "./context.js";
import { closingOf, type Read, readHandshake } from "./handshake-facts.js";
import { reach } from "./proxy.js";
import { Tap } from "./tap.js";
import { tlsFailure } from "./tls-failure.js";
import { type Offer, secureContextOf } from "./trust.js";

/** TLS 1.3 lets a client believe that it is done before the server has looked at its certificate. Milliseconds. */
const verdictWait = 300;

/** Everything that OpenSSL can still speak: for looking only. */
const broadOffer = { minVersion: "TLSv1", ciphers: "ALL:COMPLEMENTOFALL:@SECLEVEL=0" } as const satisfies Offer;

/** SNI names a host, never an address (RFC 6066 section 3), and without the final dot. */
const sni = (servername: string): { readonly servername?: string } =>
  isIP(servername) === 0 ? { servername: servername.replace(/\.$/, "") } : {};

type Look = {
  readonly attempt: Attempt<Handshake>;
  readonly requested: boolean;
  readonly spoke: Tap["spoke"];
  readonly sent?: readonly X509Certificate[];
};

const behalfOf = (target: UrlTarget | undefined): { readonly as?: string } =>
  target === undefined ? {} : { as: target.name };

type Looking = {
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
  const secure = startTls({ socket: tap, ...sni(servername), secureContext, rejectUnauthorized: false, minDHSize: 1 });
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
  const value = { ...facts, clientCertRequested: about.requested, times: { connect, handshake } };
  return { ...about, sent, attempt: { ok: true, ms, value } };
};

const look = async (context: Context, looking: Looking, limits: Limits): Promise<Look> => {
  const dialled = await reach(context, looking.peer, { ...limits, ...behalfOf(looking.target) });
  if (!dialled.ok) return { requested: false, spoke: "nothing", attempt: dialled };
  const { socket, hangUp } = dialled.value;
  return lookAt(context, socket, looking, limits, dialled.ms).finally(hangUp);
};

/** Looks once more with everything that OpenSSL can speak, to learn what the server would have agreed to. */
const broadly = async (context: Context, looking: Looking, limits: Limits, first: Failure): Promise<Failure> => {
  const secureContext = secureContextOf(context, undefined, broadOffer);
  const { attempt } = await look(context, { ...looking, secureContext, sentCertificate: false }, limits);
  if (!attempt.ok) return first;
  const { version, cipher } = attempt.value;
  if (version === "TLSv1" || version === "TLSv1.1") {
    return failure("version-unsupported", "handshake", `the server speaks nothing newer than ${version}`, version);
  }
  if (first.code !== "cipher-mismatch") return first;
  return failure("cipher-mismatch", "handshake", `the server agrees to ${cipher} only`, cipher);
};

/** Learns more of a failure by changing one thing and looking again. */
const explain = async (
  context: Context,
  looking: Looking,
  { attempt, requested, spoke }: Look,
  limits: Limits,
): Promise<Failure | undefined> => {
  if (attempt.ok || attempt.failure.phase !== "handshake") return undefined;
  const first = attempt.failure;
  const ended = first.code === "closed" || first.code === "reset";
  if (spoke === "http") return failure("plain-http", "handshake", "the server answered in plain HTTP");
  const foreign = spoke === "other" && (ended || first.code === "not-tls");
  if (foreign || (first.code === "closed" && spoke === "nothing")) {
    const { servername, target } = looking;
    const plain = await ask(context, looking.peer, "http", { ...limits, servername, ...behalfOf(target) });
    if (plain.ok && plain.value.spoke === "http")
      return failure("plain-http", "handshake", "the server speaks plain HTTP");
    if (foreign) return failure("not-tls", "handshake", "the server's answer is not TLS");
  }
  const refused = first.code === "cipher-mismatch" || first.code === "version-unsupported";
  if (!requested && (refused || (ended && spoke === "nothing"))) return broadly(context, looking, limits, first);
  return undefined;
};

const othersAtMost = 8;
/** The other TLS services are asked once per run, and only if a chain is incomplete: who is asked first may not decide. */
const askedOthers = new WeakMap<Context, Promise<void>>();

type Service = { readonly host: string; readonly port: number; readonly target: UrlTarget | undefined };
const servicesOf = ({ profile }: Context): readonly Service[] => {
  const services = profile.targets.flatMap((one): Service[] => {
    if (one.kind === "url") return one.secure ? [{ host: one.host, port: one.port, target: one }] : [];
    if (one.kind !== "host") return [];
    const ports = one.ports.filter(({ speaks }) => speaks === "tls");
    return ports.map(({ port }) => ({ host: one.host, port, target: undefined }));
  });
  return [...new Map(services.map((one) => [hostPort(one.host, one.port), one])).values()].slice(0, othersAtMost);
};

/** Looks at the profile's TLS services, whose authorities are remembered. */
const askOthers = async (context: Context, limits: Limits): Promise<void> => {
  const lookAtOne = async ({ host, port, target }: Service): Promise<void> => {
    const located = await context.locate(host, { ...limits, ...behalfOf(target) });
    const address = located.ok ? located.value.addresses[0]?.address : undefined;
    if (address === undefined) return;
    const secureContext = secureContextOf(context, target);
    const peer = { address, port };
    await look(context, { peer, servername: host, target, secureContext, sentCertificate: false }, limits);
  };
  await Promise.all(servicesOf(context).map(lookAtOne));
};

/** An incomplete chain is tried with every authority that was seen in this run or stands in the profile. */
const closed = async (
  context: Context,
  { target }: Looking,
  one: Look,
  limits: Limits,
): Promise<Attempt<Handshake>> => {
  const { attempt, sent = [] } = one;
  if (!attempt.ok || attempt.value.trust !== "incomplete") return attempt;
  let closedBy = closingOf(context, target, sent);
  if (closedBy === undefined) {
    const asked = askedOthers.get(context) ?? askOthers(context, limits);
    askedOthers.set(context, asked);
    await asked;
    closedBy = closingOf(context, target, sent);
  }
  return closedBy === undefined ? attempt : { ...attempt, value: { ...attempt.value, closedBy } };
};

/**
 * An unverified look at TLS: version, cipher and the chain exactly as sent. A failure is looked into once more with one
 * thing changed; `ms` is the time of the first look.
 */
export const handshake = async (context: Context, peer: Peer, options: TlsOptions): Promise<Attempt<Handshake>> => {
  const target: UrlTarget | undefined = targetNamed(context, options.as);
  const limits = { signal: options.signal, timeout: options.timeout ?? context.profile.defaults.timeout };
  const { minVersion, maxVersion, ciphers } = options;
  const offer = {
    ...(minVersion === undefined ? {} : { minVersion }),
    ...(maxVersion === undefined ? {} : { maxVersion }),
    ...(ciphers === undefined ? {} : { ciphers }),
  };
  const looking: Looking = {
    peer,
    servername: options.servername,
    target,
    secureContext: secureContextOf(context, target, offer),
    sentCertificate: target?.clientCert !== undefined,
  };
  const first = await look(context, looking, limits);
  const better = await explain(context, looking, first, limits);
  return better === undefined || first.attempt.ok
    ? closed(context, looking, first, limits)
    : { ...first.attempt, failure: better };
};
