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

/** The longest pause before a second look at what came at once (a reset): long enough for a restart to pass. */
const breath = 250;

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
}

const lookTwice = async ({ check, step, io, now }: Looking, signal: AbortSignal): Promise<Looked> => {
  const second = new AbortController();
  const stopSecond = (): void => second.abort();
  signal.addEventListener("abort", stopSecond, { once: true });
  const observe = (own: AbortSignal): Promise<Json | Unavailable> =>
    check.observe(step.target, { io, settings: step.settings, signal: own });
  try {
    const first = observe(signal);
    let beside: Promise<Json | Unavailable> | undefined;
    const timer = setTimeout(() => {
      beside = observe(second.signal);
      beside.catch(() => {});
    }, step.secondLook);
    const seen = await first.finally(() => clearTimeout(timer));
    if (isUnavailable(seen)) return seen;
    if (!doubtful(check, step, seen, now())) return { looks: [seen] };
    if (beside === undefined) await pause(Math.min(breath, step.secondLook), signal);
    const again = await (beside ?? observe(signal));
    return { looks: isUnavailable(again) ? [seen] : [seen, again] };
  } finally {
    stopSecond();
    signal.removeEventListener("abort", stopSecond);
  }
};

/**
 * Looks at one step: once if an answer came, a second time if silence, a reset or loss did. The second look starts
 * beside the first at two fifths of the silence that one look may meet, and neither is cut short.
 */
export const look = async (looking: Looking, signal: AbortSignal): Promise<Looked> => {
  const { patience, secondLook } = looking.step;
  try {
    const bounded = await within(patience + secondLook + 1000, signal, (own) => lookTwice(looking, own));
    return "value" in bounded ? bounded.value : bounded;
  } catch (error) {
    return { broken: error };
  }
};
