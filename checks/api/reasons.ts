import { assertions } from "./assertions.js";
import { assertedIn } from "./plain.js";
import type { Reason } from "./reason.js";

/** What a program says of its own inside: a database, a pool, a disk. It is no word to who asked. */
const ofItsInside =
  /\busing password|\b(for user|table|column|key|index) '|\b(disk|jdbc|sqlexception|deadlock|lock wait|circuit breaker|(thread|connection) pool)\b/;

/** Which reason a sentence gives; undefined: none that is known. Pure. */
export const reasonIn = (sentence: string): Reason | undefined => {
  const text = assertedIn(sentence);
  if (ofItsInside.test(text)) return undefined;
  return assertions.find(({ says, butNot }) => says.test(text) && butNot?.test(text) !== true)?.means;
};
