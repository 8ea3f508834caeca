import type { Fault } from "../fault.js";

/** Keep-alive of every kind, and back ends behind one name. */
export const session: readonly Fault[] = [];
