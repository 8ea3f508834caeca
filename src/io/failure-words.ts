import type { FailureCode } from "../model/failure.js";

/**
 * Words that mean the same wherever they appear. Sources: `icmp_err_convert` of Linux (net/ipv4/icmp.c) for what an ICMP
 * error becomes, the lists of error codes of Node, c-ares, undici 7, llhttp and mysql2.
 */
export const words: { readonly [word: string]: FailureCode } = {
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

/** OpenSSL's reasons as Node writes them, without `ERR_SSL_`. */
export const openssl: { readonly [reason: string]: FailureCode } = {
  WRONG_VERSION_NUMBER: "not-tls",
  PACKET_LENGTH_TOO_LONG: "not-tls",
  UNKNOWN_PROTOCOL: "not-tls",
  HTTP_REQUEST: "plain-http",
  UNSUPPORTED_PROTOCOL: "version-unsupported",
  NO_PROTOCOLS_AVAILABLE: "version-unsupported",
  WRONG_SSL_VERSION: "version-unsupported",
  VERSION_TOO_LOW: "version-unsupported",
  NO_CIPHERS_AVAILABLE: "cipher-mismatch",
  NO_CIPHER_MATCH: "cipher-mismatch",
  UNSAFE_LEGACY_RENEGOTIATION_DISABLED: "legacy-renegotiation",
  DH_KEY_TOO_SMALL: "weak-dh",
  MODULUS_TOO_SMALL: "weak-dh",
  UNEXPECTED_EOF_WHILE_READING: "closed",
};

/**
 * Alerts of the server (RFC 8446 section 6). OpenSSL 3.0 says SSLV3_ALERT_HANDSHAKE_FAILURE, 3.5 says
 * SSL/TLS_ALERT_HANDSHAKE_FAILURE; those of RFC 6066 come without the word ALERT. The others are `alert`.
 */
export const alertWord =
  /^[A-Z0-9/]+_ALERT_(.+)$|^TLSV1_(UNSUPPORTED_EXTENSION|UNRECOGNIZED_NAME|CERTIFICATE_UNOBTAINABLE|BAD_CERTIFICATE_.+)$/;
export const alerts: { readonly [alert: string]: FailureCode } = {
  PROTOCOL_VERSION: "version-unsupported",
  HANDSHAKE_FAILURE: "cipher-mismatch",
  INSUFFICIENT_SECURITY: "cipher-mismatch",
  CERTIFICATE_REQUIRED: "client-cert-required",
  NO_CERTIFICATE: "client-cert-required",
  BAD_CERTIFICATE: "client-cert-rejected",
  UNSUPPORTED_CERTIFICATE: "client-cert-rejected",
  CERTIFICATE_REVOKED: "client-cert-rejected",
  CERTIFICATE_EXPIRED: "client-cert-rejected",
  CERTIFICATE_UNKNOWN: "client-cert-rejected",
  UNKNOWN_CA: "client-cert-rejected",
  ACCESS_DENIED: "client-cert-rejected",
};

/** The words in which Node reports a certificate that does not verify (X509_V_ERR_* of OpenSSL). */
export const certificate =
  /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|(DEPTH_ZERO_)?SELF_SIGNED_CERT.*|(UNABLE_TO|CERT|CRL|ERROR_IN|INVALID|PATH_LENGTH|AKID|SUBJECT|OCSP)_[A-Z_]*|EE_KEY_TOO_SMALL|CA_(MD_TOO_WEAK|KEY_TOO_SMALL))$/;
