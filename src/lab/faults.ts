import type { Layer } from "../model/layer.js";
import type { Fault, FaultTable } from "./fault.js";
import { apiFaults } from "./faults/api.js";
import { certificateFaults } from "./faults/certificate.js";
import { databaseFaults } from "./faults/database.js";
import { dnsFaults } from "./faults/dns.js";
import { networkFaults } from "./faults/network.js";
import { sessionFaults } from "./faults/session.js";
import { tlsFaults } from "./faults/tls.js";

export type { Fault } from "./fault.js";

const entries = (layer: Layer, table: FaultTable): Fault[] =>
  Object.entries(table).map(([id, fault]) => ({ id, layer, ...fault }));

/**
 * Every fault of the platform, from the ground up. The physical layer has none: loopback has no carrier, gateway or
 * address that could be taken away without privileges.
 */
export const faults: readonly Fault[] = [
  ...entries("network", networkFaults),
  ...entries("transport", { ...dnsFaults, ...certificateFaults, ...tlsFaults }),
  ...entries("session", sessionFaults),
  ...entries("application", { ...apiFaults, ...databaseFaults }),
];

export const faultOf = (id: string): Fault | undefined => faults.find((fault) => fault.id === id);
