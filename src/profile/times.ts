import { type Fault, text } from "./texts.js";

const units = { ms: 1, s: 1000, m: 60_000 } as const;
const durationForm = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m)$/;

/** Milliseconds of `300ms`, `5s`, `2m`; undefined: no duration. */
export const milliseconds = (value: unknown): number | undefined => {
  const parts = typeof value === "string" ? durationForm.exec(value) : null;
  return parts === null ? undefined : Number(parts[1]) * units[parts[2] as keyof typeof units];
};

const shownDuration = (ms: number): string =>
  ms >= 60_000 && ms % 60_000 === 0 ? `${ms / 60_000}m` : ms >= 1000 && ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;

/** A duration above `min` (0 itself is none) up to `max` milliseconds. */
export const duration = (max = 600_000, min = 0) => {
  const least = min > 0 ? { en: `${shownDuration(min)}`, zh: `${shownDuration(min)}` } : undefined;
  const most = shownDuration(max);
  const expected = {
    en: `a duration such as 300ms, 5s or 2m, ${least === undefined ? "above 0" : `from ${least.en}`} and up to ${most}`,
    zh: `时长（如 300ms、5s、2m，${least === undefined ? "大于 0" : `不小于 ${least.zh}`}，不超过 ${most}）`,
  };
  const fault: Fault = (value) => {
    const ms = milliseconds(value);
    return ms === undefined || ms <= 0 || ms < min || ms > max ? expected : undefined;
  };
  return text(expected, fault, durationForm.source).transform((value) => milliseconds(value) ?? 0);
};

const instantForm = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** Milliseconds since 1970 of a date and time with its zone (ISO 8601); undefined: none, or a day that does not exist. */
const instantOf = (value: string): number | undefined => {
  const [, minute, , sign, hours, minutes] = instantForm.exec(value) ?? [];
  const at = minute === undefined ? Number.NaN : Date.parse(value);
  if (Number.isNaN(at)) return undefined;
  const offset = sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return new Date(at + offset).toISOString().startsWith(`${minute}`) ? at : undefined;
};

/** An instant, as ISO 8601 in UTC. */
export const instant = (() => {
  const expected = {
    en: "a date and time with its zone, such as 2026-06-30T22:00+08:00",
    zh: "带时区的日期时间（如 2026-06-30T22:00+08:00）",
  };
  const fault: Fault = (value) => (instantOf(value) === undefined ? expected : undefined);
  return text(expected, fault, instantForm.source).transform((value) => new Date(instantOf(value) ?? 0).toISOString());
})();
