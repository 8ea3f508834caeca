import { describe, expect, it } from "vitest";
import { gatewaysTo, innerAddress, leadsToPortal, portalPage } from "../../checks/api/portal.js";
import { api } from "../../checks/api.js";
import type { HttpAnswer, Io } from "../../src/model/io.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";

/** A login portal that answers in the API's place, in plain HTTP, as the API's own check sees it. */

const gateway = "192.168.50.1";
const far: LocatedAddress = { address: "172.20.8.20", family: 4, scope: "routed", via: gateway };
const at = (...addresses: LocatedAddress[]): Located => ({ host: "api.test", source: "dns", addresses });
const beside = (address: string): LocatedAddress => ({ address, family: 4, scope: "on-link" });

describe("a redirect", () => {
  const to = (location: string, status = 302) => innerAddress({ status, location });

  it("tells where it leads only by a bare private address", () => {
    expect(to(`http://${gateway}:8099/portal`)).toBe(gateway);
    for (const other of ["http://login.wifi.test/", "http://93.184.215.14/", "/login", "nonsense:"])
      expect(to(other)).toBeUndefined();
    expect(to(`http://${gateway}/`, 200)).toBeUndefined();
  });

  it("leads to a portal if it leads from beyond the gateway to the gateway or its network", () => {
    const answer = { status: 302 };
    expect(gatewaysTo(at(far))).toEqual([gateway]);
    expect(leadsToPortal(answer, [gateway], beside(gateway))).toBe(true);
    expect(leadsToPortal(answer, [gateway], beside("192.168.50.2"))).toBe(true);
    expect(leadsToPortal(answer, [gateway], { ...far, address: "10.1.1.1" })).toBe(false);
    expect(leadsToPortal(answer, [gateway], undefined)).toBe(false);
    expect(leadsToPortal({ status: 511 }, [], undefined)).toBe(true);
  });

  it("of what lies beside us, or of the gateway itself, leads to no portal", () => {
    expect(gatewaysTo(at(beside("192.168.50.9")))).toEqual([]);
    expect(gatewaysTo(at({ ...far, address: gateway }))).toEqual([]);
  });
});

describe("a page", () => {
  const page = (title: string, text = "") => `<html><head><title>${title}</title></head><body>${text}</body></html>`;

  it("is a portal's by its title, or by an address of our gateway", () => {
    for (const title of ["上网认证", "WiFi Login", "访客网络登录", "Captive Portal"])
      expect(portalPage(page(title), [])).toBe(title);
    expect(portalPage(page("登录", `<form action="http://${gateway}:8090/in">`), [gateway])).toBe(gateway);
  });

  it("is not by a mere login", () => {
    for (const title of ["登录", "统一身份认证", "Login", "电子发票服务平台"])
      expect(portalPage(page(title, "http://192.168.50.11/"), [gateway])).toBeUndefined();
    expect(portalPage('{"title":"WiFi Login"}', [])).toBeUndefined();
  });
});

describe("the check", () => {
  const look = async (answer: Partial<HttpAnswer>) => {
    const times = { firstByte: 1 };
    const base = { status: 200, address: far.address, type: "text/html", bodyBytes: 1, body: "", times };
    const value = { httpVersion: "1.1", connection: null, headerNames: [], ...base, ...answer };
    const io = {
      locate: async (host: string) => ({ ok: true, ms: 1, value: at(host === "api.test" ? far : beside(host)) }),
      request: async () => ({ ok: true, ms: 1, value }),
      runtime: () => ({ loopDelay: 0, stalls: [], descriptors: null }),
      resolvers: async () => [],
      resent: () => null,
    } as unknown as Io;
    const target = { as: "api", host: "api.test", port: 80, url: "http://api.test/", expect: { status: 200 } };
    const settings = { slow: 3000 };
    const seen = await api.observe(target as never, { io, settings, signal: new AbortController().signal });
    const context = { target: target as never, settings, now: new Date(), others: () => [] };
    return api.judge([seen as never], context).map(({ signal }) => signal);
  };

  it("names a redirect to our gateway, and its page", async () => {
    expect(await look({ status: 302, location: `http://${gateway}:8099/login.html` })).toContain("portal-redirect");
    expect(await look({ status: 302, location: "http://sso.test/login" })).toContain("login-redirect");
    expect(await look({ body: `<html><script>location="http://${gateway}/"</script></html>` })).toContain(
      "portal-page",
    );
  });
});
