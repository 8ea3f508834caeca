import type { Peer } from "../../src/model/io.js";
import { counts } from "./dead.js";
import type { AddressSeen, Target, Try } from "./sight.js";
import { breath, isCut, type Looking, patienceOf, tried } from "./tries.js";

/** How long a service may take to notice that a connection has ended: until then a limit counts it. */
const notice = 300;
const [rounds, singles] = [4, 4];
/** Rounds that must end alike. Silence may be a lost packet, which hits now this connection and now that one: a limit is met at the same. */
const inVain = { silent: 3, heard: 2 } as const;

type Held = Try & { readonly held: number };
const isSilent = ({ failed }: Try): boolean => failed === "timeout";

/** The one that a limit turned away, where enough of them say so. */
const turnedAway = (failed: readonly Held[]): Held | undefined => {
  const most = [...failed].sort((a, b) => b.held - a.held)[0];
  if (failed.length >= inVain.heard && !failed.some(isSilent)) return most;
  const alike = failed.every(({ held }) => held === most?.held);
  return alike && failed.length >= inVain.silent ? most : undefined;
};

/**
 * Connections that are held open at once: programs of ours have pools of so many at least, and a service that takes one after another with the
 * usual queue of five (socketserver.py, Python) still holds them.
 */
const together = (target: Target): number => (target.ours ? 6 : 2);

/** What happens to connections while nothing else is open, one after another until `enough`. */
const alone = async (
  peer: Peer,
  { io, signal }: Looking,
  enough: (made: readonly Try[]) => boolean,
): Promise<readonly Try[]> => {
  const made: Try[] = [];
  while (made.length < singles && !enough(made) && !signal.aborted) {
    await io.pause(notice, signal);
    made.push(tried(await io.connectBeside(peer, { signal, timeout: patienceOf(io.defaults.timeout), count: 1 })));
  }
  return made;
};

const isOpen = ({ failed }: Try): boolean => failed === undefined;
const wasCut = ({ failed }: Try): boolean => failed !== undefined && isCut(failed);

/**
 * What a connection that failed beside others was: turned away by a limit if it opens alone. What is cut once it is open may have met
 * one of several back ends that cuts whatever a balancer gives it: then it is so alone as well, and not only until others are forgotten.
 */
const judged = async (peer: Peer, one: Held, looking: Looking): Promise<Pick<AddressSeen, "beside">> => {
  const made = await alone(peer, looking, (sofar) => !wasCut(one) && sofar.some(isOpen));
  if (!made.some(isOpen)) return {};
  return made.slice(1).some(wasCut) ? { beside: { ...one, alone: true } } : { beside: one };
};

/** Whether connections open beside the first one; what fails so twice is asked alone. */
export const beside = async (peer: Peer, looking: Looking): Promise<Pick<AddressSeen, "beside">> => {
  const { io, signal, target } = looking;
  const options = { signal, timeout: patienceOf(io.defaults.timeout) };
  const count = together(target);
  const failed: Held[] = [];
  for (let nth = 0; nth < rounds && turnedAway(failed) === undefined && nth <= failed.length + 1; nth += 1) {
    await io.pause(nth === 0 ? breath : notice, signal);
    const seen = await io.connectBeside(peer, { ...options, count });
    const last = seen.ok ? { ...tried(seen.value.beside), held: seen.value.held } : undefined;
    if (last?.failed === undefined && last !== undefined) return { beside: last };
    if (last !== undefined && counts(last)) failed.push(last);
  }
  const first = turnedAway(failed);
  if (first === undefined) return {};
  return judged(peer, first, looking);
};
