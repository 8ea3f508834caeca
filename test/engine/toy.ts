import { type CauseTable, defineCauses } from "../../src/model/cause.js";
import type { AnyCheck, Signals } from "../../src/model/check.js";
import type { JsonObject } from "../../src/model/json.js";
import type { Layer } from "../../src/model/layer.js";
import type { Places } from "../../src/model/place.js";
import type { Result } from "../../src/model/result.js";

/** Toy checks: words only. The engine's tests must not change when a real check is added. */
const same = (text: string) => ({ en: text, zh: text });

export const toyCheck = (
  id: string,
  signals: Record<string, [question: string, level: "pass" | "note" | "warn" | "fail", extra?: object]>,
  rest: Partial<AnyCheck> = {},
): AnyCheck => {
  const declared: Signals = Object.fromEntries(
    Object.entries(signals).map(([name, [answers, level, extra]]) => [
      name,
      { answers, level, text: same(`${id} ${name}`), ...extra },
    ]),
  );
  const questions = Object.fromEntries(Object.values(signals).map(([question]) => [question, same(`${question}?`)]));
  return {
    id,
    layer: "network",
    title: same(id),
    about: same(id),
    questions,
    settings: {},
    signals: declared,
    patience: () => 1000,
    aims: () => [],
    observe: async () => ({}),
    judge: () => [],
    places: () => ({}),
    ...rest,
  };
};

const stops = { stops: true };
export const checks: readonly AnyCheck[] = [
  toyCheck("link", { "gateway-answers": ["gateway", "pass"], "gateway-silent": ["gateway", "fail"] }),
  toyCheck("ping", {
    answers: ["echo", "pass"],
    filtered: ["echo", "note", { whenHealthy: "never" }],
    silent: ["echo", "warn"],
  }),
  toyCheck("port", {
    open: ["connect", "pass"],
    refused: ["connect", "fail", stops],
    silent: ["connect", "fail", stops],
    speaks: ["service", "pass"],
    mute: ["service", "fail", stops],
  }),
  toyCheck("dns", {
    resolves: ["answer", "pass"],
    "name-missing": ["answer", "fail", stops],
    "servers-silent": ["answer", "fail", stops],
  }),
  toyCheck("tls", {
    "in-date": ["dates", "pass"],
    expired: ["dates", "fail", stops],
    "not-yet-valid": ["dates", "fail", stops],
    "in-date-by-others": ["dates-by-others", "note"],
    "out-of-date-by-others": ["dates-by-others", "fail"],
  }),
  toyCheck("clock", { right: ["offset", "pass"], off: ["offset", "fail"] }),
  toyCheck("api", { ok: ["status", "pass"], unavailable: ["status", "fail"], forbidden: ["status", "fail"] }),
  toyCheck("db", { "logged-in": ["login", "pass"], "access-denied": ["login", "fail", stops] }),
];

const base = {
  kind: "fault",
  layer: "network",
  locus: ["far-side"],
  prior: "usual",
  title: same(""),
  about: same(""),
  advice: [{ text: same("") }],
} as const;
export const causes: CauseTable = defineCauses({
  "host-down": {
    ...base,
    sits: "host",
    lookAlikes: ["host-firewalled"],
    expects: {
      "port/silent": "always",
      "port/open": "never",
      "port/refused": "never",
      "ping/silent": "always",
      "ping/answers": "never",
      "ping/filtered": "never",
    },
  },
  "host-firewalled": {
    ...base,
    sits: "host",
    prior: "rare",
    lookAlikes: ["host-down"],
    expects: {
      "port/silent": "always",
      "port/open": "never",
      "port/refused": "never",
      "ping/silent": "usually",
      "ping/answers": "never",
      "ping/filtered": "never",
    },
  },
  "upstream-outage": {
    ...base,
    sits: "gateway",
    locus: ["path"],
    expects: {
      "link/gateway-answers": "always",
      "port/silent": "always",
      "port/open": "never",
      "port/refused": "never",
      "ping/silent": "always",
      "ping/answers": "never",
      "dns/resolves": "never",
      "dns/servers-silent": "always",
    },
  },
  "gateway-unreachable": {
    ...base,
    sits: "gateway",
    locus: ["local-network"],
    expects: {
      "link/gateway-silent": "always",
      "link/gateway-answers": "never",
      "port/silent": "always",
      "port/open": "never",
      "port/refused": "never",
      "ping/answers": "never",
      "dns/resolves": "never",
    },
  },
  "icmp-filtered": {
    ...base,
    kind: "note",
    prior: "common",
    sits: "host",
    expects: { "ping/filtered": "always", "ping/silent": "sometimes" },
  },
  "port-closed": { ...base, prior: "common", sits: "endpoint", expects: { "port/refused": "always" } },
  "firewall-drops-port": { ...base, sits: "endpoint", locus: ["path"], expects: { "port/silent": "always" } },
  "service-frozen": { ...base, sits: "endpoint", expects: { "port/mute": "always" } },
  "dns-name-missing": { ...base, sits: "name", expects: { "dns/name-missing": "always" } },
  "dns-blocked": { ...base, sits: "resolver", locus: ["path"], expects: { "dns/servers-silent": "always" } },
  "cert-expired": {
    ...base,
    prior: "common",
    sits: "endpoint",
    lookAlikes: ["clock-wrong"],
    expects: { "tls/expired": "always", "tls/out-of-date-by-others": "always", "tls/in-date-by-others": "never" },
  },
  "cert-not-yet-valid": {
    ...base,
    prior: "rare",
    sits: "endpoint",
    lookAlikes: ["clock-wrong"],
    expects: { "tls/not-yet-valid": "always", "tls/out-of-date-by-others": "always", "tls/in-date-by-others": "never" },
  },
  "clock-wrong": {
    ...base,
    sits: "this-host",
    locus: ["this-host"],
    expects: {
      "clock/off": "always",
      "clock/right": "never",
      "tls/expired": "sometimes",
      "tls/not-yet-valid": "sometimes",
    },
  },
  "api-unavailable": {
    ...base,
    prior: "common",
    sits: "target",
    yields: true,
    expects: { "api/unavailable": "always" },
  },
  "api-forbidden": { ...base, sits: "target", yields: "to-its-own", expects: { "api/forbidden": "always" } },
  "db-access-denied": { ...base, prior: "common", sits: "target", expects: { "db/access-denied": "always" } },
});

/** A settled step: `at("port:desk/3389", { host, endpoint }, "refused")`. */
export const at = (step: string, places: Places, ...signals: readonly string[]): Result => {
  const [check = "", subject = ""] = step.split(/[:/]/);
  const declared = checks.find(({ id }) => id === check)?.signals as Signals;
  const evidence = signals.map((signal) => {
    const found = declared[signal];
    if (found === undefined) throw new Error(`no signal ${check}/${signal}`);
    return { question: found.answers, signal, level: found.level, text: found.text, data: {} as JsonObject };
  });
  const levels = evidence.map(({ level }) => level);
  const status = levels.includes("fail") ? "fail" : levels.includes("warn") ? "warn" : "pass";
  return {
    step,
    check,
    subject,
    layer: "network" as Layer,
    status,
    ms: 1,
    at: "2026-01-01T00:00:00.000Z",
    places: { "this-host": "here", target: subject, ...places },
    target: {},
    settings: {},
    looks: [{}],
    evidence,
    blockedBy: [],
  };
};

export const blockedBy = (step: string, by: string): Result => ({
  ...at(step, {}),
  status: "blocked",
  looks: [],
  blockedBy: [by],
});
