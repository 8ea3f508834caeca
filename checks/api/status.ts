import type { Raised } from "../../src/model/check.js";
import { isRedirect, leadsToLogin } from "../../src/model/login.js";
import type { ApiSight, Expectation } from "./sight.js";
import type { apiSignals } from "./words.js";

/** What the status of an API's answer says. Pure. */

export const expectedStatus = (status: number, { status: expected }: Expectation): boolean =>
  expected === undefined ? status >= 200 && status < 300 : status === expected;

const byStatus = {
  401: "unauthenticated",
  403: "forbidden",
  404: "not-found",
  407: "proxy-auth",
  410: "not-found",
  429: "rate-limited",
  502: "bad-gateway",
  503: "unavailable",
  504: "gateway-timeout",
  // What Cloudflare, and those who took its words, say of the server behind them.
  520: "bad-gateway",
  521: "bad-gateway",
  522: "gateway-timeout",
  523: "bad-gateway",
  524: "gateway-timeout",
  525: "bad-gateway",
  526: "bad-gateway",
} as const;

const statusSignal = ({ status, location, content, toPortal }: ApiSight, told: boolean) => {
  if (toPortal === true) return "portal-redirect";
  if (told) return "status-told";
  if (status === 401 && content?.said?.means === "login-expired") return "login-ended";
  if (content?.filter !== undefined && status >= 400) return "filtered";
  const named = byStatus[status as keyof typeof byStatus];
  // nginx answers 400 over a handshake that it let pass.
  if (content?.clientCert !== undefined && status >= 400 && status < 500)
    return `client-cert-${content.clientCert}` as const;
  if (content?.wantsTls === true && status === 400) return "wants-tls";
  if (named !== undefined) return named;
  if (isRedirect(status)) return leadsToLogin(status, location) ? "login-redirect" : "redirect";
  if (status >= 500 && status < 600) return "error-500";
  return status >= 400 && status < 500 ? "client-error" : "unexpected-status";
};

/** A page with a field for a password, to which the service itself redirected. */
export const isLoginPage = ({ redirects, content }: ApiSight): boolean =>
  redirects !== undefined && content?.asksPassword === true;

export const statusAnswer = (sight: ApiSight, expect: Expectation, told: boolean): Raised<typeof apiSignals> => {
  const { status, retryAfter, location, content, redirects = [] } = sight;
  const [first] = redirects;
  if (first !== undefined && isLoginPage(sight))
    return { signal: "login-redirect", data: { status: first.status, location: redirects.at(-1)?.to ?? first.to } };
  const way = first === undefined ? status : [...redirects.map((one) => one.status), status].join(" → ");
  if (expectedStatus(status, expect)) return { signal: "status-ok", data: { status: way } };
  const data = {
    status,
    expected: expect.status ?? "2xx",
    retry: retryAfter === undefined ? "–" : `${Math.round(retryAfter / 1000)} s`,
    location: location ?? "–",
    filter: content?.filter ?? "–",
    words: content?.said?.words ?? "–",
  };
  return { signal: statusSignal(sight, told), data };
};
