import { describe, expect, it } from "vitest";
import { environment } from "../../checks/environment.js";
import { environmentOf } from "../../src/model/platforms.js";
import type { UrlTarget } from "../../src/model/profile.js";
import { fill } from "../../src/model/text.js";
import { makeProfile, urlTarget } from "../servers/profile.js";

const leqi = "https://lqpt.chinatax.gov.cn:8443";

describe("which environment an address belongs to", () => {
  it.each([
    [`${leqi}/access/v2/invoke/2010/1234`, "production"],
    [`${leqi}/access/newsandbox/v2/invoke/2010/1234`, "sandbox"],
    [`${leqi}/`, undefined],
    ["http://10.0.0.9:8864/access/newsandbox/v2/invoke/2010/1234", "sandbox"],
    ["https://dppt.guangdong.chinatax.gov.cn:8443/", "production"],
    ["https://inv-veri.chinatax.gov.cn/", "production"],
    ["https://chinatax.gov.cn.example.test/", undefined],
    ["https://notchinatax.gov.cn/", undefined],
    ["https://sandbox.nuonuocs.cn/open/v1/services", "sandbox"],
    ["https://sdk.nuonuo.com/open/v1/services", "production"],
    ["https://api.example.test/sandbox/invoices", "sandbox"],
    ["https://sandbox.lanxin-erp.cn:8443/api/ping", "sandbox"],
    ["https://api-uat2.example.com.cn/", "sandbox"],
    ["https://api.test.example.cn/", "sandbox"],
    ["https://openapi-prod.example.cn/", "production"],
    // The registered domain is nobody's choice of environment.
    ["https://api.example.test/", undefined],
    ["https://api.test.com.cn/", undefined],
    ["https://test.cn/", undefined],
    ["https://api.example.dev/", undefined],
    // Whole words only, and not both.
    ["https://latest.example.cn/", undefined],
    ["https://developer.example.cn/v1", undefined],
    ["https://pre.example.cn/", undefined],
    ["https://test-prod.example.cn/", undefined],
    ["https://api.example.cn/test/invoices", undefined],
    ["http://10.0.0.9:8080/", undefined],
  ] as const)("%s: %s", (url, expected) => {
    expect(environmentOf(url)).toBe(expected);
  });
});

const aims = (changes: Partial<UrlTarget>, url = `${leqi}/`) =>
  environment.aims(makeProfile({ targets: [{ ...urlTarget(url, "api"), ...changes }] }));
const judged = (changes: Partial<UrlTarget>, url?: string) => {
  const [aim] = aims(changes, url);
  if (aim === undefined) throw new Error("no aim");
  const context = { target: aim.target, settings: {}, now: new Date(), others: () => [] };
  const [answer] = environment.judge([{ addresses: 1 }], context);
  if (answer === undefined) throw new Error("no answer");
  return { signal: answer.signal, text: fill(environment.signals[answer.signal].text, answer.data) };
};
const invoke = (path: string) => ({ issue: { url: `${leqi}/access/${path}/invoke/1/2?key=very-secret` } });

describe("aims", () => {
  it("only where the profile says what the keys are for, and an address is known", () => {
    expect(aims({})).toEqual([]);
    expect(aims({ environment: "sandbox" })).toEqual([]);
    expect(aims({ environment: "sandbox", ...invoke("v2") })).toHaveLength(1);
    expect(aims({ ...invoke("v2") })).toEqual([]);
  });

  it("carry no value of a query", () => {
    expect(JSON.stringify(aims({ environment: "sandbox", ...invoke("v2") }))).not.toContain("very-secret");
  });
});

describe("address and keys", () => {
  it("fit each other", () => {
    expect(judged({ environment: "production", ...invoke("v2") }).signal).toBe("address-fits");
    expect(judged({ environment: "sandbox", ...invoke("newsandbox/v2") }).signal).toBe("address-fits");
  });

  it("are mixed up, either way round", () => {
    const { signal, text } = judged({ environment: "production", ...invoke("newsandbox/v2") });
    expect(signal).toBe("environment-mixed-up");
    expect(text.en).toMatch(/newsandbox.* is an address of sandbox, but the keys are for production/);
    expect(judged({ environment: "sandbox" }, "https://sdk.nuonuo.com/open/v1").signal).toBe("environment-mixed-up");
  });

  it("are mixed up if one of several addresses is", () => {
    expect(
      judged({ environment: "production", ...invoke("newsandbox/v2") }, "https://dppt.hubei.chinatax.gov.cn/").signal,
    ).toBe("environment-mixed-up");
  });
});
