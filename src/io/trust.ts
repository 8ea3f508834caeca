import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext, rootCertificates, type SecureContext, type SecureContextOptions } from "node:tls";
import { identityOf } from "../model/client-cert.js";
import type { Target, UrlTarget } from "../model/profile.js";
import type { Context } from "./context.js";

/** The options of a handshake that make one secure context differ from another. */
export type Offer = Pick<SecureContextOptions, "minVersion" | "maxVersion" | "ciphers">;

type Shared = {
  readonly secureContexts: Map<string, SecureContext>;
  readonly anchors: Map<string, readonly X509Certificate[]>;
  readonly seen: Map<string, X509Certificate>;
  /** What the profile's own files of trust hold; absent: not read yet. */
  named?: readonly X509Certificate[];
};
/** Building a secure context and parsing the roots take tens of milliseconds: done once per run for each distinct set. */
const shared = new WeakMap<Context, Shared>();

const sharedOf = (context: Context): Shared => {
  const found = shared.get(context) ?? { secureContexts: new Map(), anchors: new Map(), seen: new Map() };
  shared.set(context, found);
  return found;
};

const remembered = <T>(map: Map<string, T>, key: string, make: () => T): T => {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
};

const pemBlocks = (text: string): string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];

/** The roots that Node adds by itself at start; a file that cannot be read adds nothing, as in Node. */
const extraRoots = (context: Context): string[] => {
  try {
    return pemBlocks(readFileSync(context.env.NODE_EXTRA_CA_CERTS ?? "", "utf8"));
  } catch {
    return [];
  }
};

/** Whoever brings trust of its own: a url or a mysql target. */
type Trusting = Pick<UrlTarget, "name" | "ca">;

const trusting = (one: Target): string[] => (one.kind === "url" || one.kind === "mysql" ? [one.ca ?? ""] : []);

/** A bare port cannot bring trust of its own: for it counts what any target of the profile brings. */
const caOf = ({ profile }: Context, target: Trusting | undefined): string | undefined =>
  target === undefined ? profile.targets.flatMap(trusting).join("\n") || undefined : target.ca;

/** PEM texts of what is trusted for a target: Node's roots, NODE_EXTRA_CA_CERTS, and the target's own `ca`. */
export const rootsOf = (context: Context, target: Trusting | undefined): string[] => [
  ...rootCertificates,
  ...extraRoots(context),
  ...pemBlocks(caOf(context, target) ?? ""),
];

/** A secure context with what is trusted for a target, and its client certificate. */
export const secureContextOf = (context: Context, target: UrlTarget | undefined, offer: Offer = {}): SecureContext =>
  remembered(sharedOf(context).secureContexts, JSON.stringify([target?.name ?? null, offer]), () =>
    createSecureContext({
      ...offer,
      // Without a list Node takes its own store, which is parsed already.
      ...(caOf(context, target) === undefined ? {} : { ca: rootsOf(context, target) }),
      ...(target?.clientCert === undefined ? {} : identityOf(target.clientCert)),
    }),
  );

const parsed = (pems: readonly string[]): X509Certificate[] =>
  pems.flatMap((pem) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      return [];
    }
  });

/** The certificates of a target's own `ca` alone. */
export const ownAnchors = ({ ca = "" }: Trusting): readonly X509Certificate[] => parsed(pemBlocks(ca));

/** What is trusted for a target, as certificates. */
export const anchorsOf = (context: Context, target: Trusting | undefined): readonly X509Certificate[] =>
  remembered(
    sharedOf(context).anchors,
    JSON.stringify(target === undefined ? "bare" : [target.ca && target.name]),
    () => parsed(rootsOf(context, target)),
  );

/** What is trusted for whoever brings nothing, as certificates. */
export const commonAnchors = (context: Context): readonly X509Certificate[] => anchorsOf(context, { name: "" });

/** What the profile adds to the trust for a target, as certificates. */
export const ownRootsOf = (target: UrlTarget | undefined): readonly X509Certificate[] =>
  parsed(pemBlocks(target?.ca ?? ""));

const seenAtMost = 100;

/** Authorities that servers sent in this run, or that a `ca` of the profile holds: one of them may be what a server left out. */
export const seenAuthorities = (context: Context): readonly X509Certificate[] => {
  const shared = sharedOf(context);
  shared.named ??= context.profile.targets.flatMap((one: Target) =>
    one.kind === "url" || one.kind === "mysql" ? ownAnchors(one) : [],
  );
  return [...shared.seen.values(), ...shared.named];
};

export const rememberAuthorities = (context: Context, sent: readonly X509Certificate[]): void => {
  const { seen } = sharedOf(context);
  for (const cert of sent) if (cert.ca && seen.size < seenAtMost) seen.set(cert.fingerprint256, cert);
};
