import type { Attempt } from "../model/failure.js";
import type { Io } from "../model/io.js";
import type { Target } from "../model/profile.js";
import { type SerialAnswer, serialAnswerOf, serialPath } from "./serial-answer.js";

/** Asks the read-only query of every target that names one for one serial number: a single GET each, with the target's own headers. */
export const askSerial = async (
  targets: readonly Target[],
  serial: string,
  { io, signal }: { readonly io: Io; readonly signal: AbortSignal },
): Promise<{ readonly [target: string]: Attempt<SerialAnswer> }> => {
  const asked = targets.flatMap((target) => {
    const path = target.kind === "url" ? serialPath(target, serial) : undefined;
    return path === undefined ? [] : [{ name: target.name, path }];
  });
  const answers = await Promise.all(
    asked.map(async ({ name, path }): Promise<readonly [string, Attempt<SerialAnswer>]> => {
      const answer = await io.request({ as: name, path }, { signal });
      return [name, answer.ok ? { ...answer, value: serialAnswerOf(answer.value) } : answer];
    }),
  );
  return Object.fromEntries(answers);
};
