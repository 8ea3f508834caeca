import type { AnyCheck, Raised, SettingValues } from "../model/check.js";
import type { Json } from "../model/json.js";
import type { Evidence, Level, Result, Status } from "../model/result.js";
import { fill } from "../model/text.js";

/** What of a step, or of a stored result, a judgement needs. */
export interface Judged {
  readonly target: Json;
  readonly settings: SettingValues;
  readonly looks: readonly Json[];
  readonly now: Date;
  readonly others: (check: string) => readonly Result[];
  readonly overruled: Readonly<Record<string, Level>>;
}

const evidenceOf = (check: AnyCheck, { signal, data }: Raised, overruled: Judged["overruled"]): Evidence => {
  const declared = check.signals[signal];
  if (declared === undefined) throw new Error(`${check.id} raised the undeclared signal "${signal}"`);
  const level = overruled[`${check.id}/${signal}`] ?? declared.level;
  return { question: declared.answers, signal, level, text: fill(declared.text, data), data };
};

/** Judges what was seen. Throws where a check breaks its own promises: no signal, or two for one question. */
export const judge = (check: AnyCheck, judged: Judged): Evidence[] => {
  const { target, settings, looks, now, others, overruled } = judged;
  const readable = (id: string): readonly Result[] => (check.reads?.includes(id) ? others(id) : []);
  const raised: readonly Raised[] = check.judge(looks, { target, settings, now, others: readable });
  if (raised.length === 0) throw new Error(`${check.id} raised no signal`);
  const evidence = raised.map((one) => evidenceOf(check, one, overruled));
  const doubled = evidence.find(({ question }, at) => evidence.findIndex((one) => one.question === question) !== at);
  if (doubled !== undefined) throw new Error(`${check.id} answered the question "${doubled.question}" twice`);
  return evidence;
};

const worstOf = (evidence: readonly Evidence[]): Status => {
  if (evidence.some(({ level }) => level === "fail")) return "fail";
  return evidence.some(({ level }) => level === "warn") ? "warn" : "pass";
};

/**
 * How a step ends that was judged: with its worst answer, notes being no harm; but not well where one of them says that what mattered
 * could not be told.
 */
export const endingOf = (check: AnyCheck, evidence: readonly Evidence[]): Pick<Result, "status" | "reason"> => {
  const status = worstOf(evidence);
  const untold = evidence.find(({ signal }) => check.signals[signal]?.untold === true);
  return status !== "pass" || untold === undefined ? { status } : { status: "skip", reason: untold.text };
};
