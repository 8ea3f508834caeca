/** Routers with more hops between two visits are not looked for. */
const longest = 8;

/**
 * Whether the hops from `start` to the end repeat with this period: no contradiction, one more match than the period, and two
 * routers at least that were met again (a firewall may answer in the place of hops behind it, but alone).
 */
const repeats = (hops: readonly (string | null)[], start: number, period: number): boolean => {
  const tail = hops.slice(start);
  const pairs = tail.slice(period).map((address, at) => [tail[at] ?? null, address] as const);
  const known = pairs.filter(([before, after]) => before !== null && after !== null);
  const again = new Set(known.map(([before]) => before));
  return known.length > period && again.size > 1 && known.every(([before, after]) => before === after);
};

/**
 * The routers between which packets circle: the last hops that answered are a pattern of two or more routers that repeats until
 * the end. Empty if there is none. Pure.
 */
export const circleOf = (hops: readonly (string | null)[]): readonly string[] => {
  const end = hops.findLastIndex((address) => address !== null) + 1;
  const heard = hops.slice(0, end);
  for (let period = 2; period <= longest; period += 1) {
    for (let start = 0; start + 2 * period < heard.length; start += 1) {
      if (repeats(heard, start, period)) return [...new Set(heard.slice(start).filter((address) => address !== null))];
    }
  }
  return [];
};
