import { isMap } from "../model/json.js";
import type { Source } from "./document.js";
import { type Issue, type Path, quoted } from "./errors.js";
import { valueAt } from "./mistakes.js";
import { nearest } from "./nearest.js";
import { carrierKeys } from "./notify-schema.js";

const wrong = (path: Path, en: string, zh: string, at: Issue["at"] = "value"): Issue => ({
  path,
  at,
  message: { en, zh },
});

const carriers = (channel: Record<string, unknown>, path: Path): Issue[] => {
  const here = carrierKeys.filter((kind) => Object.hasOwn(channel, kind));
  if (here.length === 1) return [];
  // A misspelt one is told as an unknown key.
  if (here.length === 0 && Object.keys(channel).some((key) => carrierKeys.includes(nearest(key, carrierKeys) ?? "")))
    return [];
  const list = carrierKeys.join(", ");
  if (here.length === 0) {
    return [wrong(path, `expected exactly one of the keys ${list}`, `键 ${carrierKeys.join("、")} 中应恰有一个`)];
  }
  const found = here.join(", ");
  return [
    wrong(
      [...path, here[1] ?? ""],
      `expected exactly one of the keys ${list}, found ${found}`,
      `键 ${carrierKeys.join("、")} 中应恰有一个，实有 ${found}`,
      "key",
    ),
  ];
};

const counts = (channel: Record<string, unknown>, path: Path): Issue[] => {
  const { runs, of } = isMap(channel.after) ? channel.after : {};
  if (typeof runs !== "number" || typeof of !== "number" || runs <= of) return [];
  return [
    wrong(
      [...path, "after", "runs"],
      `expected at most \`of\` (${of}), found ${runs}`,
      `不得超过 of（${of}），实为 ${runs}`,
    ),
  ];
};

const logins = (channel: Record<string, unknown>, path: Path): Issue[] => {
  const mail = isMap(channel.mail) ? channel.mail : {};
  if (Object.hasOwn(mail, "password") === Object.hasOwn(mail, "user")) return [];
  const lone = Object.hasOwn(mail, "password") ? "password" : "user";
  return [wrong([...path, "mail", lone], "user and password belong together", "user 与 password 须同时给出", "key")];
};

const emptyQuiet = (channel: Record<string, unknown>, path: Path): Issue[] => {
  const { from, to } = isMap(channel.quiet) ? channel.quiet : {};
  if (from === undefined || from !== to) return [];
  return [wrong([...path, "quiet", "to"], "expected an end other than the begin", "结束时刻应不同于开始时刻")];
};

/** Mistakes of channels whose settings are right by themselves and do not fit each other. */
export const channelInconsistencies = (source: Source): readonly Issue[] => {
  const given = valueAt(source.value, ["notify"]);
  const channels = Array.isArray(given) ? (given as unknown[]) : [];
  const names = new Set<unknown>();
  return channels.flatMap((channel, index) => {
    const path: Path = ["notify", index];
    if (!isMap(channel)) return [];
    const { name } = channel;
    const again = typeof name === "string" && names.has(name);
    names.add(name);
    const text = quoted(String(name));
    const double = wrong(
      [...path, "name"],
      `expected a unique name, found ${text} again`,
      `名称应唯一，${text} 重复出现`,
    );
    const rules = [carriers, counts, logins, emptyQuiet];
    return [...(again ? [double] : []), ...rules.flatMap((rule) => rule(channel, path))];
  });
};
