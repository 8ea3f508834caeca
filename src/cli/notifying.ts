import { printable } from "../io/untrusted.js";
import type { Channel, Notice } from "../model/notify.js";
import type { Profile } from "../model/profile.js";
import type { Report } from "../model/report.js";
import type { Delivered } from "../notify/deliver.js";
import type { Memory } from "../notify/standing.js";
import { visible } from "../profile/errors.js";
import { type Context, say } from "./context.js";
import type { Afterwards } from "./examination.js";
import { UsageError } from "./failure.js";
import { stateFile } from "./state.js";

/** The profile's channels; none is a `UsageError`. */
export const channelsOf = ({ notify = [], name }: Profile): readonly Channel[] => {
  if (notify.length > 0) return notify;
  const profile = visible(name);
  throw new UsageError({
    en: `the profile ${profile} names nobody to tell: add a notify: list to it`,
    zh: `配置 ${profile} 未写明通知对象：请添加 notify: 列表`,
  });
};

/** Tells one channel, in its own language and form. */
export const tell = async (context: Context, channel: Channel, notice: Notice): Promise<Delivered> => {
  const [{ deliver }, { noticeLines }, { localTime }] = await Promise.all([
    import("../notify/deliver.js"),
    import("../report/notice.js"),
    import("../report/reading.js"),
  ]);
  const lang = channel.lang ?? context.lang;
  const lines = noticeLines(notice, lang, localTime(notice.at, context.terminal.utcOffset));
  const { title, verdict, causes, ...facts } = notice;
  const spoken = causes.map(({ id, next, ...cause }) => ({
    id,
    title: cause.title[lang],
    where: cause.where[lang],
    standing: cause.standing[lang],
    party: cause.party[lang],
    ...(next === undefined ? {} : { next: next[lang] }),
  }));
  const document = {
    schema: 1,
    tool: "invoice-diag",
    ...facts,
    title: title[lang],
    verdict: verdict[lang],
    causes: spoken,
  };
  return deliver(channel, { message: { title: title[lang], lines }, document });
};

/** What the other side said, without secrets and fit for a terminal. */
export const detailOf = async (detail: string, { secrets }: Profile): Promise<string> => {
  const { masker } = await import("../report/redact.js");
  return printable(masker(secrets)(detail));
};

const minuteOfDay = (at: Date): number => at.getHours() * 60 + at.getMinutes();

/** Tells a channel what changed for it, if anything did and this is no quiet hour; returns what it now knows. */
const update = async (
  context: Context,
  { memory, channel, report, profile }: { memory: Memory; channel: Channel; report: Report; profile: Profile },
): Promise<Memory> => {
  const { asTold, changeFor, isQuiet, isWorthTelling } = await import("../notify/standing.js");
  const { noticeOf } = await import("../report/notice.js");
  const change = changeFor(memory, channel);
  if (!isWorthTelling(change, channel)) return change.healed.length > 0 ? asTold(memory, channel, change) : memory;
  if (isQuiet(channel.quiet, minuteOfDay(new Date()))) return memory;
  const told = await tell(context, channel, noticeOf(report, change));
  if (told.ok) return asTold(memory, channel, change);
  const [name, detail] = [visible(channel.name), await detailOf(told.detail, profile)];
  context.terminal.complain(
    `invoice-diag: ${say(context, {
      en: `${name} could not be told (after ${told.tries === 1 ? "1 try" : `${told.tries} tries`}): ${detail}; the next run tries again`,
      zh: `未能通知 ${name}（尝试 ${told.tries} 次）：${detail}；下次运行会再次尝试`,
    })}`,
  );
  return memory;
};

const tellAll = async (context: Context, report: Report, profile: Profile, whole: boolean): Promise<void> => {
  if (report.interrupted === true) return;
  const { memoryFile, memoryText, readMemory } = await import("../notify/memory.js");
  const { forgetOthers, nothingKnown, remember } = await import("../notify/standing.js");
  const { foundIn } = await import("../report/found.js");
  const file = stateFile(context, memoryFile(profile.name));
  const text = await file.read();
  const known = text === undefined ? nothingKnown : readMemory(text);
  if (known === undefined) {
    const begin = { en: "what was remembered cannot be read; beginning anew", zh: "已记忆的状态无法解析，将重新开始" };
    context.terminal.complain(`invoice-diag: ${say(context, begin)}`);
  }
  const names = new Set(profile.targets.map(({ name }) => name));
  const exists = (subject: string): boolean => !whole || subject.startsWith("@") || names.has(subject);
  const memory = remember(forgetOthers(known ?? nothingKnown, exists), foundIn(report));
  const channels = channelsOf(profile);
  const after = await Promise.all(channels.map((channel) => update(context, { memory, channel, report, profile })));
  const told = Object.fromEntries(channels.map(({ name }, at) => [name, after[at]?.told[name] ?? []]));
  await file.write(memoryText(profile.name, { ...memory, told }));
};

/**
 * `check --notify`: tells what changed when the report is printed. Whatever goes wrong in it is told and changes nothing.
 * `whole`: the profile has all its targets, none was picked by name.
 */
export const prepareNotify = (
  context: Context,
  { notify }: { readonly notify?: boolean },
  { profile, whole }: { readonly profile: Profile; readonly whole: boolean },
): readonly Afterwards[] => {
  if (notify !== true) return [];
  channelsOf(profile);
  return [
    (report) =>
      tellAll(context, report, profile, whole).catch((error: unknown) => {
        const reason = error instanceof Error ? printable(error.message) : "?";
        context.terminal.complain(
          `invoice-diag: ${say(context, { en: `nobody was told: ${reason}`, zh: `未能通知：${reason}` })}`,
        );
      }),
  ];
};
