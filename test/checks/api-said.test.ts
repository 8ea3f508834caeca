import { afterEach, describe, expect, it } from "vitest";
import { readContent } from "../../checks/api/page.js";
import { reasonIn } from "../../checks/api/reasons.js";
import type { Report } from "../../src/index.js";
import { examined, inShort } from "../servers/examination.js";
import { type Behaviour, oddHttp } from "../servers/odd-http.js";

/** What an API says in words of why it refuses. */

const base64Of = (text: string): string => Buffer.from(text).toString("base64");

describe("a sentence", () => {
  it.each([
    ["IP地址不在白名单", "ip-not-whitelisted"],
    ["当前请求来源IP与企业备案出口IP不一致", "ip-not-whitelisted"],
    ["调用方 IP 未授权", "ip-not-whitelisted"],
    ["client IP 203.0.113.7 is not in the allowlist", "ip-not-whitelisted"],
    ["IP_NOT_ALLOWED", "ip-not-whitelisted"],
    ["时间戳已过期 timestamp expired", "signature-clock-skew"],
    ["请求时间戳与服务器时间相差超过5分钟", "signature-clock-skew"],
    ["签名已过期", "signature-clock-skew"],
    ["RequestTimeTooSkewed", "signature-clock-skew"],
    ["InvalidTimeStamp.Expired", "signature-clock-skew"],
    ["今日调用次数已用完", "quota-exhausted"],
    ["接口调用余量不足，请充值", "quota-exhausted"],
    ["已超出当日调用额度", "quota-exhausted"],
    ["Daily quota exceeded", "quota-exhausted"],
    ["QUOTA_EXCEEDED", "quota-exhausted"],
    ["Quota exceeded: queries per minute", "rate-limited"],
    ["访问过于频繁，请稍后再试", "rate-limited"],
    ["触发限流", "rate-limited"],
    ["RateLimitExceeded", "rate-limited"],
    ["Throttling.User", "rate-limited"],
    ["您的请求可能存在威胁，已被拦截 Request blocked by WAF. event id: 7f3a", "waf-blocked"],
    ["您的访问被拦截", "waf-blocked"],
    ["可用授信额度不足", "credit-exhausted"],
    ["token 已过期", "login-expired"],
    ["登录状态已失效，请重新登录", "login-expired"],
    ["请先登录", "login-missing"],
    ["使用单位无授权服务", "grant-missing"],
    ["该纳税人未授权，接口无调用权限", "grant-missing"],
    ["企业尚未授权给当前使用单位", "grant-missing"],
    ["没有访问该接口的权限", "grant-missing"],
    ["该纳税人未开通数电票开具权限", "grant-missing"],
    ["ISV权限不足", "grant-missing"],
    ["no privilege to access/modify contact", "grant-missing"],
    ["授权已被取消，请重新授权", "grant-missing"],
    ["没有访问权限", "right-missing"],
    ["权限不足", "right-missing"],
    ["insufficient_scope", "right-missing"],
    ["App is not authorized to access this service", "right-missing"],
    ["AppKey不存在：沙箱环境的密钥不能用于生产环境", "environment-mixed-up"],
    ["测试证书不允许访问正式环境", "environment-mixed-up"],
    ["a test mode key was used against production", "environment-mixed-up"],
    ["请使用正式环境的appKey", "environment-mixed-up"],
    ["生产环境不支持沙箱 appKey", "environment-mixed-up"],
    ["您的IP 203.0.113.8 访问过于频繁，已被系统封禁", "address-banned"],
    ["当前IP已被限制访问", "address-banned"],
    ["IP_BLOCKED", "address-banned"],
    ["未登录或token为空", "credentials-refused"],
    ["invalid access_token", "credentials-refused"],
    ["签名错误", "credentials-refused"],
    ["缺少参数 sign", "credentials-refused"],
    ["签名参数不能为空", "credentials-refused"],
    ["Missing required parameter: access_token", "credentials-refused"],
    ["token 无效或已过期", "login-expired"],
    ["a valid date or x-date header is required for HMAC Authentication", "signature-clock-skew"],
    ["请求超过有效期，请检查系统时间", "signature-clock-skew"],
    ["来源IP鉴权失败", "ip-not-whitelisted"],
    ["reach max api daily quota limit", "quota-exhausted"],
    ["资源包已耗尽", "quota-exhausted"],
    ["本次开票金额超过剩余可用发票总额度", "credit-exhausted"],
    ["该订单已开票成功", "already-accepted"],
    ["开票中", "still-processing"],
    ["发票金额超过单张限额", "payload-invalid"],
    ["商品编码不存在或已停用", "payload-invalid"],
    ["税额误差超过0.06", "payload-invalid"],
    ["buyerName不能为空", "payload-invalid"],
    ["购买方纳税人识别号格式不正确", "payload-invalid"],
    ["价税合计与明细金额不一致", "payload-invalid"],
    ["税率不合法", "payload-invalid"],
    ["必填参数缺失：fpqqlsh 不能为空", "payload-invalid"],
    ["buyer tax number is invalid", "payload-invalid"],
    ["InvalidTaxRate", "payload-invalid"],
    ["参数错误", "payload-invalid"],
    ["Missing required parameter: serial", "payload-invalid"],
    ["流水号重复", "already-accepted"],
    ["发票开具中，请稍后查询", "still-processing"],
    ["系统维护中", "maintenance"],
  ])("%s: %s", (sentence, means) => {
    expect(reasonIn(sentence)).toBe(means);
  });

  it.each([
    "success",
    "操作成功",
    "白名单管理",
    "请联系管理员申请 IP 白名单",
    "剩余次数：120",
    "登录",
    "纳税人识别号不存在",
    "请求超时",
    "设备维护管理系统",
    "拦截器初始化完成",
    "rate limit 100/s, whitelist enabled",
    "限流：关闭",
    "测试环境正常",
    "当前环境：正式环境，证书有效",
    "授权码错误",
    "企业授权成功",
    "权限管理",
    "No permission required",
    "开票中心",
    "IP黑名单功能已启用",
    "用户名不能为空",
    "金额：100.00，税率：0.13",
    "invalid request",
    "Internal Server Error",
    "Unauthorized",
    "401 未授权",
    "Forbidden",
    "Service Temporarily Unavailable",
    "时间戳",
    "timestamp: 2026-11-27T06:54:40Z",
  ])("%s: no reason", (sentence) => {
    expect(reasonIn(sentence)).toBeUndefined();
  });
});

