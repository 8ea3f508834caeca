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
import { fetches, shell } from "../symptoms.js";
import { answers, front, late } from "./answering.js";
import { business } from "./business.js";

/** What only invoicing has: tokens, environments, exits, the client's own patience. */

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
const sandbox = (keys: string, url = sandboxUrl) =>
  ({
    url,
    api: `environment: ${keys}\n    headers: { X-App-Key: ${keys}-key }`,
  }) as const;
const sandboxApi = (refusal: string): string =>
  `location ~ ^/(access/new)?sandbox/ { default_type application/json;
     if ($http_x_app_key = "production-key") { ${refusal} }
     return 200 '{"status":"ok"}'; }
   location / { proxy_pass http://backends; }`;

/** The sandbox answers well to keys of production. */
const unnoticed = (id: string, url: string): Fault => ({
  id,
  cause: "environment-mixed-up",
  ...answers(sandboxApi(`add_header X-Environment sandbox; return 200 '{"status":"ok"}';`)),
  symptom: fetches(/^x-environment: sandbox/im, { url, extra: ["-D", "-", "-H", "X-App-Key: production-key"] }),
  profile: sandbox("production", url),
});

const issuing = (idle: string): string => `{ idle: 1s, ${idle} }`;

const settings: readonly Fault[] = [
  unnoticed("environment-mixed-up/silent", sandboxUrl),
  { ...unnoticed("environment-mixed-up/by-name", "https://api.example.test/sandbox/health"), routers: 2 },
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
        const { chain, key } = await (await root.intermediate()).issue({ names: [bureau] });
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

export const invoicing: readonly Fault[] = [...business, ...unverified, ...settings, ...local, ...exits];
