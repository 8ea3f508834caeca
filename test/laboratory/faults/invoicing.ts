import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createAuthority } from "../../../src/lab/authority.js";
import { startListener } from "../../servers/crowd.js";
import { startDaemon } from "../../servers/daemon.js";
import { startNamed } from "../../servers/named.js";
import { all, instead, running } from "../changes.js";
import type { Change, Fault, Symptom } from "../fault.js";
import type { Laboratory } from "../laboratory.js";
import { at } from "../network.js";
import { apiUrl } from "../profile.js";
import { names, zone } from "../services.js";
import { fetches, shell, shows } from "../symptoms.js";
import { answers, bothAnswer, front, json, late } from "./answering.js";

/** What only invoicing has: business codes, samples, tokens, environments, the client's own patience. */

const written = (file: string, right: string, wrong: string): Change => ({
  inject: ({ folder }) => writeFile(join(folder, file), wrong),
  restore: ({ folder }) => writeFile(join(folder, file), right),
});

// ---- business codes ---------------------------------------------------------------------------------------------------

const catalogue = `at: $.code
codes:
  "0000": ok
  "4001": signature-clock-skew
  "4002": { means: ip-not-whitelisted, text: 出口 IP 未登记 }
  "4003": quota-exhausted
  "4004": login-expired
  "4005": grant-missing
  "4006": credit-exhausted
  "4007": payload-invalid
  "4008": waf-blocked
  "4010": already-accepted
  "4011": still-processing
  "4999": { means: business-error, text: 系统繁忙 }
`;
const coded = { api: "codes: ./codes.yaml" } as const;

/** The platform's own word for it, with a status of its choice. */
const says = (code: string, status = 200): Pick<Fault, "inject" | "restore" | "symptom" | "profile"> => ({
  ...all(written("codes.yaml", catalogue, catalogue), bothAnswer(json(status, { code, message: "refused" }))),
  symptom: shows(new RegExp(`"code":"${code}"`), /"status":"ok"/),
  profile: coded,
});

const codes: readonly Fault[] = [
  { id: "signature-clock-skew/code", cause: "signature-clock-skew", ...says("4001") },
  { id: "ip-not-whitelisted/code", cause: "ip-not-whitelisted", ...says("4002"), routers: 2 },
  { id: "ip-not-whitelisted/forbidden", cause: "ip-not-whitelisted", ...says("4002", 403) },
  { id: "quota-exhausted/code", cause: "quota-exhausted", ...says("4003") },
  { id: "quota-exhausted/too-many", cause: "quota-exhausted", ...says("4003", 429) },
  { id: "login-expired/code", cause: "login-expired", ...says("4004") },
  { id: "login-expired/unauthenticated", cause: "login-expired", ...says("4004", 401), routers: 2 },
  { id: "grant-missing/code", cause: "grant-missing", ...says("4005") },
  { id: "credit-exhausted/code", cause: "credit-exhausted", ...says("4006") },
  { id: "payload-invalid/code", cause: "payload-invalid", ...says("4007", 400) },
  { id: "waf-blocked/code", cause: "waf-blocked", ...says("4008", 403) },
  { id: "already-accepted/code", cause: "already-accepted", ...says("4010") },
  { id: "still-processing/code", cause: "still-processing", ...says("4011") },
  { id: "api-business-error/code", cause: "api-business-error", ...says("4999") },
  {
    id: "api-business-error/status-down",
    cause: "api-business-error",
    ...bothAnswer(json(200, { status: "down" })),
    symptom: shows(/"status":"down"/, /"status":"ok"/),
    routers: 2,
  },
];

// ---- SOAP -------------------------------------------------------------------------------------------------------------

const soapFault = (code: string, reason: string): string =>
  `location / { default_type text/xml; return 500 '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${reason}</faultstring></soap:Fault></soap:Body></soap:Envelope>'; }`;