describe("readContent", () => {
  it("JSON speaks by its messages, not by what was asked for", () => {
    const said = (body: object) => readContent(JSON.stringify(body)).said;
    expect(said({ code: "40301", msg: "IP地址不在白名单" })).toMatchObject({
      means: "ip-not-whitelisted",
      refuses: true,
    });
    expect(said({ code: 0, data: { message: "IP地址不在白名单" } })).toBeUndefined();
    expect(said({ whitelist: true, quota: 0, msg: "ok" })).toBeUndefined();
    expect(said({ Response: { Error: { Code: "LimitExceeded", Message: "Daily quota exceeded" } } })).toMatchObject({
      means: "quota-exhausted",
      refuses: true,
    });
    expect(said({ code: "0000", message: "IP地址不在白名单" })).toMatchObject({ refuses: false });
    expect(said({ success: false, msg: "纳税人识别号不存在" })).toMatchObject({ refuses: true });
    for (const failing of [
      { errcode: 40001, errmsg: "invalid credential" },
      { status: "error", message: "db down" },
      { code: "9999", msg: "系统异常，请联系管理员" },
      { code: "500", msg: "系统繁忙", data: null },
      { code: "A0500", msg: "服务繁忙，请稍后重试" },
      { code: 500, data: null },
      { code: 503, msg: "db" },
      { resultCode: "E1", msg: "NullPointerException" },
    ])
      expect(said(failing)).toMatchObject({ refuses: true });
    for (const well of [
      { errcode: 0, errmsg: "ok" },
      { errorCode: "", errorMsg: "" },
      { error_num: 5, status: "UP" },
      { code: "S100", msg: "no errors found" },
      { code: "100", msg: "异常任务：0，运行正常" },
      { code: "A1", message: "已受理" },
      { code: "1002", msg: "暂无数据" },
      { code: "5001", msg: "ok" },
      { code: "500", msg: "运行正常" },
      { code: 200, msg: "系统繁忙时段：无" },
    ])
      expect(said(well)?.refuses ?? false).toBe(false);
  });
});

