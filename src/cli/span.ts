import { quoted } from "../profile/errors.js";
import { UsageError } from "./failure.js";

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const ago = /^(\d{1,5})([mhdw])$/;
const date = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * `--since`: `30m`, `24h`, `7d`, `4w` before now, a day (which begins at midnight UTC) or an instant with its zone; in
 * milliseconds since 1970.
 */
export const sinceOf = (text: string | undefined, now: number): number | undefined => {
  if (text === undefined) return undefined;
  const [, count, unit] = ago.exec(text) ?? [];
  if (count !== undefined) return now - Number(count) * units[unit as keyof typeof units];
  const at = date.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new UsageError({
    en: `--since: ${quoted(text)} is no time; write 24h, 7d, 2026-06-30 or 2026-06-30T22:00+08:00`,
    zh: `--since：${quoted(text)} 不是时间，请写作 24h、7d、2026-06-30 或 2026-06-30T22:00+08:00`,
  });
};

/** `--goal`: `99.5%` or `0.995`, as a fraction of 1. */
export const goalOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const [, percent] = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(text) ?? [];
  const goal =
    percent === undefined ? (/^[01](?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN) : Number(percent) / 100;
  if (goal >= 0 && goal <= 1) return goal;
  throw new UsageError({
    en: `--goal: ${quoted(text)} is no share; write 99.5%`,
    zh: `--goal：${quoted(text)} 不是比例，请写作 99.5%`,
  });
};
