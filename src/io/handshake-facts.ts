import type { X509Certificate } from "node:crypto";
import { checkServerIdentity, type TLSSocket } from "node:tls";
import type { Handshake } from "../model/io.js";
import type { UrlTarget } from "../model/profile.js";
import { describeCertificate, isInDate, signedItself } from "./certificate.js";
import { judgeChain, outdatedRoot } from "./chain.js";
import type { Context } from "./context.js";
import { isStranger, kinOf } from "./kinship.js";
import { systemRoots } from "./system-roots.js";
import { anchorsOf, commonAnchors, ownRootsOf, rememberAuthorities, seenAuthorities } from "./trust.js";

export type Facts = Omit<Handshake, "clientCertRequested" | "times" | "closedBy" | "staple" | "systemTrust">;
/** `sent`: the certificates themselves, which do not leave the verb. */
export type Read = { readonly facts: Facts; readonly sent: readonly X509Certificate[] };

const wrongDate = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/;
/** OpenSSL's words for a date, the name, and an issuer that is missing or unknown: each is answered by its own facts. */
const ownQuestion = /^(CERT_(HAS_EXPIRED|NOT_YET_VALID)|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/** The list as the server sent it; `getPeerCertificate` would sort it and add issuers of this host's own. It can be read once only. */
export const sentBy = (secure: TLSSocket): X509Certificate[] => {
  const sent: X509Certificate[] = [];
  for (let cert = secure.getPeerX509Certificate(); cert !== undefined; cert = cert.issuerCertificate) sent.push(cert);
  return sent;
};

const exchangeOf = (secure: TLSSocket): Pick<Facts, "exchange"> => {
  const { type, size } = (secure.getEphemeralKeyInfo() ?? {}) as { readonly type?: string; readonly size?: number };
  return (type === "DH" || type === "ECDH") && size !== undefined ? { exchange: { type, bits: size } } : {};
};

const subject = (cert: X509Certificate): string => describeCertificate(cert).subject;

/** Where OpenSSL misses a date and all that was sent of the way is in date: the trusted root at its end is not. */
const rootIn = (
  sent: readonly X509Certificate[],
  path: readonly number[],
  anchors: readonly X509Certificate[],
  word: string | null,
): Pick<Facts, "outdatedRoot"> => {
  const now = Date.now();
  const used = path.flatMap((at) => sent[at] ?? []);
  const last = used.at(-1);
  const below = used.filter((one, at) => at === 0 || !signedItself(one));
  if (last === undefined || !wrongDate.test(word ?? "") || !below.every((one) => isInDate(one, now))) return {};
  const root = outdatedRoot(last, anchors, now);
  return root === undefined ? {} : { outdatedRoot: describeCertificate(root) };
};

/** Where the chain leads. The roots are parsed only if OpenSSL did not accept it or something that was sent is out of date. */
const trustIn = (
  context: Context,
  target: UrlTarget | undefined,
  sent: readonly X509Certificate[],
  verdict: { readonly accepted: boolean; readonly word: string | null },
): Pick<Facts, "trust" | "path" | "rejected" | "outdatedRoot" | "beyond" | "kin" | "stranger"> => {
  const now = Date.now();
  const inDate = sent.every((one) => isInDate(one, now));
  if (verdict.accepted && inDate) return { trust: "trusted", path: judgeChain(sent, []).path };
  const anchors = anchorsOf(context, target);
  const { trust, path, beyond } = judgeChain(sent, anchors);
  if (verdict.accepted) return { trust: "trusted", path };
  if (trust === "trusted") {
    return {
      trust,
      path,
      ...(verdict.word === null || ownQuestion.test(verdict.word) ? {} : { rejected: verdict.word }),
      ...rootIn(sent, path, anchors, verdict.word),
    };
  }
  if (trust !== "incomplete") return { trust, path };
  const issuer = sent[path.at(-1) ?? 0]?.issuer ?? "";
  const kin = kinOf(issuer, anchors, commonAnchors(context));
  const stranger = kin === undefined && isStranger(issuer, ownRootsOf(target));
  return {
    trust,
    path,
    ...(beyond === undefined ? {} : { beyond }),
    ...(kin === undefined ? {} : { kin: subject(kin) }),
    ...(stranger ? { stranger } : {}),
  };
};

/** The subject of an authority that was seen elsewhere and closes an incomplete chain. */
export const closingOf = (
  context: Context,
  target: UrlTarget | undefined,
  sent: readonly X509Certificate[],
): string | undefined => {
  const anchors = anchorsOf(context, target);
  const closing = seenAuthorities(context).find((one) => judgeChain([...sent, one], anchors).trust === "trusted");
  return closing === undefined ? undefined : subject(closing);
};

const storesOfSystems = new WeakMap<Context, readonly X509Certificate[] | undefined>();

/** What the roots of the system make of a chain; they are read once per run. */
export const systemTrustIn = (context: Context, sent: readonly X509Certificate[]): Pick<Handshake, "systemTrust"> => {
  if (!storesOfSystems.has(context)) storesOfSystems.set(context, systemRoots(context.env));
  const roots = storesOfSystems.get(context);
  return roots === undefined ? {} : { systemTrust: judgeChain(sent, roots).trust };
};

/** What a finished handshake shows. To be read at once: after an error Node 20 to 24 crash when asked for the version. */
export const readHandshake = (
  context: Context,
  target: UrlTarget | undefined,
  secure: TLSSocket,
  servername: string,
): Read => {
  const word = (secure.authorizationError as unknown as string | null) ?? null;
  const version = secure.getProtocol() ?? "unknown";
  const cipher = secure.getCipher().standardName;
  const exchange = exchangeOf(secure);
  const sent = sentBy(secure);
  const trust = trustIn(context, target, sent, {
    accepted: secure.authorized || word === "ERR_TLS_CERT_ALTNAME_INVALID",
    word,
  });
  rememberAuthorities(context, sent);
  const leaf = sent[0];
  const nameMatches = leaf !== undefined && checkServerIdentity(servername, leaf.toLegacyObject()) === undefined;
  return { facts: { version, cipher, ...exchange, chain: sent.map(describeCertificate), ...trust, nameMatches }, sent };
};
