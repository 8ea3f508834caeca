import { mayBeLimited, sampleSlowly } from "./pace.js";
import { elapsed, type Looking, limits, shoot, shootAlone, type Where } from "./request.js";
import { failingOf, isSilent, type Reused, type Seen, type Shot, type Sticky, telling } from "./sight.js";
import { spreadOf } from "./spread.js";
import { median } from "./statistics.js";

/** Requests with one session's cookie, and on one used connection. */
const [again, onOne] = [5, 5];
/** So many at once a program's pool makes at least; and how often that is tried where some of them fail. */
const [crowd, crowds] = [4, 3];
/** Requests one after another, and two at once, where all failed before that is somebody else's, or hardly any. */
const few = 4;
/** Until a service notices that a connection has ended, a limit counts it: milliseconds between requests, and after one that failed. */
const [breath, notice] = [25, 300];

/** A short series, `beside` of them at once and nobody else of this run there; given up after silence. */
const series = async (looking: Looking, places: readonly Where[], count: number, beside: number): Promise<Shot[]> => {
  const made: Shot[] = [];
  let until = Number.POSITIVE_INFINITY;
  while (made.length < count && elapsed(looking) < until && !made.some(isSilent) && !looking.signal.aborted) {
    const where = places[Math.floor(made.length / beside) % places.length];
    if (where === undefined) break;
    // One after another: what has refused once may be a limit that still counts the one before, so that each gets its time from then on.
    const failed = made.slice(beside === 1 ? 0 : -beside).some(({ status = 999 }) => status >= 400);
    await looking.io.pause(failed ? notice : breath, looking.signal);
    made.push(...(await shootAlone(looking, where, beside)));
    until = Math.min(until, elapsed(looking) + looking.values.within);
  }
  return made;
};

const failingAmong = ({ shots, target }: Looking, some: readonly Shot[]): number => {
  const bad = failingOf([...some, ...shots], target.expected);
  return some.filter((shot) => bad.includes(shot)).length;
};

/**
 * The same one after another, and two at once again: a service that has recovered meanwhile answers both. Where all failed, another
 * connection of ours may have stood in the way of each, and what fails alone as well is asked no further.
 */
const sampleAlone = async (
  looking: Looking,
  places: readonly Where[],
  is: "all" | "few" | "many",
): Promise<Seen["alone"]> => {
  const { shots, target, values } = looking;
  const all = is === "all";
  const first = all ? telling(await series(looking, places, 1, 1)) : [];
  if (all && first.length === 0) return undefined;
  if (all && failingAmong(looking, first) > 0) return { single: first, double: [] };
  const count = target.ours && is !== "few" ? Math.ceil(values.requests / 2) : few;
  const single = [...first, ...telling(await series(looking, places, count - first.length, 1))];
  const granted = shots.filter((shot) => !failingOf(shots, target.expected).includes(shot));
  const failing = failingOf([...single, ...granted], target.expected).length;
  const double = failing > 1 ? [] : telling(await series(looking, places, count, 2));
  return { single, double };
};

/** More at once than two: again, and two at once between, where some of them fail. */
const gather = async (looking: Looking, places: readonly Where[]): Promise<Seen["crowd"]> => {
  const many: Shot[] = [];
  const two: Shot[] = [];
  for (let nth = 0; nth < crowds && !many.some(isSilent); nth += 1) {
    if (nth > 0) await looking.io.pause(notice, looking.signal);
    const made = telling(await series(looking, places.slice(0, 1), crowd, crowd));
    many.push(...made);
    if (made.some(({ status }) => status === 429) || failingAmong(looking, made) === 0) break;
    two.push(...telling(await series(looking, places.slice(0, 1), crowd, 2)));
  }
  return { many, two };
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

/** Where a limit of the rate may be what refuses. */
const samplePace = async (
  looking: Looking,
  places: readonly Where[],
  { single, double }: NonNullable<Seen["alone"]>,
): Promise<Seen["pace"]> => {
  const shots = [...telling(looking.shots), ...single, ...double];
  const failing = failingOf(shots, looking.target.expected);
  if (single.every((shot) => failing.includes(shot))) return undefined;
  return mayBeLimited(shots, failing) ? sampleSlowly(looking, places) : undefined;
};

/** What is asked once it is known how the first series went. Only what is ours is asked for more than a few requests. */
export const followUps = async (
  looking: Looking,
  kept: Kept,
): Promise<Pick<Seen, "alone" | "pace" | "crowd" | "reused" | "sticky">> => {
  const { target, values } = looking;
  const shots = telling(looking.shots);
  const { is } = spreadOf(shots, target.expected);
  if (shots.some(({ status }) => status === 429)) return {};
  const open = kept.places.filter(({ word }) => shots.some(({ address }) => address === word));
  const extent = is === "random" || is === "everywhere" ? "many" : is === "all" || is === "few" ? is : undefined;
  // An error or a refusal may be a limit's, silence hardly, and asking again where it was met is not gentle.
  const wanted = extent !== undefined && (!shots.some(isSilent) || (target.ours && extent === "many"));
  const alone = wanted ? await sampleAlone(looking, open, extent) : undefined;
  const pace = alone === undefined ? undefined : await samplePace(looking, open, alone);
  const asked = { ...(alone === undefined ? {} : { alone }), ...(pace === undefined ? {} : { pace }) };
  if (!target.ours || is === "all") return asked;
  const usual = median(shots.map(({ ms }) => ms));
  // Where all is well, nobody shall wait for it.
  const timeFor = (requests: number): boolean =>
    usual * requests < values.within - (is === "none" ? elapsed(looking) : 0);
  const reused = is === "none" && timeFor(onOne + 1) ? await reuse(looking) : undefined;
  const sticky = timeFor(again) ? await stick(looking, kept) : undefined;
  const direct = open.some(({ address }) => address !== undefined);
  const gathered = is === "none" && direct && timeFor(2) ? await gather(looking, open) : undefined;
  return {
    ...asked,
    ...(gathered === undefined ? {} : { crowd: gathered }),
    ...(reused === undefined ? {} : { reused }),
    ...(sticky === undefined ? {} : { sticky }),
  };
};
