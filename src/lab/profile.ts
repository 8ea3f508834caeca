import { hostPort } from "../model/place.js";
import { loopback } from "./service.js";

/** The ports of a running platform; all of them on loopback. */
export type PlatformPorts = {
  readonly api: number;
  readonly web: number;
  readonly desktop: number;
  readonly database: number;
  /** In the order in which a client asks them. */
  readonly dns: readonly number[];
};

/** What the embedded database knows its client by; it holds nothing worth keeping. */
export const databaseLogin = { user: "diag", password: "demo-password", database: "invoice" } as const;

/** What the profile calls the file with the platform's root; there is no such file on any disk. */
export const caFile = "demo-ca.pem";

/**
 * A version 1 profile of the platform, as the plain value that its YAML text stands for. Time-outs are short, so that
 * every silence is over soon; `patience` multiplies them where the machine is busy. The client's idle time is one that a
 * person can wait for.
 */
export const platformProfile = (ports: PlatformPorts, patience = 1) => {
  const origin = `https://api.invoice.test:${ports.api}`;
  return {
    version: 1,
    name: "演示开票平台 Demo invoice platform",
    defaults: { timeout: `${1_000 * patience}ms`, answer: `${3_000 * patience}ms` },
    dns: { servers: ports.dns.map((port) => hostPort(loopback, port)) },
    proxy: "none",
    targets: [
      {
        name: "invoice-api",
        owner: "us",
        url: `${origin}/api/health`,
        ca: `./${caFile}`,
        expect: { status: 200, type: "json", json: { "$.status": "ok" }, maxTime: "1s" },
        client: { idle: "800ms", connect: "3s", answer: "30s" },
        dependsOn: ["database"],
        issue: { url: `${origin}/api/invoices`, query: `${origin}/api/invoices?serial={serial}` },
      },
      {
        name: "remote-desktop",
        owner: "us",
        host: "desktop.invoice.test",
        ports: [
          { port: ports.web, speaks: "http" },
          { port: ports.desktop, speaks: "rdp" },
        ],
      },
      {
        name: "database",
        owner: "us",
        mysql: {
          host: "db.invoice.test",
          port: ports.database,
          ...databaseLogin,
          tables: ["invoices"],
          writable: true,
          pool: { size: 10, processes: 2, idleTimeout: "60s" },
        },
      },
    ],
  };
};
