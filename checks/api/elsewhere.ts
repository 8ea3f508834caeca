import type { Raised } from "../../src/model/check.js";
import { type OtherAddress, otherAddresses } from "../../src/model/elsewhere.js";
import type { HttpAnswer, Io } from "../../src/model/io.js";
import type { ServerAddress } from "../../src/model/profile.js";
import { type ApiSeen, apiAnswers } from "./answers.js";
import type { ApiSight, Wishes } from "./sight.js";
import { apiSignals } from "./words.js";

/** Whether the API answers as expected at another address than the one in use. */

type Looking = Wishes & {
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly as: string;
  readonly compare?: readonly ServerAddress[];
  readonly bodyLimit: number;
  readonly sightOf: (answer: HttpAnswer) => ApiSight;
};

/** How late it is is another matter. */
const fails = (seen: ApiSeen, wishes: Wishes): boolean =>
  apiAnswers([seen], wishes, Number.POSITIVE_INFINITY).some(
    ({ signal }) => apiSignals[signal].level === "fail" && apiSignals[signal].answers !== "speed",
  );

/**
 * Where an answer came that is not as expected: the same, once, verified alike, at the first other address that a resolver gives for the
 * name and none of whose own is in use.
 */
export const askElsewhere = async (
  seen: ApiSeen,
  { io, signal, as, compare = [], bodyLimit, sightOf, ...wishes }: Looking,
): Promise<(OtherAddress & { readonly works: boolean }) | undefined> => {
  // A login portal answers for whatever address is asked.
  if (!seen.attempt.ok || seen.attempt.value.toPortal === true || !fails(seen, wishes)) return undefined;
  const { located } = seen;
  const [other] = await otherAddresses(located, { io, signal, compare, apart: true });
  if (other === undefined) return undefined;
  const attempt = await io.request({ as, address: other.address }, { signal, bodyLimit });
  const works = attempt.ok && !fails({ located, attempt: { ...attempt, value: sightOf(attempt.value) } }, wishes);
  return { ...other, works };
};

/** Of the look that is judged: the last that was answered. */
export const elsewhereAnswers = (looks: readonly ApiSeen[]): Raised<typeof apiSignals>[] => {
  const seen = looks.findLast(({ attempt }) => attempt.ok);
  if (seen?.elsewhere === undefined || !seen.attempt.ok) return [];
  const { address, server, works } = seen.elsewhere;
  const { address: used, status } = seen.attempt.value;
  return [{ signal: works ? "works-elsewhere" : "fails-elsewhere", data: { used, status, address, server } }];
};
