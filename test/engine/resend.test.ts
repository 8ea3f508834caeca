import { expect, test } from "vitest";
import { type ResendInput, resendVerdicts } from "../../src/engine/resend.js";
import { readSerialAnswer, serialAnswerOf, serialPath } from "../../src/engine/serial-answer.js";
import { readAttemptError } from "../../src/model/attempt-error.js";
import type { Json } from "../../src/model/json.js";
import type { UrlTarget } from "../../src/model/profile.js";
import type { Finding, ResendVerdict } from "../../src/model/report.js";
import { languages } from "../../src/model/text.js";
import { answered, maybe, nothing } from "../model/attempt-texts.js";
import { at } from "./toy.js";

const origin = "https://api.example.test";
const issue = { url: `${origin}/api/invoices`, query: `${origin}/api/invoices?serial={serial}` };
const target = (rest: Partial<UrlTarget> = {}): UrlTarget => ({
  kind: "url",
  name: "invoice-api",
  dependsOn: [],
  own: false,
  url: `${origin}/api/health`,
  host: "api.example.test",
  port: 443,
  secure: true,
  headers: {},
  expect: {},
  client: { retries: 0 },
  issue,
  ...rest,
});
const none = { causes: [], unexplained: [], cannotTell: [], next: [] };
const places = { name: "api.example.test", host: "10.0.0.5", endpoint: "10.0.0.5:443" };
const healthy = [at("port:invoice-api/443", places, "open"), at("api:invoice-api", places, "ok")];

const ask = (rest: Partial<ResendInput> = {}) => {
  const [verdict] = resendVerdicts({ targets: [target()], results: healthy, diagnosis: none, ...rest });
  if (verdict === undefined) throw new Error("no verdict");
  return verdict;
};
const refused = "connect ECONNREFUSED 10.0.0.5:443";
const serial = (status: number, json?: Json): NonNullable<ResendInput["serial"]> => ({
  number: "S1",
  answers: { "invoice-api": { ok: true, ms: 1, value: { status, ...(json === undefined ? {} : { json }) } } },
});
const unanswered: NonNullable<ResendInput["serial"]> = {
  number: "S1",
  answers: {
    "invoice-api": { ok: false, ms: 1, failure: { code: "timeout", phase: "answer", message: "no answer" } },
  },
};

test("only targets that issue have a verdict", () => {
  const { issue: _, ...rest } = target({ name: "pages" });
  expect(resendVerdicts({ targets: [rest], results: healthy, diagnosis: none })).toEqual([]);
});

test("a probe alone gives no more than query-first, and says what it is about", () => {
  const { verdict, because } = ask();
  expect(verdict).toBe("query-first");
  expect(because.en).toMatch(
    /already sent whose outcome is not known.*healthy now, which says nothing.*--serial NUMBER/s,
  );
  expect(because.zh).toMatch(/结果不明的发票.*接口当前正常.*切勿直接重发/s);
});

test("a fault that was found is named, and proves nothing of an earlier attempt", () => {
  const cause = {
    kind: "fault",
    standing: "confirmed",
    subjects: ["invoice-api"],
    title: { en: "The port is closed", zh: "端口已关闭" },
  };
  const diagnosis = { ...none, causes: [cause as unknown as Finding] };
  const { verdict, because } = ask({ diagnosis, results: [at("port:invoice-api/443", places, "refused")] });
  expect(verdict).toBe("query-first");
  expect(because.en).toContain("The port is closed");
  const clean = ask({ diagnosis: none, results: [] });
  expect(clean.because.en).toContain("A probe cannot tell");
});

test("safe: the error proves that nothing left, and the client makes no retries", () => {
  const { verdict, because } = ask({ failedWith: refused });
  expect(verdict).toBe("safe");
  expect(because.en).toContain("the connection was refused");
  expect(because.en).toContain("same number");
});

test.each<[string, Partial<UrlTarget>, RegExp]>([
  ["retries not stated", { client: {} }, /client: \{ retries: 0 \}/],
  ["retries made", { client: { retries: 2 } }, /client\.retries: 2/],
])("a proof is not enough: %s", (_, rest, why) => {
  const { verdict, because } = ask({ targets: [target(rest)], failedWith: refused });
  expect(verdict).toBe("query-first");
  expect(because.en).toMatch(why);
  expect(because.zh).toMatch(why);
});

