export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** So unlikely that it is no chance; and so many standard deviations below the middle. */
export const noChance = 0.01;
const belowChance = 2.326;

/** What a gamma distribution with mean 1 falls below that seldom (Wilson and Hilferty 1931). */
const lowGamma = (shape: number): number =>
  Math.max(0, 1 - 1 / (9 * shape) - belowChance / (3 * Math.sqrt(shape))) ** 3;

/**
 * By chance lengths are geometric: of a variance that follows from their mean, and that a sample shows the more truly the larger it is.
 * Of a few that are nearly the same, how unlikely it is that they lie so close together says more.
 */
const alike = (lengths: readonly number[]): boolean => {
  const mean = sum(lengths) / lengths.length;
  if (lengths.length < 3 || mean === 0) return false;
  const share = mean / (mean + 1);
  const within = share ** Math.min(...lengths) - share ** (Math.max(...lengths) + 1);
  if (lengths.length * within ** (lengths.length - 1) < noChance) return true;
  const usual = mean * (mean + 1);
  const variance = sum(lengths.map((one) => (one - mean) ** 2)) / (lengths.length - 1);
  // The fourth moment of the geometric distribution, less one: how widely the variances of samples differ.
  const width = 8 + 1 / usual;
  return variance / usual < lowGamma(lengths.length / width);
};

/** How many were answered before each one that was lost. */
const answeredBefore = (lostBefore: readonly number[]): number[] => {
  const runs: number[] = [];
  let answered = 0;
  for (const lost of lostBefore) {
    for (let nth = 0; nth < lost; nth += 1) runs.push(nth === 0 ? answered : 0);
    answered = lost > 0 ? 1 : answered + 1;
  }
  return runs;
};

/**
 * Pure. Whether pings were let through as evenly as a limit of their rate does it: chance loses, and spares, now one and now many in a row.
 * `lostBefore`: how many were lost before each reply. What such a limit lets through at first, and the pings that then wait for their
 * turn, are left out.
 */
export const isEven = (lostBefore: readonly number[]): boolean => {
  const begun = lostBefore.findIndex((run) => run > 0);
  return begun >= 0 && (alike(lostBefore.slice(begun + 1)) || alike(answeredBefore(lostBefore.slice(begun)).slice(1)));
};

/**
 * A gap is at least so many pings long, a tenth of a second and more: what is shorter is a burst of loss. So many of them are needed, or one
 * that is very long.
 */
const gap = { length: 6, count: 3, long: 25 } as const;
/** Chance brings about less often than this what is called gaps. */
const neverByChance = 0.001;

/**
 * Pure. The lengths of the gaps, where pings are lost in these alone and chance does not bring that about: the way is there, and gone for a
 * while, and there again. By chance a gap is n pings long with the probability of loss to the power of n − 1, or longer.
 */
export const gapsIn = (lostBefore: readonly number[]): readonly number[] => {
  const gaps = lostBefore.filter((run) => run > 0);
  if (gaps.some((run) => run < gap.length)) return [];
  const share = sum(gaps) / (sum(gaps) + lostBefore.length);
  const many = gaps.length >= gap.count && share ** (gaps.length * (gap.length - 1)) < neverByChance;
  const long = gaps.some((run) => run >= gap.long) && gaps.length * share ** (gap.long - 1) < neverByChance;
  return many || long ? gaps : [];
};
