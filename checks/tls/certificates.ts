import type { Raised } from "../../src/model/check.js";
import type { Certificate, Handshake } from "../../src/model/io.js";
import { isTaxRoot } from "../../src/model/platforms.js";
import type { tlsSignals } from "./words.js";

/** What a chain answers, question by question: dates hide neither issuer nor name, nor the reverse. Pure. */

type Answer = Raised<typeof tlsSignals>;

/** What other clocks say: milliseconds that they are ahead of ours. */
export type OtherClocks = { readonly offset: number; readonly sources: readonly string[] };

const day = 86_400_000;

/** The common name, else the whole subject. */
export const briefly = (name: string): string => /(?:^|, )CN=([^,]*)/.exec(name)?.[1] ?? name;
const daysBetween = (from: number, to: number): number => Math.max(0, Math.floor((to - from) / day));
const dateOf = (text: string): string => text.slice(0, 10);

const datesAnswer = (leaf: Certificate, now: number, warnDays: number): Answer => {
  const [from, to] = [Date.parse(leaf.notBefore), Date.parse(leaf.notAfter)];
  if (to < now) return { signal: "expired", data: { days: daysBetween(to, now), date: dateOf(leaf.notAfter) } };
  if (from > now)
    return { signal: "not-yet-valid", data: { days: daysBetween(now, from), date: dateOf(leaf.notBefore) } };
  const days = daysBetween(now, to);
  return { signal: days < warnDays ? "expiring" : "in-date", data: { days, date: dateOf(leaf.notAfter) } };
};

/** The same of the certificate that this side would show. */
export const ownAnswer = (own: Certificate | undefined, now: number, warnDays: number): Answer[] => {
  if (own === undefined) return [];
  const { signal, data } = datesAnswer(own, now, warnDays);
  const own_ = { days: Number(data.days), date: String(data.date), subject: briefly(own.subject) };
  return [{ signal: `own-${signal as "in-date" | "expiring" | "expired" | "not-yet-valid"}`, data: own_ }];
};

/** A revocation stands for ever; that there was none is believed as long as the authority says. */
const revocationAnswer = ({ staple }: Handshake, now: number): Answer[] => {
  if (staple === undefined) return [];
  if (staple.status === "revoked")
    return [{ signal: "revoked", data: { date: dateOf(staple.revokedAt), reason: staple.reason } }];
  const { thisUpdate, nextUpdate } = staple;
  if (nextUpdate !== undefined && Date.parse(nextUpdate) < now)
    return [{ signal: "status-outdated", data: { date: dateOf(nextUpdate) } }];
  return [{ signal: "not-revoked", data: { date: dateOf(thisUpdate) } }];
};

const byOthers = (leaf: Certificate, now: number, clocks: OtherClocks | undefined): Answer[] => {
  if (clocks === undefined) return [];
  const then = now + clocks.offset;
  const inDate = Date.parse(leaf.notBefore) <= then && then <= Date.parse(leaf.notAfter);
  return [{ signal: inDate ? "in-date-by-others" : "out-of-date-by-others", data: { sources: clocks.sources } }];
};

/** The certificates that a verifier uses, leaf first. */
const used = ({ chain, path }: Handshake): readonly Certificate[] =>
  path === undefined ? chain : path.flatMap((at) => chain[at] ?? []);

/** By a clock that is right, it may be in date after all. */
const rootAnswer = ({ outdatedRoot }: Handshake, now: number): Answer | undefined => {
  if (outdatedRoot === undefined || Date.parse(outdatedRoot.notAfter) >= now) return undefined;
  const { subject, notAfter } = outdatedRoot;
  const days = daysBetween(Date.parse(notAfter), now);
  return { signal: "root-expired", data: { subject: briefly(subject), days, date: dateOf(notAfter) } };
};

/** By the clocks of others where they are known: that ours is off is the question of the dates, and asked of the leaf. */
const intermediateAnswer = (seen: Handshake, leaf: Certificate, now: number): Answer[] => {
  const above = used(seen)
    .slice(1)
    .filter(({ selfSigned }) => !selfSigned);
  const expired = above.find(({ notAfter }) => Date.parse(notAfter) < now);
  if (expired !== undefined) {
    const { subject, notAfter } = expired;
    const days = daysBetween(Date.parse(notAfter), now);
    return [{ signal: "intermediate-expired", data: { subject: briefly(subject), days, date: dateOf(notAfter) } }];
  }
  const early = above.find(({ notBefore }) => Date.parse(notBefore) > now);
  if (early !== undefined) {
    // An authority is there before what it signs: where that is not valid yet either, it is the date of this machine, or of both.
    if (Date.parse(leaf.notBefore) > now) return [];
    const { subject, notBefore } = early;
    const days = daysBetween(now, Date.parse(notBefore));
    const data = { subject: briefly(subject), days, date: dateOf(notBefore) };
    return [{ signal: "intermediate-not-yet-valid", data }];
  }
  const root = rootAnswer(seen, now);
  if (root !== undefined) return [root];
  if (above.length === 0) return [];
  return [{ signal: "intermediates-in-date", data: { subjects: above.map(({ subject }) => briefly(subject)) } }];
};