test.each([
  ["another port", "connect ECONNREFUSED 10.0.0.5:3306", "10.0.0.5:3306"],
  ["another host", "getaddrinfo ENOTFOUND sms.example.test", "sms.example.test"],
  ["another address than the name has", "connect ECONNREFUSED 10.0.0.77:443", "10.0.0.77:443"],
  [
    "another URL",
    'I/O error on POST request for "https://pdf.example.test/make": Connection refused',
    "pdf.example.test:443",
  ],
])("an error of another service proves nothing: %s", (_, failedWith, named) => {
  const { verdict, because } = ask({ failedWith });
  expect(verdict).toBe("query-first");
  expect(because.en).toContain(named);
  expect(because.zh).toContain(named);
});

test.each([
  ["by name", "java.net.UnknownHostException: API.example.test."],
  ["by address", "connect ETIMEDOUT 10.0.0.5:443"],
  ["by URL", 'I/O error on POST request for "https://api.example.test/api/invoices?token=1": Connection refused'],
  ["not at all", "httpx.ConnectError: [Errno 111] Connection refused"],
])("an error of the issuing interface counts: %s", (_, failedWith) => {
  expect(ask({ failedWith }).verdict).toBe("safe");
});

test("an address that no step saw counts by its port, unless it is this very host", () => {
  expect(ask({ results: [], failedWith: "connect ECONNREFUSED 10.9.9.9:443" }).verdict).toBe("safe");
  expect(ask({ results: [], failedWith: "connect ECONNREFUSED 127.0.0.1:443" }).verdict).toBe("query-first");
});

test("a proxy on the way may be what refused", () => {
  const results = [at("api:invoice-api", { ...places, proxy: "10.1.1.1:3128" }, "ok")];
  expect(ask({ results, failedWith: "connect ECONNREFUSED 10.1.1.1:3128" }).verdict).toBe("safe");
  expect(ask({ failedWith: "connect ECONNREFUSED 10.1.1.1:3128" }).verdict).toBe("query-first");
  const through = target({ proxy: { host: "proxy.example.test", port: 3128, from: "profile" } });
  expect(ask({ targets: [through], failedWith: "getaddrinfo ENOTFOUND proxy.example.test" }).verdict).toBe("safe");
});

test("with several issuing interfaces the error must say which it came from", () => {
  const other = "https://other.example.test";
  const targets = [
    target(),
    target({ name: "other", url: `${other}/health`, host: "other.example.test", issue: { url: `${other}/issue` } }),
  ];
  const verdicts = (failedWith: string) =>
    resendVerdicts({ targets, results: [], diagnosis: none, failedWith }).map(({ verdict }) => verdict);
  expect(verdicts("Connection refused")).toEqual(["query-first", "query-first"]);
  expect(verdicts("getaddrinfo ENOTFOUND other.example.test")).toEqual(["query-first", "safe"]);
});

test("a browser may have sent it before by itself: no text of one is ever safe", () => {
  for (const failedWith of ["net::ERR_CONNECTION_REFUSED", "NS_ERROR_UNKNOWN_HOST", "WinHTTP error 12007"])
    expect(ask({ failedWith }).verdict).toBe("query-first");
});

test("a library that repeats by default is named where the profile states no retries", () => {
  const { verdict, because } = ask({ failedWith: "java.net.ConnectException: Connection refused" });
  expect(verdict).toBe("safe");
  expect(because.en).toContain("OkHttp");
  expect(ask({ failedWith: refused }).because.en).not.toContain("OkHttp");
});

const texts = (groups: { readonly [fact: string]: readonly string[] | undefined }): string[] =>
  Object.values(groups).flatMap((list) => list ?? []);

test("no text that leaves open whether the request arrived is ever safe, for any client", () => {
  const bold = target({ client: { retries: 0 } });
  const wrong = [...texts(maybe), ...texts(answered)].filter((failedWith) =>
    [undefined, serial(404, {}), serial(200, []), unanswered].some(
      (one) => ask({ targets: [bold], failedWith, ...(one === undefined ? {} : { serial: one }) }).verdict === "safe",
    ),
  );
  expect(wrong).toEqual([]);
});

