import type { Attempt } from "./failure.js";
import type { Io, Peer, ServiceAnswer } from "./io.js";
import type { Protocol } from "./profile.js";
import { type Stranger, strangers } from "./tongues.js";

/** Protocols whose servers wait for the client: any of them looks mute, or ends it, when asked in the wrong way. */
const shy: readonly Protocol[] = ["http", "tls", "rdp"];

/** Milliseconds in which a living service answers a question that it understands. */
const quick = 1000;

/** `as`: through the proxy of this url target, if it has one. */
type Asking = { readonly io: Io; readonly signal: AbortSignal; readonly servername: string; readonly as?: string };
type Answered = Attempt<ServiceAnswer>;

const told = (attempts: readonly Answered[]): ServiceAnswer | undefined =>
  attempts.flatMap((one) => (one.ok && one.value.spoke !== "unknown" ? [one.value] : []))[0];

/** Whether somebody reads what is said there: it ends the connection for it, or sees ours end. A hanging program does neither. */
const reads = (one: Answered): boolean =>
  one.ok || (one.failure.phase === "greeting" && (one.failure.code !== "timeout" || one.failure.detail === "alive"));

/** What a port speaks that did not answer in the expected way, be it `but` or the server's word first; undefined: nothing that we know. */
export const whatElse = async (
  peer: Peer,
  but: Protocol,
  { io, ...asking }: Asking,
): Promise<ServiceAnswer | undefined> => {
  const timeout = io.defaults.timeout * 0.4;
  const put = (questions: readonly (Protocol | Stranger)[], patience: number): Promise<Answered[]> =>
    Promise.all(questions.map((one) => io.ask(peer, one, { ...asking, timeout: patience })));
  const others = shy.filter((protocol) => protocol !== but);
  const attempts = await put(others, timeout);
  let found = told(attempts);
  if (!attempts.some(reads)) return found;
  for (let nth = 0; nth < strangers.length && found === undefined && !asking.signal.aborted; nth += 2)
    found = told(await put(strangers.slice(nth, nth + 2), Math.min(quick, timeout)));
  return found;
};
