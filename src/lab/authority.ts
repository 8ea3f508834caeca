import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";

export type KeyType = "ec-p256" | "rsa-2048" | "rsa-1024";

/** PEM texts. `chain` is the leaf and its intermediates as a server should send them, without the root. */
export type Issued = { readonly cert: string; readonly key: string; readonly chain: string };

/** From when and until when a certificate is valid; default: from yesterday for a year. */
export type Validity = { readonly notBefore?: Date; readonly notAfter?: Date };

export type LeafOptions = Validity & {
  /** DNS names and IP addresses of the subject alternative name. */
  readonly names: readonly string[];
  /** Default: the first name. */
  readonly commonName?: string;
  readonly keyType?: KeyType;
  /** A client's certificate instead of a server's. */
  readonly client?: boolean;
};

/** A certification authority (RFC 5280) for the embedded platform and the tests. All texts are PEM, keys PKCS #8. */
export type Authority = {
  readonly cert: string;
  readonly key: string;
  issue(options: LeafOptions): Promise<Issued>;
  intermediate(options?: Validity & { readonly name?: string }): Promise<Authority>;
};

const day = 86_400_000;
const generators = {
  "ec-p256": { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  "rsa-2048": rsa(2048),
  "rsa-1024": rsa(1024),
} as const;

function rsa(modulusLength: number) {
  return {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-256",
  } as const;
}

type Signer = { readonly keys: webcrypto.CryptoKeyPair; readonly cert: x509.X509Certificate };

const makeKeys = (type: KeyType): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(generators[type], true, ["sign", "verify"]) as Promise<webcrypto.CryptoKeyPair>;

const keyPem = async (keys: webcrypto.CryptoKeyPair): Promise<string> =>
  `${x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY")}\n`;

const certPem = (cert: x509.X509Certificate): string => `${cert.toString("pem")}\n`;

/** Names go in as RDN values, so that no character of them needs escaping. */
const subjectOf = (commonName: string): x509.JsonName => [{ CN: [commonName] }, { O: ["Invoice Platform Lab"] }];

const sign = async (
  subject: string,
  keys: webcrypto.CryptoKeyPair,
  issuer: Signer | undefined,
  validity: Validity,
  own: readonly x509.Extension[],
): Promise<x509.X509Certificate> => {
  const signer = issuer?.keys ?? keys;
  const extensions = [
    ...own,
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
    await x509.AuthorityKeyIdentifierExtension.create(signer.publicKey, false, webcrypto),
  ];
  return x509.X509CertificateGenerator.create(
    {
      subject: subjectOf(subject),
      issuer: issuer?.cert.subjectName ?? subjectOf(subject),
      publicKey: keys.publicKey,
      signingKey: signer.privateKey,
      signingAlgorithm: { ...signer.privateKey.algorithm, hash: "SHA-256" },
      notBefore: validity.notBefore ?? new Date(Date.now() - day),
      notAfter: validity.notAfter ?? new Date(Date.now() + 365 * day),
      extensions,
    },
    webcrypto,
  );
};

const leafExtensions = ({ names, client }: LeafOptions): x509.Extension[] => [
  new x509.BasicConstraintsExtension(false, undefined, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
  new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage[client ? "clientAuth" : "serverAuth"]]),
  ...(names.length === 0
    ? []
    : [
        new x509.SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? "dns" : "ip", value }) as const),
        ),
      ]),
];

const makeLeaf = async (options: LeafOptions, issuer: Signer | undefined, above: string): Promise<Issued> => {
  const keys = await makeKeys(options.keyType ?? "ec-p256");
  const commonName = options.commonName ?? options.names[0] ?? "leaf";
  const cert = certPem(await sign(commonName, keys, issuer, options, leafExtensions(options)));
  return { cert, key: await keyPem(keys), chain: cert + above };
};

/** `above`: the PEM texts that a server must send after a leaf of this authority; empty for a root. */
const makeAuthority = async (name: string, validity: Validity, issuer?: Signer, above?: string): Promise<Authority> => {
  const keys = await makeKeys("ec-p256");
  const signed = await sign(name, keys, issuer, validity, [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
  ]);
  const self: Signer = { keys, cert: signed };
  const cert = certPem(signed);
  const sent = issuer === undefined ? "" : cert + (above ?? "");
  return {
    cert,
    key: await keyPem(keys),
    issue: (options) => makeLeaf(options, self, sent),
    intermediate: (options = {}) => makeAuthority(options.name ?? `${name} Intermediate`, options, self, sent),
  };
};

/** A new root authority with a key of its own (EC P-256). */
export const createAuthority = (options: Validity & { readonly name?: string } = {}): Promise<Authority> =>
  makeAuthority(options.name ?? "Lab Root CA", options);

/** A leaf that signed itself: no authority stands behind it. */
export const selfSigned = (options: LeafOptions): Promise<Issued> => makeLeaf(options, undefined, "");
