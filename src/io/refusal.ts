import { isIPv4 } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Attempt } from "../model/failure.js";
import type { Peer, Refusal, RefusalOptions } from "../model/io.js";
import { classify, failure } from "./classify.js";
import type { Context } from "./context.js";
import { listenForAnswers } from "./segments.js";
import { connect } from "./tcp.js";

/** How long segments may wait in the raw socket when their connections have ended already, and between two looks, in milliseconds. */
const [patience, turn] = [500, 10];

/** Whether an answer of the port itself must have come. */
const answered = (attempt: Attempt<unknown>): boolean => attempt.ok || attempt.failure.code === "refused";

/** Asks the port again, and after it others of its address, while every segment that arrives is looked at. */
const asked = async (context: Context, { address, port }: Peer, { beside, ...options }: RefusalOptions) => {
  const { heard, close } = await listenForAnswers(context, address);
  try {
    const again = await connect(context, { address, port }, options);
    const ask = async (other: number): Promise<number[]> =>
      answered(await connect(context, { address, port: other }, { ...options, ifFree: true })) ? [other] : [];
    const others = (await Promise.all(beside.filter((other) => other !== port).map(ask))).flat();
    // A busy process reads one segment per turn of its event loop: theirs came after the one in question.
    const until = performance.now() + patience;
    while (performance.now() < until && !others.every((other) => heard.has(other))) await sleep(turn);
    const complete = others.length > 0 && others.every((other) => heard.has(other));
    return { heard, complete, refused: !again.ok && again.failure.code === "refused" };
  } finally {
    close();
  }
};

/**
 * From how far a refusal comes: the time to live with which it arrives, beside that of other answers of the same address. A
 * device on the way that answers in the host's place is another number of hops away. Needs a raw socket, and IPv4.
 */
export const refusal = async (context: Context, peer: Peer, options: RefusalOptions): Promise<Attempt<Refusal>> => {
  const began = performance.now();
  const ms = (): number => performance.now() - began;
  if (!isIPv4(peer.address) || peer.address === "0.0.0.0")
    return {
      ok: false,
      ms: 0,
      failure: failure("not-available", "query", "raw sockets show no IPv6 header, and nothing answers as 0.0.0.0"),
    };
  try {
    const { heard, complete, refused } = await asked(context, peer, options);
    const ttl = heard.get(peer.port)?.ttl ?? null;
    // A router that rations its words has said it already, and is silent now.
    if (ttl === null && (await context.ear.said(peer, 0))?.reason === "port-unreachable")
      return { ok: true, ms: ms(), value: { ttl, others: [] } };
    // That no segment refused is known only where all that came after it was read.
    if (ttl === null && !(refused && complete))
      return { ok: false, ms: ms(), failure: failure("timeout", "query", "no refusal was seen") };
    const others = [...heard]
      .filter(([port]) => port !== peer.port)
      .map(([port, { ttl: its }]) => ({ port, ttl: its }));
    return { ok: true, ms: ms(), value: { ttl, others } };
  } catch (error) {
    return { ok: false, ms: ms(), failure: classify(error, "query") };
  }
};
