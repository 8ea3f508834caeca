/** The middle one; the mean of the two middle ones of an even number. NaN of none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? Number.NaN;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? Number.NaN) + upper) / 2 : upper;
};

/**
 * A standard deviation that single outliers do not move: the median distance from the median, times 1.4826, which makes it
 * the standard deviation of what is normally distributed.
 */
export const spread = (values: readonly number[]): number => {
  const middle = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)));
};

export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The bounds of the middle half. */
const middleHalf = (values: readonly number[]): readonly [low: number, high: number] => {
  const sorted = values.toSorted((a, b) => a - b);
  const quarter = Math.floor(sorted.length / 4);
  return [sorted[quarter] ?? Number.NaN, sorted[sorted.length - 1 - quarter] ?? Number.NaN];
};

/** Fewer measurements say too little of their own spread. */
export const leastSamples = 5;
/** How many standard errors, what share of the earlier median, and how many milliseconds the medians must differ by. */
export const beyondNoise = { errors: 4, share: 0.25, ms: 5 } as const;

/** The standard error of the difference of two medians, where the noisier series speaks for both. */
const standardError = (before: readonly number[], after: readonly number[]): number =>
  1.2533 * Math.max(spread(before), spread(after)) * Math.sqrt(1 / before.length + 1 / after.length);

export type Shift = { readonly was: number; readonly is: number };

/**
 * Whether two series of measurements, in milliseconds, differ by more than noise: five or more on each side; middle halves
 * that do not overlap; and medians that differ by more than four standard errors, by a quarter of the earlier one, and by
 * 5 ms. Undefined: they do not, or it cannot be told.
 */
export const shiftOf = (before: readonly number[], after: readonly number[]): Shift | undefined => {
  if (before.length < leastSamples || after.length < leastSamples) return undefined;
  const [was, is] = [median(before), median(after)];
  const noise = beyondNoise.errors * standardError(before, after);
  const least = Math.max(noise, beyondNoise.share * was, beyondNoise.ms);
  const [[low, high], [lowNow, highNow]] = [middleHalf(before), middleHalf(after)];
  const apart = high < lowNow || highNow < low;
  return apart && Math.abs(is - was) > least ? { was, is } : undefined;
};