test("without a statement about retries nothing at all is safe", () => {
  const cautious = target({ client: {} });
  const all = [...texts(nothing), ...texts(maybe), ...texts(answered)];
  expect(all.filter((failedWith) => ask({ targets: [cautious], failedWith }).verdict === "safe")).toEqual([]);
});

test("a number that exists means that it went through: query and fetch", () => {
  const { verdict, because } = ask({ failedWith: "发票号码为[23312000000012345678]的在数据库中已存在" });
  expect(verdict).toBe("query-first");
  expect(because.zh).toMatch(/此前的请求很可能已经成功。不要重发。.*取回发票/);
});

test("a text that says two things is told as such", () => {
  const { because } = ask({ failedWith: `${refused}; read ECONNRESET` });
  expect(because.en).toMatch(/the connection was refused; but also that the connection was reset/);
});

test("nothing of the error's text is repeated but the host", () => {
  const secret = "token=sekret-9f8e7d";
  for (const failedWith of [`connect ECONNREFUSED 10.0.0.5:3306 ${secret}`, `read ECONNRESET ${secret}`, secret])
    expect(JSON.stringify(ask({ failedWith }))).not.toContain("sekret");
});

const issued = { serial: "S1", status: "issued" };
test.each<[string, ResendInput["serial"], string | undefined, ResendVerdict]>([
  ["accepted", serial(200, issued), undefined, "accepted"],
  ["accepted, whatever the error proved", serial(200, issued), refused, "accepted"],
  ["in process", serial(200, { data: [{ serial: "S1", state: "处理中" }] }), refused, "still-processing"],
  ["not known and nothing sent", serial(404, { error: "no such invoice" }), refused, "safe"],
  ["not known and perhaps sent", serial(404, {}), "read ECONNRESET", "query-first"],
  ["not known and nothing said", serial(200, { items: [] }), undefined, "query-first"],
  ["unreadable", serial(200), refused, "unknown"],
  ["a page instead of an answer", serial(404), refused, "unknown"],
  ["another status", serial(500, { message: "oops" }), undefined, "unknown"],
  ["a login that is demanded", serial(401, { message: "login" }), undefined, "unknown"],
  ["no answer at all", unanswered, refused, "query-first"],
  ["not asked", { number: "S1", answers: {} }, "read ECONNRESET", "query-first"],
])("by the answer of the query: %s", (_, given, failedWith, expected) => {
  const extra = failedWith === undefined ? {} : { failedWith };
  expect(ask({ ...(given === undefined ? {} : { serial: given }), ...extra }).verdict).toBe(expected);
});

test("a number that is not known yet may still be on its way: query again later", () => {
  const { because } = ask({ serial: serial(404, {}), failedWith: "Read timed out" });
  expect(because.en).toMatch(/does not know this serial number so far.*5 minutes.*half an hour/s);
  expect(because.zh).toMatch(/查无此流水号.*5 分钟.*半小时/s);
});

const rules = {
  ...issue,
  accepted: { "$.code": "00", "$.data.state": 1 },
  processing: { "$.code": "10" },
  notFound: { "$.code": "04" },
};
test.each<[string, number, Json | undefined, string]>([
  ["all pairs of a rule", 200, { code: "00", data: { state: 1 } }, "accepted"],
  ["one pair of two", 200, { code: "00", data: { state: 2 } }, "unreadable"],
  ["a number for a text", 200, { code: 0, data: { state: 1 } }, "unreadable"],
  ["in process", 200, { code: "10" }, "processing"],
  ["not known", 200, { code: "04" }, "not-found"],
  ["not known, by status and rule", 404, { code: "04" }, "not-found"],
  ["accepted, but not with 200", 500, { code: "00", data: { state: 1 } }, "unreadable"],
  ["common words do not count beside rules", 200, { serial: "S1", status: "issued" }, "unreadable"],
  ["no JSON", 200, undefined, "unreadable"],
])("rules of the profile: %s", (_, status, json, reading) => {
  expect(readSerialAnswer({ status, ...(json === undefined ? {} : { json }) }, rules, "S1")).toBe(reading);
});

