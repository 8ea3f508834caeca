import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { Server } from "node:net";
import type { SecureVersion } from "node:tls";
import { type Answer, forward, reply } from "./answers.js";
import type { CertificatePlan, Certified } from "./certificates.js";
import { type IdlePlan, watchIdle } from "./idle.js";
import type { PortState } from "./port.js";

/** The web tier of the platform: TLS, keep-alive and a reverse proxy before the core. Times in milliseconds. */
export type ApiPlan = {
  readonly port: PortState;
  readonly secure: boolean;
  readonly certificate: CertificatePlan;
  readonly tls: {
    readonly minVersion: SecureVersion;
    readonly maxVersion: SecureVersion;
    readonly ciphers: string;
    readonly requestCert: boolean;
  };
  readonly keepAlive: {
    readonly reuse: boolean;
    /** Announced idle time in seconds; null: nothing is announced. */
    readonly announce: number | null;
    /** Requests per connection; null: no limit. */
    readonly requests: number | null;
    readonly idle: IdlePlan | null;
  };
  /** Before each answer. */
  readonly delay: number;
  /** Instead of the core's answer; null: the core is asked. */
  readonly answer: Answer | null;
  readonly core: "open" | "closed" | "frozen";
  /** How long the web tier waits for the core. */
  readonly upstreamTimeout: number;
};

const announceConnection = (plan: ApiPlan["keepAlive"], nth: number, response: ServerResponse): void => {
  const last = !plan.reuse || (plan.requests !== null && nth >= plan.requests);
  response.setHeader("connection", last ? "close" : "keep-alive");
  if (!last && plan.announce !== null) response.setHeader("keep-alive", `timeout=${plan.announce}`);
};

const later = (delay: number, response: ServerResponse, work: () => void): void => {
  const timer = setTimeout(work, delay);
  response.on("close", () => clearTimeout(timer));
};

/** The API as planned, before a core that listens on the port `core`. */
export const apiServer = (plan: ApiPlan, certified: Certified, core: number): Server => {
  const idle = watchIdle(plan.keepAlive.idle);
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const own = request.url?.startsWith("/api/") ? plan.answer : null;
    if (own !== null) reply(own, request, response);
    else forward(request, response, core, plan.upstreamTimeout);
  };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const nth = idle.busy(request.socket);
    if (nth === undefined) return;
    announceConnection(plan.keepAlive, nth, response);
    response.on("finish", () => idle.rested(request.socket));
    if (plan.delay === 0) answer(request, response);
    else later(plan.delay, response, () => answer(request, response));
  };
  const { chain: cert, key, ca } = certified;
  const server = plan.secure
    ? createHttps({ ...plan.tls, cert, key, ca, rejectUnauthorized: plan.tls.requestCert }, handle)
    : createHttp(handle);
  // What it announces has to hold for every client, also one that counts from the end of its own reading.
  server.keepAliveTimeout = ((plan.keepAlive.announce ?? 5) + 1) * 1000;
  return server.on("connection", idle.opened);
};
