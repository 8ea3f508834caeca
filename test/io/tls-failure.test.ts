import { expect, it } from "vitest";
import { tlsFailure } from "../../src/io/tls-failure.js";

const alertNamed = (name: string): Error =>
  Object.assign(new Error("alert"), { code: `ERR_SSL_TLSV1_ALERT_${name}`, library: "SSL routines" });

// Up to TLS 1.2 each maker of servers has an alert of its own for a certificate that is missing.
it.each([
  ["OpenSSL misses a certificate", "HANDSHAKE_FAILURE", true, false, "client-cert-required"],
  ["Go misses a certificate", "BAD_CERTIFICATE", true, false, "client-cert-required"],
  ["GnuTLS misses a certificate", "DECODE_ERROR", true, false, "client-cert-required"],
  ["GnuTLS cannot read what was asked of nobody", "DECODE_ERROR", false, false, "alert"],
  ["what was sent is not understood", "DECODE_ERROR", true, true, "alert"],
  ["what was sent is not liked", "BAD_CERTIFICATE", true, true, "client-cert-rejected"],
  ["a chain is too long for Apache", "INTERNAL_ERROR", true, true, "client-cert-rejected"],
  ["nothing was asked for", "HANDSHAKE_FAILURE", false, false, "cipher-mismatch"],
])("%s: %s", (_, name, requested, sentCertificate, code) => {
  expect(tlsFailure(alertNamed(name), { requested, sentCertificate })).toMatchObject({ code, phase: "handshake" });
});
