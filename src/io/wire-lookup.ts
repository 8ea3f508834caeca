import { addressesOf, isPassedOver } from "../model/dns.js";
import type { FailureCode } from "../model/failure.js";
import type { DnsType, Io } from "../model/io.js";
import type { ServerAddress } from "../model/profile.js";
import { failure } from "./classify.js";
import { type Limits, stopwatch } from "./connector.js";
import { inTurn, isDefinite, isSilence, type Outcome, telling } from "./in-turn.js";
import { pause } from "./pause.js";

/** Shares of the time-out: how long a server may be silent before the next is asked beside it, … */
const impatience = 1 / 5;
/** … and how long the other family is waited for once one has addresses. */
const grace = 1 / 20;

const rcodes: { readonly [rcode: string]: FailureCode } = {
  NOERROR: "no-address",
  NXDOMAIN: "name-not-found",
  REFUSED: "query-refused",
};

/** One question for one family to one server, asked again over TCP if the answer was cut off. */
const askOne = async (
  query: Io["query"],
  server: ServerAddress,
  question: { readonly name: string; readonly type: DnsType },
  limits: Limits,
): Promise<Outcome> => {
  const { name } = question;
  const elapsed = stopwatch();
  let asked = await query(server, { ...question, transport: "udp" }, limits);
  if (asked.ok && asked.value.truncated) {
    const kept = addressesOf(name, asked.value).addresses;
    asked = await query(server, { ...question, transport: "tcp" }, { ...limits, timeout: limits.timeout - elapsed() });
    if (!asked.ok && kept.length > 0) return { addresses: kept };
  }
  if (!asked.ok) return { failure: { ...asked.failure, phase: "name" } };
  const { addresses } = addressesOf(name, asked.value);
  if (addresses.length > 0) return { addresses };
  const { rcode } = asked.value;
  return { failure: failure(rcodes[rcode] ?? "server-failure", "name", `${name}: ${rcode}`, rcode) };
};

/**
 * Both families; the addresses of one win, with a short wait for the other. A failure beside them is none. Hosts say
 * "unreachable" only about once a second, so that the other question may wait for it in vain: the first to hear it is enough.
 */
const askBoth = async (query: Io["query"], server: ServerAddress, name: string, limits: Limits): Promise<Outcome> => {
  const enough = new AbortController();
  const hurried = { ...limits, signal: AbortSignal.any([limits.signal, enough.signal]) };
  const asked = (["A", "AAAA"] as const).map((type) => askOne(query, server, { name, type }, hurried));
  const first = await Promise.race(asked);
  if ("addresses" in first || isSilence(first)) {
    await Promise.race([Promise.all(asked), pause(limits.timeout * grace, limits.signal)]);
    enough.abort();
  }
  const outcomes = await Promise.all(asked);
  const addresses = outcomes.flatMap((one) => ("addresses" in one ? one.addresses : []));
  if (addresses.length > 0) return { addresses };
  const [a, aaaa] = outcomes.map((one) => ("failure" in one ? one.failure.code : "addresses"));
  // A server may refuse one family, or fail on it, for ever: what it would say of A, which was lost, nobody knows.
  if (a === "timeout" && (aaaa === "query-refused" || aaaa === "server-failure")) return outcomes[0] as Outcome;
  const undecided = outcomes.filter((one) => !isDefinite(one) && !("failure" in one && one.failure.code === "aborted"));
  return telling(undecided.length > 0 ? undecided : outcomes);
};

/** Asks the servers for the names of a search list; what is told is the answer for `names.host` itself. */
export const lookUpOnTheWire = (
  query: Io["query"],
  servers: readonly ServerAddress[],
  { host, names }: { readonly host: string; readonly names: readonly string[] },
  limits: Limits,
): Promise<Outcome> => {
  const ask = async (server: ServerAddress, { signal, timeout }: Limits): Promise<Outcome> => {
    const elapsed = stopwatch();
    let told: Outcome | undefined;
    for (const name of names) {
      const outcome = await askBoth(query, server, name, { signal, timeout: timeout - elapsed() });
      if ("addresses" in outcome) return outcome;
      if (!isDefinite(outcome) && !isPassedOver(name, host, outcome.failure.code)) return outcome;
      if (told === undefined || name === host) told = outcome;
    }
    return told as Outcome;
  };
  return inTurn(servers, limits, limits.timeout * impatience, ask);
};
