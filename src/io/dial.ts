import { connect, type Socket } from "node:net";
import type { Attempt, Failure } from "../model/failure.js";
import type { Peer, VerbOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import { classify, failure } from "./classify.js";
import type { Context } from "./context.js";
import { afterSilence } from "./pause.js";

/** An open connection that occupies a place at the gate until it is hung up. */
export type Line = {
  readonly socket: Socket;
  /** Ends it with a FIN and gives the place at the gate back. */
  hangUp(): void;
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

/** A connection request is repeated after a second, and two seconds later (RFC 6298); what comes right after that answers the repetition. */
const repetition = { after: 1000, answeredWithin: 200 };
const sinceSent = (ms: number): number =>
  ms >= repetition.after && ms < repetition.after + repetition.answeredWithin ? ms - repetition.after : ms;

/** "Unreachable" is what a program hears of a prohibition, too. What a router says is kept for all who ask there. */
const asSaid = async ({ ear, gate }: Context, met: Failure, peer: Peer, began: number): Promise<Failure> => {
  if (met.code !== "host-unreachable" && met.code !== "network-unreachable") return met;
  const said = await ear.said(peer, began);
  if (said === undefined) return met;
  const { reason, from, at } = said;
  gate.told(peer.address, { from, reason, ms: sinceSent(at - began) });
  return forbids.includes(reason) ? { ...met, code: "prohibited" } : met;
};

type Opening = {
  readonly signal: AbortSignal;
  readonly timeout: number;
  readonly key: string;
  /** For how long who asks has met silence there already, while it waited. */
  readonly waited: number;
  leave(): void;
};

/** Opens a connection for which a place is held; `leave` gives it back, at once where it fails. */
export const open = async (
  context: Context,
  { address, port }: Peer,
  { signal, timeout, key, waited, leave }: Opening,
): Promise<Attempt<Line>> => {
  context.gate.asking(address);
  await context.ear.open(address);
  const began = performance.now();
  const elapsed = (): number => performance.now() - began;
  if (signal.aborted) {
    leave();
    return { ok: false, ms: 0, failure: failure("aborted", "connect", "aborted before connecting") };
  }
  const socket = connect({ host: address, port, autoSelectFamily: false });
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
  context.gate.opened(key);
  return { ok: true, ms: elapsed(), value: { socket, hangUp } };
};

/** Others hold their connections for a while, some for long: nobody waits longer for the last of them to end, in milliseconds. */
const solitude = 2000;

/** Takes every place at once; undefined: others are still there. `wait`: for so long others are let go before, in milliseconds. */
export const enterAlone = async (
  { gate }: Context,
  key: string,
  signal: AbortSignal,
  wait?: number,
): Promise<(() => void) | undefined> => {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), wait ?? solitude);
  const patience = AbortSignal.any([signal, limit.signal]);
  const leave = await gate.enter(key, patience, wait === undefined ? "all" : "last");
  clearTimeout(timer);
  if (!patience.aborted) return leave;
  leave();
  return undefined;
};

/** What refuses a connection beside another one of ours and not alone, be it a limit for each client, refuses so. */
const turnsAway: readonly string[] = ["refused", "reset", "prohibited"];

/**
 * Opens one TCP connection to one address. `ms` runs from when the gate let it through; `key`: what it is counted as there. What
 * an open port refuses beside another connection of ours is asked once more alone.
 */
export const dial = async (
  context: Context,
  peer: Peer,
  options: VerbOptions,
  key = hostPort(peer.address, peer.port),
): Promise<Attempt<Line>> => {
  const { gate } = context;
  const { signal, timeout = context.profile.defaults.timeout, ifFree } = options;
  if (ifFree === true && gate.busy(key)) {
    return { ok: false, ms: 0, failure: failure("aborted", "connect", "others ask this endpoint just now") };
  }
  const asked = performance.now();
  const leave = await gate.enter(key, signal);
  // Who waited behind silence has met it as well: that time counts.
  const waited = gate.silence(key, asked);
  if (waited >= timeout) {
    leave();
    return { ok: false, ms: waited, failure: silence(timeout) };
  }
  const known = gate.hasOpened(key);
  let shared = gate.isShared(key);
  const first = await open(context, peer, {
    signal,
    timeout,
    key,
    waited,
    leave: () => {
      shared ||= gate.isShared(key);
      leave();
    },
  });
  if (first.ok || !known || !shared || !turnsAway.includes(first.failure.code)) return first;
  const goAlone = await enterAlone(context, key, signal);
  return goAlone === undefined ? first : open(context, peer, { signal, timeout, key, waited: 0, leave: goAlone });
};