test("rules that fit at once, and rules without a pair, say nothing", () => {
  const both = { ...issue, accepted: { "$.a": 1 }, processing: { "$.b": 1 } };
  expect(readSerialAnswer({ status: 200, json: { a: 1, b: 1 } }, both, "S1")).toBe("unreadable");
  expect(readSerialAnswer({ status: 200, json: {} }, { ...issue, accepted: {} }, "S1")).toBe("unreadable");
});

test.each<[string, Json, string]>([
  ["the record of this number", { data: { list: [{ fphm: "x", serial: "S1", invoiceStatus: "已开具" }] } }, "accepted"],
  ["a record of another number", { data: [{ serial: "S2", status: "issued" }] }, "unreadable"],
  ["the envelope's own success", { status: "success", data: { serial: "S1" } }, "unreadable"],
  [
    "two records that differ",
    [
      { serial: "S1", status: "issued" },
      { serial: "S1", status: "failed" },
    ],
    "unreadable",
  ],
  ["a bare success, which may be the query's", { serial: "S1", status: "SUCCESS" }, "unreadable"],
  ["the invoice's success", { serial: "S1", invoiceStatus: "SUCCESS" }, "accepted"],
  ["a completed request", { serial: "S1", state: "completed" }, "accepted"],
  ["a success with an invoice number", { serial: "S1", status: "ok", invoiceNo: "26112000000012345678" }, "accepted"],
  ["the number of an issued invoice", { code: "0000", data: { fpqqlsh: "S1", fphm: "12345678" } }, "accepted"],
  ["the serial number as its own number", { serial: "S1", invoiceNo: "S1" }, "unreadable"],
  ["a message of success", { serial: "S1", message: "开票成功" }, "accepted"],
  ["a message of waiting", { serial: "S1", msg: "正在开票，请稍后查询" }, "processing"],
  ["a message of the query", { serial: "S1", message: "查询成功" }, "unreadable"],
  ["a message against the state", { serial: "S1", status: "failed", message: "开票成功" }, "unreadable"],
  ["a number of what was voided", { serial: "S1", status: "voided", fphm: "12345678" }, "unreadable"],
  ["a state that is not known", { serial: "S1", status: "voided" }, "unreadable"],
  ["a record without a state", { serial: "S1" }, "unreadable"],
  ["an empty list", [], "not-found"],
  ["an empty list inside", { code: 0, data: [] }, "not-found"],
  ["a bare value", "issued", "unreadable"],
])("common words, where there are no rules: %s", (_, json, reading) => {
  expect(readSerialAnswer({ status: 200, json }, issue, "S1")).toBe(reading);
});

test("an answer is parsed, never trusted to be JSON", () => {
  expect(serialAnswerOf({ status: 200, body: '{"a":1}' })).toEqual({ status: 200, json: { a: 1 } });
  expect(serialAnswerOf({ status: 200, body: "<html>" })).toEqual({ status: 200 });
});

test("the query goes to the target's own origin only, and the number is escaped", () => {
  expect(serialPath(target(), "A/1&x=2 号")).toBe("/api/invoices?serial=A%2F1%26x%3D2%20%E5%8F%B7");
  const foreign = { ...issue, query: "https://evil.example.test/?s={serial}" };
  expect(serialPath(target({ issue: foreign }), "S1")).toBeUndefined();
  expect(serialPath(target({ issue: { url: issue.url } }), "S1")).toBeUndefined();
});

test("every sentence is whole in both languages", () => {
  const some = [refused, "read ECONNRESET", "订单已存在", "数据处理中", "验签失败", "net::ERR_CONNECTION_REFUSED", "?"];
  const given = [undefined, serial(404, {}), serial(200, issued), serial(200), unanswered];
  for (const failedWith of [undefined, ...some])
    for (const one of given) {
      const { because } = ask({ ...(failedWith && { failedWith }), ...(one && { serial: one }) });
      for (const language of languages) {
        expect(because[language]).toMatch(/[.。）]$/);
        expect(because[language]).not.toMatch(/undefined|\{\w+\}|\.\.|。。/);
      }
      expect(because.zh).not.toMatch(/[a-z]\. [A-Z]/);
    }
  expect(readAttemptError("?").fact).toBe("unrecognised");
});
