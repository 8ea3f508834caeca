import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/engine/diagnose.js";
import { causes } from "../../src/model/causes/index.js";
import type { Result } from "../../src/model/result.js";
import { checks, step } from "./step.js";

/** Doors that do not answer, or oddly: which of two causes stands first by what was seen of them. */
const host = "10.0.0.5";
const shop = { "this-host": "me", gateway: "10.0.1.1" };

const stepAt = (id: string, place: Partial<Result["places"]>, ...signals: readonly string[]): Result =>
  step(id, { ...shop, host, ...place }, ...signals);
const port = (number: number, ...signals: readonly string[]): Result =>
  stepAt(`port:desk/${number}`, { target: "desk", endpoint: `${host}:${number}` }, ...signals);
const standing = (...results: readonly Result[]): readonly string[] =>
  diagnose(results, { checks, causes, targets: [{ name: "desk", kind: "host", dependsOn: [] }] })
    .causes.filter((one) => one.standing !== "ruled-out")
    .map(({ id }) => id);

const silence = [port(8080, "silent", "lifeless"), port(3389, "silent", "lifeless")];
const way = stepAt("path:desk", {}, "ends-at");
const gateway = stepAt("link:@site", { target: "@site" }, "gateway-answers");

describe("a host that answers nothing", () => {
  test("host-down before host-firewalled where a router says that it is missing", () => {
    const found = standing(...silence, stepAt("ping:desk", {}, "unreachable", "announced"), way, gateway);
    expect(found[0]).toBe("host-down");
    expect(found).not.toContain("host-firewalled");
  });

  test("host-firewalled before host-down, both named, where none says so for long", () => {
    const found = standing(...silence, stepAt("ping:desk", {}, "silent", "unannounced"), way, gateway);
    expect(found.slice(0, 2)).toEqual(["host-firewalled", "host-down"]);
  });

  test("host-down before host-firewalled where nobody waited for it", () => {
    const found = standing(...silence, stepAt("ping:desk", {}, "silent"), way, gateway);
    expect(found.slice(0, 2)).toEqual(["host-down", "host-firewalled"]);
  });

  test("one port says as much of that as several", () => {
    const found = standing(port(3389, "silent"), stepAt("ping:desk", {}, "silent", "unannounced"), gateway);
    expect(found[0]).toBe("host-firewalled");
  });
});

describe("a port that leaves requests unanswered while its host lives", () => {
  const beside = stepAt("ping:desk", {}, "answers", "no-loss", "near", "even");

  test("accept-queue-full before firewall-drops-port where only requests are dropped", () => {
    const found = standing(port(3389, "silent", "alive", "stray-answered"), beside);
    expect(found.slice(0, 2)).toEqual(["accept-queue-full", "firewall-drops-port"]);
  });

  test("firewall-drops-port before accept-queue-full where everything is, and where it is not known", () => {
    expect(standing(port(3389, "silent", "alive", "stray-dropped"), beside)[0]).toBe("firewall-drops-port");
    expect(standing(port(3389, "silent", "alive"), beside).slice(0, 2)).toEqual([
      "firewall-drops-port",
      "accept-queue-full",
    ]);
  });
});

test("api-no-response and service-frozen stand side by side where plain HTTP is met with silence; neither where it is late", () => {
  const asked = (...signals: string[]): Result => stepAt("api:desk", { endpoint: `${host}:80` }, ...signals);
  const silent = port(80, "open", "unheard");
  const heard = { ...silent, places: { ...silent.places, target: "desk" } };
  const found = standing(heard, asked("no-response"));
  expect(found.slice(0, 2)).toEqual(["api-no-response", "service-frozen"]);
  expect(standing(heard, asked("answers", "status-ok", "content-ok", "in-time"))).toEqual([]);
});

test("api-wrong-content before api-business-error where nothing of what is expected is there", () => {
  const asked = (signal: string): Result =>
    stepAt("api:desk", { endpoint: `${host}:80` }, "answers", "status-ok", signal, "in-time");
  expect(standing(asked("json-other"))[0]).toBe("api-wrong-content");
  expect(standing(asked("json-differs"))[0]).toBe("api-business-error");
});