/** An authority that calls itself a root stands above no other: what it signed lacks nothing but trust. */
const namedRoot = (name: string): boolean =>
  /\broot\b|根/i.test(briefly(name)) && !/intermediate|issuing|\bsub|policy|中间|中级|二级|签发/i.test(briefly(name));

const chainAnswer = (seen: Handshake, leaf: Certificate): Answer => {
  const last = used(seen).at(-1) ?? leaf;
  const issuer = briefly(leaf.issuer);
  const sent = seen.chain.map(({ subject }) => briefly(subject));
  if (seen.rejected !== undefined) return { signal: "unacceptable", data: { reason: seen.rejected, sent } };
  if (seen.trust === "trusted") return { signal: "trusted", data: { issuer, sent } };
  if (seen.trust === "self-signed") return { signal: "self-signed", data: { subject: briefly(leaf.subject) } };
  if (seen.closedBy !== undefined)
    return { signal: "missing-intermediate", data: { missing: briefly(seen.closedBy), sent } };
  const above = seen.beyond === undefined ? undefined : seen.chain[seen.beyond];
  if (above !== undefined)
    return { signal: "gap", data: { missing: briefly(last.issuer), above: briefly(above.subject), sent } };
  if (seen.trust === "incomplete" && !namedRoot(last.issuer)) {
    if (seen.kin !== undefined)
      return { signal: "kin-missing", data: { missing: briefly(last.issuer), kin: briefly(seen.kin), sent } };
    if (last === leaf) return { signal: seen.stranger ? "strange-issuer" : "lone-leaf", data: { issuer, sent } };
  }
  // Servers leave the root out as a rule: the last one's issuer is then the root that is not known.
  const data = { root: briefly(last.issuer), sent };
  return { signal: isTaxRoot(last.issuer) ? "tax-root-untrusted" : "untrusted-root", data };
};

const nameAnswer = ({ nameMatches }: Handshake, leaf: Certificate, name: string): Answer => {
  if (nameMatches) return { signal: "name-matches", data: { name } };
  const names = leaf.names.length === 0 ? ["–"] : leaf.names.slice(0, 5);
  return { signal: "name-mismatch", data: { name, names, count: leaf.names.length } };
};

const weaknesses = ({ keyType, keyBits, signature, selfSigned }: Certificate): string[] => [
  ...(/^rsa/.test(keyType) && keyBits !== null && keyBits < 2048 ? [`RSA ${keyBits}`] : []),
  ...(keyType === "dsa" ? ["DSA"] : []),
  // Nobody verifies the signature of a root.
  ...(!selfSigned && /md5|sha1$|sha1with/i.test(signature) ? [signature] : []),
];

const strengthAnswer = (seen: Handshake): Answer => {
  const weak = [...new Set(used(seen).flatMap(weaknesses))];
  return weak.length > 0 ? { signal: "weak-key", data: { weak } } : { signal: "strong", data: {} };
};

/** Where DH is agreed upon by fewer bits, newer clients hang up (Logjam, https://weakdh.org). */
const leastDhBits = 2048;

const exchangeAnswer = ({ exchange }: Handshake): Answer[] => {
  if (exchange === undefined) return [];
  const data = { type: exchange.type, bits: exchange.bits };
  return [
    { signal: exchange.type === "DH" && exchange.bits < leastDhBits ? "exchange-weak" : "exchange-strong", data },
  ];
};

export type CertificateView = {
  readonly name: string;
  readonly now: Date;
  readonly warnDays: number;
  readonly clocks?: OtherClocks | undefined;
};

/** All that a completed handshake answers besides the handshake itself. */
export const certificateAnswers = (seen: Handshake, { name, now, warnDays, clocks }: CertificateView): Answer[] => {
  const { version } = seen;
  const current = version === "TLSv1.2" || version === "TLSv1.3";
  const versions: Answer = { signal: current ? "current-version" : "old-version", data: { version } };
  const leaf = seen.chain[0];
  if (leaf === undefined) return [versions];
  const at = now.getTime();
  return [
    datesAnswer(leaf, at, warnDays),
    ...byOthers(leaf, at, clocks),
    ...intermediateAnswer(seen, leaf, at + (clocks?.offset ?? 0)),
    chainAnswer(seen, leaf),
    nameAnswer(seen, leaf, name),
    ...revocationAnswer(seen, at),
    strengthAnswer(seen),
    ...exchangeAnswer(seen),
    versions,
  ];
};
