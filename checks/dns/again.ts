import type { Attempt } from "../../src/model/failure.js";
import type { Io } from "../../src/model/io.js";
import type { Located } from "../../src/model/place.js";
import { type Judgement, rcodeOf } from "./servers.js";
import {
  type DnsSeen,
  lateTogether,
  type Outcome,
  outcomeOfOne,
  type ServerSeen,
  serverName,
  type Told,
  told,
} from "./sight.js";

/** Whether a server that failed, was late or contradicted itself answers each time: it is asked for A a few times more. */

const times = 5;
/** Between two of them, in milliseconds. */
const apart = 100;
/** How long each may take, as a share of the time-out; after two fifths of it the question is sent again, and timers may be early. */
const patience = 1 / 5;
const timely = 0.9;
const sentAgain = (2 / 5) * timely;
/** So many in a row that meet silence say all that the others would. */
const silent = 3;

const failing: readonly Outcome[] = ["server-failure", "query-refused", "malformed"];

/** What else asked the server beside these questions; `shared`: whoever resolves for the whole run. */
type Beside = { readonly shared: Attempt<Located>; readonly system: DnsSeen["system"]; readonly timeout: number };

/**
 * Something answers, but not all is well. A lone refusal of AAAA beside addresses is how servers without a forwarder are, and says
 * nothing.
 */
const isOdd = ({ a, aaaa, tcp }: ServerSeen, { shared, system, timeout }: Beside): boolean => {
  const [first, second] = [outcomeOfOne(a), outcomeOfOne(aaaa)];
  if (![a, aaaa, tcp].some((one) => one?.ok === true) || (a.ok && a.value.truncated)) return false;
  if (failing.includes(first) || first === "timeout" || second === "timeout" || second === "server-failure")
    return true;
  if (tcp?.ok === true && outcomeOfOne(tcp) !== first) return true;
  if (first === "addresses" && (!shared.ok || system?.ok === false)) return true;
  return Math.max(a.ms, aaaa.ms, shared.ms) >= timeout * sentAgain;
};

/** One after another, so that each is a try of its own; undefined: nothing was odd. */
export const withAgain = async (
  seen: ServerSeen,
  beside: Omit<Beside, "timeout">,
  { io, signal }: { readonly io: Io; readonly signal: AbortSignal },
): Promise<ServerSeen> => {
  if (!isOdd(seen, { ...beside, timeout: io.defaults.timeout })) return seen;
  const timeout = io.defaults.timeout * patience;
  const again: Attempt<Told>[] = [];
  const { server, name } = seen;
  while (again.length < times && !signal.aborted) {
    if (again.length >= silent && again.every((one) => !one.ok)) break;
    await io.pause(apart, signal);
    const question = { name, type: "A", transport: "udp" } as const;
    again.push(told(name, await io.query(server, question, { signal, timeout })));
  }
  return { ...seen, again, lateAgain: timeout * sentAgain };
};

/** One answer that comes late is chance, or the name was not yet known to the server. */
const missedAtLeast = 2;

const count = (tries: readonly Outcome[], outcome: Outcome): number => tries.filter((one) => one === outcome).length;

/** What was asked with a whole time-out was sent again only after a share of that. */
const isMissed = (one: Attempt<unknown>, limit: number): boolean => !one.ok || one.ms >= limit;

/**
 * Whether a question is missed because the server takes its time: it answered none of the first ones quickly, and some as late as no repetition
 * makes them. What is lost comes at once, or soon after the question was repeated.
 */
const isSlow = (seen: ServerSeen, limit: number): boolean => {
  if (lateTogether(seen)) return true;
  const repeated = limit / patience / timely;
  const heard = [seen.a, seen.aaaa].flatMap((one) => (one.ok ? [one.ms] : []));
  return heard.every((ms) => ms >= limit) && heard.some((ms) => ms % repeated >= limit);
};

/** Whether the first server answers each time that it is asked. What it says each time is its answer, and no want of steadiness. */
export const steadiness: Judgement = ({ servers, located }, { host: name }) => {
  const [first] = servers;
  const { again, lateAgain: limit } = first ?? {};
  if (first === undefined || again === undefined || limit === undefined) return undefined;
  const server = serverName(first.server);
  // Whoever resolves for the whole run asked the same server, where there is no other.
  const alone = servers.length === 1;
  const shared: Outcome[] = !alone || located.ok ? [] : [located.failure.code];
  const resolved = alone && located.ok && located.value.source === "dns" ? [located] : [];
  const asked = [first.a, ...again];
  const outcomes = [...asked.map(outcomeOfOne), ...shared.filter((one) => failing.includes(one))];
  const tries = outcomes.length;
  if (outcomes.includes("addresses")) {
    const failed = count(outcomes, "server-failure");
    if (failed > 0)
      return { signal: "fails-now-and-then", data: { server, name, failed, tries, rcode: rcodeOf(first) } };
    const refused = count(outcomes, "query-refused");
    if (refused > 0) return { signal: "refuses-now-and-then", data: { server, name, failed: refused, tries } };
  }
  const missed = [
    ...again.filter((one) => isMissed(one, limit)),
    ...[first.a, ...resolved].filter((one) => isMissed(one, limit / patience)),
  ].length;
  const sent = asked.length + resolved.length;
  if (missed === sent || again.every((one) => isMissed(one, limit)) || isSlow(first, limit)) return undefined;
  if (missed < missedAtLeast) return { signal: "answers-each-time", data: { server, tries } };
  const ms = Math.round(limit);
  return { signal: "lost-now-and-then", data: { server, name, failed: missed, tries: sent, ms } };
};
