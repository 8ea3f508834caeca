/** So unlikely that it is no chance. */
export const noChance = 0.01;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Whether the lengths, but for so many of them, differ too little for draws from the geometric distribution with their mean. */
const alikeBut = (strays: 0 | 1, lengths: readonly number[]): boolean => {
  const share = sum(lengths) / (sum(lengths) + lengths.length);
  const sorted = [...lengths].sort((a, b) => a - b);
  const [least = 0, most = 0] = [sorted[0], sorted.at(-1 - strays)];
  const within = share ** least - share ** (most + 1);
  const drawn = lengths.length - strays;
  return share > 0 && drawn > 2 && lengths.length ** (1 + strays) * within ** (drawn - 1) < noChance;
};

/** A packet that came a little late for its turn makes one gap longer. */
const alike = (lengths: readonly number[]): boolean => alikeBut(0, lengths) || alikeBut(1, lengths);

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
