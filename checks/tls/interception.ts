import { addressKind, isAddress } from "../../src/model/address.js";
import type { Raised } from "../../src/model/check.js";
import type { Certificate, Handshake } from "../../src/model/io.js";
import { briefly } from "./certificates.js";
import type { tlsSignals } from "./words.js";

/** Whether something on the way signs in the server's place: told by who signs, and by what unrelated hosts show. Pure. */

/** Products that re-sign TLS, by the words that stand in the names of their authorities. */
const vendors: readonly (readonly [vendor: string, words: RegExp])[] = [
  ["Fortinet", /forti(net|gate|proxy|client)/i],
  ["Zscaler", /zscaler/i],
  ["Sangfor 深信服", /sangfor|深信服/i],
  ["Blue Coat", /blue ?coat|proxysg/i],
  ["Palo Alto Networks", /palo ?alto/i],
  ["Netskope", /netskope|goskope/i],
  ["Kaspersky", /kaspersky|卡巴斯基/i],
  ["Qi-Anxin 奇安信", /qi-?an-?xin|legendsec|奇安信|网神/i],
  ["Topsec 天融信", /topsec|天融信/i],
  ["Venustech 启明星辰", /venustech|启明星辰/i],
  ["NSFOCUS 绿盟", /nsfocus|绿盟/i],
  ["Hillstone 山石网科", /hillstone|山石/i],
  ["Ruijie 锐捷", /ruijie|锐捷/i],
  ["Sophos", /sophos/i],
  ["Check Point", /check ?point/i],
  ["Cisco", /cisco (umbrella|secure)|ironport/i],
  ["Forcepoint", /forcepoint|websense/i],
  ["McAfee", /mcafee|skyhigh/i],
  ["WatchGuard", /watchguard/i],
  ["Barracuda", /barracuda/i],
  ["ESET", /\beset\b/i],
  ["Avast", /avast|\bavg\b/i],
  ["Bitdefender", /bitdefender/i],
  ["mitmproxy", /mitmproxy/i],
  ["Squid", /\bsquid\b/i],
  ["Fiddler", /fiddler/i],
  ["Charles", /charles proxy/i],
  ["Burp", /portswigger|\bburp\b/i],
];

/** What one endpoint showed. `ours`: the profile says that it is ours. */
export type Shown = {
  readonly name: string;
  readonly address: string;
  readonly ours: boolean;
  readonly handshake: Handshake;
};

/** Names that are given out inside of a network only. */
const inside = /(^|\.)(local|lan|internal|intranet|corp|home|localdomain)$/;
/** Second levels under which whole countries register. */
const shared = /^(com|net|org|gov|edu|ac|co|mil)$/;

/** What somebody registered: `chinatax.gov.cn` of `dppt.beijing.chinatax.gov.cn`; undefined: nobody did. */
export const registered = (name: string): string | undefined => {
  const plain = name.toLowerCase().replace(/\.$/, "");
  const labels = plain.split(".");
  if (isAddress(plain) || labels.length < 2 || inside.test(plain)) return undefined;
  const [top = "", second = ""] = labels.toReversed();
  return labels.slice(top.length === 2 && shared.test(second) ? -3 : -2).join(".");
};

/** A private authority signs for the hosts of one owner, at addresses inside; a box on the way signs for strangers. */
const unrelated = (one: Shown, other: Shown): boolean => {
  const [mine, theirs] = [registered(one.name), registered(other.name)];
  return (
    mine !== undefined &&
    theirs !== undefined &&
    mine !== theirs &&
    one.address !== other.address &&
    one.handshake.chain[0]?.fingerprint !== other.handshake.chain[0]?.fingerprint
  );
};
const foreign = ({ ours, address }: Shown): boolean => !ours && addressKind(address) === "public";
const untrusted = ({ trust }: Handshake): boolean => trust === "untrusted-root" || trust === "incomplete";

const vendorOf = ({ chain }: Handshake): string | undefined =>
  vendors.find(([, words]) => chain.some(({ issuer }) => words.test(issuer)))?.[0];

/**
 * Asked only where the root is not trusted, of a certificate for the right name that another signed: a box re-signs so. What such
 * a box shows of its own page is for another name or signed by itself.
 */
export const issuerAnswer = (
  shown: Shown,
  leaf: Certificate,
  others: readonly Shown[],
): Raised<typeof tlsSignals>[] => {
  const { handshake } = shown;
  if (
    !untrusted(handshake) ||
    !handshake.nameMatches ||
    handshake.closedBy !== undefined ||
    handshake.beyond !== undefined
  )
    return [];
  const issuer = briefly(leaf.issuer);
  const vendor = vendorOf(handshake);
  if (vendor !== undefined) return [{ signal: "interceptor", data: { issuer, vendor } }];
  const strangers = others.filter((one) => unrelated(shown, one));
  const alike = strangers.filter(
    (one) => untrusted(one.handshake) && one.handshake.chain[0]?.issuer === leaf.issuer && foreign(one),
  );
  const namesOf = (some: readonly Shown[]): string[] => [...new Set(some.map(({ name }) => name))].slice(0, 3);
  if (alike.length > 0 && foreign(shown))
    return [{ signal: "shared-issuer", data: { issuer, others: namesOf(alike) } }];
  const different = strangers.filter((one) => one.handshake.chain[0]?.issuer !== leaf.issuer);
  return different.length === 0 ? [] : [{ signal: "own-issuer", data: { issuer, others: namesOf(different) } }];
};
