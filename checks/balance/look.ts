import type { Unavailable } from "../../src/model/check.js";
import type { Io } from "../../src/model/io.js";
import type { Located } from "../../src/model/place.js";
import { followUps } from "./further.js";
import { courtesy, elapsed, type Looking, shoot, shootTwo, silentAtMost, type Where } from "./request.js";
import { failingOf, isSilent, type Seen, type Shot, type Target, telling } from "./sight.js";
import type { Values } from "./words.js";

/** Addresses of one name that are asked. */
const addressesAtMost = 4;
/** Requests to one address that are made however long they take, and those that are made in twice the time. */
const [leastCompared, wellCompared] = [4, 6];
/** Where all of them take so many times as long as a series should, one fewer tells as much. */
const veryLong = 2.5;

/** Nothing more is learnt, or nothing more is welcome: silence, an address that always fails, a request to slow down. */
const enough = (looking: Looking, address: string, begun: number): boolean => {
  const { shots, target, values, signal } = looking;
  const mine = shots.filter((shot) => shot.address === address);
  const failing = failingOf(mine, target.expected).length;
  return (
    signal.aborted ||
    shots.some(({ status }) => status === 429) ||
    mine.filter(isSilent).length >= silentAtMost ||
    (mine.length >= values.gentle && failing === mine.length) ||
    (begun >= leastCompared - 1 && elapsed(looking) >= values.within * veryLong) ||
    (begun >= leastCompared && elapsed(looking) >= values.within * (begun < wellCompared ? 2 : 1))
  );
};

/** Long enough for other checks' requests to end, and for a restart to pass, in milliseconds. */
const breath = 300;

/** All that was asked of an address failed, and none of it by silence: so soon that it may have been the same moment for all. */
const failsQuickly = ({ shots, target }: Looking, address: string): boolean => {
  const mine = shots.filter((shot) => shot.address === address);
  return failingOf(mine, target.expected).length === mine.length && !mine.some(isSilent);
};

/** Requests to one address on new connections, two at a time. */
const sample = async (looking: Looking, where: Where, jars: Map<Shot, string>): Promise<void> => {
  const { io, target, values, shots, signal } = looking;
  const count = target.ours ? values.requests : values.gentle;
  let begun = 0;
  const one = async (): Promise<void> => {
    begun += 1;
    const jar = `balance ${where.word} ${begun}`;
    const shot = await shoot(looking, where, jar);
    jars.set(shot, jar);
    shots.push(shot);
  };
  const worker = async (): Promise<void> => {
    while (begun < count && !enough(looking, where.word, begun)) await one();
  };
  for (const shot of await shootTwo(looking, where, `balance ${where.word} two`)) {
    begun += 1;
    jars.set(shot, `balance ${where.word} two`);
    shots.push(shot);
  }
  // The first two are awaited together: a service that is silent to both is asked no further.
  if (begun === 0) await Promise.all([one(), one()]);
  await Promise.all([worker(), worker()]);
  if (!failsQuickly(looking, where.word) || begun >= count) return;
  await io.pause(breath, signal);
  await one();
  await Promise.all([worker(), worker()]);
};

const placesIn = (located: Located): Where[] => {
  if (located.proxy !== undefined) return [{ word: located.host }];
  return located.addresses
    .filter(({ scope }) => scope !== "unrouted")
    .slice(0, addressesAtMost)
    .map(({ address }) => ({ word: address, address }));
};

const unanswered = (shots: readonly Shot[]): Unavailable => {
  const [why] = shots.flatMap(({ failed }) => (failed === undefined ? [] : [`${failed.code} (${failed.phase})`]));
  return {
    unavailable: {
      en: `no request was answered: ${why ?? "no address"}`,
      zh: `没有得到任何应答：${why ?? "无可用地址"}`,
    },
  };
};

export const lookAt = async (
  target: Target,
  located: Located,
  { io, settings, signal }: { readonly io: Io; readonly settings: Values; readonly signal: AbortSignal },
): Promise<Seen | Unavailable> => {
  const looking: Looking = {
    io,
    target,
    values: settings,
    signal,
    began: performance.now(),
    shots: [],
    patience: { left: courtesy },
  };
  const jars = new Map<Shot, string>();
  const places = placesIn(located);
  await Promise.all(places.map((where) => sample(looking, where, jars)));
  const shots = telling(looking.shots).sort((a, b) => a.at - b.at);
  // Silence alone compares nothing with anything; `api` speaks of it.
  if (shots.every(isSilent)) return unanswered(looking.shots);
  const more = await followUps(looking, { places, jars });
  return { located, shots, ...more, loopDelay: Math.round(io.runtime().loopDelay) };
};