describe("a message within a message", () => {
  const credit = "授信额度不足";
  const soap = (inner: string): string =>
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><return>${inner}</return></s:Body></s:Envelope>`;
  const xml = `<r><RETURNCODE>9999</RETURNCODE><RETURNMSG>${credit}</RETURNMSG></r>`;
  const json = JSON.stringify({ rtnCode: "9999", rtnMsg: credit });

  it.each([
    ["XML in CDATA", soap(`<![CDATA[${xml}]]>`)],
    ["XML with its brackets masked", soap(xml.replace(/</g, "&lt;").replace(/>/g, "&gt;"))],
    ["Base64", `<i><returnCode>9999</returnCode><returnMessage>${base64Of(credit)}</returnMessage></i>`],
  ])("%s", (_, body) => {
    expect(readContent(body).said).toMatchObject({ means: "credit-exhausted", refuses: true });
  });

  it("JSON in JSON and in XML counts where something else was expected", () => {
    for (const body of [JSON.stringify({ code: "1", data: json }), `<r><code>1</code><data>${json}</data></r>`])
      expect(readContent(body, { failed: true }).said, body).toMatchObject({ means: "credit-exhausted" });
    expect(readContent(JSON.stringify({ code: "0000", data: json })).said).toBeUndefined();
  });

  it("a hostile body is read in no time", () => {
    const began = performance.now();
    for (const body of ["[".repeat(100_000), `<a>${"<b".repeat(9000)}`, `{"msg":"${"未没有".repeat(100_000)}"}`])
      readContent(body, { failed: true });
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const shownOf = ({ diagnosis }: Report): string[] =>
  diagnosis.causes.filter(({ standing }) => standing !== "ruled-out").map(({ id }) => id);

const run = async (behave: Behaviour, target: object = {}) => {
  const server = await oddHttp(behave);
  closing.push(server.close);
  const url = `http://api.invoice.test:${server.port}/health`;
  const report = await examined([{ name: "api", url, owner: "vendor", expect: { status: 200 }, ...target }], {
    "api.invoice.test": ["127.0.0.1"],
  });
  return { ids: shownOf(report), shown: inShort(report), report };
};

type Body = string | readonly [body: Buffer, type: string];
const says =
  (status: string, body: Body): Behaviour =>
  (socket) => {
    const [bytes, type] = typeof body === "string" ? [Buffer.from(body), "application/json"] : body;
    socket.write(
      Buffer.concat([
        Buffer.from(`HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n\r\n`),
        bytes,
      ]),
    );
  };
/** Pairs of GB 2312 bytes, as a Chinese server sends them: 您的请求已被拦截. */
const blockedInGbk = Buffer.from("c4fab5c4c7ebc7f3d2d1b1bbc0b9bdd8", "hex");
const page = (title: string, text: string) =>
  [Buffer.from(`<html><title>${title}</title><body>${text}</body></html>`), "text/html; charset=utf-8"] as const;
const json = { expect: { status: 200, json: { "$.code": "0000" } } };
const message = (msg: string, code: string | number = "9001"): string => JSON.stringify({ code, msg });
const soap = (reason: string) =>
  [
    Buffer.from(
      `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:Client</faultcode><faultstring>${reason}</faultstring></soap:Fault></soap:Body></soap:Envelope>`,
    ),
    "text/xml; charset=utf-8",
  ] as const;

describe("a whole run", () => {
  it.each<[string, string, string, Body, object?]>([
    ["ip-not-whitelisted", "403", "403 Forbidden", message("IP地址不在白名单")],
    ["ip-not-whitelisted", "200 without expectations", "200 OK", message("来源IP未授权")],
    ["ip-not-whitelisted", "SOAP", "500 Internal Server Error", soap("来源 IP 不在白名单内")],
    ["signature-clock-skew", "401", "401 Unauthorized", message("时间戳已过期 timestamp expired")],
    ["signature-clock-skew", "400", "400 Bad Request", message("签名时间已过期")],
    ["quota-exhausted", "200", "200 OK", message("今日调用次数已用完"), json],
    ["quota-exhausted", "429", "429 Too Many Requests", message("quota exceeded")],
    ["waf-blocked", "405 page", "405 Not Allowed", page("405", "您的请求可能存在威胁，已被拦截 event id: 7f3a")],
    ["waf-blocked", "page of status 200", "200 OK", page("访问被拦截", "请联系管理员")],
    ["waf-blocked", "GBK by its header", "403 Forbidden", [blockedInGbk, "text/plain; charset=gbk"]],
    ["waf-blocked", "GBK without a word", "503 Service Unavailable", [blockedInGbk, "text/plain"]],
    ["api-rate-limited", "200", "200 OK", message("请求过于频繁"), json],
    ["api-rate-limited", "403", "403 Forbidden", message("请求过于频繁")],
    ["api-rate-limited", "429", "429 Too Many Requests", message("请求过于频繁")],
    ["login-expired", "200", "200 OK", message("登录已失效，请重新登录"), json],
    ["login-expired", "401", "401 Unauthorized", message("token 已过期")],
    ["api-unauthenticated", "401", "401 Unauthorized", message("请先登录")],
    ["api-unauthenticated", "401 signature", "401 Unauthorized", message("签名错误")],
    ["credit-exhausted", "200", "200 OK", message("可用授信额度不足"), json],
    ["grant-missing", "403", "403 Forbidden", message("使用单位无授权服务")],
    ["grant-missing", "200", "200 OK", message("该纳税人未授权，接口无调用权限", "4010"), json],
    ["grant-missing", "200, a right", "200 OK", message("没有访问该接口的权限"), json],
    ["api-forbidden", "403, a right", "403 Forbidden", message("没有访问权限")],
    ["grant-missing", "403, a right to something", "403 Forbidden", message("没有访问该接口的权限")],
    ["egress-address-banned", "403", "403 Forbidden", message("当前IP已被限制访问", "IP_BLOCKED")],
    ["egress-address-banned", "page", "403 Forbidden", page("", "您的IP 203.0.113.8 访问过于频繁，已被系统封禁")],
    ["api-unauthenticated", "200", "200 OK", message("未登录或token为空", "401"), json],
    ["api-unauthenticated", "401, a token", "401 Unauthorized", message("invalid token", "401"), json],
    ["still-processing", "202", "202 Accepted", '{"status":"PROCESSING"}', json],
    ["payload-invalid", "422", "422 Unprocessable", '{"errors":[{"field":"taxRate","message":"must be one of 0.13"}]}'],
    [
      "payload-invalid",
      "422, FastAPI",
      "422 Unprocessable",
      '{"detail":[{"loc":["body","taxNo"],"msg":"field required"}]}',
    ],
    ["api-wrong-content", "a form for JSON", "200 OK", page("开票", "购买方税号不能为空"), json],
    ["environment-mixed-up", "401", "401 Unauthorized", message("沙箱环境的密钥不能用于生产环境")],
    ["environment-mixed-up", "200", "200 OK", message("密钥与环境不匹配"), json],
    ["payload-invalid", "200", "200 OK", message("购买方纳税人识别号格式不正确", "2001"), json],
    ["payload-invalid", "200 without expectations", "200 OK", message("价税合计与明细金额不一致")],
    ["payload-invalid", "400", "400 Bad Request", message("Missing required field: buyerTaxNo")],
    ["api-unauthenticated", "401, a parameter", "401 Unauthorized", message("缺少必填参数 appkey")],
    ["api-business-error", "busy, without expectations", "200 OK", message("系统繁忙", "500")],
    ["api-business-error", "an unknown code that is expected otherwise", "200 OK", message("未知", "7001"), json],
    ["api-maintenance-page", "JSON of status 200", "200 OK", message("系统维护中"), json],
    ["api-maintenance-page", "500", "500 Internal Server Error", message("系统维护中")],
    ["api-unavailable", "503", "503 Service Unavailable", message("系统维护中，预计 22:00 恢复")],
    ["api-error", "500", "500 Internal Server Error", message("系统异常")],
    ["api-business-error", "success: false", "200 OK", '{"success":false,"msg":"纳税人识别号不存在"}'],
  ])("%s (%s) is the first cause", async (cause, _, status, body, target = {}) => {
    const { ids, shown, report } = await run(says(status, body), target);
    expect(ids[0], shown).toBe(cause);
    expect(report.diagnosis.unexplained, shown).toEqual([]);
  });

  it.each<[string, string, Body, object?]>([
    [
      "a help page",
      "200 OK",
      page("帮助中心", "<h2>IP 不在白名单怎么办</h2>".concat("请按以下步骤处理。".repeat(100))),
    ],
    ["a success whose message has such words", "200 OK", message("已过滤不在白名单的记录", "0000")],
    ["the refusal that is expected", "401 Unauthorized", message("token 已过期"), { expect: { status: 401 } }],
    ["the content that is expected", "200 OK", message("请求过于频繁", "0000"), json],
    ["a text that describes itself", "200 OK", [Buffer.from("OK: QPS limit 100, WAF on"), "text/plain"]],
    ["an unknown code without expectations", "200 OK", message("已受理", "7001")],
    ["a word of progress", "200 OK", '{"status":"PROCESSING"}'],
    ["a list of remarks", "200 OK", '{"details":[{"field":"taxRate","message":"0.13"}]}'],
    ["records", "200 OK", '{"code":0,"data":{"msg":"今日调用次数已用完"},"whitelist":true}'],
    ["a page of machines", "200 OK", page("设备维护管理系统", "登录")],
  ])("%s is healthy", async (_, status, body, target = {}) => {
    const { ids, shown, report } = await run(says(status, body), target);
    expect([ids, report.status], shown).toEqual([[], "pass"]);
  });
});
