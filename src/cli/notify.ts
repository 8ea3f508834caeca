import { hostname } from "node:os";
import type { Channel } from "../model/notify.js";
import type { Profile } from "../model/profile.js";
import { quoted, visible } from "../profile/errors.js";
import { suggestion } from "../profile/nearest.js";
import { withProxies } from "../profile/proxies.js";
import { padTo, widthOf } from "../report/width.js";
import { baseProfile } from "./check.js";
import { type Action, type Context, say } from "./context.js";
import { UsageError } from "./failure.js";
import { channelsOf, detailOf, tell } from "./notifying.js";
import { loadCatalogue } from "./plugins.js";
import { stateFile } from "./state.js";

export type NotifyOptions = {
  readonly profile?: string;
  readonly plugin?: readonly string[];
  readonly test?: boolean;
};

const profileOf = async (context: Context, options: NotifyOptions): Promise<Profile> => {
  const catalogue = await loadCatalogue(context, options.plugin);
  const profile = baseProfile(context, options.profile, catalogue);
  if (profile !== undefined) return withProxies(profile, context.terminal.env);
  throw new UsageError({
    en: "there is no profile; name one with --profile",
    zh: "没有找到配置文件，请用 --profile 指定",
  });
};

const named = (channels: readonly Channel[], names: readonly string[]): readonly Channel[] => {
  const known = channels.map(({ name }) => name);
  const stranger = names.find((name) => !known.includes(name));
  if (stranger === undefined)
    return names.length === 0 ? channels : channels.filter(({ name }) => names.includes(name));
  const near = suggestion(stranger, known);
  throw new UsageError({
    en: `there is no channel ${quoted(stranger)}${near.en}`,
    zh: `没有名为 ${quoted(stranger)} 的渠道${near.zh}`,
  });
};

/** Sends a test message to each; 1 if one of them did not take it. */
const test = async (context: Context, profile: Profile, channels: readonly Channel[]): Action => {
  const { testNotice } = await import("../report/notice.js");
  const notice = testNotice(profile.name, new Date().toISOString(), hostname());
  const { unicode } = context.terminal;
  const outcomes = await Promise.all(channels.map((channel) => tell(context, channel, notice)));
  for (const [at, told] of outcomes.entries()) {
    const name = visible(channels[at]?.name ?? "");
    const line = told.ok
      ? `${unicode ? "✓" : "+"} ${name}: ${say(context, { en: "accepted", zh: "已送达" })}`
      : `${unicode ? "✗" : "x"} ${name}: ${await detailOf(told.detail, profile)}`;
    await context.terminal.print(`${line}\n`);
  }
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
};

/** Who is told, and what they were last told is broken. */
const show = async (context: Context, profile: Profile, channels: readonly Channel[]): Action => {
  const { memoryFile, readMemory } = await import("../notify/memory.js");
  const text = await stateFile(context, memoryFile(profile.name)).read();
  const told = text === undefined ? {} : (readMemory(text)?.told ?? {});
  const width = Math.max(...channels.map(({ name }) => widthOf(visible(name))));
  const nothing = say(context, { en: "knows of nothing broken", zh: "未通知任何故障" });
  const knows = say(context, { en: "was told of", zh: "已通知故障" });
  const lines = channels.map(({ name, carrier }) => {
    const broken = told[name] ?? [];
    const state = broken.length === 0 ? nothing : `${knows} ${broken.map(visible).join(", ")}`;
    return `${padTo(visible(name), width)}  ${carrier.kind.padEnd(8)}  ${state}\n`;
  });
  await context.terminal.print(lines.join(""));
  return 0;
};

/** Shows the channels of a profile; with `--test` tries them. */
export const notify = async (context: Context, names: readonly string[], options: NotifyOptions): Action => {
  const profile = await profileOf(context, options);
  const channels = named(channelsOf(profile), names);
  return options.test === true ? test(context, profile, channels) : show(context, profile, channels);
};
