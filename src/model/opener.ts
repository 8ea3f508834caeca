import type { Io, Peer, ServiceAnswer } from "./io.js";
import type { Protocol } from "./profile.js";

/** Protocols whose servers wait for the client: any of them looks mute, or ends it, when asked in the wrong way. */
const shy: readonly Protocol[] = ["http", "tls", "rdp"];

type Asking = { readonly io: Io; readonly signal: AbortSignal; readonly servername: string };

/** What a port speaks that did not answer in the expected way, be it `but` or the server's word first; undefined: nothing that we know. */
export const whatElse = async (
  peer: Peer,
  but: Protocol,
  { io, signal, servername }: Asking,
): Promise<ServiceAnswer | undefined> => {
  const options = { signal, timeout: io.defaults.timeout * 0.4, servername };
  const others = shy.filter((protocol) => protocol !== but);
  const attempts = await Promise.all(others.map((protocol) => io.ask(peer, protocol, options)));
  return attempts.flatMap((one) => (one.ok && one.value.spoke !== "unknown" ? [one.value] : []))[0];
};
