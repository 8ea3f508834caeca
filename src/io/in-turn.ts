import type { Failure, FailureCode } from "../model/failure.js";
import { type Limits, stopwatch } from "./connector.js";

/** What asking for the addresses of a name came to. */
export type Outcome = { readonly addresses: readonly string[] } | { readonly failure: Failure };

const none: readonly FailureCode[] = ["name-not-found", "no-address"];
const answered: readonly FailureCode[] = [...none, "server-failure", "query-refused", "malformed"];

/** Ends the search: there are addresses, or a server says that there are none. */
export const isDefinite = (outcome: Outcome): boolean => "addresses" in outcome || none.includes(outcome.failure.code);

/** No DNS server said anything at all. */
export const isSilence = (outcome: Outcome): boolean =>
  "failure" in outcome && !answered.includes(outcome.failure.code);

/** Of several failures the one that says most: what a server said, then what the network said, then silence. */
export const telling = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.find((one) => !isSilence(one)) ??
  outcomes.find((one) => "failure" in one && one.failure.code !== "timeout") ??
  (outcomes[0] as Outcome);

/**
 * Asks one after another, impatiently: the next is asked when one ends undecided, and beside one that has been silent
 * for `patience` milliseconds. The first definite answer to arrive wins, and the others are let go.
 */
export const inTurn = <Server>(
  servers: readonly Server[],
  limits: Limits,
  patience: number,
  ask: (server: Server, limits: Limits) => Promise<Outcome>,
): Promise<Outcome> =>
  new Promise((resolve) => {
    const done = new AbortController();
    const signal = AbortSignal.any([limits.signal, done.signal]);
    const elapsed = stopwatch();
    const outcomes: Outcome[] = [];
    let started = 0;
    let timer: NodeJS.Timeout | undefined;
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      done.abort();
      resolve(outcome);
    };
    const take = (outcome: Outcome): void => {
      outcomes.push(outcome);
      if (done.signal.aborted) return;
      if (isDefinite(outcome)) settle(outcome);
      else if (outcomes.length === servers.length) settle(telling(outcomes));
      else next();
    };
    const next = (): void => {
      clearTimeout(timer);
      const server = servers[started];
      if (server === undefined) return;
      started += 1;
      timer = setTimeout(next, patience);
      ask(server, { signal, timeout: limits.timeout - elapsed() }).then(take);
    };
    next();
  });
