import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { all } from "../changes.js";
import type { Change, Fault, Symptom } from "../fault.js";
import { shell, shows } from "../symptoms.js";
import { answers, bothAnswer, json, page } from "./answering.js";

/** What a platform says in its own codes and faults, and samples of what is sent to it. */

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

// ---- in words ---------------------------------------------------------------------------------------------------------

/** What the platform says without a catalogue, with a status of its choice. */
const words = (message: string, status: number): Pick<Fault, "inject" | "restore" | "symptom"> => ({
  ...bothAnswer(json(status, { code: "E9001", message })),
  symptom: shows(new RegExp(message), /"status":"ok"/),
});

const inWords: readonly Fault[] = [
  { id: "ip-not-whitelisted/words", cause: "ip-not-whitelisted", ...words("当前IP不在白名单内", 403) },
  { id: "signature-clock-skew/words", cause: "signature-clock-skew", ...words("请求时间戳已过期", 401), routers: 2 },
  { id: "grant-missing/words", cause: "grant-missing", ...words("该纳税人未授权，接口无调用权限", 200) },
  { id: "payload-invalid/words", cause: "payload-invalid", ...words("购买方纳税人识别号格式不正确", 200) },
  { id: "quota-exhausted/words", cause: "quota-exhausted", ...words("今日调用次数已用完", 200) },
  {
    id: "waf-blocked/words",
    cause: "waf-blocked",
    ...answers(page(405, "<html><title>405</title><p>您的请求已被拦截</p></html>")),
    symptom: shows(/已被拦截/, /"status":"ok"/),
  },
  { id: "login-expired/words", cause: "login-expired", ...words("登录已失效，请重新登录", 200), routers: 2 },
  { id: "api-rate-limited/words", cause: "api-rate-limited", ...words("请求过于频繁，请稍后再试", 403) },
];

// ---- SOAP -------------------------------------------------------------------------------------------------------------

const soapFault = (code: string, reason: string): string =>
  `location / { default_type text/xml; return 500 '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${reason}</faultstring></soap:Fault></soap:Body></soap:Envelope>'; }`;

const soap: readonly Fault[] = [
  {
    id: "api-error/soap-fault",
    cause: "api-error",
    ...bothAnswer(soapFault("Server", "internal failure")),
    symptom: shows(/<faultcode>soap:Server/, /"status":"ok"/),
  },
  {
    // It says what it misses.
    id: "payload-invalid/soap",
    cause: "payload-invalid",
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

export const business: readonly Fault[] = [...codes, ...inWords, ...soap, ...samples];
