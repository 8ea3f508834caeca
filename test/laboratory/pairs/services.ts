import type { Pair } from "../fault.js";

/** Pairs of faults of services: names, TLS, the API, the database. */
export const servicePairs: readonly Pair[] = [];
