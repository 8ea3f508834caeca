import type { EchoSeries } from "../model/io.js";
import { afterSilence } from "./dial.js";
import type { IcmpReason } from "./icmp-packet.js";
import { joinSession, type Outcome, type Session } from "./icmp-session.js";

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

/** What a stalled process needs to read answers that lie there already: they are read one per turn of the event loop. */
const backlog = 20;

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
    const began = performance.now();
    const next = (): void => {
      send();
      if (outcomes.length === count) {
        stopClock = afterSilence(timeout, () => {
          stopClock = afterSilence(backlog, finish);
        });
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
    const series: EchoSeries = {
      how: "net-ping",
      sent: outcomes.length - unsent.length,
      replies: outcomes.flatMap((one) => (one.kind === "reply" ? [Math.round(one.ms * 1000) / 1000] : [])),
      errors: countErrors(outcomes.filter((one) => one.kind === "error")),
    };
    return { series };
  } finally {
    session.release();
  }
};