test("connection-limit before api-slow: a request that waited for another's connection to end", () => {
  const api = stepAt("api:desk", { endpoint: `${host}:443` }, "answers", "status-ok", "content-ok", "slow");
  const found = standing(port(443, "open", "one-at-a-time"), api);
  expect(found[0]).toBe("connection-limit");
  expect(found).not.toContain("api-slow");
});

describe("a line that is too narrow", () => {
  const other = "10.0.0.6";
  const far = (name: string, at: string): Result =>
    stepAt(`ping:${name}`, { host: at }, "answers", "no-loss", "far", "uneven");

  test("bandwidth-low before firewall-drops-port, where a port is silent behind its queue", () => {
    const found = standing(
      port(8443, "silent", "lifeless"),
      port(3389, "mostly-failing", "speaks"),
      far("desk", host),
      stepAt("path:desk", {}, "reaches", "full-size", "narrow"),
    );
    expect(found).toEqual(["bandwidth-low"]);
  });

  test("bandwidth-low alone, and no jitter, of a host behind the same line whose width was not measured", () => {
    const found = standing(
      far("desk", host),
      stepAt("path:desk", {}, "reaches", "full-size", "narrow"),
      far("store", other),
      stepAt("path:store", { host: other }, "reaches", "full-size"),
    );
    expect(found).toEqual(["bandwidth-low"]);
  });

  test("firewall-drops-port, and no bandwidth-low, where the line is wide", () => {
    const found = standing(port(8443, "silent", "alive"), stepAt("path:desk", {}, "reaches", "full-size", "enough"));
    expect(found[0]).toBe("firewall-drops-port");
    expect(found).not.toContain("bandwidth-low");
  });
});

describe("a page to log in that comes in the place of every answer", () => {
  test("captive-portal, though it comes with 200 and without a redirect", () => {
    const page = (name: string, at: string): Result =>
      stepAt(`api:${name}`, { host: at, endpoint: `${at}:80` }, "answers", "status-ok", "portal-page", "in-time");
    const found = standing(
      page("desk", host),
      page("store", "10.0.0.6"),
      port(80, "open", "speaks"),
      stepAt("proxy:@site", { target: "@site" }, "no-redirect"),
    );
    expect(found).toEqual(["captive-portal"]);
  });
});

describe("names that lead to a login page of this network", () => {
  test("captive-portal, and neither api-login-redirect nor cert-wrong-host nor port-closed", () => {
    const at = { host: "10.0.1.1" };
    const found = standing(
      stepAt(
        "tls:web",
        { ...at, "virtual-host": "web.test:443" },
        "completes",
        "in-date",
        "self-signed",
        "name-mismatch",
      ),
      stepAt("api:pay", { ...at, target: "pay" }, "answers", "login-redirect", "in-time"),
      stepAt("port:desk/8080", { ...at, endpoint: "10.0.1.1:8080" }, "refused"),
      stepAt("proxy:@site", { ...at, target: "@site" }, "portal-by-name"),
    );
    expect(found).toEqual(["captive-portal"]);
  });
});

describe("connections that are refused now and then", () => {
  const web = { target: "desk", endpoint: `${host}:443` };
  const balance = (...signals: readonly string[]): Result => stepAt("balance:desk", web, ...signals);
  const refused = port(443, "refused-at-times");

  test("backend-partly-failing before connection-limit where they are refused alone", () => {
    expect(standing(refused)[0]).toBe("backend-partly-failing");
    const found = standing(refused, balance("random-failures", "alone-repeatedly"));
    expect(found[0]).toBe("backend-partly-failing");
    expect(found).not.toContain("connection-limit");
  });

  test("backend-partly-failing, not connection-limit, where requests alone fail, whatever befell a second connection", () => {
    const found = standing(port(443, "unsteady", "one-at-a-time"), balance("random-failures", "alone-repeatedly"));
    expect(found[0]).toBe("backend-partly-failing");
    expect(found).not.toContain("connection-limit");
  });

  test("connection-limit where a second one beside the first is refused, and each alone opens", () => {
    expect(standing(port(443, "open", "one-at-a-time"))).toEqual(["connection-limit"]);
    expect(standing(port(443, "refused-seldom", "one-at-a-time"))).toEqual(["connection-limit"]);
  });

  test("port-closed where all are refused", () => {
    expect(standing(port(443, "refused"))[0]).toBe("port-closed");
  });
});
