import type { Cell, History, TargetHistory } from "../model/history.js";
import { type Bilingual, fill, type Language } from "../model/text.js";
import { duration } from "./reading.js";
import { labels } from "./words.js";

export const historyWords = {
  title: { en: "{runs} runs from {from} to {to}", zh: "{from} 至 {to} 共 {runs} 次运行" },
  oneRun: { en: "1 run, of {from}", zh: "{from} 的 1 次运行" },
  none: { en: "No run of these targets is recorded in this time.", zh: "该时间段内没有这些目标的运行记录。" },
  target: { en: "target", zh: "目标" },
  state: { en: "now", zh: "当前" },
  availability: { en: "available", zh: "可用率" },
  flaps: { en: "flaps", zh: "抖动" },
  mtbf: { en: "MTBF", zh: "MTBF" },
  mttr: { en: "MTTR", zh: "MTTR" },
  first: { en: "first seen", zh: "首次记录" },
  since: { en: "since {time}", zh: "自 {time}" },
  flapping: { en: "flapping", zh: "频繁波动" },
  met: { en: "goal {goal} met", zh: "达到目标 {goal}" },
  missed: { en: "goal {goal} missed", zh: "未达目标 {goal}" },
  runs: { en: "{failed} of {runs} runs failed", zh: "{runs} 次中 {failed} 次失败" },
  outages: { en: "{count} outages", zh: "{count} 次故障" },
  oneOutage: { en: "1 outage", zh: "1 次故障" },
  flapCount: { en: "{count} changes of state", zh: "状态变化 {count} 次" },
  oneFlap: { en: "1 change of state", zh: "状态变化 1 次" },
  between: { en: "{time} between failures (MTBF)", zh: "平均故障间隔（MTBF）{time}" },
  repair: { en: "{time} to repair (MTTR)", zh: "平均修复时间（MTTR）{time}" },
  cause: { en: "{id}: {runs} ×, first seen {first}, last {last}", zh: "{id}：{runs} 次，首次 {first}，最近 {last}" },
  seen: { en: "first seen {time}", zh: "首次记录于 {time}" },
  latency: { en: "median time", zh: "用时中位数" },
  range: { en: "{least} to {most}", zh: "{least} 至 {most}" },
  heading: { en: "History", zh: "历史" },
  profile: { en: "profile {name}", zh: "配置 {name}" },
  legend: {
    en: "Availability is the share of runs in which a target did not fail. MTBF is the mean time from the beginning of one failure to that of the next, MTTR from the first run that failed to the first that did not: neither is finer than the time between two runs.",
    zh: "可用率为目标未失败的运行所占比例；MTBF 为相邻两次故障开始时间的平均间隔，MTTR 为从首次失败到首次恢复的平均时间；精度不高于两次运行的间隔。",
  },
} as const satisfies Record<string, Bilingual>;

export const cellWords: Readonly<Record<Cell, Bilingual>> = {
  pass: { en: "healthy", zh: "正常" },
  warn: { en: "warning", zh: "警告" },
  fail: { en: "failed", zh: "失败" },
  unknown: { en: "not judged", zh: "未判断" },
  none: { en: "no run", zh: "无运行" },
};

/** `@site` is this machine and its surroundings. */
export const targetText = (target: string, lang: Language): string =>
  target.startsWith("@") ? labels.thisSite[lang] : target;

/** How many runs there are, and of what time. */
export const spanText = ({ runs }: History, span: { from: string; to: string }, lang: Language): string =>
  fill(runs === 1 ? historyWords.oneRun : historyWords.title, { runs, ...span })[lang];

/** `12 ms to 1.2 s`: between which bounds the median times lie; undefined: nothing was measured. */
export const rangeText = ({ times }: TargetHistory, lang: Language): string | undefined => {
  const known = times.flatMap((time) => (time === null ? [] : [time]));
  if (known.length === 0) return undefined;
  const [least, most] = [duration(Math.min(...known)), duration(Math.max(...known))];
  return least === most ? least : fill(historyWords.range, { least, most })[lang];
};

/** Whether the goal is met, in words; undefined: there is none, or nothing to hold against it. */
export const goalText = ({ meetsGoal }: TargetHistory, goal: number | undefined, lang: Language): string | undefined =>
  goal === undefined || meetsGoal === undefined
    ? undefined
    : fill(meetsGoal ? historyWords.met : historyWords.missed, { goal: `${Number((goal * 100).toFixed(4))} %` })[lang];

const units: readonly (readonly [ms: number, word: Bilingual])[] = [
  [86_400_000, { en: "{count} d", zh: "{count} 天" }],
  [3_600_000, { en: "{count} h", zh: "{count} 小时" }],
  [60_000, { en: "{count} min", zh: "{count} 分" }],
  [1000, { en: "{count} s", zh: "{count} 秒" }],
];

/** `3.5 h`, `12 d`: milliseconds in, two digits out; a dash for what is not known. */
export const longTime = (ms: number | null, lang: Language): string => {
  if (ms === null) return "—";
  const [size, word] = units.find(([unit]) => ms >= unit) ?? units[units.length - 1] ?? [1000, { en: "", zh: "" }];
  const count = ms / size;
  return fill(word, { count: Number(count.toFixed(count < 10 ? 1 : 0)) })[lang];
};

/** `99.95 %`; never rounded up to a whole that it is not. */
export const share = (value: number | null): string => {
  if (value === null) return "—";
  return value === 1 ? "100 %" : `${(Math.floor(value * 10_000) / 100).toFixed(2)} %`;
};
