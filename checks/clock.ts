import { type Aim, defineCheck, type Raised } from "../src/model/check.js";
import type { Attempt } from "../src/model/failure.js";
import type { ClockReading, Io } from "../src/model/io.js";
import { hostPort } from "../src/model/place.js";
import type { Profile } from "../src/model/profile.js";
import type { Result } from "../src/model/result.js";
import { usedProxy } from "../src/model/way.js";

/** `as`: the url target through whose proxy it is asked. */
type Source = { readonly host: string; readonly port: number; readonly secure: boolean; readonly as?: string };
type Target = { readonly sources: readonly Source[] };
type Seen = {
  readonly readings: readonly { readonly source: string; readonly reading: Attempt<ClockReading> }[];
};

/** How far another clock is ahead of ours, and by how much that may be wrong; milliseconds. */
type Offset = { readonly source: string; readonly ms: number; readonly slack: number };

const hour = 3_600_000;
/** Two clocks that differ by more than this besides their slack do not agree; milliseconds. */
const agreement = 30_000;

/** One clock alone is doubted only from so far on, milliseconds: platforms refuse what is signed further off than this. */
const plainly = 300_000;

/** At most this many services are asked for their date. */
const most = 4;

const sourcesOf = (profile: Profile): readonly Source[] => {
  const sources = profile.targets.flatMap((target): Source[] => {
    if (target.kind === "url" && target.grpc !== undefined) return [];
    if (target.kind === "url") {
      const { name, host, port, secure } = target;
      return [{ host, port, secure, ...(usedProxy(target) === undefined ? {} : { as: name }) }];
    }
    if (target.kind !== "host") return [];
    return target.ports
      .filter(({ speaks }) => speaks === "http" || speaks === "tls")
      .map(({ port, speaks }) => ({ host: target.host, port, secure: speaks === "tls" }));
  });
  const distinct = new Map(sources.map((source) => [hostPort(source.host, source.port), source]));
  return [...distinct.values()].slice(0, most);
};

/**
 * The clocks are asked a little after everything else has begun, and not for long: a dead way spends its few "unreachable"
 * messages on the checks that judge it, and a silent endpoint keeps its place at the gate for their second look.
 */
const delay = 300;
const patienceOf = (timeout: number): number => Math.min(timeout, Math.max(1000, timeout * 0.3));

const readOne = async (source: Source, io: Io, signal: AbortSignal): Promise<Attempt<ClockReading>> => {
  const { host, port, secure, as } = source;
  const behalf = as === undefined ? {} : { as };
  const located = await io.locate(host, { signal, ...behalf });
  if (!located.ok) return located;
  const [first] = located.value.addresses;
  const peer = { address: first?.address ?? host, port };
  return io.date(peer, { signal, timeout: patienceOf(io.defaults.timeout), secure, servername: host, ...behalf });
};

const httpOffsets = (looks: readonly Seen[]): Offset[] =>
  (looks.at(-1)?.readings ?? []).flatMap(({ source, reading }) =>
    reading.ok ? [{ source, ms: reading.value.theirs - reading.value.ours, slack: reading.value.slack }] : [],
  );

/** The database tells its time while it is asked for other things; its service is another one than any web server. */
const databaseOffsets = (results: readonly Result[]): Offset[] =>
  results.flatMap((result) => {
    const clock = (result.looks.at(-1) as { clock?: ClockReading | null } | undefined)?.clock;
    const source = result.places.endpoint ?? result.subject;
    return clock === undefined || clock === null ? [] : [{ source, ms: clock.theirs - clock.ours, slack: clock.slack }];
  });

const agree = (a: Offset, b: Offset): boolean => Math.abs(a.ms - b.ms) <= agreement + a.slack + b.slack;

/** The largest group of clocks that agree with one of them. */
const majority = (offsets: readonly Offset[]): readonly Offset[] =>
  offsets
    .map((one) => offsets.filter((other) => agree(one, other)))
    .reduce((best, group) => (group.length > best.length ? group : best), []);

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const duration = (ms: number): string => {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
};

const wholeHours = (ms: number): boolean => {
  const hours = Math.round(ms / hour);
  return hours !== 0 && Math.abs(hours) <= 14 && Math.abs(ms - hours * hour) < 120_000;
};

