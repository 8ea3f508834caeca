import type { Failure, FailureCode, Phase } from "../model/failure.js";
import { printable } from "./untrusted.js";

/** What errors of node:net, node:tls, node:http, c-ares, undici, llhttp and mysql2 carry besides their prose. */
type Bearer = {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly syscall?: unknown;
  readonly address?: unknown;
  readonly sqlState?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
};

/**
 * Words that mean the same wherever they appear. Sources: `icmp_err_convert` of Linux (net/ipv4/icmp.c) for what an ICMP
 * error becomes, the lists of error codes of Node, c-ares, undici 7, llhttp and mysql2.
 */
const words: { readonly [word: string]: FailureCode } = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  ENETRESET: "reset",
  // Linux turns a reset that follows the peer's FIN into EPIPE: the connection had been closed.
  EPIPE: "closed",
  ETIMEDOUT: "timeout",
  ESOCKETTIMEDOUT: "timeout",
  EHOSTUNREACH: "host-unreachable",
  EHOSTDOWN: "host-unreachable",
  ENONET: "host-unreachable",
  ENETUNREACH: "network-unreachable",
  ENETDOWN: "network-unreachable",
  EPERM: "not-permitted",
  EACCES: "not-permitted",
  EADDRNOTAVAIL: "no-local-address",
  EADDRINUSE: "no-local-address",
  EAFNOSUPPORT: "no-local-address",
  EMFILE: "descriptors-exhausted",
  ENFILE: "descriptors-exhausted",
  // The program that was to be started is not there.
  ENOENT: "not-available",
  MODULE_NOT_FOUND: "not-available",
  ERR_MODULE_NOT_FOUND: "not-available",
  ERR_DLOPEN_FAILED: "not-available",
  ABORT_ERR: "aborted",
  ECANCELED: "aborted",
  // names: getaddrinfo and c-ares
  ENOTFOUND: "name-not-found",
  ENODATA: "no-address",
  EAI_NODATA: "no-address",
  EAI_ADDRFAMILY: "no-address",
  EAI_AGAIN: "server-failure",
  EAI_FAIL: "server-failure",
  ESERVFAIL: "server-failure",
  ENOTIMP: "server-failure",
  EREFUSED: "query-refused",
  ETIMEOUT: "timeout",
  EFORMERR: "malformed",
  EBADRESP: "malformed",
  ECANCELLED: "aborted",
  // undici
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  UND_ERR_ABORTED: "aborted",
  UND_ERR_ABORT: "aborted",
  UND_ERR_DESTROYED: "aborted",
  UND_ERR_CLOSED: "aborted",
  UND_ERR_SOCKET: "closed",
  UND_ERR_HEADERS_OVERFLOW: "malformed",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "body-truncated",
  UND_ERR_RES_EXCEEDED_MAX_SIZE: "body-too-large",
  // mysql2
  PROTOCOL_CONNECTION_LOST: "closed",
  PROTOCOL_SEQUENCE_TIMEOUT: "timeout",
  PROTOCOL_UNEXPECTED_PACKET: "wrong-protocol",
  PROTOCOL_INCORRECT_PACKET_SEQUENCE: "wrong-protocol",
  PROTOCOL_PACKETS_OUT_OF_ORDER: "wrong-protocol",
};

/** OpenSSL's reasons as Node writes them, without `ERR_SSL_`; alerts that are not here are `alert`. RFC 8446 section 6. */
const openssl: { readonly [reason: string]: FailureCode } = {
  WRONG_VERSION_NUMBER: "not-tls",
  PACKET_LENGTH_TOO_LONG: "not-tls",
  UNKNOWN_PROTOCOL: "not-tls",
  RECORD_LAYER_FAILURE: "not-tls",
  HTTP_REQUEST: "plain-http",
  HTTPS_PROXY_REQUEST: "plain-http",
  UNSUPPORTED_PROTOCOL: "version-unsupported",
  NO_PROTOCOLS_AVAILABLE: "version-unsupported",
  WRONG_SSL_VERSION: "version-unsupported",
  VERSION_TOO_LOW: "version-unsupported",
  TLSV1_ALERT_PROTOCOL_VERSION: "version-unsupported",
  SSLV3_ALERT_HANDSHAKE_FAILURE: "cipher-mismatch",
  TLSV1_ALERT_INSUFFICIENT_SECURITY: "cipher-mismatch",
  NO_CIPHERS_AVAILABLE: "cipher-mismatch",
  NO_CIPHER_MATCH: "cipher-mismatch",
  NO_SHARED_CIPHER: "cipher-mismatch",
  UNSAFE_LEGACY_RENEGOTIATION_DISABLED: "legacy-renegotiation",
  DH_KEY_TOO_SMALL: "weak-dh",
  MODULUS_TOO_SMALL: "weak-dh",
  TLSV13_ALERT_CERTIFICATE_REQUIRED: "client-cert-required",
  SSLV3_ALERT_NO_CERTIFICATE: "client-cert-required",
  SSLV3_ALERT_BAD_CERTIFICATE: "client-cert-rejected",
  SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: "client-cert-rejected",
  SSLV3_ALERT_CERTIFICATE_REVOKED: "client-cert-rejected",
  SSLV3_ALERT_CERTIFICATE_EXPIRED: "client-cert-rejected",
  SSLV3_ALERT_CERTIFICATE_UNKNOWN: "client-cert-rejected",
  TLSV1_ALERT_UNKNOWN_CA: "client-cert-rejected",
  TLSV1_ALERT_ACCESS_DENIED: "client-cert-rejected",
  UNEXPECTED_EOF_WHILE_READING: "closed",
};

