import type { X509Certificate } from "node:crypto";
import type { Handshake } from "../model/io.js";
import { isInDate, issued, signedItself } from "./certificate.js";

const same = (one: X509Certificate) => (other: X509Certificate) => one.fingerprint256 === other.fingerprint256;

/**
 * The trusted root above `cert` that keeps it from being accepted today: all that vouch for it directly are out of date. `undefined` where
 * one of them is in date, or none is trusted.
 */
export const outdatedRoot = (
  cert: X509Certificate,
  anchors: readonly X509Certificate[],
  now: number,
): X509Certificate | undefined => {
  const roots = anchors.filter((one) => signedItself(one) && (same(cert)(one) || issued(cert, one)));
  return roots.some((one) => isInDate(one, now)) ? undefined : roots[0];
};

export type ChainVerdict = {
  readonly trust: Handshake["trust"];
  /** Which of the sent certificates lead from the leaf upwards. */
  readonly path: readonly number[];
  /** Where it is incomplete: one that was sent besides and leads to a trusted root. What is missing stands between. */
  readonly beyond?: number;
};

const best: readonly Handshake["trust"][] = ["trusted", "untrusted-root", "self-signed", "incomplete"];

/**
 * Where a chain leads, dates and names set aside (RFC 5280 section 6.1, as OpenSSL builds paths: a trusted issuer before a sent one, and
 * only a self-signed certificate ends a path). `sent`: leaf first, the others in any order, unrelated ones allowed.
 */
export const judgeChain = (sent: readonly X509Certificate[], anchors: readonly X509Certificate[]): ChainVerdict => {
  // Each certificate is climbed from once, so that a tangle of cross-signed ones takes no longer than a plain chain.
  const climbed = new Set<string>();
  const climb = (cert: X509Certificate, below: readonly X509Certificate[]): ChainVerdict => {
    climbed.add(cert.fingerprint256);
    const passed = [...below, cert];
    const path = passed.map((one) => sent.findIndex(same(one))).filter((at) => at >= 0);
    if (signedItself(cert)) {
      if (anchors.some(same(cert))) return { trust: "trusted", path };
      return { trust: below.length === 0 ? "self-signed" : "untrusted-root", path };
    }
    const ways: ChainVerdict[] = [];
    for (const issuer of [...anchors, ...sent]) {
      if (!climbed.has(issuer.fingerprint256) && issued(cert, issuer)) ways.push(climb(issuer, passed));
    }
    const found = best.flatMap((trust) => ways.filter((way) => way.trust === trust))[0];
    return found ?? { trust: "incomplete", path };
  };
  const leaf = sent[0];
  const found = leaf === undefined ? { trust: "incomplete" as const, path: [] } : climb(leaf, []);
  if (found.trust !== "incomplete") return found;
  const beyond = sent.findIndex(
    (one) => one.ca && !climbed.has(one.fingerprint256) && climb(one, []).trust === "trusted",
  );
  return beyond < 0 ? found : { ...found, beyond };
};
