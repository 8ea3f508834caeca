import { type Aim, defineCheck, type Raised } from "../src/model/check.js";
import { isTaxAuthority } from "../src/model/platforms.js";
import type { Profile } from "../src/model/profile.js";

type Window = NonNullable<Profile["calendar"]>[number];
/** `filing`: a target is the tax authority's. */
type Target = { readonly filing: boolean; readonly windows: readonly Window[] };
type Seen = { readonly windows: number };

const signals = {
  "quiet-days": {
    answers: "filing",
    level: "pass",
    text: { en: "{date}: neither filing days nor a month's end", zh: "{date}：非征期，也非月末" },
  },
  "filing-peak": {
    answers: "filing",
    level: "note",
    whenHealthy: "never",
    text: {
      en: "{date}: filing days (1st to {last}) or a month's end; the tax platforms are busy",
      zh: "{date}：正值征期（1 至 {last} 日）或月末，税务平台较繁忙",
    },
  },
  "nothing-announced": {
    answers: "announced",
    level: "pass",
    text: { en: "no announced window of maintenance at {date}", zh: "{date} 不在已公告的维护时段内" },
  },
  "announced-maintenance": {
    answers: "announced",
    level: "note",
    whenHealthy: "never",
    text: {
      en: "announced maintenance, {from} to {to}: {note}",
      zh: "已公告的维护，{from} 至 {to}：{note}",
    },
  },
} as const;
type Answer = Raised<typeof signals>;

/** Tax days are days of China, which has one time all over and all year: UTC+8. */
const inChina = (at: Date): Date => new Date(at.getTime() + 8 * 3_600_000);
const shown = (at: Date): string => `${inChina(at).toISOString().slice(0, 16).replace("T", " ")} +08:00`;

const filingAnswer = (now: Date, lastDay: number, monthEnd: number): Answer => {
  const here = inChina(now);
  const day = here.getUTCDate();
  const days = new Date(Date.UTC(here.getUTCFullYear(), here.getUTCMonth() + 1, 0)).getUTCDate();
  const date = here.toISOString().slice(0, 10);
  return day <= lastDay || day > days - monthEnd
    ? { signal: "filing-peak", data: { date, last: lastDay } }
    : { signal: "quiet-days", data: { date } };
};

const announcedAnswer = (now: Date, windows: readonly Window[]): Answer => {
  const open = windows.filter(({ from, to }) => Date.parse(from) <= now.getTime() && now.getTime() < Date.parse(to));
  const [first] = open;
  if (first === undefined) return { signal: "nothing-announced", data: { date: shown(now) } };
  const { from, to, note } = first;
  return {
    signal: "announced-maintenance",
    data: { from: shown(new Date(from)), to: shown(new Date(to)), note, instances: open },
  };
};

const hostsOf = ({ targets }: Profile): string[] => targets.flatMap((one) => ("host" in one ? [one.host] : []));

export const calendar = defineCheck({
  id: "calendar",
  layer: "application",
  title: { en: "No known peak or maintenance", zh: "不在高峰或维护时段" },
  about: {
    en: "Filing days, month ends and announced maintenance explain slowness and refusals; they are no fault.",
    zh: "征期、月末和已公告的维护可以解释缓慢与拒绝，本身不是故障。",
  },
  questions: {
    filing: { en: "Is today a filing day or a month's end?", zh: "今天是否为征期或月末？" },
    announced: { en: "Was maintenance announced for now?", zh: "当前是否有已公告的维护？" },
  },
  settings: {
    lastDay: {
      default: 15,
      unit: "count",
      min: 0,
      max: 31,
      help: {
        en: "Last filing day of the month; holidays postpone it",
        zh: "每月征期的最后一日，遇节假日顺延时请调整",
      },
    },
    monthEnd: {
      default: 2,
      unit: "count",
      min: 0,
      max: 31,
      help: { en: "Days at the end of a month that are busy", zh: "月末繁忙的天数" },
    },
  },
  signals,
  patience: () => 1000,
  aims: (profile): Aim<Target>[] => {
    const filing = hostsOf(profile).some(isTaxAuthority);
    const windows = profile.calendar ?? [];
    return filing || windows.length > 0 ? [{ subject: "@site", target: { filing, windows }, needs: [] }] : [];
  },
  observe: async ({ windows }: Target): Promise<Seen> => ({ windows: windows.length }),
  judge: (_: readonly Seen[], { target: { filing, windows }, settings, now }) => [
    ...(filing ? [filingAnswer(now, settings.lastDay, settings.monthEnd)] : []),
    ...(windows.length > 0 ? [announcedAnswer(now, windows)] : []),
  ],
  places: () => ({}),
});
