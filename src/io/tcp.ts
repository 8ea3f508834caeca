import type { Attempt } from "../model/failure.js";
import type { Connected, Peer, VerbOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import type { Context } from "./context.js";
import { dial } from "./dial.js";

export { ask } from "./ask.js";

/** A TCP handshake with one address, and nothing more: the connection is ended at once, with a FIN. */
export const connect = async (context: Context, peer: Peer, options: VerbOptions): Promise<Attempt<Connected>> => {
  const dialled = await dial(context, peer, options);
  if (!dialled.ok) return dialled;
  const { socket, hangUp } = dialled.value;
  const local = hostPort(socket.localAddress ?? "", socket.localPort ?? 0);
  hangUp();
  return { ok: true, ms: dialled.ms, value: { local } };
};
