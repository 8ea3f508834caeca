import type { Raised } from "../../src/model/check.js";
import type { Attempt, Failure, FailureCode } from "../../src/model/failure.js";
import type { Certificate, Handshake } from "../../src/model/io.js";
import { hostPort, type Located } from "../../src/model/place.js";
import type { Tongue } from "../../src/model/tongues.js";
import type { Elsewhere } from "./elsewhere.js";
import type { tlsSignals } from "./words.js";

/** What is seen of TLS, and what the handshakes by themselves answer. Pure. */

/** How a connection of the same kind behaves when it is spoken to in plain HTTP. `http`: it serves the request. */
export type Plain = "http" | "answers" | "silent" | "cut" | "unknown";

export type Try = { readonly address: string; readonly ms: number; readonly failure?: Failure };
export type TlsSeen = {
  readonly located: Located;
  readonly address: string;
  readonly handshake: Attempt<Handshake>;
  /** Every handshake of this look that was answered for by TLS, the first included. */
  readonly tries: readonly Try[];
  /** What this side would show where it is asked who it is. */
  readonly own?: Certificate;
  /** Asked only after silence or a cut. */
  readonly plain?: Plain;
  /** After a cut: the same without naming the server (SNI). */
  readonly unnamed?: "completes" | "cut";
  /** After a cut, or silence, and a cut of HTTP: the protocol that is spoken there. */
  readonly other?: Tongue | "unknown";
  /** The same at the other addresses of the name where the connection opened. */
  readonly beside?: readonly { readonly address: string; readonly handshake: Attempt<Handshake> }[];
  /** Addresses that this machine does not use; asked only where the one in use is not as it should be. */
  readonly elsewhere?: readonly Elsewhere[];
};

type Answer = Raised<typeof tlsSignals>;

/** Which answer a failure gives; what is not here says nothing of the server. */
const failures = {
  "plain-http": "plain-http",
  "not-tls": "not-tls",
  // Bytes that OpenSSL takes for no TLS either.
  malformed: "not-tls",
  reset: "reset",
  closed: "closed",
  timeout: "stalled",
  "version-unsupported": "version-unsupported",
  "cipher-mismatch": "cipher-mismatch",
  "weak-dh": "weak-dh",
  "legacy-renegotiation": "legacy-renegotiation",
  "gm-only": "gm-only",
  "client-cert-required": "client-cert-required",
  "client-cert-rejected": "client-cert-rejected",
  alert: "refused-by-alert",
} as const satisfies { readonly [code in FailureCode]?: string };
/** Whether a failure says something of the server's TLS. */
export const speaksOfTls = ({ code, phase }: Failure): boolean =>
  phase === "handshake" && Object.hasOwn(failures, code);

/** A cut or silence is told by what else the server does on a connection of the same kind. */
const signalOf = ({ code }: Failure, { plain, unnamed, other }: TlsSeen) => {
  if (other !== undefined) return "not-tls";
  const signal = failures[code as keyof typeof failures] ?? "not-tls";
  // It waits for more of what it takes for a request, or ends it, and answers a real one.
  if (plain === "http" && (signal === "stalled" || signal === "reset" || signal === "closed")) return "plain-http";
  if (signal === "stalled") return plain === "silent" ? "frozen" : "stalled";
  if (signal !== "reset" && signal !== "closed") return signal;
  return plain === "cut" && unnamed !== "completes" ? "reset-any" : signal;
};

const failedAnswer = (seen: TlsSeen, port: number, failure: Failure, ms: number): Answer => {
  const { detail, code } = failure;
  const data = {
    peer: hostPort(seen.address, port),
    ms: Math.round(ms),
    // An alert's number says nothing of what the server would take.
    spoken: typeof detail === "string" ? detail : "–",
    alert: detail ?? "–",
    reason: String(detail ?? code),
    ...(seen.plain === undefined ? {} : { plain: seen.plain }),
    ...(seen.unnamed === undefined ? {} : { unnamed: seen.unnamed }),
    ...(seen.other === undefined ? {} : { other: seen.other }),
  };
  return { signal: signalOf(failure, seen), data };
};

/** The answer about the handshake itself, over all looks; `seen`: the look that is judged. */
export const handshakeAnswer = (looks: readonly TlsSeen[], seen: TlsSeen, port: number): Answer => {
  const { handshake } = seen;
  if (!handshake.ok) return failedAnswer(seen, port, handshake.failure, handshake.ms);
  const tries = looks.flatMap((look) => look.tries).filter(({ address }) => address === seen.address);
  const failed = tries.filter(({ failure }) => failure !== undefined);
  if (failed.length > 0) {
    const how = [...new Set(failed.map(({ failure }) => failure?.code ?? "unknown"))];
    const at = [...new Set(failed.map(({ address }) => address))];
    const signal = failed.length * 2 < tries.length ? "unsteady" : "mostly-failing";
    return { signal, data: { failed: failed.length, tried: tries.length, how, at } };
  }
  const { version, cipher, clientCertRequested, times } = handshake.value;
  const data = {
    version,
    cipher,
    ms: Math.round(times.handshake),
    // Of an address beside the first, one.
    tried: Math.max(1, tries.length),
    clientCertRequested,
  };
  return { signal: "completes", data };
};
