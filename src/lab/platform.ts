import { createServer as createHttp, type Server } from "node:http";
import { basename } from "node:path";
import { apiServer } from "./api.js";
import { certify } from "./certificates.js";
import { createCore } from "./core.js";
import { createDatabase } from "./database.js";
import { startDns } from "./dns-server.js";
import { faultOf } from "./faults.js";
import { changed, healthyPlan, type PlatformPlan } from "./plan.js";
import { closedPort, openPort } from "./port.js";
import { caFile, databaseLogin, type PlatformPorts, platformProfile } from "./profile.js";
import { desktopServer } from "./rdp.js";
import { type Service, startAll } from "./service.js";

/** A running embedded invoice platform. Everything listens on 127.0.0.1, on free ports of its own. */
export type Platform = {
  /** Text of a version 1 profile of it; JSON, and therefore YAML. */
  readonly profile: string;
  /** PEM of the root that the profile trusts. */
  readonly ca: string;
  /** Reads the only file that the profile names, the root; throws ENOENT for any other. */
  readFile(path: string): string;
  readonly ports: PlatformPorts & { readonly core: number };
  /** How many invoices the platform was asked to issue: none, by any check. */
  issued(): number;
  /** Ends it; nothing is left behind. */
  close(): Promise<void>;
};

const webServer = (): Server =>
  createHttp((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end("<!doctype html><title>开票客户端 Invoice client</title>");
  });

const startDatabase = ({ port, maxConnections, fault }: PlatformPlan["database"]): Promise<Service> =>
  port === "closed"
    ? closedPort()
    : createDatabase({ port: 0, ...databaseLogin, maxConnections, ...(fault === null ? {} : { fault }) });

const reading =
  (ca: string) =>
  (path: string): string => {
    if (basename(path) === caFile) return ca;
    throw Object.assign(new Error(`no such file: ${path}`), { code: "ENOENT", syscall: "open", path });
  };

const nothing: Service = { port: 0, close: async () => {} };

/** Starts a platform as planned; `patience` multiplies the time-outs of its profile. */
export const startPlatform = async (plan: PlatformPlan, patience = 1): Promise<Platform> => {
  const core = createCore();
  const certified = certify(plan.api.certificate);
  const coreService = openPort(plan.api.core, core.server);
  const parts = await startAll({
    core: coreService,
    api: Promise.all([coreService, certified]).then(([{ port }, certificate]) =>
      openPort(plan.api.port, () => apiServer(plan.api, certificate, port)),
    ),
    web: openPort(plan.web.port, webServer),
    desktop: openPort(plan.desktop.port, desktopServer),
    database: startDatabase(plan.database),
    dns: startDns(plan.dns),
    deadDns: plan.dns.deadFirst ? startDns({ ...plan.dns, port: "closed" }) : Promise.resolve(nothing),
  });
  const { deadDns, ...live } = parts;
  const ports = {
    core: live.core.port,
    api: live.api.port,
    web: live.web.port,
    desktop: live.desktop.port,
    database: live.database.port,
    dns: plan.dns.deadFirst ? [deadDns.port, live.dns.port] : [live.dns.port],
  };
  const { ca } = await certified;
  return {
    profile: JSON.stringify(platformProfile(ports, patience), null, 2),
    ca,
    readFile: reading(ca),
    ports,
    issued: core.issued,
    close: async () => void (await Promise.all(Object.values(parts).map((part) => part.close()))),
  };
};

/** `patience` multiplies the time-outs of the profile: for a machine that is busy with other things. */
export type PlatformOptions = { readonly fault?: string; readonly patience?: number };

/** Starts a healthy platform, or one with a fault. Throws a RangeError for a fault that does not exist. */
export const createPlatform = async ({ fault, patience = 1 }: PlatformOptions = {}): Promise<Platform> => {
  if (fault === undefined) return startPlatform(healthyPlan, patience);
  const known = faultOf(fault);
  if (known === undefined) throw new RangeError(`no fault ${fault}`);
  return startPlatform(changed(healthyPlan, known.breaks), patience);
};
