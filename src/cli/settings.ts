import type { Setting } from "../model/check.js";

const duration = (ms: number): string => {
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms >= 1000 && ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
};

const percent = (ratio: number): string => `${Number((ratio * 100).toFixed(6))}%`;

/** The default of a setting, as one would write it in a profile. */
export const shownSetting = ({ default: value, unit }: Setting): string => {
  if (unit === "duration") return duration(value);
  return unit === "ratio" ? percent(value) : String(value);
};
