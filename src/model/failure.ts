/** Where in an exchange something happened. A time-out always says one of these. */
export const phases = [
  "name",
  "query",
  "connect",
  "proxy",
  "handshake",
  "greeting",
  "login",
  "statement",
  "request",
  "answer",
  "body",
  "idle",
] as const;
export type Phase = (typeof phases)[number];

/**
 * The stable names of failures, each given once by `io/classify.ts` from (code, syscall, phase, peer) and never from
 * message text. Different failures are never folded into one.
 */
export const failureCodes = [
  // any exchange
  "timeout",
  "aborted",
  "refused",
  "reset",
  "closed",
  "host-unreachable",
  "network-unreachable",
  "prohibited",
  "malformed",
  // this machine and this tool
  "not-available",
  "no-local-address",
  "descriptors-exhausted",
  "not-permitted",
  "unknown",
  // names
  "name-not-found",
  "no-address",
  "server-failure",
  "query-refused",
  "no-resolver",
  // TLS
  "not-tls",
  "plain-http",
  "version-unsupported",
  "cipher-mismatch",
  "legacy-renegotiation",
  "weak-dh",
  "gm-only",
  "client-cert-required",
  "client-cert-rejected",
  "alert",
  "cert-rejected",
  // HTTP
  "body-truncated",
  "body-too-large",
  "proxy-refused",
  // MySQL
  "server-error",
  "wrong-protocol",
  "withheld",
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** Why an attempt did not succeed. `message` is for people; nothing is ever decided by it. */
export type Failure = {
  readonly code: FailureCode;
  readonly phase: Phase;
  readonly message: string;
  /** The raw word or number behind the code: an errno name, a TLS alert or OpenSSL reason, a MySQL error number, a status. */
  readonly detail?: string | number;
};

/** Trying something on a network is never an exception. `ms` is the time it took. */
export type Attempt<T> =
  | { readonly ok: true; readonly ms: number; readonly value: T }
  | { readonly ok: false; readonly ms: number; readonly failure: Failure };
