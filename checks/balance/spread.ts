import { failingOf, type Shot } from "./sight.js";
import { byChance, grouped, leastShare, type Part } from "./statistics.js";

/** How failures lie among requests. */
export type Spread = {
  readonly is: "none" | "all" | "few" | "address" | "backend" | "everywhere" | "random";
  readonly failing: readonly Shot[];
  /** The addresses or labels of the back ends that it is about. */
  readonly where: readonly string[];
};

/** A part of the requests that fails for certain must fail more often than this. */
const leastFailing = 0.02;
/** What chance brings about less often than this is no chance. */
const unlikely = 0.05;

/** The groups that all failures lie in, if the other groups are spared and that is no chance. */
const tied = (
  shots: readonly Shot[],
  failing: ReadonlySet<Shot>,
  wordOf: (shot: Shot) => string | undefined,
): string[] => {
  if ([...failing].some((shot) => wordOf(shot) === undefined)) return [];
  const groups = [...grouped(shots, wordOf)].map(([word, all]) => {
    return { word, of: all.length, hits: all.filter((shot) => failing.has(shot)).length };
  });
  const bad = groups.filter(({ hits }) => hits > 0);
  const good = groups.filter(({ hits }) => hits === 0);
  const sum = (parts: typeof groups): Part => ({
    hits: parts.reduce((total, { hits }) => total + hits, 0),
    of: parts.reduce((total, { of }) => total + of, 0),
  });
  if (good.length === 0 || bad.length === 0) return [];
  // Of many groups a few are spared by chance; several bad ones must each fail more often than not.
  if (bad.length > 1 && bad.some(({ hits, of }) => hits <= of / 2)) return [];
  return byChance(sum(bad), sum(good)) <= unlikely ? bad.map(({ word }) => word) : [];
};

const labelsOf = (shots: readonly Shot[]): string[] => [...grouped(shots, ({ backend }) => backend).keys()].sort();

/** Where the failures among telling shots lie. `expected`: the status that the profile expects. */
export const spreadOf = (shots: readonly Shot[], expected: number | undefined): Spread => {
  const failing = failingOf(shots, expected);
  if (failing.length === 0) return { is: "none", failing, where: [] };
  if (failing.length === shots.length) return { is: "all", failing, where: [] };
  if (failing.length === 1 || leastShare(failing.length, shots.length) < leastFailing)
    return { is: "few", failing, where: [] };
  const bad = new Set(failing);
  const addresses = tied(shots, bad, ({ address }) => address);
  if (addresses.length > 0) return { is: "address", failing, where: addresses };
  const backends = tied(shots, bad, ({ backend }) => backend);
  if (backends.length > 0) return { is: "backend", failing, where: backends };
  const labels = labelsOf(shots);
  const everywhere = labels.length > 1 && labels.length === labelsOf(failing).length;
  return { is: everywhere ? "everywhere" : "random", failing, where: everywhere ? labels : [] };
};
