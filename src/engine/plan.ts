import type { AnyCheck, SettingValues } from "../model/check.js";
import { type Layer, layers } from "../model/layer.js";
import type { Plan, Step } from "../model/plan.js";
import type { Profile } from "../model/profile.js";

/** Which checks are wanted, by check id or layer; empty `only`: all. */
export interface Selection {
  readonly only: readonly string[];
  readonly skip: readonly string[];
}
export const everything: Selection = { only: [], skip: [] };

/** A plan that makes no sense because a check or plug-in was written wrong: our own fault, never the target's. */
export class PlanError extends Error {}

export const settingsOf = (check: AnyCheck, profile: Profile): SettingValues =>
  Object.fromEntries(
    Object.entries(check.settings as AnyCheck["settings"]).map(([name, setting]) => [
      name,
      profile.checks[check.id]?.[name] ?? (setting as { default: number }).default,
    ]),
  );

const stepId = (check: string, subject: string, endpoint?: string): string =>
  `${check}:${subject}${endpoint === undefined ? "" : `/${endpoint}`}`;

const secondLookAt = 0.4;

const stepsOf = (check: AnyCheck, profile: Profile): Step[] => {
  const settings = settingsOf(check, profile);
  const context = { defaults: profile.defaults, settings };
  return check.aims(profile).map((aim) => {
    const silence = check.silence?.(aim.target, context) ?? profile.defaults.timeout;
    return {
      id: stepId(check.id, aim.subject, aim.endpoint),
      check: check.id,
      layer: check.layer,
      subject: aim.subject,
      ...(aim.endpoint === undefined ? {} : { endpoint: aim.endpoint }),
      target: aim.target,
      settings,
      needs: aim.needs,
      reads: check.reads ?? [],
      ...(check.last === true ? { last: true as const } : {}),
      patience: check.patience(aim.target, context),
      secondLook: silence * secondLookAt,
    };
  });
};

/** A need may name a step or, as `tls:invoice-api`, all the steps of a check on a target. */
const planned = (need: string, steps: readonly Step[]): string[] =>
  steps.filter(({ id }) => id === need || id.startsWith(`${need}/`)).map(({ id }) => id);

const matches = (words: readonly string[], { check, layer }: Step): boolean =>
  words.includes(check) || words.includes(layer);

/** `--only X` also runs what X needs; `--skip` takes away last, and what needed it is not held back. */
const select = (steps: readonly Step[], { only, skip }: Selection): Step[] => {
  const wanted = new Set<string>();
  const want = (step: Step): void => {
    if (wanted.has(step.id)) return;
    wanted.add(step.id);
    for (const need of step.needs.flatMap((one) => planned(one, steps))) {
      const needed = steps.find(({ id }) => id === need);
      if (needed !== undefined) want(needed);
    }
  };
  for (const step of steps) if (only.length === 0 || matches(only, step)) want(step);
  return steps.filter((step) => wanted.has(step.id) && !matches(skip, step));
};

/**
 * Orders the steps so that what is needed or read stands first; a circle is a `PlanError` that names it. Steps of one check may
 * read each other: of them only what was seen is waited for.
 */
const ordered = (steps: readonly Step[]): Step[] => {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const done = new Set<string>();
  const order: Step[] = [];
  const visit = (step: Step, path: readonly string[]): void => {
    if (done.has(step.id)) return;
    if (path.includes(step.id)) throw new PlanError(`circle of needs: ${[...path, step.id].join(" → ")}`);
    const read = step.reads.filter((id) => byId.get(id)?.check !== step.check);
    for (const id of [...step.needs, ...read]) {
      const before = byId.get(id);
      if (before !== undefined) visit(before, [...path, step.id]);
    }
    done.add(step.id);
    order.push(step);
  };
  for (const step of steps) visit(step, []);
  return order;
};

const byLayer = (a: { layer: Layer }, b: { layer: Layer }): number => layers.indexOf(a.layer) - layers.indexOf(b.layer);

/** What will run, in an order in which every need comes first. Pure. Throws `PlanError` for a circle or a doubled id. */
export const plan = (profile: Profile, checks: readonly AnyCheck[], selection: Selection = everything): Plan => {
  const all = [...checks].sort(byLayer).flatMap((check) => stepsOf(check, profile));
  const chosen = select(all, selection);
  const ids = new Set(chosen.map(({ id }) => id));
  if (ids.size !== chosen.length) throw new PlanError("two steps have the same id");
  const linked = chosen.map((step) => ({
    ...step,
    needs: step.needs.flatMap((need) => planned(need, chosen)),
    reads: chosen.filter(({ check, id }) => step.reads.includes(check) && id !== step.id).map(({ id }) => id),
  }));
  return { steps: ordered(linked) };
};

/** Ids of the steps that a selection leaves out of the plan of the whole profile. */
export const leftOutOf = ({ steps }: Plan, profile: Profile, checks: readonly AnyCheck[]): string[] => {
  const chosen = new Set(steps.map(({ id }) => id));
  return checks
    .flatMap((check) => check.aims(profile).map(({ subject, endpoint }) => stepId(check.id, subject, endpoint)))
    .filter((id) => !chosen.has(id));
};
