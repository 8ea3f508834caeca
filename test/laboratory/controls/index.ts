import type { Control } from "../fault.js";
import { filterControls } from "./filters.js";
import { networkControls } from "./network.js";
import { serviceControls } from "./services.js";

/** Systems that are odd, and healthy. */
export const controls: readonly Control[] = [...filterControls, ...networkControls, ...serviceControls];
