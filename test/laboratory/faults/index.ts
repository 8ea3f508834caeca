import type { Fault } from "../fault.js";
import { application } from "./application.js";
import { host } from "./host.js";
import { network } from "./network.js";
import { path } from "./path.js";
import { physical } from "./physical.js";
import { proxy } from "./proxy.js";
import { session } from "./session.js";
import { transport } from "./transport.js";

/** Every fault of the laboratory, one file per layer. */
export const faults: readonly Fault[] = [
  ...physical,
  ...host,
  ...path,
  ...network,
  ...proxy,
  ...transport,
  ...session,
  ...application,
];
