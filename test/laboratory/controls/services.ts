import type { Control } from "../fault.js";

/** Names, TLS, the API, the database: odd, and healthy. */
export const serviceControls: readonly Control[] = [];
