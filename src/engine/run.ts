import type { AnyCheck } from "../model/check.js";
import type { Io } from "../model/io.js";
import type { Plan, Step } from "../model/plan.js";
import type { Level, Result } from "../model/result.js";
import type { Bilingual } from "../model/text.js";
import { endingOf, judge } from "./judge.js";
import { type Looked, look } from "./looks.js";

/** What the one who waits is told while the run goes on. */
export type Progress = { readonly step: Step; readonly result?: Result };

export interface RunOptions {
  readonly io: Io;
  readonly checks: readonly AnyCheck[];
  /** Aborted by the user or by the run's own deadline. */
  readonly signal: AbortSignal;
  /** Why the signal was aborted, for the reason of the steps that it cut off. */
  readonly whyCut: () => Bilingual;
  readonly now: () => Date;
  /** The name of this machine: the place `this-host`. */
  readonly hostname: string;
  readonly overruled: Readonly<Record<string, Level>>;
  /** Steps that may look at the same time; bounded by the descriptor limit. */
  readonly parallel: number;
  readonly onProgress?: (progress: Progress) => void;
}

/** Lets a bounded number in at a time, in order of arrival. */
class Turnstile {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  constructor(places: number) {
    this.#free = places;
  }
  async enter(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return () => {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    };
  }
}

/** The steps that saw that this one cannot possibly succeed, directly or behind a need that was held back itself. */
const blockersOf = (needs: readonly Result[], checks: ReadonlyMap<string, AnyCheck>): string[] => {
  const stopped = (result: Result): boolean =>
    result.evidence.some(({ signal }) => checks.get(result.check)?.signals[signal]?.stops === true);
  return [...new Set(needs.flatMap((need) => (stopped(need) ? [need.step] : need.blockedBy)))];
};

const blocked = (by: readonly string[]): Partial<Result> => ({
  status: "blocked",
  blockedBy: by,
  reason: { en: `cannot succeed: see ${by.join(", ")}`, zh: `不可能成功：见 ${by.join("、")}` },
});

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const broken = (error: unknown): Partial<Result> => ({
  status: "error",
  reason: { en: `this tool failed: ${words(error)}`, zh: `本工具出错：${words(error)}` },
});

const starved: Bilingual = {
  en: "not done in time: this machine was too busy to let this tool run",
  zh: "未能按时完成：本机过于繁忙，本工具得不到运行",
};

const ended = (looked: Exclude<Looked, { looks: unknown }>, whyCut: () => Bilingual): Partial<Result> => {
  if ("unavailable" in looked) return { status: "skip", reason: looked.unavailable };
  if ("broken" in looked) return broken(looked.broken);
  if (looked.cut === "aborted") return { status: "skip", reason: whyCut() };
  if (looked.cut === "starved") return { status: "skip", reason: starved };
  return broken(new Error("the check outlived its own deadline"));
};

/** Runs a plan. Never rejects: every step ends in one result, and everything that can run at the same time does. */
export const run = async (plan: Plan, options: RunOptions): Promise<Result[]> => {
  const checks = new Map(options.checks.map((check) => [check.id, check]));
  const turnstile = new Turnstile(options.parallel);
  const settled = new Map<string, Promise<Result>>();
  // What a step saw holds others back at once; only its own judgement waits for what it reads.
  const looked = new Map<string, Promise<Result>>();
  const all = (ids: readonly string[], of: ReadonlyMap<string, Promise<Result>>): Promise<Result[]> =>
    Promise.all(ids.map((id) => of.get(id)).filter((one) => one !== undefined));

  const early = plan.steps.filter(({ last }) => last !== true).map(({ id }) => id);

  const take = async (step: Step, show: (seen: Result) => void): Promise<Result> => {
    const check = checks.get(step.check) as AnyCheck;
    const by = blockersOf(await all(step.needs, looked), checks);
    if (step.last === true) await all(early, looked);
    const began = options.now();
    const here = check.hearsay?.(step.target) === true ? {} : { "this-host": options.hostname };
    const surroundings = { ...here, target: step.subject };
    const result = (rest: Partial<Result>): Result => ({
      step: step.id,
      check: step.check,
      subject: step.subject,
      ...(step.endpoint === undefined ? {} : { endpoint: step.endpoint }),
      layer: step.layer,
      status: "skip",
      ms: 0,
      at: began.toISOString(),
      places: surroundings,
      target: step.target,
      settings: step.settings,
      looks: [],
      evidence: [],
      blockedBy: [],
      ...rest,
    });
    if (options.signal.aborted && step.last !== true) return result({ reason: options.whyCut() });
    if (by.length > 0) return result(blocked(by));
    const leave = await turnstile.enter();
    options.onProgress?.({ step });
    const start = performance.now();
    const until = step.last === true ? new AbortController().signal : options.signal;
    const came = await look({ check, step, io: options.io, now: options.now, cut: options.signal }, until).finally(
      leave,
    );
    const ms = Math.round((performance.now() - start) * 10) / 10;
    if (!("looks" in came)) return result({ ms, ...ended(came, options.whyCut) });
    const { target, settings } = step;
    const { looks } = came;
    const verdict = (others: readonly Result[]): Result => {
      const readable = (id: string) => others.filter((other) => other.check === id);
      const { overruled } = options;
      try {
        const evidence = judge(check, { target, settings, looks, now: began, others: readable, overruled });
        const places = { ...check.places(target, looks), ...surroundings };
        return result({ ms, ...endingOf(check, evidence), places, looks, evidence });
      } catch (error) {
        return result({ ms, looks, ...broken(error) });
      }
    };
    if (step.reads.length === 0) return verdict([]);
    show(verdict([]));
    // Steps of one check that read each other would wait for each other's judgement for ever.
    const alike = new Set(plan.steps.filter((one) => one.check === step.check).map(({ id }) => id));
    const [own, others] = [step.reads.filter((id) => alike.has(id)), step.reads.filter((id) => !alike.has(id))];
    return verdict((await Promise.all([all(own, looked), all(others, settled)])).flat());
  };

  for (const step of plan.steps) {
    let show: (seen: Result) => void = () => {};
    const seen = new Promise<Result>((resolve) => {
      show = resolve;
    });
    looked.set(step.id, seen);
    const result = take(step, show);
    settled.set(
      step.id,
      result.then((one) => {
        show(one);
        options.onProgress?.({ step, result: one });
        return one;
      }),
    );
  }
  return all(
    plan.steps.map(({ id }) => id),
    settled,
  );
};