const soap: readonly Fault[] = [
  {
    id: "api-soap-fault/server",
    cause: "api-soap-fault",
    ...bothAnswer(soapFault("Server", "internal failure")),
    symptom: shows(/<faultcode>soap:Server/, /"status":"ok"/),
  },
  {
    id: "api-soap-fault/client",
    cause: "api-soap-fault",
    ...answers(soapFault("Client", "element taxNo is missing")),
    symptom: shows(/<faultcode>soap:Client/, /"status":"ok"/),
    routers: 2,
  },
];

// ---- samples ----------------------------------------------------------------------------------------------------------

const sample = (changes: object = {}): string =>
  JSON.stringify({
    gmfnsrsbh: "91350100M000100Y43",
    lines: [{ sl: "1", dj: "100", je: "100.00", slv: "0.13", se: "13.00" }],
    hjje: "100.00",
    hjse: "13.00",
    jshj: "113.00",
    ...changes,
  });
const sampled = { api: "payload: { samples: [./request.json] }" } as const;
const sampleSays = (field: string, right: string): Symptom =>
  shell(`grep -q '"${field}":"${right}"' {dir}/request.json && echo kept || echo broken`, /^broken/, /^kept/);

const samples: readonly Fault[] = [
  {
    id: "payload-invalid/sum",
    cause: "payload-invalid",
    ...written("request.json", sample(), sample({ jshj: "113.10" })),
    symptom: sampleSays("jshj", "113.00"),
    profile: sampled,
  },
  {
    id: "payload-invalid/binary-float",
    cause: "payload-invalid",
    ...written("request.json", sample(), sample({ hjse: "13.000000000000002" })),
    symptom: sampleSays("hjse", "13.00"),
    profile: sampled,
    routers: 2,
  },
  {
    id: "payload-invalid/tax-number",
    cause: "payload-invalid",
    ...written("request.json", sample(), sample({ gmfnsrsbh: "9135O100M000100Y43#" })),
    symptom: sampleSays("gmfnsrsbh", "91350100M000100Y43"),
    profile: sampled,
  },
];

// ---- tokens -----------------------------------------------------------------------------------------------------------

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const tokenOf = (seconds: number, signature: string): string =>
  `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ sub: "user-4711", exp: 1_900_000_000 + seconds })}.${signature}`;
