import type { JsonObject } from "../model/json.js";
import type { Places } from "../model/place.js";
import type { Level, Result } from "../model/result.js";
import type { Bilingual } from "../model/text.js";
import type { Likelihoods } from "./weights.js";

/** One answer to one question at one place: the unit of evidence. */
export interface Answer {
  readonly check: string;
  readonly question: string;
  readonly signal: string;
  readonly level: Level;
  readonly text: Bilingual;
  readonly data: JsonObject;
  /** Every step that gave it, with the places that each passed through. */
  readonly from: readonly { readonly step: string; readonly subject: string; readonly places: Places }[];
}

/**
 * What tells the targets of two steps apart once their place is known: everything but the name they were reached by. Of a host as a
 * whole, nothing: however many of its services ask how far the way to it leads, it is one way.
 */
const beyondHost = ({ target, places }: Result): string => {
  if (places.host !== undefined && places.endpoint === undefined) return "";
  if (target === null || typeof target !== "object" || Array.isArray(target)) return JSON.stringify(target);
  const { host: _, ...rest } = target as JsonObject;
  return JSON.stringify(rest);
};

/**
 * The evidence of a run. Two steps that put the same question to the same endpoint and heard the same give one piece of
 * evidence. Blocked, skipped and errored steps give none; neither does an answer that the profile declared harmless.
 */
export const answersOf = (results: readonly Result[], likelihoods: Likelihoods): Answer[] => {
  const answers = new Map<string, Answer>();
  for (const result of results) {
    const where = result.places.endpoint ?? result.places.host ?? result.places.name ?? result.subject;
    for (const evidence of result.evidence) {
      const declared = likelihoods.signal(result.check, evidence.signal);
      const waved = declared !== undefined && isBad(declared.level) && !isBad(evidence.level);
      if (waved) continue;
      const key = [result.check, evidence.signal, where, beyondHost(result)].join(" ");
      const from = { step: result.step, subject: result.subject, places: result.places };
      const known = answers.get(key);
      const { question, signal, level, text, data } = evidence;
      answers.set(
        key,
        known === undefined
          ? { check: result.check, question, signal, level, text, data, from: [from] }
          : { ...known, from: [...known.from, from] },
      );
    }
  }
  return [...answers.values()];
};

export const isBad = (level: Level): boolean => level === "warn" || level === "fail";
