import { verify, X509Certificate } from "node:crypto";
import { BasicOCSPResponse, id_pkix_ocsp_basic, OCSPResponse, OCSPResponseStatus } from "@peculiar/asn1-ocsp";
import { AsnConvert } from "@peculiar/asn1-schema";
import type { Staple } from "../model/io.js";
import { issued } from "./certificate.js";

/** Reading the word of an authority on a certificate (OCSP, RFC 6960), as a server shows it. */

/** CRLReason (RFC 5280 section 5.3.1). */
const reasons: readonly string[] = [
  ...["unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation"],
  ...["certificateHold", "–", "removeFromCRL", "privilegeWithdrawn", "aACompromise"],
];

/** The hash of a signature by object identifier (RFC 3279, RFC 4055, RFC 5758); Ed25519 takes none. */
const hashes: { readonly [oid: string]: string | null } = {
  "1.2.840.113549.1.1.5": "sha1",
  "1.2.840.113549.1.1.11": "sha256",
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
  "1.2.840.10045.4.3.2": "sha256",
  "1.2.840.10045.4.3.3": "sha384",
  "1.2.840.10045.4.3.4": "sha512",
  "1.3.101.112": null,
};

const hex = (bytes: ArrayBuffer): string =>
  Buffer.from(bytes)
    .toString("hex")
    .replace(/^(00)+/, "")
    .toUpperCase();

/** Who may have signed: the issuer itself, or whoever it let do so (RFC 6960 section 4.2.2.2). */
const signers = (response: BasicOCSPResponse, leaf: X509Certificate, sent: readonly X509Certificate[]) => {
  const issuers = sent.filter((one) => issued(leaf, one));
  const delegates = (response.certs ?? []).flatMap((one) => {
    const cert = new X509Certificate(Buffer.from(AsnConvert.serialize(one)));
    return issuers.some((issuer) => issued(cert, issuer)) ? [cert] : [];
  });
  return [...issuers, ...delegates];
};

const isSigned = (response: BasicOCSPResponse, by: readonly X509Certificate[]): boolean => {
  const hash = hashes[response.signatureAlgorithm.algorithm];
  if (hash === undefined) return false;
  const data = Buffer.from(response.tbsResponseDataRaw ?? AsnConvert.serialize(response.tbsResponseData));
  return by.some((one) => verify(hash, data, one.publicKey, Buffer.from(response.signature)));
};

const read = (bytes: Buffer, sent: readonly X509Certificate[]): Staple | undefined => {
  const [leaf] = sent;
  const { responseStatus, responseBytes } = AsnConvert.parse(bytes, OCSPResponse);
  if (leaf === undefined || responseStatus !== OCSPResponseStatus.successful) return undefined;
  if (responseBytes?.responseType !== id_pkix_ocsp_basic) return undefined;
  const response = AsnConvert.parse(responseBytes.response.buffer, BasicOCSPResponse);
  const serial = leaf.serialNumber.replace(/^(00)+/, "");
  const word = response.tbsResponseData.responses.find(({ certID }) => hex(certID.serialNumber) === serial);
  if (word === undefined || !isSigned(response, signers(response, leaf, sent))) return undefined;
  const { revoked, good } = word.certStatus;
  if (revoked !== undefined) {
    const reason = reasons[Number(revoked.revocationReason?.reason ?? 0)] ?? "unspecified";
    return { status: "revoked", revokedAt: revoked.revocationTime.toISOString(), reason };
  }
  if (good === undefined) return undefined;
  const until = word.nextUpdate === undefined ? {} : { nextUpdate: word.nextUpdate.toISOString() };
  return { status: "good", thisUpdate: word.thisUpdate.toISOString(), ...until };
};

/** The word on the leaf, if it is one and its issuer signed it; `sent`: the chain as sent, leaf first. */
export const readStaple = (bytes: Buffer, sent: readonly X509Certificate[]): Staple | undefined => {
  try {
    return read(bytes, sent);
  } catch {
    return undefined;
  }
};
