import type { Fault } from "../fault.js";
import { network } from "./network.js";
import { physical } from "./physical.js";

/** Every fault of the laboratory, one file per layer. */
export const faults: readonly Fault[] = [...physical, ...network];
