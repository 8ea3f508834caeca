import type { Raised } from "../../src/model/check.js";
import type { LinkSeen, Values } from "./sight.js";
import type { questions, signals } from "./words.js";

export type LinkAnswered = Raised<typeof signals>;
export type LinkQuestion = keyof typeof questions;
export type Judgement = (seen: LinkSeen, settings: Values) => LinkAnswered | undefined;
