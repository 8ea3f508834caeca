import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { isIPv4 } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Attempt } from "../model/failure.js";
import type { Peer, VerbOptions } from "../model/io.js";
import { classify, failure } from "./classify.js";
import type { Context } from "./context.js";
import { type AnswerSegment, bareRequest, type Ends, listenForAnswers, strayAcknowledgement } from "./segments.js";

/** Sent so often, and looked for so often, in milliseconds. */
const [sendings, turn] = [3, 10];

/** The address that packets leave with: connecting a UDP socket asks the routes and sends nothing. */
const localAddress = (address: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.connect(9, address, () => {
      resolve(socket.address().address);
      socket.close();
    });
  });

/** Sends one segment of its own to a port until it answers; says how. Needs a raw socket, and IPv4. */
const answerTo = async (
  context: Context,
  { address, port }: Peer,
  { signal, timeout = context.profile.defaults.timeout }: VerbOptions,
  make: (ends: Ends, sequence: number) => Buffer,
): Promise<Attempt<AnswerSegment | undefined>> => {
  const began = performance.now();
  const elapsed = (): number => performance.now() - began;
  if (!isIPv4(address) || address.startsWith("127."))
    return { ok: false, ms: 0, failure: failure("not-available", "query", "raw sockets show no such answer") };
  try {
    const from = await localAddress(address);
    const own = randomInt(20_000, 30_000);
    const { heard, send, close } = await listenForAnswers(context, address);
    const answer = (): AnswerSegment | undefined => (heard.get(port)?.to === own ? heard.get(port) : undefined);
    try {
      for (let nth = 0; nth < sendings && answer() === undefined; nth += 1) {
        send(make({ from, to: address, own, port }, randomInt(1, 2 ** 31)));
        const until = elapsed() + timeout / sendings;
        while (elapsed() < until && answer() === undefined && !signal.aborted) await sleep(turn);
      }
    } finally {
      close();
    }
    if (signal.aborted)
      return { ok: false, ms: elapsed(), failure: failure("aborted", "query", "aborted while waiting") };
    return { ok: true, ms: elapsed(), value: answer() };
  } catch (error) {
    return { ok: false, ms: elapsed(), failure: classify(error, "query") };
  }
};

/**
 * Whether a port that leaves connection requests unanswered answers a segment that belongs to no connection. A system whose queue
 * is full drops requests alone and resets that segment; a firewall that drops what goes to the port drops it as well. It opens
 * nothing and leaves nothing behind. Needs a raw socket, and IPv4.
 */
export const stray = async (
  context: Context,
  peer: Peer,
  options: VerbOptions,
): Promise<Attempt<{ readonly answered: boolean }>> => {
  const heard = await answerTo(context, peer, options, strayAcknowledgement);
  return heard.ok ? { ...heard, value: { answered: heard.value?.reset === true } } : heard;
};

/**
 * Whether a port agrees to a connection request, which then is taken back: the service behind it never hears of it, where it would count
 * a connection that ends at once as an error. Needs a raw socket, and IPv4.
 */
export const listens = async (
  context: Context,
  peer: Peer,
  options: VerbOptions,
): Promise<Attempt<{ readonly listens: boolean }>> => {
  const heard = await answerTo(context, peer, options, bareRequest);
  return heard.ok ? { ...heard, value: { listens: heard.value?.reset === false } } : heard;
};
