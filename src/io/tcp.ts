import type { Attempt } from "../model/failure.js";
import type { Connected, Peer, VerbOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import { failure } from "./classify.js";
import type { Context } from "./context.js";
import { dial, enterAlone, open } from "./dial.js";

export { ask } from "./ask.js";

/**
 * What one address does about a second connection while a first one is held open, and nobody else of this run asks there; fails
 * where the first one does.
 */
export const connectBeside = async (
  context: Context,
  peer: Peer,
  { signal, timeout = context.profile.defaults.timeout }: VerbOptions,
): Promise<Attempt<{ readonly beside: Attempt<null> }>> => {
  const key = hostPort(peer.address, peer.port);
  const leave = await enterAlone(context, key, signal);
  if (leave === undefined)
    return { ok: false, ms: 0, failure: failure("aborted", "connect", "others ask this endpoint just now") };
  const opening = { signal, timeout, key, waited: 0, leave: () => {} };
  const first = await open(context, peer, opening);
  const second = first.ok ? await open(context, peer, opening) : first;
  for (const one of [first, second]) if (one.ok) one.value.hangUp();
  leave();
  if (!first.ok) return first;
  const beside: Attempt<null> = second.ok ? { ...second, value: null } : second;
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
