import type { AnyCheck, Raised, Unavailable } from "../model/check.js";
import type { Io } from "../model/io.js";
import type { Json } from "../model/json.js";
import type { Step } from "../model/plan.js";
import { type Cut, pause, within } from "./deadline.js";

/** What looking at a step came to. */
export type Looked =
  | { readonly looks: readonly Json[] }
  | Unavailable
  | { readonly cut: Cut }
  | { readonly broken: unknown };

const isUnavailable = (seen: unknown): seen is Unavailable =>
  typeof seen === "object" && seen !== null && "unavailable" in seen;

/**
 * The pause before another look at what came at once (a reset), in milliseconds: long enough for a restart to pass, twice as
 * long before each further one, and spread by up to a half so that many who were cut off do not come back together.
 */
const breath = 250;
const pauseBefore = (again: number): number => breath * 2 ** (again - 1) * (1 + Math.random() / 2);

/** Whether what was seen is silence, a reset or loss, which one look does not prove. */
const doubtful = (check: AnyCheck, step: Step, seen: Json, now: Date): boolean => {
  const raised: readonly Raised[] = check.judge([seen], {
    target: step.target,
    settings: step.settings,
    now,
    others: () => [],
  });
  return raised.some(({ signal }) => check.signals[signal]?.doubt === true);
};

interface Looking {
  readonly check: AnyCheck;
  readonly step: Step;
  readonly io: Io;
  readonly now: () => Date;
  /** Aborted when the run is cut short, which what looks last outlives. */
  readonly cut: AbortSignal;
}

/** `looks` is filled as they come, so that what was seen is known even if the time runs out over a further one. */
const lookAgain = async (
  { check, step, io, now, cut }: Looking,
  looks: Json[],
  signal: AbortSignal,
): Promise<Looked> => {
  const { tries = 2 } = check;
  const second = new AbortController();
  const stopSecond = (): void => second.abort();
  signal.addEventListener("abort", stopSecond, { once: true });
  const observe = (own: AbortSignal): Promise<Json | Unavailable> =>
    check.observe(step.target, { io, settings: step.settings, signal: own, cut });
  try {
    const first = observe(signal);
    let beside: Promise<Json | Unavailable> | undefined;
    const timer = setTimeout(() => {
      beside = observe(second.signal);
      beside.catch(() => {});
    }, step.secondLook);
    const seen = await first.finally(() => clearTimeout(timer));
    if (isUnavailable(seen)) return seen;
    looks.push(seen);
    if (!doubtful(check, step, seen, now())) return { looks };
    for (let nth = 1; nth < tries; nth += 1) {
      if (beside === undefined) await pause(Math.min(pauseBefore(nth), step.secondLook), signal);
      const again = await (beside ?? observe(signal));
      if (isUnavailable(again)) break;
      looks.push(again);
      // Who met silence has waited long enough, and who got an answer asks no more.
      if (beside !== undefined || !doubtful(check, step, again, now())) break;
    }
    return { looks };
  } finally {
    stopSecond();
    signal.removeEventListener("abort", stopSecond);
  }
};

/** How long this process was kept from its turn so far: by the system's own account, or in one stall, which also a stopped process has. */
const lostOf = (io: Io): number => {
  const { loopDelay, turns } = io.runtime();
  return Math.max(loopDelay, turns?.waited ?? 0);
};

/**
 * Looks at one step: once if an answer came, a second time if silence, a reset or loss did. The second look starts
 * beside the first at two fifths of the silence that one look may meet, and neither is cut short. What is cut off at once may
 * be looked at once more, if its check says so.
 */
export const look = async (looking: Looking, outer: AbortSignal): Promise<Looked> => {
  const { patience, secondLook } = looking.step;
  const ms = patience + secondLook + 1000;
  try {
    const looks: Json[] = [];
    const bounded = await within({ ms, lost: () => lostOf(looking.io), outer }, (own) =>
      lookAgain(looking, looks, own),
    );
    if ("value" in bounded) return bounded.value;
    return bounded.cut !== "aborted" && looks.length > 0 ? { looks: [...looks] } : bounded;
  } catch (error) {
    return { broken: error };
  }
};
