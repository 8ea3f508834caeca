import type { Attempt } from "../model/failure.js";
import type { Handshake, Peer, TlsOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import type { UrlTarget } from "../model/profile.js";
import type { Limits } from "./connector.js";
import { type Context, targetNamed } from "./context.js";
import { closingOf, systemTrustIn } from "./handshake-facts.js";
import { explain } from "./tls-explain.js";
import { behalfOf, type Look, type Looking, look } from "./tls-look.js";
import { secureContextOf } from "./trust.js";

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
  if (better !== undefined && !first.attempt.ok) return { ...first.attempt, failure: better };
  const seen = await closed(context, looking, first, limits);
  if (!seen.ok || options.system !== true) return seen;
  return { ...seen, value: { ...seen.value, ...systemTrustIn(context, first.sent ?? []) } };
};
