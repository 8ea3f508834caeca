import type { Fault } from "../fault.js";
import { application } from "./application.js";
import { firewalls } from "./firewalls.js";
import { host } from "./host.js";
import { outages } from "./outages.js";
import { pace } from "./pace.js";
import { physical } from "./physical.js";
import { ports } from "./ports.js";
import { proxy } from "./proxy.js";
import { quality } from "./quality.js";
import { session } from "./session.js";
import { transport } from "./transport.js";
import { ways } from "./ways.js";

/** Every fault of the laboratory, a file for each kind. */
export const faults: readonly Fault[] = [
  ...physical,
  ...host,
  ...pace,
  ...outages,
  ...ways,
  ...quality,
  ...firewalls,
  ...ports,
  ...proxy,
  ...transport,
  ...session,
  ...application,
];
