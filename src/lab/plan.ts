import { isMap } from "../model/json.js";
import type { ApiPlan } from "./api.js";
import type { DnsPlan } from "./dns-server.js";
import type { PortState } from "./port.js";

/** What the embedded platform is like, as data. Faults are changes of it. */
export type PlatformPlan = {
  readonly api: ApiPlan;
  /** The plain-HTTP port in the role of 8080. */
  readonly web: { readonly port: PortState };
  /** The remote desktop port in the role of 3389. */
  readonly desktop: { readonly port: PortState };
  readonly dns: DnsPlan & {
    /** The profile names a first server that is dead. */
    readonly deadFirst: boolean;
  };
  readonly database: {
    readonly port: "open" | "closed";
    readonly maxConnections: number;
    /** Id of the fault that the database itself brings about. */
    readonly fault: string | null;
  };
};

/** A partial plan: maps are merged, everything else is put in its place. */
export type Changes<T = PlatformPlan> = {
  readonly [K in keyof T]?: T[K] extends object | null
    ? T[K] extends readonly unknown[] | null
      ? T[K]
      : Changes<T[K]> | Extract<T[K], null>
    : T[K];
};

export const healthyPlan: PlatformPlan = {
  api: {
    port: "open",
    secure: true,
    certificate: {
      names: ["api.invoice.test"],
      from: -30,
      until: 335,
      issuer: "intermediate",
      intermediateUntil: 1_500,
      sends: "chain",
    },
    tls: { minVersion: "TLSv1.2", maxVersion: "TLSv1.3", ciphers: "DEFAULT", requestCert: false },
    keepAlive: { reuse: true, announce: 5, requests: null, idle: null },
    delay: 0,
    answer: null,
    core: "open",
    upstreamTimeout: 500,
  },
  web: { port: "open" },
  desktop: { port: "open" },
  dns: {
    port: "open",
    everything: null,
    zone: {
      "ns.invoice.test": { A: ["127.0.0.1"] },
      "api.invoice.test": { A: ["127.0.0.1"] },
      "desktop.invoice.test": { A: ["127.0.0.1"] },
      "db.invoice.test": { A: ["127.0.0.1"] },
    },
    deadFirst: false,
  },
  database: { port: "open", maxConnections: 50, fault: null },
};

/** The plan with the changes put in. */
export const changed = <T>(plan: T, changes: Changes<T>): T => {
  if (!isMap(plan) || !isMap(changes)) return changes as T;
  const merged: Record<string, unknown> = { ...plan };
  for (const [key, change] of Object.entries(changes))
    merged[key] = isMap(change) && isMap(merged[key]) ? changed(merged[key], change) : change;
  return merged as T;
};