const genuine = tokenOf(0, "c2lnbmVkLWJ5LXRoZS1wbGF0Zm9ybS0wMTIzNDU2Nzg5");
const old = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ sub: "user-4711", exp: 1_500_000_000 })}.c2lnbmVkLWxvbmctYWdvLTAxMjM0NTY3ODkwMTIzNDU2`;
/** Lets in whose Authorization fits one of the patterns; the others are told 401. */
const lets = (...patterns: readonly string[]): string =>
  `location / { default_type application/json; set $known 0;
    ${patterns.map((one) => `if (${one}) { set $known 1; }`).join("\n")}
    if ($known = 0) { return 401 '{"error":"unauthorized"}'; }
    return 200 '{"status":"ok"}'; }`;
const bearer = (pattern: string): string => `$http_authorization ~ "^Bearer ${pattern}$"`;
const tokens = {
  owner: "us",
  api: `own: true\n    headers: { Authorization: "Bearer \${API_TOKEN}" }\n    auth: { expired: "\${OLD_TOKEN}" }`,
  env: { API_TOKEN: genuine, OLD_TOKEN: old },
} as const;
const asked = (token: string, ...more: readonly string[]): Symptom =>
  fetches(/^200 /m, {
    extra: [...(token === "" ? [] : ["-H", `Authorization: Bearer ${token}`]), ...more],
    healthy: /^401 /m,
  });
/** Restored, the API verifies what it is shown: only then is the difference seen. */
const verified = bearer(genuine.replaceAll(".", "\\."));
const careless = (...patterns: readonly string[]): Change => {
  const wrong = answers(lets(verified, ...patterns));
  const right = answers(lets(verified));
  return { inject: wrong.inject, restore: right.inject };
};
/** What a careless server leaves in the place of the usual one is put away by the next start. */
const thenUsual = (fault: Fault): Fault => ({ ...fault, scars: true });

const unverified = [
  thenUsual({
    id: "forged-token-accepted/any-signature",
    cause: "forged-token-accepted",
    ...careless(bearer("[\\w-]+\\.[\\w-]+\\.[\\w-]*")),
    symptom: asked(`${genuine.split(".").slice(0, 2).join(".")}.Zm9yZ2Vk`),
    profile: tokens,
  }),
  thenUsual({
    id: "forged-token-accepted/expired",
    cause: "forged-token-accepted",
    ...careless(bearer(old.replaceAll(".", "\\."))),
    symptom: asked(old),
    profile: tokens,
  }),
  thenUsual({
    id: "client-header-trusted/user",
    cause: "client-header-trusted",
    ...careless('$http_x_user_id != ""'),
    symptom: asked("", "-H", "X-User-Id: 1"),
    profile: tokens,
  }),
] satisfies readonly Fault[];

// ---- environments and patience ----------------------------------------------------------------------------------------

const sandboxUrl = "https://api.example.test/access/newsandbox/health";
const sandbox = (keys: string) =>
  ({
    url: sandboxUrl,
    api: `environment: ${keys}\n    headers: { X-App-Key: ${keys}-key }`,
  }) as const;
const sandboxApi = (refusal: string): string =>
  `location /access/newsandbox/ { default_type application/json;
     if ($http_x_app_key = "production-key") { ${refusal} }
     return 200 '{"status":"ok"}'; }
   location / { proxy_pass http://backends; }`;

const issuing = (idle: string): string => `{ idle: 1s, ${idle} }`;

const settings: readonly Fault[] = [
  {
    id: "environment-mixed-up/silent",
    cause: "environment-mixed-up",
    ...answers(sandboxApi(`add_header X-Environment sandbox; return 200 '{"status":"ok"}';`)),
    symptom: fetches(/^x-environment: sandbox/im, {
      url: sandboxUrl,
      extra: ["-D", "-", "-H", "X-App-Key: production-key"],
    }),
    profile: sandbox("production"),
  },
  {
    id: "environment-mixed-up/refused",
    cause: "environment-mixed-up",
    ...answers(sandboxApi(`return 401 '{"error":"signature does not fit"}';`)),
    symptom: fetches(/^401 /m, { url: sandboxUrl, extra: ["-H", "X-App-Key: production-key"] }),
    profile: sandbox("production"),
    accepts: {
      causes: ["api-unauthenticated"],
      why: "the refusal is what the mixing leads to, and an old key would be refused alike",
    },
  },
  {
    id: "client-timeout-too-short/shorter-than-measured",
    cause: "client-timeout-too-short",
    ...late(700),
    symptom: fetches(/timed out/, { extra: ["-m", "0.4"] }),
    profile: { client: issuing("answer: 400ms") },
  },
  {
    id: "client-timeout-too-short/issuing",
    cause: "client-timeout-too-short",
    ...all(
      instead("first", ({ wires }) => issuer(wires)),
      instead("second", ({ start }) => start.backEnd("second")),
      answers(`location /issue { proxy_pass http://127.0.0.1:9001; } location / { proxy_pass http://127.0.0.1:9002; }`),
    ),
    symptom: fetches(/timed out/, { url: apiUrl.replace("/api/health", "/issue"), extra: ["-m", "2"] }),
    profile: {
      client: issuing("answer: 2s"),
      api: `issue: { url: ${apiUrl.replace("/api/health", "/issue")} }`,
    },
    routers: 2,
  },
  {
    id: "announced-maintenance/open",
    cause: "announced-maintenance",
    ...instead("web", ({ start }) => start.web({ directives: `location / { return 200 "maintenance tonight"; }` })),
    symptom: shell("curl -sS http://desktop.example.test:8080/", /maintenance tonight/, /"status":"ok"/),
    profile: {
      head: `calendar: [{ from: "2020-01-01T00:00:00+08:00", to: "2099-01-01T00:00:00+08:00", note: "系统升级" }]`,
    },
  },
];

/** Takes as long as platforms take to issue an invoice. */
const issuer = (wires: Laboratory["wires"]) =>
  startDaemon({
    command: wires.server.command(
      process.execPath,
      "-e",
      `require("node:http").createServer((_, answer) => setTimeout(() => answer.end("{}"), 4000))
        .listen(9001, "127.0.0.1", () => console.log("ready"))`,
    ),
    ready: { output: /ready/ },
  });

/** The component listens on the client's loopback, but for while the fault stands. */
const helperPort = 28000;
const withoutHelper = (): Change => {
  const listening = new WeakMap<Laboratory, { stop(): Promise<unknown> }>();
  return {
    async inject(lab) {
      await listening.get(lab)?.stop();
      listening.delete(lab);
    },
    restore: async (lab) => void listening.set(lab, await startListener(lab.wires.client, helperPort)),
  };
};

const local: readonly Fault[] = [
  {
    id: "local-helper-down/not-started",
    cause: "local-helper-down",
    ...withoutHelper(),
    symptom: shell(`nc -zvn -w 2 127.0.0.1 ${helperPort}`, /refused/, /succeeded/),
    profile: { targets: [`- { name: assistant, host: 127.0.0.1, ports: [${helperPort}], helper: true }`] },
    scars: true,
  },
];

// ---- exits and the tax authority's own root ------------------------------------------------------------------------------

const outside = `https://${names.outside}/api/health`;
const proxy = `http://${at.proxy}:3128`;
const bureau = "etax.example.chinatax.gov.cn";

const exits: readonly Fault[] = [
  {
    id: "egress-address-banned/proxy",
    cause: "egress-address-banned",
    ...front(`deny ${at.proxy};`),
    symptom: fetches(/^403 /m, { url: outside, extra: ["-x", proxy] }),
    profile: { url: outside, proxy: `http://${names.proxy}:3128` },
    accepts: { causes: ["api-forbidden"], why: "it is forbidden: to this address" },
  },
  {
    id: "ip-not-whitelisted/new-line",
    cause: "ip-not-whitelisted",
    ...answers(
      `location /ip { default_type text/plain; return 200 $remote_addr; } location / { proxy_pass http://backends; }`,
    ),
    symptom: { ...shell(`curl -sSk https://${names.api}/ip`, /^10\.200\.1\.2\n/, /"status":"ok"/) },
    profile: {
      targets: [
        `- { name: my-address, owner: us, url: "https://${names.api}/ip", ca: ./company-ca.pem, egress: { registered: [203.0.113.77] } }`,
      ],
    },
  },
  {
    id: "tax-root-missing/own-root",
    cause: "tax-root-missing",
    ...all(
      instead("resolver", ({ wires }) =>
        startNamed({
          zones: { "example.test": zone(), "chinatax.gov.cn": `etax.example A ${at.server}` },
          address: at.dns,
          port: 53,
          within: wires.dns.command,
        }),
      ),
      running(async ({ start }) => {
        const root = await createAuthority({ name: "State Taxation Administration Root CA" });
        const { chain, key } = await root.issue({ names: [bureau] });
        return start.front({ port: 8443, tls: { cert: chain, key } });
      }),
    ),
    symptom: shell(
      `openssl s_client -connect ${at.server}:8443 -servername ${bureau} </dev/null 2>&1 | grep -E 'verify error|errno|refused'`,
      /verify error/,
      /errno|refused/,
    ),
    profile: { targets: [`- { name: tax-bureau, url: "https://${bureau}:8443/" }`] },
  },
];

export const invoicing: readonly Fault[] = [
  ...codes,
  ...soap,
  ...samples,
  ...unverified,
  ...settings,
  ...local,
  ...exits,
];