const signals = {
  right: {
    answers: "offset",
    level: "pass",
    text: { en: "agrees with {sources} to {seconds} s", zh: "与 {sources} 相差不超过 {seconds} 秒" },
  },
  off: {
    answers: "offset",
    level: "fail",
    text: {
      en: "this machine's clock is off by {by} against {sources}",
      zh: "本机时钟相对 {sources} 偏差 {by}",
    },
  },
  "off-by-hours": {
    answers: "offset",
    level: "fail",
    text: {
      en: "this machine's clock is off by whole hours ({by}) against {sources}: a wrong time zone",
      zh: "本机时钟相对 {sources} 偏差整小时（{by}）：时区设置有误",
    },
  },
  "one-clock": {
    answers: "offset",
    level: "note",
    whenHealthy: "usually",
    text: { en: "only one other clock could be read ({sources})", zh: "只读到一个其他时钟（{sources}）" },
  },
  "one-clock-off": {
    answers: "offset",
    level: "warn",
    text: {
      en: "{sources} differs from this machine by {by}: one of the two clocks is wrong, and no third one could be read",
      zh: "{sources} 与本机相差 {by}：两个时钟必有一个不准，且没有读到第三个",
    },
  },
  "no-clock": {
    answers: "offset",
    level: "note",
    text: { en: "no other clock could be read", zh: "没有读到任何其他时钟" },
  },
  "clocks-disagree": {
    answers: "offset",
    level: "note",
    whenHealthy: "sometimes",
    text: { en: "the other clocks disagree among themselves: {sources}", zh: "其他时钟彼此不一致：{sources}" },
  },
} as const;

const byOf = (offset: number): string => `${offset > 0 ? "−" : "+"}${duration(offset)}`;

/** Whose clock is wrong one other cannot tell; that one of the two is, it can. */
const oneClock = ({ source, ms, slack }: Offset, tolerance: number): Raised<typeof signals> => {
  const said = { sources: [source], offset: ms };
  return Math.abs(ms) > Math.max(plainly, tolerance) + slack
    ? { signal: "one-clock-off", data: { ...said, by: byOf(ms) } }
    : { signal: "one-clock", data: said };
};

export const clock = defineCheck({
  id: "clock",
  layer: "transport",
  title: { en: "This machine's clock is right", zh: "本机时钟准确" },
  about: {
    en: "A wrong clock makes good certificates look expired and signed requests look forged.",
    zh: "时钟不准会让有效证书看似过期，让签名请求看似伪造。",
  },
  questions: {
    offset: { en: "Does this machine's clock agree with two others?", zh: "本机时钟与另外两个时钟是否一致？" },
  },
  settings: {
    tolerance: {
      default: 90_000,
      unit: "duration",
      help: { en: "difference from which the clock counts as wrong", zh: "时钟相差多少视为不准" },
    },
  },
  signals,
  reads: ["db"],
  patience: (_, { defaults }) => 4 * defaults.timeout,
  aims: (profile): Aim<Target>[] => {
    const sources = sourcesOf(profile);
    return sources.length === 0 ? [] : [{ subject: "@site", target: { sources }, needs: [] }];
  },
  async observe({ sources }: Target, { io, signal }): Promise<Seen> {
    await io.pause(delay, signal);
    const readings = sources.map(async (source) => ({
      source: hostPort(source.host, source.port),
      reading: await readOne(source, io, signal),
    }));
    return { readings: await Promise.all(readings) };
  },
  judge: (looks: readonly Seen[], { settings, others }): readonly Raised<typeof signals>[] => {
    const offsets = [...httpOffsets(looks), ...databaseOffsets(others("db"))];
    const agreeing = majority(offsets);
    const sources = offsets.map(({ source }) => source);
    const [only, another] = offsets;
    if (only === undefined) return [{ signal: "no-clock", data: {} }];
    if (another === undefined) return [oneClock(only, settings.tolerance)];
    if (agreeing.length < 2) return [{ signal: "clocks-disagree", data: { sources } }];
    const offset = median(agreeing.map(({ ms }) => ms));
    const said = { sources: agreeing.map(({ source }) => source), offset };
    if (Math.abs(offset) <= settings.tolerance) {
      return [{ signal: "right", data: { ...said, seconds: Math.ceil(Math.abs(offset) / 1000) } }];
    }
    const data = { ...said, by: byOf(offset) };
    return [{ signal: wholeHours(offset) ? "off-by-hours" : "off", data }];
  },
  // Where only one other clock was read, what it says of the time is said of its service as well.
  places: ({ sources }: Target, [look]: readonly Seen[]) => {
    const read = look?.readings.filter(({ reading }) => reading.ok).map(({ source }) => source) ?? [];
    const [only, another] = read.length > 0 ? read : sources.map(({ host, port }) => hostPort(host, port));
    return only === undefined || another !== undefined ? {} : { endpoint: only };
  },
});
