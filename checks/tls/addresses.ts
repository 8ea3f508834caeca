import type { Raised } from "../../src/model/check.js";
import type { Attempt } from "../../src/model/failure.js";
import type { Handshake } from "../../src/model/io.js";
import { type CertificateView, certificateAnswers } from "./certificates.js";
import type { TlsSeen } from "./handshakes.js";
import { tlsSignals } from "./words.js";

/** Whether TLS holds at every address of the name, as a client sees it that verifies. Pure. */

type Answer = Raised<typeof tlsSignals>;
type At = { readonly address: string; readonly handshake: Attempt<Handshake> };

const seenAt = (looks: readonly TlsSeen[]): At[] =>
  looks.flatMap(({ address, handshake, beside = [] }) => [{ address, handshake }, ...beside]);

/** What keeps a client from the service: the failure, or the answers about the certificate that are not well. */
const flaws = ({ handshake }: At, view: CertificateView): string[] => {
  if (!handshake.ok) return [handshake.failure.code];
  const answers = certificateAnswers(handshake.value, view).map(({ signal }) => signal);
  return answers.filter((signal) => tlsSignals[signal].level === "fail");
};

const isSix = (address: string): boolean => address.includes(":");

const signalOf = (good: readonly string[], bad: readonly At[]) => {
  const six = bad.every(({ address }) => isSix(address)) && !good.some(isSix);
  if (bad.every(({ handshake }) => handshake.ok)) return "some-certificates-bad";
  return six ? "ipv6-fails" : "some-addresses-fail";
};

export type Sides = {
  /** The address that the other questions are asked of: one that holds, if there is one. */
  readonly seen: TlsSeen;
  readonly answers: readonly Answer[];
};

/** An address fails only where it does so in every look; where none holds, it is no matter of one address. */
export const sidesOf = (looks: readonly TlsSeen[], seen: TlsSeen, view: CertificateView): Sides => {
  const all = seenAt(looks);
  const holding = all.filter((one) => flaws(one, view).length === 0);
  const addresses = [...new Set(all.map(({ address }) => address))];
  const good = addresses.filter((address) => holding.some((one) => one.address === address));
  const [first] = holding;
  if (addresses.length < 2 || first === undefined) return { seen, answers: [] };
  const { address, handshake } = holding.find((one) => one.address === seen.address) ?? first;
  const judged = { ...seen, address, handshake };
  if (good.length === addresses.length)
    return { seen: judged, answers: [{ signal: "all-addresses-hold", data: { count: good.length } }] };
  const bad = all.filter((one) => !good.includes(one.address));
  const data = {
    good,
    bad: addresses.filter((one) => !good.includes(one)),
    how: [...new Set(bad.flatMap((one) => flaws(one, view)))],
  };
  return { seen: judged, answers: [{ signal: signalOf(good, bad), data }] };
};
