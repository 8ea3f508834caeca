import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Run, Told } from "../../src/history/run.js";
import { written } from "../../src/history/segment.js";

export const begin = Date.parse("2026-01-01T00:00:00Z");
export const minutes = 60_000;

/** A run in a minute of that day. */
export const runAt = (
  minute: number,
  states: Told["states"],
  { times, ...some }: Partial<Told> & { readonly times?: Run["times"] } = {},
): Run => {
  const at = begin + minute * minutes;
  const status = Object.values(states).includes("fail") ? "fail" : "pass";
  return {
    id: `${at.toString(36).padStart(9, "0")}-${minute.toString(36).padStart(6, "0")}`,
    at,
    until: at,
    count: 1,
    told: { status, profile: "till", states, causes: {}, interrupted: false, ...some },
    times: times ?? Object.keys(states).map(() => null),
  };
};

const targets = ["invoice-api", "remote-desktop", "database", "tax-platform", "@site"];

/** Five targets, one of which fails for an hour of every week. */
export const manyRuns = (count: number, every = 5): Run[] =>
  Array.from({ length: count }, (_, at) => {
    const down = (at * every) % 10_080 < 60;
    const states = Object.fromEntries(targets.map((target) => [target, "pass" as const]));
    const times = targets.map((target, nth) => (target === "@site" ? null : 10 + ((at * 7 + nth) % 13)));
    return down
      ? runAt(at * every, { ...states, "invoice-api": "fail" }, { times, causes: { "invoice-api": ["cert-expired"] } })
      : runAt(at * every, states, { times });
  });

/** A journal with these runs, in segments as the program would have made them. */
export const layDown = (dir: string, runs: readonly Run[], perSegment = 5000): void => {
  mkdirSync(dir, { recursive: true });
  for (let at = 0; at < runs.length; at += perSegment) {
    const some = runs.slice(at, at + perSegment);
    const last = (some.at(-1)?.until ?? 0).toString(36).padStart(9, "0");
    writeFileSync(join(dir, `runs-1-${last}-${at.toString(36)}.log`), written(some));
  }
};
