import type { Failure, FailureCode } from "../../src/model/failure.js";

/** What a connection may end with before a request is sent, though other checks have found port and TLS well. */
const endings: readonly FailureCode[] = ["timeout", "refused", "reset", "closed"];
export const neverSent = ({ code, phase }: Pick<Failure, "code" | "phase">): boolean =>
  (phase === "connect" || phase === "handshake") && endings.includes(code);
