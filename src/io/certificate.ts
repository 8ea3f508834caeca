import type { X509Certificate } from "node:crypto";
import type { Certificate } from "../model/io.js";
import { printable } from "./untrusted.js";

/** Signature algorithms by object identifier (RFC 3279, RFC 4055, RFC 5758, RFC 8410, GM/T 0015). */
const signatures: { readonly [oid: string]: string } = {
  "1.2.840.113549.1.1.4": "md5WithRSA",
  "1.2.840.113549.1.1.5": "sha1WithRSA",
  "1.2.840.113549.1.1.10": "RSASSA-PSS",
  "1.2.840.113549.1.1.11": "sha256WithRSA",
  "1.2.840.113549.1.1.12": "sha384WithRSA",
  "1.2.840.113549.1.1.13": "sha512WithRSA",
  "1.2.840.10045.4.1": "ecdsa-with-SHA1",
  "1.2.840.10045.4.3.2": "ecdsa-with-SHA256",
  "1.2.840.10045.4.3.3": "ecdsa-with-SHA384",
  "1.2.840.10045.4.3.4": "ecdsa-with-SHA512",
  "1.3.101.112": "Ed25519",
  "1.2.156.10197.1.501": "SM2-with-SM3",
};

const curveBits: { readonly [curve: string]: number } = { prime256v1: 256, secp384r1: 384, secp521r1: 521, SM2: 256 };

/** Where the content of the DER element at `at` begins and ends. */
const element = (der: Buffer, at: number): { readonly from: number; readonly to: number } => {
  const first = der.readUInt8(at + 1);
  const size = first < 0x80 ? 0 : first & 0x7f;
  const from = at + 2 + size;
  return { from, to: from + (size === 0 ? first : der.readUIntBE(at + 2, size)) };
};

const dotted = (bytes: Buffer): string => {
  const parts: number[] = [];
  let value = 0;
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      parts.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = parts;
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - top * 40, ...rest].join(".");
};

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OID … }, … } (RFC 5280 section 4.1). */
const signatureOf = (der: Buffer): string => {
  try {
    const tbs = element(der, element(der, 0).from);
    const oid = element(der, element(der, tbs.to).from);
    const name = dotted(der.subarray(oid.from, oid.to));
    return signatures[name] ?? name;
  } catch {
    return "unknown";
  }
};

const keyOf = (cert: X509Certificate): { keyType: string; keyBits: number | null } => {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = cert.publicKey;
    const bits = asymmetricKeyDetails?.modulusLength ?? curveBits[asymmetricKeyDetails?.namedCurve ?? ""];
    return { keyType: asymmetricKeyType ?? "unknown", keyBits: bits ?? null };
  } catch {
    return { keyType: "unknown", keyBits: null };
  }
};

const commonName = (subject: string): string[] => {
  const name = /(?:^|\n)CN=([^\n]*)/.exec(subject)?.[1];
  return name === undefined ? [] : [name];
};

const namesOf = (cert: X509Certificate): string[] => {
  const listed = cert.subjectAltName?.match(/(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g) ?? [];
  const names = listed.map((one) => one.replace(/^(DNS|IP Address):/, "").replace(/^"|"$/g, ""));
  return (cert.subjectAltName === undefined ? commonName(cert.subject) : names).map((name) => printable(name, 255));
};

/** Whether `issuer` signed `cert`: by name and key identifier, and by the signature itself. */
export const issued = (cert: X509Certificate, issuer: X509Certificate): boolean => {
  try {
    return cert.checkIssued(issuer) && cert.verify(issuer.publicKey);
  } catch {
    return false;
  }
};

/** `now`: milliseconds since 1970, as its dates are compared with. */
export const isInDate = ({ validFrom, validTo }: X509Certificate, now: number): boolean =>
  Date.parse(validFrom) <= now && now <= Date.parse(validTo);

/** Whether a certificate signed itself, be it allowed to sign others or not. */
export const signedItself = (cert: X509Certificate): boolean => {
  try {
    return cert.subject === cert.issuer && cert.verify(cert.publicKey);
  } catch {
    return false;
  }
};

/** ISO 8601; a date that cannot be read stays as it stands. */
const isoDate = (text: string): string => {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? printable(text, 40) : date.toISOString();
};

/** In the order of RFC 4514: the most particular part first. */
const oneLine = (name: string): string => printable(name.split("\n").reverse().join(", "), 300);

/** A certificate in the words of the model. */
export const describeCertificate = (cert: X509Certificate): Certificate => ({
  subject: oneLine(cert.subject),
  issuer: oneLine(cert.issuer),
  names: namesOf(cert),
  notBefore: isoDate(cert.validFrom),
  notAfter: isoDate(cert.validTo),
  fingerprint: cert.fingerprint256,
  selfSigned: signedItself(cert),
  ...keyOf(cert),
  signature: signatureOf(cert.raw),
});
