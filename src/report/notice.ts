import type { Notice, NoticeCause } from "../model/notify.js";
import type { Finding, Report } from "../model/report.js";
import { type Bilingual, fill, type Language, languages } from "../model/text.js";
import { placeOf, problemsOf, remark, standingOf, whereOf, withoutStop } from "./reading.js";
import { verdict } from "./verdict.js";
import { labels, partyWords } from "./words.js";

/** What broke and healed since a channel was last told, by the names of targets. */
export type Change = {
  readonly broken: readonly string[];
  readonly still: readonly string[];
  readonly healed: readonly string[];
};

const mostCauses = 3;

const inBoth = (say: (lang: Language) => string): Bilingual =>
  Object.fromEntries(languages.map((lang) => [lang, say(lang)])) as Record<Language, string>;

const causeOf = (cause: Finding): NoticeCause => {
  const next = cause.advice[0]?.text;
  return {
    id: cause.id,
    title: inBoth((lang) => withoutStop(cause.title[lang])),
    where: inBoth((lang) => placeOf(cause, lang) + remark(whereOf(cause, lang), lang)),
    standing: inBoth((lang) => standingOf(cause, lang)),
    party: partyWords[cause.party],
    ...(next === undefined ? {} : { next }),
  };
};

const titles = {
  problem: { en: "Trouble: {profile}", zh: "故障：{profile}" },
  changed: { en: "Changed: {profile}", zh: "变化：{profile}" },
  recovered: { en: "Recovered: {profile}", zh: "恢复：{profile}" },
  test: { en: "Test: {profile}", zh: "测试：{profile}" },
} as const satisfies Record<Notice["event"], Bilingual>;

const testVerdict: Bilingual = {
  en: "This is a test of the channel; nothing is broken and nothing was checked.",
  zh: "这是一条测试消息：没有故障，也未执行检查。",
};

const eventOf = ({ broken, still, healed }: Change): Notice["event"] => {
  if (broken.length > 0) return still.length + healed.length > 0 ? "changed" : "problem";
  return still.length > 0 ? "changed" : "recovered";
};

/** The verdict, the first causes, whose job they are and what to do next, of a run that changed something. */
export const noticeOf = (report: Report, change: Change): Notice => {
  const event = eventOf(change);
  return {
    event,
    profile: report.profile,
    status: report.status,
    at: report.startedAt,
    host: report.vantage.host,
    title: fill(titles[event], { profile: report.profile }),
    verdict: inBoth((lang) => verdict(report, lang)),
    ...change,
    causes: problemsOf(report)
      .slice(0, mostCauses)
      .map(({ cause }) => causeOf(cause)),
  };
};

/** What tries a channel. */
export const testNotice = (profile: string, at: string, host: string): Notice => ({
  event: "test",
  profile,
  status: "pass",
  at,
  host,
  title: fill(titles.test, { profile }),
  verdict: testVerdict,
  broken: [],
  still: [],
  healed: [],
  causes: [],
});

/** The lines of a notice below its title; labelled or not. */
export type NoticeLine = { readonly label?: string; readonly text: string; readonly heads?: true };

const changeLabels = {
  broken: { en: "Broken now", zh: "新故障" },
  still: { en: "Still broken", zh: "仍未恢复" },
  healed: { en: "Healthy again", zh: "已恢复" },
} as const satisfies Record<keyof Change, Bilingual>;

const subjectWords: Readonly<Record<string, Bilingual>> = {
  "@site": labels.thisHost,
  "@host": labels.thisHost,
  "@tool": { en: "the tool itself", zh: "工具自身" },
};

const namesOf = (subjects: readonly string[], lang: Language): string =>
  subjects.map((one) => subjectWords[one]?.[lang] ?? one).join(lang === "zh" ? "、" : ", ");

/** What a notice says, line by line, in one language. `at` is the time as it is to be shown. */
export const noticeLines = (notice: Notice, lang: Language, at: string): readonly NoticeLine[] => {
  const changes = (Object.keys(changeLabels) as (keyof Change)[]).flatMap((kind) =>
    notice[kind].length === 0 ? [] : [{ label: changeLabels[kind][lang], text: namesOf(notice[kind], lang) }],
  );
  const causes = notice.causes.flatMap((cause, index): NoticeLine[] => [
    { heads: true, text: `${index + 1}. ${cause.title[lang]}${remark(cause.standing[lang], lang)}` },
    { label: labels.where[lang], text: cause.where[lang] },
    { label: labels.party[lang], text: cause.party[lang] },
    ...(cause.next === undefined ? [] : [{ label: labels.next[lang], text: cause.next[lang] }]),
  ]);
  return [{ text: notice.verdict[lang] }, ...changes, ...causes, { text: `${notice.host} · ${at} · invoice-diag` }];
};
