import { connect as open, type Socket } from "node:net";
import type { Attempt, Failure } from "../model/failure.js";
import type { Peer, VerbOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import { classify, failure } from "./classify.js";
import type { Context } from "./context.js";

/** An open connection that occupies a place at the gate until it is hung up. */
export type Line = {
  readonly socket: Socket;
  /** Ends it with a FIN and gives the place at the gate back. */
  hangUp(): void;
};

/**
 * Calls `then` after `ms`, but only once what has arrived meanwhile was delivered: when this process was stalled, its timers
 * are due before its sockets are read, and silence would be our own.
 */
export const afterSilence = (ms: number, then: () => void): (() => void) => {
  let last: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    last = setImmediate(() => {
      last = setImmediate(then);
    });
  }, ms);
  return () => {
    clearTimeout(timer);
    clearImmediate(last);
  };
};

const silence = (ms: number): Failure =>
  failure("timeout", "connect", `no answer to the connection request within ${ms} ms`);

/** Silence at an address of which a router has said that no route leads there: it says so to few of many who ask. */
const noRoute = failure("network-unreachable", "connect", "a router said of this address that no route leads to it");

const waitForConnect = (socket: Socket, timeout: number, signal: AbortSignal): Promise<Failure | undefined> =>
  new Promise((resolve) => {
    const settle = (outcome?: Failure): void => {
      stopClock();
      signal.removeEventListener("abort", abort);
      socket.removeListener("connect", connected).removeListener("error", failed);
      resolve(outcome);
    };
    const connected = (): void => settle();
    const failed = (error: unknown): void => settle(classify(error, "connect"));
    const abort = (): void => settle(failure("aborted", "connect", "aborted while connecting"));
    const stopClock = afterSilence(timeout, () => settle(silence(timeout)));
    socket.once("connect", connected).once("error", failed);
    signal.addEventListener("abort", abort, { once: true });
  });

/** Words of ICMP by which a filter refuses. Of those, a program hears of a refused port by itself. */
const forbids: readonly string[] = ["prohibited", "protocol-unreachable"];

/** "Unreachable" is what a program hears of a prohibition, too. */
const asSaid = async ({ ear }: Context, met: Failure, peer: Peer, began: number): Promise<Failure> => {
  if (met.code !== "host-unreachable" && met.code !== "network-unreachable") return met;
  const said = await ear.said(peer, began);
  return said !== undefined && forbids.includes(said) ? { ...met, code: "prohibited" } : met;
};

/** Opens one TCP connection to one address. `ms` runs from when the gate let it through; `key`: what it is counted as there. */
export const dial = async (
  context: Context,
  { address, port }: Peer,
  options: VerbOptions,
  key = hostPort(address, port),
): Promise<Attempt<Line>> => {
  const { signal, timeout = context.profile.defaults.timeout, ifFree } = options;
  if (ifFree === true && context.gate.busy(key)) {
    return { ok: false, ms: 0, failure: failure("aborted", "connect", "others ask this endpoint just now") };
  }
  const asked = performance.now();
  const leave = await context.gate.enter(key, signal);
  // Who waited behind silence has met it as well: that time counts.
  const waited = context.gate.silence(key, asked);
  if (waited >= timeout) {
    leave();
    return { ok: false, ms: waited, failure: silence(timeout) };
  }
  context.gate.asking(address);
  await context.ear.open(address);
  const began = performance.now();
  const elapsed = (): number => performance.now() - began;
  if (signal.aborted) {
    leave();
    return { ok: false, ms: 0, failure: failure("aborted", "connect", "aborted before connecting") };
  }
  const socket = open({ host: address, port, autoSelectFamily: false });
  // An error that comes when nobody asks any more must not end the process.
  socket.on("error", () => {});
  const hangUp = (): void => {
    context.closing.delete(hangUp);
    socket.destroy();
    leave();
  };
  context.closing.add(hangUp);
  const met = await waitForConnect(socket, timeout - waited, signal);
  const failed = met && (await asSaid(context, met, { address, port }, began));
  if (failed?.code === "timeout") {
    context.gate.silent(key, began - waited);
    hangUp();
    const silent = context.gate.isUnrouted(address) ? noRoute : silence(timeout);
    return { ok: false, ms: elapsed() + waited, failure: silent };
  }
  if (failed?.code !== "aborted") context.gate.heard(key);
  if (failed?.code === "network-unreachable") context.gate.noRoute(address);
  if (failed === undefined || failed.code === "refused") context.gate.reached(address);
  if (failed !== undefined) {
    hangUp();
    return { ok: false, ms: elapsed(), failure: failed };
  }
  return { ok: true, ms: elapsed(), value: { socket, hangUp } };
};
