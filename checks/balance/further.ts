import { elapsed, type Looking, limits, shoot, type Where } from "./request.js";
import { failingOf, isSilent, type Reused, type Seen, type Shot, type Sticky, telling } from "./sight.js";
import { spreadOf } from "./spread.js";
import { median } from "./statistics.js";

/** Requests with one session's cookie, and on one used connection. */
const [again, onOne] = [5, 5];
/** A short series, `beside` of them at once; given up after silence. */
const series = async (looking: Looking, places: readonly Where[], count: number, beside: number): Promise<Shot[]> => {
  const until = elapsed(looking) + looking.values.within;
  const made: Shot[] = [];
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < count && elapsed(looking) < until && !made.some(isSilent)) {
      const where = places[Math.floor(begun / beside) % places.length];
      begun += 1;
      if (where !== undefined) made.push(await shoot(looking, where));
    }
  };
  await Promise.all(Array.from({ length: beside }, worker));
  return made;
};

/** The same one after another, and two at once again: a service that has recovered meanwhile answers both. */
const sampleAlone = async (looking: Looking, places: readonly Where[]): Promise<Seen["alone"]> => {
  const { shots, target, values } = looking;
  const single = telling(await series(looking, places, Math.ceil(values.requests / 2), 1));
  const granted = shots.filter((shot) => !failingOf(shots, target.expected).includes(shot));
  const failing = failingOf([...single, ...granted], target.expected).length;
  const double = failing > 1 ? [] : telling(await series(looking, places, Math.ceil(values.requests / 2), 2));
  return { single, double };
};

/** Requests on one connection, back to back: errors and silence; what ends a connection is `keepalive`'s matter. */
const converse = async (looking: Looking): Promise<Reused> => {
  const { io, target } = looking;
  const pauses = Array.from({ length: onOne }, () => 0);
  const talked = await io.converse({ as: target.as }, { ...limits(looking), pauses });
  if (!talked.ok) return { tried: 0, failing: [] };
  const { exchanges, ended } = talked.value;
  const [first, ...used] = exchanges;
  const good = first !== undefined && (first.status < 400 || first.status === target.expected);
  const bad = used.filter(({ status }) => good && status >= 400 && status !== 429 && status !== target.expected);
  const silent = ended?.by === "silence" ? ["timeout"] : [];
  return { tried: used.length + silent.length, failing: [...bad.map(({ status }) => String(status)), ...silent] };
};

/** One failure on a used connection may be chance: another connection shows whether it is. */
const reuse = async (looking: Looking): Promise<Reused> => {
  const first = await converse(looking);
  if (first.failing.length === 0) return first;
  const second = await converse(looking);
  return { tried: first.tried + second.tried, failing: [...first.failing, ...second.failing] };
};

type Kept = { readonly places: readonly Where[]; readonly jars: ReadonlyMap<Shot, string> };

/** With the cookie of a request that failed, else of one that a back end with a label answered. */
const stick = async (looking: Looking, { places, jars }: Kept): Promise<Sticky | undefined> => {
  const { shots, target } = looking;
  const failing = new Set(failingOf(shots, target.expected));
  const withCookie = shots.filter(({ cookie }) => cookie);
  const first = withCookie.find((shot) => failing.has(shot)) ?? withCookie.find(({ backend }) => backend !== undefined);
  const where = places.find(({ word }) => word === first?.address);
  if (first === undefined || where === undefined) return undefined;
  const repeated: Shot[] = [];
  for (let nth = 0; nth < again && !repeated.some(isSilent); nth += 1)
    repeated.push(await shoot(looking, where, jars.get(first)));
  return { first, again: telling(repeated) };
};

/** What is asked once it is known how the first series went. Only what is ours is asked for more than a few requests. */
export const followUps = async (looking: Looking, kept: Kept): Promise<Pick<Seen, "alone" | "reused" | "sticky">> => {
  const { target, values } = looking;
  const shots = telling(looking.shots);
  const { is } = spreadOf(shots, target.expected);
  if (!target.ours || is === "all" || shots.some(({ status }) => status === 429)) return {};
  const open = kept.places.filter(({ word }) => shots.some(({ address }) => address === word));
  const alone = is === "random" || is === "everywhere" ? await sampleAlone(looking, open) : undefined;
  const usual = median(shots.map(({ ms }) => ms));
  // Where all is well, nobody shall wait for it.
  const timeFor = (requests: number): boolean =>
    usual * requests < values.within - (is === "none" ? elapsed(looking) : 0);
  const reused = is === "none" && timeFor(onOne + 1) ? await reuse(looking) : undefined;
  const sticky = timeFor(again) ? await stick(looking, kept) : undefined;
  return {
    ...(alone === undefined ? {} : { alone }),
    ...(reused === undefined ? {} : { reused }),
    ...(sticky === undefined ? {} : { sticky }),
  };
};
