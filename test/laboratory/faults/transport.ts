import type { Fault } from "../fault.js";

/** Names, TLS and clocks. */
export const transport: readonly Fault[] = [];
