import type { Failure } from "../model/failure.js";
import { ask } from "./ask.js";
import { failure } from "./classify.js";
import type { Limits } from "./connector.js";
import type { Context } from "./context.js";
import { gmProtocolOf } from "./gm.js";
import { behalfOf, type Look, type Looking, look } from "./tls-look.js";
import { type Offer, secureContextOf } from "./trust.js";

/** Everything that OpenSSL can still speak: for looking only. */
const broadOffer = { minVersion: "TLSv1", ciphers: "ALL:COMPLEMENTOFALL:@SECLEVEL=0" } as const satisfies Offer;

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

const otherThanTls = failure("not-tls", "handshake", "the server's answer is not TLS");

/** Whether it would have answered in the TLS of commercial algorithms, which OpenSSL does not speak. */
const inGm = async (
  context: Context,
  { peer, servername, target }: Looking,
  limits: Limits,
): Promise<Failure | undefined> => {
  const timeout = (limits.timeout * 2) / 5;
  const spoken = await gmProtocolOf(context, peer, { ...limits, timeout, servername, ...behalfOf(target) });
  return spoken === undefined ? undefined : failure("gm-only", "handshake", `the server speaks ${spoken} only`, spoken);
};

/** Learns more of a failure by changing one thing and looking again. */
export const explain = async (
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
    // Web servers say 400 to plain HTTP at a port of TLS; one of plain HTTP answers such a request itself.
    if (plain.ok && plain.value.spoke === "http" && !/^HTTP\/\S+ 400/.test(plain.value.banner))
      return failure("plain-http", "handshake", "the server speaks plain HTTP");
  }
  if (requested) return undefined;
  const refused = first.code === "cipher-mismatch" || first.code === "version-unsupported";
  const better =
    !foreign && (refused || (ended && spoke === "nothing")) ? await broadly(context, looking, limits, first) : first;
  if (better !== first || !(foreign || refused || ended || first.code === "alert")) return better;
  return (await inGm(context, looking, limits)) ?? (foreign ? otherThanTls : first);
};
