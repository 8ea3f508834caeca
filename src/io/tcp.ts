import type { Attempt } from "../model/failure.js";
import type { Connected, Peer, VerbOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import type { Context } from "./context.js";
import { dial } from "./dial.js";

export { ask } from "./ask.js";

/** What one address does about a second connection while a first one is held open; fails where the first one does. */
export const connectBeside = async (
  context: Context,
  peer: Peer,
  options: VerbOptions,
): Promise<Attempt<{ readonly beside: Attempt<Connected> }>> => {
  const first = await dial(context, peer, options);
  if (!first.ok) return first;
  // Waiting here for another's connection to end, with a place held, might be waiting for each other.
  const beside = await connect(context, peer, { ...options, ifFree: true });
  first.value.hangUp();
  return { ok: true, ms: first.ms, value: { beside } };
};

/** A TCP handshake with one address, and nothing more: the connection is ended at once, with a FIN. */
export const connect = async (context: Context, peer: Peer, options: VerbOptions): Promise<Attempt<Connected>> => {
  const dialled = await dial(context, peer, options);
  if (!dialled.ok) return dialled;
  const { socket, hangUp } = dialled.value;
  const local = hostPort(socket.localAddress ?? "", socket.localPort ?? 0);
  hangUp();
  return { ok: true, ms: dialled.ms, value: { local } };
};
