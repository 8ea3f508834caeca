import type { Fault } from "../fault.js";
import { addressing } from "./addresses.js";
import { naming } from "./names.js";
import { handshakes } from "./tls.js";

/** Names, TLS and clocks. */
export const transport: readonly Fault[] = [...naming, ...addressing, ...handshakes];
