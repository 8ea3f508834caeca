import type { Profile, Target } from "../model/profile.js";
import type { Bilingual } from "../model/text.js";
import { type AdHocInput, adHocForms, adHocTarget } from "./adhoc.js";
import { assemble } from "./assemble.js";
import type { Source } from "./document.js";
import { type ProfileError, quoted } from "./errors.js";
import { harmless } from "./mistakes.js";
import { suggestion } from "./nearest.js";
import type { Vocabulary } from "./validate.js";

export type Composition =
  | { readonly profile: Profile; readonly only?: readonly string[] }
  | { readonly errors: readonly ProfileError[] };

const wordError = (path: string, message: Bilingual): ProfileError => ({ file: "", line: 0, column: 0, path, message });
const shown = (word: string): string => quoted(harmless(word));
const isBare = (word: string): boolean => !/[.:]/.test(word);

const unknownName = (word: string, names: readonly string[]): ProfileError => {
  const hint = suggestion(word, names);
  const message = { en: `no target of the profile has this name${hint.en}`, zh: `配置中没有此名称的目标${hint.zh}` };
  return wordError(shown(word), message);
};

/** The named targets and all that they depend on, in the order of the profile. */
const withNeeds = (targets: readonly Target[], names: readonly string[]): readonly Target[] => {
  const byName = new Map(targets.map((target) => [target.name, target]));
  const wanted = new Set<string>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (wanted.has(name)) continue;
    wanted.add(name);
    queue.push(...(byName.get(name)?.dependsOn ?? []));
  }
  return targets.filter((target) => wanted.has(target.name));
};

/** Gives each ad hoc target a name that no other target has. */
const uniquelyNamed = (inputs: readonly AdHocInput[], taken: readonly string[]): readonly AdHocInput[] => {
  const used = new Set(taken);
  return inputs.map((input) => {
    let name = input.name;
    for (let number = 2; used.has(name); number += 1) name = `${input.name}-${number}`;
    used.add(name);
    return { ...input, name };
  });
};

/** Words have no lines; what they hold is all there is to say. */
const wordSource = (targets: readonly AdHocInput[], secrets: readonly string[]): Source => ({
  value: { version: 1, name: "ad hoc", targets },
  secrets,
  place: () => undefined,
  written: () => undefined,
  isBlamed: () => false,
});

const noFiles = (): string => {
  throw new Error("words name no files");
};

type Made = {
  readonly inputs: readonly AdHocInput[];
  readonly secrets: readonly string[];
  readonly errors: readonly ProfileError[];
};

/** Words that are no names: targets of their own, or mistakes. `names` undefined: there is no profile. */
const made = (words: readonly string[], names: readonly string[] | undefined): Made => {
  const inputs: AdHocInput[] = [];
  const secrets: string[] = [];
  const errors: ProfileError[] = [];
  for (const word of words) {
    if (names !== undefined && isBare(word)) {
      errors.push(unknownName(word, names));
      continue;
    }
    const target = adHocTarget(word);
    if ("error" in target) errors.push(wordError(shown(word), target.error));
    else {
      inputs.push(target.input);
      secrets.push(...target.secrets);
    }
  }
  return { inputs: uniquelyNamed(inputs, names ?? []), secrets, errors };
};

const nothing: Bilingual = {
  en: `nothing to check; name a target (${adHocForms}) or give a profile with --profile`,
  zh: `没有可检查的目标，请给出目标（${adHocForms}）或用 --profile 指定配置文件`,
};

/** The base with some of its targets and those of the words; the words' own profile if there is no base. */
const merged = (base: Profile, kept: readonly Target[], added: Profile | undefined): Profile => ({
  ...base,
  targets: [...kept, ...(added?.targets ?? [])],
  secrets: [...new Set([...base.secrets, ...(added?.secrets ?? [])])],
});

export type CompositionInput = Vocabulary & { readonly base?: Profile; readonly words: readonly string[] };

/**
 * The profile of one command line. Words that name targets of `base` select these, with what they depend on; all other
 * words become targets of their own. `only`: the names that were asked for, if any word was given.
 */
export const composeProfile = ({ base, words, ...vocabulary }: CompositionInput): Composition => {
  if (words.length === 0) return base === undefined ? { errors: [wordError("", nothing)] } : { profile: base };
  const names = base?.targets.map((target) => target.name);
  const distinct = [...new Set(words)];
  const named = distinct.filter((word) => names?.includes(word));
  const { inputs, secrets, errors } = made(
    distinct.filter((word) => !named.includes(word)),
    names,
  );
  if (errors.length > 0) return { errors };
  const only = [...named, ...inputs.map((input) => input.name)];
  const options = { file: "", earlier: [], vocabulary, readFile: noFiles };
  const added = inputs.length === 0 ? undefined : assemble(wordSource(inputs, secrets), options);
  if (added !== undefined && "errors" in added) return added;
  if (base !== undefined) return { profile: merged(base, withNeeds(base.targets, named), added?.profile), only };
  if (added === undefined) throw new Error("words were given and no target came of them");
  return { profile: added.profile, only };
};
