import type { Fault } from "../fault.js";

/** API, database and invoicing. */
export const application: readonly Fault[] = [];
