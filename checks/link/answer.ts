import type { Raised } from "../../src/model/check.js";
import type { LinkSeen, Values, Way } from "./sight.js";
import type { questions, signals } from "./words.js";

export type LinkAnswered = Raised<typeof signals>;
export type LinkQuestion = keyof typeof questions;
/** `misled`: ways that a wrong answer leads to, set aside. */
export type Judged = LinkSeen & { readonly misled?: readonly Way[] };
export type Judgement = (seen: Judged, settings: Values) => LinkAnswered | undefined;
