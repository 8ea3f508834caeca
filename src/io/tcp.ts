import type { Attempt, Failure } from "../model/failure.js";
import type { Beside, BesideOptions, Connected, Peer, VerbOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import { classify, failure } from "./classify.js";
import type { Context } from "./context.js";
import { dial, enterAlone, type Line, open } from "./dial.js";
import { type Watched, watch } from "./exchange.js";
import { pause } from "./pause.js";

export { ask } from "./ask.js";

/** Between two connections: a service with a short queue must get to accept the one before. What it turns away after that, it ends soon. */
const breath = 25;
/** How long the only one is held: an end that beside others came in time must not be missed here. */
const alone = 100;

/** How a connection ended that the other side ended, while an older one, if any, is still open; undefined: it did not. */
const turnedAway = async (held: readonly Held[], { signal }: VerbOptions): Promise<Failure | undefined> => {
  const last = held.at(-1);
  if (last === undefined) return undefined;
  await pause(Math.max(held.length > 1 ? breath : alone, 2 * last.ms), signal);
  const end = last.watched.ended();
  const all = held.length > 1 && held[0]?.watched.ended() !== undefined;
  return end === undefined || all ? undefined : classify(end.error, "connect");
};

type Held = { readonly line: Line; readonly ms: number; readonly watched: Watched };

/** Opens connections until so many are open, or one is not let in. */
const openMore = async (
  held: Held[],
  most: number,
  opening: () => ReturnType<typeof open>,
  options: VerbOptions,
): Promise<Attempt<null>> => {
  while (held.length < most) {
    const one = await opening();
    if (!one.ok) return one;
    // What a service says first is not read, but how it ends must be seen.
    one.value.socket.resume();
    held.push({ line: one.value, ms: one.ms, watched: watch(one.value.socket) });
    const away = held.length > 1 || most === 1 ? await turnedAway(held, options) : undefined;
    if (away !== undefined) {
      held.pop()?.line.hangUp();
      return { ok: false, ms: one.ms, failure: away };
    }
  }
  return { ok: true, ms: held.at(-1)?.ms ?? 0, value: null };
};

/**
 * What one address does about further connections while the first ones are held open, until `count` are (default 2), and nobody else of
 * this run asks there; fails where the first one does, or where the only one (`count` 1) is ended by the other side.
 */
export const connectBeside = async (
  context: Context,
  peer: Peer,
  { count = 2, ...options }: BesideOptions,
): Promise<Attempt<Beside>> => {
  const { signal, timeout = context.profile.defaults.timeout } = options;
  const key = hostPort(peer.address, peer.port);
  const leave = await enterAlone(context, key, signal);
  if (leave === undefined)
    return { ok: false, ms: 0, failure: failure("aborted", "connect", "others ask this endpoint just now") };
  const held: Held[] = [];
  const opening = () => open(context, peer, { signal, timeout, key, waited: 0, leave: () => {} });
  const beside = await openMore(held, count, opening, options);
  const [first] = held;
  for (const { line } of held) line.hangUp();
  leave();
  if (first === undefined) return beside as Attempt<never>;
  return { ok: true, ms: first.ms, value: { beside, held: held.length } };
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
