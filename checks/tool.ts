import { type Aim, defineCheck, type Raised, type SettingValues } from "../src/model/check.js";
import type { Runtime } from "../src/model/io.js";

type Target = { readonly of: "this tool" };
/** `timeout`: the profile's, in milliseconds. */
type Seen = { readonly runtime: Runtime; readonly timeout: number };

const questions = {
  runtime: { en: "Could this tool run freely?", zh: "本工具运行是否顺畅？" },
  descriptors: { en: "Can this tool open enough connections?", zh: "本工具能否打开足够的连接？" },
} as const;

const settings = {
  stall: {
    default: 1000,
    unit: "duration",
    min: 1,
    help: {
      en: "a stall of this tool longer than this makes its timings doubtful",
      zh: "本工具停顿超过该时长即视计时不可靠",
    },
  },
  starved: {
    default: 0.9,
    unit: "ratio",
    min: 0,
    max: 1,
    help: {
      en: "share of its time that this tool may wait for a processor before its timings are doubtful",
      zh: "本工具等待处理器的时间占比达到该值即视计时不可靠",
    },
  },
  descriptors: {
    default: 64,
    unit: "count",
    min: 0,
    help: { en: "fewer free descriptors than this are too few", zh: "空闲文件描述符少于该数量视为不足" },
  },
} as const;
type Values = SettingValues<typeof settings>;

const signals = {
  fluent: {
    answers: "runtime",
    level: "pass",
    text: { en: "longest stall of this tool: {ms} ms", zh: "本工具最长停顿 {ms} 毫秒" },
  },
  stalled: {
    answers: "runtime",
    level: "warn",
    text: {
      en: "this tool could not run for {ms} ms: its timings prove nothing",
      zh: "本工具曾停顿 {ms} 毫秒，其计时不足为凭",
    },
  },
  frozen: {
    answers: "runtime",
    level: "warn",
    text: {
      en: "this tool stood still for {ms} ms, long enough to take an answer for silence",
      zh: "本工具曾停住 {ms} 毫秒，足以把应答误作无应答",
    },
  },
  starved: {
    answers: "runtime",
    // A busy machine is healthy: only where something came late does it matter.
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "this tool ran {ran} ms and waited {waited} ms for a processor: its timings prove nothing",
      zh: "本工具运行 {ran} 毫秒，等待处理器却达 {waited} 毫秒，其计时不足为凭",
    },
  },
  "descriptors-free": {
    answers: "descriptors",
    level: "pass",
    text: { en: "{open} of {limit} descriptors in use", zh: "已用文件描述符 {open}/{limit}" },
  },
  "descriptors-short": {
    answers: "descriptors",
    level: "warn",
    text: {
      en: "{open} of {limit} descriptors are in use: connections may fail here, not in the network",
      zh: "已用文件描述符 {open}/{limit}：连接失败可能源于本机而非网络",
    },
  },
} as const;
type Answer = Raised<typeof signals>;

/** A share says little of a run that was over in a moment: one turn missed is much of it. */
const ample = 2000;
/** And a tool that mostly waits for answers has its turn soon enough if it waits for less than this share of the whole run. */
const much = 0.4;

/** The share of a time-out at which a second look would have begun. */
const muchOfIt = 0.4;

const runtimeAnswer = ({ runtime: { loopDelay: ms, turns }, timeout }: Seen, { stall, starved }: Values): Answer => {
  if (ms > stall) return { signal: ms >= muchOfIt * timeout ? "frozen" : "stalled", data: { ms } };
  const { ran, waited, of = 0 } = turns ?? { ran: 0, waited: 0 };
  const lacking = waited >= Math.max(ample, much * of) && waited >= starved * (ran + waited);
  return lacking ? { signal: "starved", data: { ran, waited } } : { signal: "fluent", data: { ms } };
};

const descriptorsAnswer = ({ descriptors: some }: Runtime, settings: Values): Answer[] => {
  if (some === null) return [];
  const short = some.limit - some.open < settings.descriptors;
  return [{ signal: short ? "descriptors-short" : "descriptors-free", data: { open: some.open, limit: some.limit } }];
};

/** Pure. What this tool's own condition says of everything that it measured. */
export const judgeTool = (seen: Seen, values: Values): Answer[] => [
  runtimeAnswer(seen, values),
  ...descriptorsAnswer(seen.runtime, values),
];

export const tool = defineCheck({
  id: "tool",
  layer: "physical",
  title: { en: "This tool could measure freely", zh: "本工具运行条件正常" },
  about: {
    en: "A tool that is starved or may open nothing makes failures of its own: it clears itself before it blames anyone.",
    zh: "本工具若得不到运行或无法打开连接，就会自造失败；须先排除自身，再判断他人。",
  },
  questions,
  settings,
  signals,
  last: true,
  patience: () => 1000,
  aims: ({ targets }): Aim<Target>[] =>
    targets.length === 0 ? [] : [{ subject: "@site", target: { of: "this tool" }, needs: [] }],
  observe: async (_: Target, { io }): Promise<Seen> => ({ runtime: io.runtime(), timeout: io.defaults.timeout }),
  judge: (looks: readonly Seen[], { settings: values }) => looks.slice(-1).flatMap((seen) => judgeTool(seen, values)),
  places: () => ({}),
});
