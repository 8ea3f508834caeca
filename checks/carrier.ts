import {
  type Aim,
  defineCheck,
  type ObserveContext,
  type Raised,
  type Settings,
  type Unavailable,
} from "../src/model/check.js";
import type { HostState, Io } from "../src/model/io.js";
import type { Profile } from "../src/model/profile.js";
import type { Result } from "../src/model/result.js";
import { usedProxy } from "../src/model/way.js";

type Target = { readonly hosts: readonly string[] };
/**
 * How often the link of each interface has come or gone since it exists, and which of them were watched for longer because they have done
 * so often.
 */
type Seen = {
  readonly changes: { readonly [interfaceName: string]: number };
  readonly watched?: readonly string[];
};

const questions = {
  meanwhile: { en: "Did the link stay as it was during the whole run?", zh: "整个检查期间链路是否保持不变？" },
} as const;

const settings = {
  watch: {
    default: 4000,
    unit: "duration",
    min: 0,
    max: 60_000,
    looking: true,
    help: {
      en: "how much longer a link is watched that has come and gone before",
      zh: "链路曾多次通断时，额外观察的时长",
    },
  },
} as const satisfies Settings;

const signals = {
  unchanged: {
    answers: "meanwhile",
    level: "pass",
    text: { en: "the link of {interfaces} neither came nor went", zh: "网卡 {interfaces} 的链路没有通断变化" },
  },
  unwatched: {
    answers: "meanwhile",
    level: "note",
    whenHealthy: "usually",
    text: { en: "nothing counts the changes of a link in use here", zh: "所用网卡没有链路通断计数" },
  },
  "came-and-went": {
    answers: "meanwhile",
    level: "fail",
    text: {
      en: "the link of {interfaces} came or went {times} times while this tool looked",
      zh: "检查期间网卡 {interfaces} 的链路通断变化 {times} 次",
    },
  },
} as const;
type Answer = Raised<typeof signals>;

type Interfaces = HostState["interfaces"];

const changesOf = (interfaces: Interfaces): Seen["changes"] =>
  Object.fromEntries(
    interfaces.flatMap(({ name, loopback, carrierChanges }) =>
      loopback || carrierChanges === undefined ? [] : [[name, carrierChanges]],
    ),
  );

// ---- looking ---------------------------------------------------------------------------------------------------------

/** Being brought up makes two changes of a link, a plug that was pulled once two more (Linux, sysfs-class-net, `carrier_changes`). */
const few = 4;

/** Milliseconds between two looks; the kernel counts what comes and goes between them. */
const beat = 1000;

/** The interfaces that the ways to the hosts and to the resolvers leave by. What the run has resolved is not asked again. */
const inUse = async (hosts: readonly string[], io: Io, signal: AbortSignal): Promise<ReadonlySet<string>> => {
  const located = await Promise.all(hosts.map((host) => io.locate(host, { signal })));
  const far = located.flatMap((one) => (one.ok ? one.value.addresses.slice(0, 1) : []));
  const resolvers = await Promise.all((await io.resolvers()).map(({ address }) => io.route(address)));
  return new Set([...far, ...resolvers].flatMap(({ device }) => device ?? []));
};

const differ = (names: readonly string[], before: Seen["changes"], after: Seen["changes"]): boolean =>
  names.some((name) => before[name] !== undefined && after[name] !== undefined && before[name] !== after[name]);

/**
 * A run may be over between two moments at which a link is gone. One that has come and gone more often than it must is watched for a while
 * longer, until it does so again; others hold nobody up.
 */
const observe = async (
  { hosts }: Target,
  { io, signal, cut, settings: { watch } }: ObserveContext<typeof settings>,
): Promise<Seen | Unavailable> => {
  const read = async (): Promise<Seen["changes"]> => changesOf((await io.host({ fresh: true })).interfaces);
  const before = changesOf((await io.host()).interfaces);
  let changes = await read();
  if (Object.keys(changes).length === 0)
    return { unavailable: { en: "this system does not count changes of links", zh: "本系统不统计链路通断次数" } };
  const restless = Object.entries(changes).flatMap(([name, times]) => (times > few ? name : []));
  if (restless.length === 0 || watch === 0) return { changes };
  const used = await inUse(hosts, io, signal);
  const watched = restless.filter((name) => used.has(name));
  if (watched.length === 0 || differ(watched, before, changes)) return { changes };
  const until = AbortSignal.any(cut === undefined ? [signal] : [signal, cut]);
  const first = changes;
  for (let left: number = watch; left > 0 && !until.aborted && !differ(watched, first, changes); left -= beat) {
    await io.pause(Math.min(beat, left), until);
    changes = await read();
  }
  return { changes, watched };
};

// ---- judging ---------------------------------------------------------------------------------------------------------

/** What `link` saw at the beginning: interfaces, and which of them the ways to the targets leave by. */
type LinkLook = { readonly interfaces: Interfaces; readonly ways: readonly { readonly device?: string }[] };

/** Pure. Only of interfaces that are in use: what comes and goes beside them (containers, tunnels) is nobody's fault. */
export const judgeCarrier = ({ changes }: Seen, link: readonly LinkLook[]): Answer[] => {
  const used = new Set(link.flatMap(({ ways }) => ways.flatMap(({ device }) => device ?? [])));
  const grown = Object.entries(changesOf(link[0]?.interfaces ?? []))
    .filter(([name]) => used.has(name))
    .map(([name, before]) => ({ name, times: (changes[name] ?? before) - before }));
  const changed = grown.filter(({ times }) => times > 0);
  if (grown.length === 0) return [{ signal: "unwatched", data: {} }];
  if (changed.length === 0) return [{ signal: "unchanged", data: { interfaces: grown.map(({ name }) => name) } }];
  const times = Math.max(...changed.map((one) => one.times));
  return [{ signal: "came-and-went", data: { interfaces: changed.map(({ name }) => name), times } }];
};

const looksOf = (results: readonly Result[]): LinkLook[] =>
  results.flatMap(({ looks }) => looks as readonly LinkLook[]);

const aims = ({ targets }: Profile): Aim<Target>[] => {
  const own = targets.flatMap((target) => ("host" in target ? [target.host] : []));
  const proxies = targets.flatMap((target) => usedProxy(target)?.host ?? []);
  return own.length === 0
    ? []
    : [{ subject: "@site", target: { hosts: [...new Set([...own, ...proxies])] }, needs: [] }];
};

export const carrier = defineCheck({
  id: "carrier",
  layer: "physical",
  title: { en: "The link stayed up during the run", zh: "检查期间链路保持连通" },
  about: {
    en: "A link that comes and goes every few seconds is steady whenever one looks; over the whole run it is not.",
    zh: "每隔数秒通断一次的链路，单看一刻总是正常；整个检查期间对比才能发现。",
  },
  questions,
  settings,
  signals,
  last: true,
  reads: ["link"],
  patience: (_, { settings: { watch } }) => watch + 1000,
  // To watch is not to meet silence: no second look beside it.
  silence: (_, { defaults, settings: { watch } }) => defaults.timeout + 3 * watch,
  aims,
  observe,
  judge: (looks: readonly Seen[], { others }) =>
    looks.slice(-1).flatMap((seen) => judgeCarrier(seen, looksOf(others("link")))),
  places: () => ({}),
});
