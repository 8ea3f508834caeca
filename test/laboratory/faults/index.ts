import type { Fault } from "../fault.js";
import { application } from "./application.js";
import { network } from "./network.js";
import { physical } from "./physical.js";
import { session } from "./session.js";
import { transport } from "./transport.js";

/** Every fault of the laboratory, one file per layer. */
export const faults: readonly Fault[] = [...physical, ...network, ...transport, ...session, ...application];
