import type { NotSentFact, SignTable } from "./facts.js";
import { notConnected } from "./not-connected.js";
import { notSecured } from "./not-secured.js";

/**
 * Texts that prove that no byte of the request left. A phrase is taken out of the text before signs of sending are looked for,
 * so every phrase is as long as what it accounts for, and the more specific ones stand first.
 */
export const notSent: SignTable<NotSentFact> = { ...notSecured, ...notConnected };
