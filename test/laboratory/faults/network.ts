import { forward, stopped } from "../changes.js";
import type { Fault } from "../fault.js";
import { at } from "../network.js";
import { connects } from "../symptoms.js";

const silent = /timed out/;

export const network: readonly Fault[] = [
  {
    id: "firewall-drops-port/3389",
    cause: "firewall-drops-port",
    ...forward("tcp dport 3389 drop"),
    symptom: connects(3389, silent),
    place: `${at.server}:3389`,
  },
  {
    id: "port-closed/3389",
    cause: "port-closed",
    ...stopped("desktop"),
    symptom: connects(3389, /refused/),
    place: `${at.server}:3389`,
    accepts: { causes: ["firewall-rejects-port"], why: "a firewall that answers with a reset looks the same" },
  },
];