/** The words in which Node reports a certificate that does not verify (X509_V_ERR_* of OpenSSL). */
const certificate =
  /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|(DEPTH_ZERO_)?SELF_SIGNED_CERT.*|(UNABLE_TO|CERT|CRL|ERROR_IN|INVALID|PATH_LENGTH|AKID|SUBJECT|OCSP)_[A-Z_]*|EE_KEY_TOO_SMALL|CA_(MD_TOO_WEAK|KEY_TOO_SMALL))$/;

/** The same word means something else there. Looked at first; each line says why. */
const exceptions: readonly {
  readonly word: string;
  readonly when: (error: Bearer, phase: Phase) => boolean;
  readonly code: FailureCode;
}[] = [
  // node:http and node:tls invent ECONNRESET, without a syscall, for a FIN that came too early.
  { word: "ECONNRESET", when: (e, phase) => e.syscall === undefined && phase === "body", code: "body-truncated" },
  { word: "ECONNRESET", when: (e) => e.syscall === undefined, code: "closed" },
  { word: "UND_ERR_SOCKET", when: (_, phase) => phase === "body", code: "body-truncated" },
  { word: "HPE_INVALID_EOF_STATE", when: (_, phase) => phase === "body", code: "body-truncated" },
  // ICMPv6 "administratively prohibited" arrives as EACCES; over IPv4 the word only ever comes from this host.
  { word: "EACCES", when: (e) => String(e.address ?? "").includes(":"), code: "prohibited" },
  // ICMP "protocol unreachable" for TCP: only a filter says so.
  { word: "ENOPROTOOPT", when: (e) => e.syscall === "connect", code: "prohibited" },
  // A blackhole route of this host.
  { word: "EINVAL", when: (e) => e.syscall === "connect", code: "network-unreachable" },
  // c-ares says so of its own servers, not of the name that was asked for.
  { word: "ECONNREFUSED", when: (e) => String(e.syscall ?? "").startsWith("query"), code: "no-resolver" },
];

/** Of several failures at once the one that says most is told: an answer before silence, the far side before this host. */
const tellingFirst: readonly FailureCode[] = [
  "refused",
  "reset",
  "closed",
  "prohibited",
  "host-unreachable",
  "timeout",
  "network-unreachable",
];
const rank = ({ code }: Failure): number =>
  tellingFirst.includes(code) ? tellingFirst.indexOf(code) : tellingFirst.length;

const codeOf = (error: Bearer, phase: Phase): FailureCode | undefined => {
  const word = typeof error.code === "string" ? error.code : "";
  if (error.name === "AbortError") return "aborted";
  if (error.name === "TimeoutError") return "timeout";
  const exception = exceptions.find((one) => one.word === word && one.when(error, phase));
  if (exception !== undefined) return exception.code;
  if (typeof error.sqlState === "string" || (word.startsWith("ER_") && typeof error.errno === "number"))
    return "server-error";
  if (words[word] !== undefined) return words[word];
  if (word.startsWith("ERR_SSL_")) {
    const reason = word.slice("ERR_SSL_".length);
    return openssl[reason] ?? (reason.includes("_ALERT_") ? "alert" : "malformed");
  }
  if (word.startsWith("HPE_")) return "malformed";
  return certificate.test(word) ? "cert-rejected" : undefined;
};

/** Makes a failure by hand, where no error was thrown: a time-out of our own, bytes that make no sense. */
export const failure = (code: FailureCode, phase: Phase, message: string, detail?: string | number): Failure => ({
  code,
  phase,
  message: printable(message),
  ...(detail === undefined ? {} : { detail: typeof detail === "string" ? printable(detail, 80) : detail }),
});

/**
 * The one dictionary from what was thrown to the name of a failure: by code, syscall, phase and peer, never by message.
 * Looks through `AggregateError` and `cause`.
 */
export const classify = (error: unknown, phase: Phase): Failure => {
  if (typeof error !== "object" || error === null) return failure("unknown", phase, String(error));
  const bearer = error as Bearer;
  if (Array.isArray(bearer.errors) && bearer.errors.length > 0) {
    return bearer.errors.map((one) => classify(one, phase)).sort((a, b) => rank(a) - rank(b))[0] as Failure;
  }
  const code = codeOf(bearer, phase);
  if (code === undefined && typeof bearer.cause === "object" && bearer.cause !== null)
    return classify(bearer.cause, phase);
  const detail = code === "server-error" && typeof bearer.errno === "number" ? bearer.errno : bearer.code;
  return failure(
    code ?? "unknown",
    phase,
    String(bearer.message || bearer.code || bearer.name || "error"),
    typeof detail === "string" || typeof detail === "number" ? detail : undefined,
  );
};
