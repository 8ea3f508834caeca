import type { Pair } from "../fault.js";
import { networkPairs } from "./network.js";
import { servicePairs } from "./services.js";

/** Two faults at once. Both must be named, or the second is hidden behind the first. */
export const pairs: readonly Pair[] = [...networkPairs, ...servicePairs];
