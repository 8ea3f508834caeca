export { answered } from "./answered.js";
export * from "./facts.js";
export { maybeSent } from "./maybe-sent.js";
export { notSent } from "./not-sent.js";
