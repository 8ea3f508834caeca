import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { soapIn } from "../../checks/api/soap.js";
import { api } from "../../checks/api.js";
import type { Report } from "../../src/index.js";
import { type CodeMeaning, codeMeanings } from "../../src/model/codes.js";
import { available } from "../servers/available.js";
import { examined, inShort } from "../servers/examination.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { answer, type Behaviour, oddHttp } from "../servers/odd-http.js";
import { urlTarget } from "../servers/profile.js";
import { lookOnce, loopbackIo } from "../servers/verbs.js";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const standing = ({ diagnosis }: Report) => diagnosis.causes.filter((one) => one.standing !== "ruled-out");
/** A whole run against a server; the first standing cause. */
const first = async (behave: Behaviour, target: object = {}, files: { readonly [path: string]: string } = {}) => {
  const server = await oddHttp(behave);
  closing.push(server.close);
  const url = `http://api.invoice.test:${server.port}/health`;
  const report = await examined(
    [{ name: "api", url, owner: "vendor", ...target }],
    { "api.invoice.test": ["127.0.0.1"] },
    files,
  );
  expect(report.diagnosis.unexplained, inShort(report)).toEqual([]);
  const [cause] = standing(report);
  return { report, cause, shown: inShort(report) };
};

// ---- business codes --------------------------------------------------------------------------------------------------

const causeOf: { readonly [M in CodeMeaning]?: string } = { "business-error": "api-business-error" };
const catalogue = ["at: [$.Response.code, $.code]", "codes:", "  0000: ok"]
  .concat(
    codeMeanings
      .filter((one) => one !== "ok")
      .map((means, at) => `  ${4000 + at}: { means: ${means}, text: 平台说明 }`),
  )
  .join("\n");
const files = { "codes.yaml": catalogue };
const codes = { codes: "codes.yaml" };
const telling =
  (body: string, status = "200 OK"): Behaviour =>
  (socket) =>
    void socket.write(answer(body, [], status));

describe("a business code within status 200", () => {
  it.each(codeMeanings.filter((one) => one !== "ok").map((means, at) => [means, 4000 + at] as const))(
    "%s (%i) is the first cause of a whole run",
    async (means, code) => {
      const { report, cause, shown } = await first(telling(`{"code":${code}}`), codes, files);
      expect(cause?.id, shown).toBe(causeOf[means] ?? means);
      expect(cause?.standing, shown).toBe("confirmed");
      expect(cause?.because[0]).toMatchObject({ signal: `code-${means}` });
      expect(cause?.because[0]?.text.zh).toContain("平台说明");
      const warned = means === "already-accepted" || means === "still-processing";
      expect(report.status, shown).toBe(warned ? "warn" : "fail");
    },
  );

  it("of success is healthy, and one that nobody knows is unknown, which is no failure", async () => {
    for (const body of ['{"code":"0000"}', '{"Response":{"code":"0000"},"code":"4000"}', '{"code":"9999"}', "{}"]) {
      const { report, shown } = await first(telling(body), codes, files);
      expect([standing(report), report.status], shown).toEqual([[], "pass"]);
    }
    const { report } = await first(telling('{"code":"9999"}'), codes, files);
    const told = report.results
      .find(({ check }) => check === "api")
      ?.evidence.find(({ question }) => question === "code");
    expect(told).toMatchObject({ signal: "code-unknown", level: "note", data: { code: "9999" } });
  });

  it("says more than the status and than a value that differs: one fault, not two", async () => {
    const wanting = { ...codes, expect: { status: 200, json: { "$.code": "0000" } } };
    const refused = await first(telling('{"code":"4006"}', "403 Forbidden"), wanting, files);
    expect(
      standing(refused.report).map(({ id }) => id),
      refused.shown,
    ).toEqual(["ip-not-whitelisted"]);
    expect(standing(refused.report)[0]?.party).toBe("this-host");
    const differing = await first(telling('{"code":"4004"}'), wanting, files);
    expect(
      standing(differing.report).map(({ id }) => id),
      differing.shown,
    ).toEqual(["credit-exhausted"]);
  });

  it("is shown without what a terminal might obey, and at most 60 characters of it", async () => {
    const { report } = await first(telling(JSON.stringify({ code: `\u001b[31m${"x".repeat(200)}` })), codes, files);
    const data = JSON.stringify(report.results.find(({ check }) => check === "api")?.evidence);
    expect(data).not.toMatch(/\\u001b|x{61}/);
  });
});

// ---- SOAP ------------------------------------------------------------------------------------------------------------

const soap11 = (inner: string) =>
  `<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${inner}</soap:Body></soap:Envelope>`;
const soap12 = (inner: string) =>
  `<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"><env:Body>${inner}</env:Body></env:Envelope>`;
const fault11 = (code: string) =>
  `<soap:Fault><faultcode>soap:${code}</faultcode><faultstring>no such taxpayer</faultstring></soap:Fault>`;
const fault12 = (code: string) =>
  `<env:Fault><env:Code><env:Value>env:${code}</env:Value></env:Code><env:Reason><env:Text xml:lang="en">no such taxpayer</env:Text></env:Reason></env:Fault>`;

