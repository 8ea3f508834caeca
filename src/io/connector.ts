import type { Attempt } from "../model/failure.js";
import type { LocatedAddress } from "../model/place.js";
import { failure } from "./classify.js";
import type { Context } from "./context.js";
import { dial, type Line } from "./dial.js";
import { afterSilence } from "./pause.js";

/** `timeout`: milliseconds of silence that one phase may last. */
export type Limits = { readonly signal: AbortSignal; readonly timeout: number };

/** A line to one of several addresses. */
export type Reached = { readonly line: Line; readonly address: string };

/** Milliseconds since it was made, to a hundredth. */
export const stopwatch = (): (() => number) => {
  const start = performance.now();
  return () => Math.round((performance.now() - start) * 100) / 100;
};

/**
 * Waits for what `begin` promises, at most `timeout` milliseconds of it and until the signal is aborted. `begin` reports
 * its ending by the function that it is given; only the first report counts.
 */
export const awaited = <T>(
  { signal, timeout }: Limits,
  onLimit: (code: "timeout" | "aborted") => T,
  begin: (settle: (value: T) => void) => void,
): Promise<T> =>
  new Promise((resolve) => {
    const settle = (value: T): void => {
      stopClock();
      signal.removeEventListener("abort", abort);
      resolve(value);
    };
    const abort = (): void => settle(onLimit("aborted"));
    const stopClock = afterSilence(timeout, () => settle(onLimit("timeout")));
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    begin(settle);
  });

/** Routed addresses first, otherwise in the order in which they were found. */
export const inOrder = (addresses: readonly LocatedAddress[]): readonly string[] =>
  [...addresses]
    .sort((a, b) => Number(a.scope === "unrouted") - Number(b.scope === "unrouted"))
    .map(({ address }) => address);

/**
 * Opens a connection to the first of several addresses that answers: the next one is tried when one fails, and beside
 * one that has been silent for a fifth of the time-out. If all fail, the first one's failure is told. `key`: see `dial`.
 */
export const openFirst = (
  context: Context,
  addresses: readonly string[],
  port: number,
  { signal, timeout }: Limits,
  key?: string,
): Promise<Attempt<Reached>> =>
  new Promise((resolve) => {
    const rest = new AbortController();
    const failed: Attempt<Reached>[] = [];
    let [started, ended, over] = [0, 0, false];
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => rest.abort();
    const settle = (outcome: Attempt<Reached>): void => {
      over = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      stop();
      resolve(outcome);
    };
    const take = (at: number, one: Attempt<Reached>): void => {
      if (over && one.ok) one.value.line.hangUp();
      if (!one.ok) {
        failed[at] = one;
        ended += 1;
      }
      if (over) return;
      if (one.ok) settle(one);
      else if (ended === addresses.length) settle(failed[0] ?? one);
      else next();
    };
    const next = (): void => {
      clearTimeout(timer);
      const address = addresses[started];
      if (over || address === undefined) return;
      const at = started;
      started += 1;
      timer = setTimeout(next, timeout / 5);
      dial(context, { address, port }, { signal: rest.signal, timeout }, key).then((one) =>
        take(at, one.ok ? { ...one, value: { line: one.value, address } } : one),
      );
    };
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    if (addresses.length === 0) settle({ ok: false, ms: 0, failure: failure("no-address", "name", "no address") });
    else next();
  });
