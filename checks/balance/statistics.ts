/** The lower end of the two-sided 90 % interval of a share (Wilson 1927). */
export const leastShare = (hits: number, of: number): number => {
  const z = 1.6449;
  const half = z * Math.sqrt((hits * (of - hits)) / of + (z * z) / 4);
  return Math.max(0, (hits + (z * z) / 2 - half) / (of + z * z));
};

const logFactorial = (n: number): number => {
  let sum = 0;
  for (let k = 2; k <= n; k += 1) sum += Math.log(k);
  return sum;
};
const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** How many of how many. */
export type Part = { readonly hits: number; readonly of: number };

/** How likely chance alone puts so many of all hits, or more, into the first part (Fisher 1922, one-sided). */
export const byChance = (a: Part, b: Part): number => {
  const hits = a.hits + b.hits;
  let sum = 0;
  for (let k = a.hits; k <= Math.min(a.of, hits); k += 1) {
    if (hits - k > b.of) continue;
    sum += Math.exp(logChoose(a.of, k) + logChoose(b.of, hits - k) - logChoose(a.of + b.of, hits));
  }
  return Math.min(1, sum);
};

export const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** What belongs together, by a word; what has none is left out. */
export const grouped = <T>(all: readonly T[], wordOf: (one: T) => string | undefined): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const word = wordOf(one);
    if (word !== undefined) groups.set(word, [...(groups.get(word) ?? []), one]);
  }
  return groups;
};
