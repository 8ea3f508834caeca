import type { Traits } from "../../src/model/comparison.js";
import type { TlsSeen } from "./handshakes.js";

/** What should stay as it is from run to run. */
export const traits = (looks: readonly TlsSeen[]): Traits => {
  const shown = looks.flatMap(({ handshake }) => (handshake.ok ? (handshake.value.chain[0] ?? []) : []))[0];
  const times = looks.flatMap(({ tries }) => tries.flatMap(({ ms, failure }) => (failure === undefined ? [ms] : [])));
  if (shown === undefined) return { times };
  const { fingerprint, issuer, notBefore, notAfter } = shown;
  return { times, certificate: { fingerprint, issuer, notBefore, notAfter } };
};
