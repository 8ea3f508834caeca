import type { Failure, FailureCode } from "../model/failure.js";
import { classify } from "./classify.js";
import { printable } from "./untrusted.js";

/** Alerts (RFC 8446 section 6) by the names that OpenSSL gives their reasons. */
const alerts: { readonly [name: string]: number } = {
  UNEXPECTED_MESSAGE: 10,
  BAD_RECORD_MAC: 20,
  RECORD_OVERFLOW: 22,
  DECOMPRESSION_FAILURE: 30,
  HANDSHAKE_FAILURE: 40,
  NO_CERTIFICATE: 41,
  BAD_CERTIFICATE: 42,
  UNSUPPORTED_CERTIFICATE: 43,
  CERTIFICATE_REVOKED: 44,
  CERTIFICATE_EXPIRED: 45,
  CERTIFICATE_UNKNOWN: 46,
  ILLEGAL_PARAMETER: 47,
  UNKNOWN_CA: 48,
  ACCESS_DENIED: 49,
  DECODE_ERROR: 50,
  DECRYPT_ERROR: 51,
  PROTOCOL_VERSION: 70,
  INSUFFICIENT_SECURITY: 71,
  INTERNAL_ERROR: 80,
  INAPPROPRIATE_FALLBACK: 86,
  USER_CANCELLED: 90,
  NO_RENEGOTIATION: 100,
  MISSING_EXTENSION: 109,
  UNSUPPORTED_EXTENSION: 110,
  CERTIFICATE_UNOBTAINABLE: 111,
  UNRECOGNIZED_NAME: 112,
  BAD_CERTIFICATE_STATUS_RESPONSE: 113,
  UNKNOWN_PSK_IDENTITY: 115,
  CERTIFICATE_REQUIRED: 116,
  NO_APPLICATION_PROTOCOL: 120,
};

/** The alerts that speak of the certificate of whoever receives them. */
const ofCertificate = [41, 42, 43, 44, 45, 46, 48, 49];

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? "");

/** The number of the alert that ended a handshake. OpenSSL 3.5 writes `SSL/TLS_ALERT_` where 3.0 writes `SSLV3_ALERT_`. */
export const alertOf = (error: unknown): number | undefined => {
  const name = /^ERR_SSL_(?:SSLV3|SSL\/TLS|TLSV1|TLSV13)_(?:ALERT_)?([A-Z_]+)$/.exec(codeOf(error))?.[1];
  return name === undefined ? undefined : alerts[name];
};

/** What is known of a handshake that fails: whether the server asked for a certificate (absent: not known), whether we have one. */
export type Side = { readonly requested?: boolean; readonly sentCertificate: boolean };

const codeOfAlert = (alert: number, { requested, sentCertificate }: Side): FailureCode => {
  if (alert === 116) return "client-cert-required";
  // Up to TLS 1.2 a missing certificate has no alert of its own; once one was asked for, ciphers had been agreed upon. GnuTLS
  // calls the empty message a mistake of form.
  const missing = alert === 40 || (alert === alerts.DECODE_ERROR && !sentCertificate);
  const certificate = ofCertificate.includes(alert) || (requested === true && missing);
  // A chain too long for the server's taste ends in internal_error, which Apache sends; all else had been agreed upon.
  const judged = certificate || (requested === true && alert === alerts.INTERNAL_ERROR);
  if (judged && sentCertificate) return "client-cert-rejected";
  if (certificate && requested) return "client-cert-required";
  if (alert === 40 && requested === undefined) return "alert";
  if (alert === 40 || alert === 71) return "cipher-mismatch";
  return alert === 70 ? "version-unsupported" : "alert";
};

/** Some servers end the connection without an alert when the client certificate is missing or displeases them. */
const codeOfEnd = (code: FailureCode, { requested, sentCertificate }: Side): FailureCode => {
  if (requested !== true || (code !== "closed" && code !== "reset")) return code;
  return sentCertificate ? "client-cert-rejected" : "client-cert-required";
};

/** Why a handshake failed; `detail` is the number of the alert, if one was sent, else OpenSSL's or the system's word. */
export const tlsFailure = (error: unknown, side: Side): Failure => {
  const failure = classify(error, "handshake");
  const alert = alertOf(error);
  const { reason } = (error ?? {}) as { reason?: unknown };
  // OpenSSL's message begins with the number of a thread; its reason is the readable part.
  const message = typeof reason === "string" ? printable(reason) : failure.message;
  if (alert === undefined) return { ...failure, message, code: codeOfEnd(failure.code, side) };
  return { ...failure, message, code: codeOfAlert(alert, side), detail: alert };
};