describe("SOAP", () => {
  it.each([
    [soap11(fault11("Client")), "client", "Client"],
    [soap11(fault11("Server")), "server", "Server"],
    [soap11(fault11("MustUnderstand")), "client", "MustUnderstand"],
    [soap12(fault12("Sender")), "client", "Sender"],
    [soap12(fault12("Receiver")), "server", "Receiver"],
    [
      soap11(
        "<soap:Fault><faultcode>Server.Busy</faultcode><faultstring><![CDATA[no such taxpayer]]></faultstring></soap:Fault>",
      ),
      "server",
      "Server.Busy",
    ],
  ])("%s", (body, side, code) => {
    expect(soapIn(body)).toEqual({ side, code, reason: "no such taxpayer" });
  });

  it("an envelope without a fault, and what is no envelope", () => {
    expect(soapIn(soap11("<ok/>"))).toBeNull();
    expect(soapIn("<Fault>no envelope</Fault>")).toBeUndefined();
    expect(soapIn(`<Envelope xmlns="urn:mail"><Fault/></Envelope>`)).toBeUndefined();
  });

  it("reads a hostile body in no time", () => {
    const began = performance.now();
    soapIn(soap11("<soap:Fault>".repeat(200_000)));
    soapIn("<Envelope ".repeat(200_000));
    expect(performance.now() - began).toBeLessThan(2000);
  });

  const xml = (body: string, status: string): Behaviour => {
    const text = answer(body, [], status).replace("application/json", "text/xml; charset=utf-8");
    return (socket) => void socket.write(text);
  };
  it.each([
    [soap11(fault11("Server")), "500 Internal Server Error", "soap-fault-server", "api-error"],
    [soap12(fault12("Sender")), "400 Bad Request", "soap-fault-client", "api-soap-fault"],
    [soap11(fault11("Client")), "200 OK", "soap-fault-client", "api-soap-fault"],
  ])("%s with %s is the first and only cause", async (body, status, signal, id) => {
    const { report, cause, shown } = await first(xml(body, status), { expect: { type: "xml" } });
    expect(
      standing(report).map(({ id }) => id),
      shown,
    ).toEqual([id]);
    expect(cause?.because[0], shown).toMatchObject({ signal });
    expect(cause?.because[0]?.text.en).toContain("no such taxpayer");
  });
  it("without a fault is healthy", async () => {
    const { report, shown } = await first(xml(soap11("<ok/>"), "200 OK"), { expect: { type: "xml" } });
    expect([standing(report), report.status], shown).toEqual([[], "pass"]);
  });
});

// ---- filters ---------------------------------------------------------------------------------------------------------

describe.skipIf(!available("nginx"))("the page of a web application firewall, from nginx", () => {
  let nginx: Nginx<"main">;
  beforeAll(async () => {
    const page = (path: string, status: number, text: string) =>
      `location = /${path} { default_type text/html; charset utf-8; return ${status} '${text}'; }`;
    nginx = await startNginx({
      main: {
        directives: [
          page(
            "aliyun",
            405,
            "<html><body>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</body></html>",
          ),
          page("knownsec", 200, "<html><body>当前访问疑似黑客攻击，已被创宇盾拦截。</body></html>"),
          page(
            "f5",
            200,
            "<html><body>The requested URL was rejected. Please consult with your administrator.</body></html>",
          ),
          page("modsecurity", 403, "<html><body>This error was generated by Mod_Security.</body></html>"),
          page("own", 403, "<html><head><title>403 Forbidden</title></head></html>"),
        ].join("\n"),
      },
    });
  });
  afterAll(() => nginx?.stop());
  const look = async (path: string) => {
    const url = `http://api.test:${nginx.ports.main}/${path}`;
    const targets = [{ ...urlTarget(url), expect: { type: "json" as const } }];
    const io = loopbackIo({ targets });
    closing.push(() => io.close());
    return lookOnce(api, io, { targets });
  };

  it.each([
    ["aliyun", { status: "filtered" }, /阿里云盾/],
    ["modsecurity", { status: "filtered" }, /ModSecurity/],
    ["knownsec", { status: "status-ok", content: "filter-page" }, /创宇盾/],
    ["f5", { status: "status-ok", content: "filter-page" }, /F5/],
    ["own", { status: "forbidden" }, /^/],
  ] as const)("%s", async (path, found, product) => {
    const { answers, data } = await look(path);
    expect(answers).toMatchObject(found);
    expect(JSON.stringify(data)).toMatch(product);
  });

  it.each(["aliyun", "f5"])("%s is the first cause of a whole run", async (path) => {
    const url = `http://api.invoice.test:${nginx.ports.main}/${path}`;
    const target = { name: "api", url, expect: { type: "json" } };
    const report = await examined([target], { "api.invoice.test": ["127.0.0.1"] });
    expect(
      standing(report).map(({ id }) => id),
      inShort(report),
    ).toEqual(["waf-blocked"]);
    expect(report.diagnosis.unexplained).toEqual([]);
  });
});
