import type { EchoSeries } from "../model/io.js";
import type { IcmpReason } from "./icmp-packet.js";
import { joinSession, type Outcome, type Session } from "./icmp-session.js";
import { afterSilence } from "./pause.js";

type Errors = readonly { readonly from: string; readonly reason: IcmpReason; readonly ms?: number }[];

/** Counts errors that say the same and come from the same sender; of their times the longest is kept. */
export const countErrors = (errors: Errors): EchoSeries["errors"] => {
  const counts = new Map<string, { from: string; reason: string; count: number; ms?: number }>();
  for (const { from, reason, ms } of errors) {
    const known = counts.get(`${from} ${reason}`) ?? { from, reason, count: 0 };
    known.count += 1;
    if (ms !== undefined) known.ms = Math.max(known.ms ?? 0, Math.round(ms * 1000) / 1000);
    counts.set(`${from} ${reason}`, known);
  }
  return [...counts.values()];
};

/** The longest run of requests without a reply. */
export const longestRun = (answered: readonly boolean[]): number => {
  let [run, longest] = [0, 0];
  for (const one of answered) {
    run = one ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
};

/** Before each reply, how many requests in a row had got none; nothing where all were answered, or none was. */
export const lostBefore = (answered: readonly boolean[]): Pick<EchoSeries, "lostBefore"> => {
  const replies = answered.flatMap((one, at) => (one ? [at] : []));
  if (replies.length === 0 || replies.length === answered.length) return {};
  return { lostBefore: replies.map((at, nth) => at - (replies[nth - 1] ?? -1) - 1) };
};

/** After the waiting: how long the socket must rest before what did not come counts as lost, in milliseconds. */
const rest = 50;
/** How often that is waited for at most: others may keep the socket busy, which hears all ICMP of this machine. */
const rests = 40;

/** `timeout`: milliseconds to wait after the last request. */
export type EchoOrder = {
  readonly count: number;
  readonly interval: number;
  readonly timeout: number;
  readonly signal: AbortSignal;
};

/** Sends at the given pace and ends when everything is answered, or `timeout` after the last request. */
const collect = (
  session: Session,
  address: string,
  { count, interval, timeout, signal }: EchoOrder,
): Promise<Outcome[]> =>
  new Promise((resolve) => {
    const outcomes: Outcome[] = [];
    const stops: (() => void)[] = [];
    let open = count;
    let stopClock = (): void => {};
    const finish = (): void => {
      stopClock();
      signal.removeEventListener("abort", finish);
      for (const stop of stops) stop();
      resolve(outcomes);
    };
    const send = (): void => {
      const at = outcomes.push({ kind: "lost" }) - 1;
      stops.push(
        session.request(address, (outcome) => {
          outcomes[at] = outcome;
          open -= 1;
          if (open === 0) finish();
        }),
      );
    };
    // Answers that lie in the socket unread, and requests that still wait to be written, are no loss on the way.
    const settle = (left: number): void => {
      const turns = session.turns();
      stopClock = afterSilence(rest, () => (left === 0 || session.turns() === turns ? finish() : settle(left - 1)));
    };
    const began = performance.now();
    const next = (): void => {
      send();
      if (outcomes.length === count) {
        stopClock = afterSilence(timeout, () => settle(rests));
        return;
      }
      const timer = setTimeout(next, Math.max(0, began + outcomes.length * interval - performance.now()));
      stopClock = () => clearTimeout(timer);
    };
    signal.addEventListener("abort", finish, { once: true });
    next();
  });

/** What became of a series, or the error with which every single request failed to leave this host. */
export type RawSeries = { readonly series: EchoSeries } | { readonly unsent: Error };

/** Echo requests through net-ping. Rejects if that is not possible here. */
export const echoByNetPing = async (family: 4 | 6, address: string, order: EchoOrder): Promise<RawSeries> => {
  const session = await joinSession(family);
  try {
    const outcomes = await collect(session, address, order);
    const unsent = outcomes.filter((one) => one.kind === "unsent");
    if (unsent[0] !== undefined && unsent.length === outcomes.length) return { unsent: unsent[0].error };
    const answered = outcomes.filter(({ kind }) => kind !== "unsent").map(({ kind }) => kind === "reply");
    const series: EchoSeries = {
      how: "net-ping",
      sent: outcomes.length - unsent.length,
      replies: outcomes.flatMap((one) => (one.kind === "reply" ? [Math.round(one.ms * 1000) / 1000] : [])),
      inARow: longestRun(answered),
      ...lostBefore(answered),
      errors: countErrors(outcomes.filter((one) => one.kind === "error")),
    };
    return { series };
  } finally {
    session.release();
  }
};
