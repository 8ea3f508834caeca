import type { Failure, FailureCode, Phase } from "../model/failure.js";
import { alerts, alertWord, certificate, openssl, words } from "./failure-words.js";
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

const ofOpenssl = (reason: string): FailureCode => {
  const alert = alertWord.exec(reason);
  return alert === null ? (openssl[reason] ?? "malformed") : (alerts[alert[1] ?? ""] ?? "alert");
};

const codeOf = (error: Bearer, phase: Phase): FailureCode | undefined => {
  const word = typeof error.code === "string" ? error.code : "";
  if (error.name === "AbortError") return "aborted";
  if (error.name === "TimeoutError") return "timeout";
  const exception = exceptions.find((one) => one.word === word && one.when(error, phase));
  if (exception !== undefined) return exception.code;
  if (typeof error.sqlState === "string" || (word.startsWith("ER_") && typeof error.errno === "number"))
    return "server-error";
  if (words[word] !== undefined) return words[word];
  if (word.startsWith("ERR_SSL_")) return ofOpenssl(word.slice("ERR_SSL_".length));
  // llhttp, in node:http and in undici; EPROTO is how node:https wraps OpenSSL's reason out of sight.
  if (word.startsWith("HPE_") || error.name === "HTTPParserError" || word === "EPROTO") return "malformed";
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
