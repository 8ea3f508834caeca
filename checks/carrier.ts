import { type Aim, defineCheck, type Raised, type Unavailable } from "../src/model/check.js";
import type { HostState } from "../src/model/io.js";
import type { Result } from "../src/model/result.js";

type Target = { readonly of: "the interfaces" };
/** How often the link of each interface has come or gone since it exists. */
type Seen = { readonly changes: { readonly [interfaceName: string]: number } };

const questions = {
  meanwhile: { en: "Did the link stay as it was during the whole run?", zh: "整个检查期间链路是否保持不变？" },
} as const;

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

export const carrier = defineCheck({
  id: "carrier",
  layer: "physical",
  title: { en: "The link stayed up during the run", zh: "检查期间链路保持连通" },
  about: {
    en: "A link that comes and goes every few seconds is steady whenever one looks; over the whole run it is not.",
    zh: "每隔数秒通断一次的链路，单看一刻总是正常；整个检查期间对比才能发现。",
  },
  questions,
  settings: {},
  signals,
  last: true,
  reads: ["link"],
  patience: () => 1000,
  aims: ({ targets }): Aim<Target>[] =>
    targets.some((one) => "host" in one) ? [{ subject: "@site", target: { of: "the interfaces" }, needs: [] }] : [],
  observe: async (_: Target, { io }): Promise<Seen | Unavailable> => {
    const changes = changesOf((await io.host({ fresh: true })).interfaces);
    return Object.keys(changes).length > 0
      ? { changes }
      : { unavailable: { en: "this system does not count changes of links", zh: "本系统不统计链路通断次数" } };
  },
  judge: (looks: readonly Seen[], { others }) =>
    looks.slice(-1).flatMap((seen) => judgeCarrier(seen, looksOf(others("link")))),
  places: () => ({}),
});
