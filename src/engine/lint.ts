import type { Cause, CauseTable } from "../model/cause.js";
import type { AnyCheck, Signal } from "../model/check.js";
import { languages, slotsIn } from "../model/text.js";
import { probability, whenHealthy } from "./weights.js";

type Entry = readonly [string, Cause];
type Declared = ReadonlyMap<string, Signal>;

const declaredBy = (checks: readonly AnyCheck[]): Declared =>
  new Map(
    checks.flatMap((check) =>
      Object.entries(check.signals as AnyCheck["signals"]).map(
        ([id, signal]) => [`${check.id}/${id}`, signal as Signal] as const,
      ),
    ),
  );

const bad = (signal: Signal): boolean => signal.level === "warn" || signal.level === "fail";

const unknownSignals = ([id, cause]: Entry, declared: Declared): string[] =>
  Object.keys(cause.expects)
    .filter((key) => !declared.has(key))
    .map((key) => `cause ${id} expects "${key}", which no check declares`);

/** A cause must be raised by something out of order, and never by what a healthy world answers. */
const expectations = ([id, cause]: Entry, declared: Declared): string[] => {
  const problems: string[] = [];
  let raisedBy = false;
  for (const [key, word] of Object.entries(cause.expects)) {
    const signal = declared.get(key);
    if (signal === undefined) continue;
    const level = signal.level;
    if (bad(signal) && word === "seldom")
      problems.push(`cause ${id}: "seldom" for ${key} would speak for it 400 times`);
    if (level === "pass" && probability[word] > 3 * probability[whenHealthy(signal)]) {
      problems.push(`cause ${id}: the healthy answer ${key} would speak for it`);
    }
    if (level !== "pass" && probability[word] >= 3 * probability[whenHealthy(signal)]) raisedBy = true;
  }
  if (!raisedBy) problems.push(`cause ${id} is raised by no answer`);
  return problems;
};

const unexpectedFailures = (causes: CauseTable, declared: Declared): string[] =>
  [...declared]
    .filter(([, signal]) => signal.level === "fail")
    .filter(
      ([key]) =>
        !Object.values(causes).some(
          (cause) => probability[cause.expects[key as `${string}/${string}`] ?? "never"] >= probability.sometimes,
        ),
    )
    .map(([key]) => `no cause expects the failing signal ${key}`);

const signature = (cause: Cause): string =>
  JSON.stringify([cause.sits, Object.entries(cause.expects).sort(([a], [b]) => a.localeCompare(b))]);

const twins = (causes: CauseTable): string[] => {
  const entries = Object.entries(causes);
  return entries.flatMap(([id, cause], at) =>
    entries
      .slice(at + 1)
      .filter(([, other]) => signature(other) === signature(cause))
      .filter(([other, its]) => !cause.lookAlikes?.includes(other) || !its.lookAlikes?.includes(id))
      .map(([other]) => `nothing separates ${id} and ${other}, and they do not name each other as look-alikes`),
  );
};

const strangers = ([id, cause]: Entry, causes: CauseTable): string[] =>
  (cause.lookAlikes ?? [])
    .filter((other) => causes[other] === undefined)
    .map((other) => `cause ${id} names the unknown look-alike "${other}"`);

const misnamed = ([id, { reportedAs }]: Entry, causes: CauseTable): string[] => {
  if (reportedAs === undefined) return [];
  const word = causes[reportedAs];
  return word === undefined || word.reportedAs !== undefined
    ? [`cause ${id} is reported as "${reportedAs}", which is no cause of its own`]
    : [];
};

const questions = (check: AnyCheck): string[] =>
  Object.entries(check.signals as AnyCheck["signals"])
    .filter(([, signal]) => check.questions[(signal as Signal).answers] === undefined)
    .map(
      ([id, signal]) =>
        `${check.id}/${id} answers "${(signal as Signal).answers}", which is no question of ${check.id}`,
    );

const sentences = (check: AnyCheck): string[] =>
  Object.entries(check.signals as AnyCheck["signals"])
    .filter(([, signal]) => {
      const [en, zh] = languages.map((language) =>
        slotsIn((signal as Signal).text[language])
          .sort()
          .join(),
      );
      return en !== zh;
    })
    .map(([id]) => `${check.id}/${id} has different slots in its two languages`);

/** A test by hand is told as it stands: nobody fills it. */
const unfilled = ([id, { tellApart }]: Entry): string[] =>
  tellApart !== undefined && languages.some((language) => slotsIn(tellApart[language]).length > 0)
    ? [`cause ${id}: tellApart has a slot, which nobody fills`]
    : [];

/** What is wrong with a catalogue of checks and causes, one sentence each; run by a test, and on every plug-in at load. */
export const lint = (checks: readonly AnyCheck[], causes: CauseTable): string[] => {
  const declared = declaredBy(checks);
  return [
    ...checks.flatMap((check) => [...questions(check), ...sentences(check)]),
    ...Object.entries(causes).flatMap((entry) => [
      ...unknownSignals(entry, declared),
      ...expectations(entry, declared),
      ...strangers(entry, causes),
      ...misnamed(entry, causes),
      ...unfilled(entry),
    ]),
    ...unexpectedFailures(causes, declared),
    ...twins(causes),
  ];
};
