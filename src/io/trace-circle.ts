/** Circles of more routers are not looked for. */
const longest = 8;

/** Answers of a single router, with silence between them, that are taken for a circle with others that say nothing. */
const alone = 5;

/**
 * Whether the hops repeat with this period, silent ones apart: no contradiction, one more answer than two rounds need, and two
 * routers at least that were met again (a firewall may answer in the place of hops behind it, but alone), or one again and again.
 */
const repeats = (hops: readonly (string | null)[], period: number): boolean => {
  const turns = Array.from({ length: period }, (_, turn) =>
    hops.filter((address, at) => at % period === turn && address !== null),
  );
  const again = turns.filter((turn) => turn.length > 1);
  const answers = again.reduce((sum, turn) => sum + turn.length - 1, 0);
  const routers = new Set(again.map(([router]) => router));
  const steady = turns.every((turn) => new Set(turn).size <= 1);
  const single = turns.filter((turn) => turn.length > 0).length === 1 && answers >= alone - 1;
  return steady && ((answers > period && routers.size > 1) || single);
};

/**
 * The routers between which packets circle: the last hops that answered are a pattern of two or more routers that repeats until
 * the end. Empty if there is none. Pure.
 */
export const circleOf = (hops: readonly (string | null)[]): readonly string[] => {
  const heard = hops.slice(0, hops.findLastIndex((address) => address !== null) + 1);
  for (let period = 2; period <= longest; period += 1) {
    for (let start = 0; start + 2 * period < heard.length; start += 1) {
      const tail = heard.slice(start);
      if (repeats(tail, period)) return [...new Set(tail.filter((address) => address !== null))];
    }
  }
  return [];
};
