import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/engine/diagnose.js";
import { causes } from "../../src/model/causes/index.js";
import type { Result } from "../../src/model/result.js";
import { checks, step } from "./step.js";

/** Ways that lead nowhere: which of two causes stands first by what was seen of them. */
const shop = { "this-host": "me", gateway: "10.0.1.1" };
const link = (...signals: readonly string[]): Result => step("link:@site", shop, ...signals);
const standing = (...results: readonly Result[]): readonly string[] =>
  diagnose(results, { checks, causes, targets: [] })
    .causes.filter(({ standing }) => standing !== "ruled-out")
    .map(({ id, place }) => `${id} ${place}`);

const silent = (name: string, host: string, end = "no-hop"): readonly Result[] => {
  const places = { ...shop, host };
  return [
    step(`port:${name}/8443`, { ...places, endpoint: `${host}:8443` }, "silent", "lifeless"),
    step(`ping:${name}`, places, "silent"),
    step(`path:${name}`, places, end),
  ];
};

describe("hosts beyond the gateway from which nothing comes, and no hop says anything", () => {
  test("two of them: upstream-outage, not host-down twice; a gateway that drops all counts no hops either", () => {
    const found = standing(
      link("up", "gateway-answers"),
      ...silent("api", "203.0.113.5"),
      ...silent("app", "192.0.2.9"),
    );
    expect(found[0]).toBe("upstream-outage 10.0.1.1");
  });
  test("one of them: host-down, which one observer cannot tell from upstream-outage", () => {
    const found = standing(link("up", "gateway-answers"), ...silent("api", "203.0.113.5"));
    expect(found[0]).toBe("host-down 203.0.113.5");
    expect(found).toContain("upstream-outage 10.0.1.1");
  });
});

describe("an interface of this machine that holds the network of its targets is switched off", () => {
  const away = (...end: readonly string[]): readonly Result[] => {
    const places = { ...shop, host: "10.200.7.30", endpoint: "10.200.7.30:3306" };
    return [
      step("port:api/443", { ...shop, host: "203.0.113.5", endpoint: "203.0.113.5:443" }, "open", "at-once"),
      step("db:books", places, end[0] ?? ""),
      step("ping:books", places, "silent"),
      step("path:books", places, end[1] ?? ""),
    ];
  };
  const words = ["network-unreachable", "unreachable-from"];
  test("and routers say that they know no way there: interface-down alone, no route is missing", () => {
    expect(standing(link("interface-down", "gateway-answers"), ...away(...words))).toEqual(["interface-down me"]);
  });
  test("and nobody says anything, since all goes to where the default route leads: no host is down", () => {
    expect(standing(link("interface-down", "gateway-answers"), ...away("silent", "ends-at"))).toEqual([
      "interface-down me",
    ]);
  });
  test("none is: route-missing", () => {
    expect(standing(link("up", "gateway-answers"), ...away(...words))[0]).toBe("route-missing 10.200.7.30");
  });
});

describe("this machine's own routing table rejects a host", () => {
  const books = { ...shop, host: "10.200.7.30", endpoint: "10.200.7.30:3306" };
  const door = step("db:books", books, "blocked-here");
  test("route-rejects before firewall-rejects-port: no filter is suspected of what the table says", () => {
    expect(standing(link("up", "route-rejects"), door)).toEqual(["route-missing me"]);
  });
  test("firewall-rejects-port where the table has a way", () => {
    expect(standing(link("up", "routed"), door)).toEqual(["firewall-rejects-port 10.200.7.30:3306"]);
  });
  test("neither where nothing fails: the host has another address", () => {
    expect(standing(link("up", "route-rejects"), step("db:books", books, "accepts"))).toEqual([]);
  });
});

describe("our gateway says that it knows no way to a host, to whoever gets its rationed word", () => {
  const told = silent("api", "203.0.113.5", "gateway-has-no-way");
  test("and nothing comes from any other: route-missing at the gateway before upstream-outage, no host is down", () => {
    const found = standing(link("up", "gateway-answers"), ...told, ...silent("app", "192.0.2.9"));
    expect(found.slice(0, 2)).toEqual(["route-missing 10.0.1.1", "upstream-outage 10.0.1.1"]);
  });
  test("and another one beyond it answers: route-missing to that host alone", () => {
    const door = step("port:app/443", { ...shop, host: "192.0.2.9", endpoint: "192.0.2.9:443" }, "open", "at-once");
    expect(standing(link("up", "gateway-answers"), ...told, door)).toEqual(["route-missing 203.0.113.5"]);
  });
  test("of the resolver, which is all that is asked: route-missing before resolver-misconfigured", () => {
    const asked = step(
      "dns:api",
      { ...shop, name: "api.test", resolver: "192.0.2.53" },
      "servers-silent",
      "resolver-lifeless",
      "resolver-way-missing",
    );
    expect(standing(link("up", "gateway-answers"), asked)[0]).toBe("route-missing 10.0.1.1");
  });
});

describe("a neighbour by the netmask that nobody answers for", () => {
  const places = { ...shop, host: "10.0.20.12" };
  const missed = [
    step("port:app/8080", { ...places, endpoint: "10.0.20.12:8080" }, "host-unreachable"),
    step("ping:app", places, "unreachable"),
    step("path:app", places, "host-unreachable-from"),
  ];
  test("in a network too large to be one: wrong-netmask before host-down", () => {
    expect(standing(link("up", "gateway-answers", "netmask-too-wide"), ...missed)[0]).toBe("wrong-netmask me");
  });
  test("in one of a size that some have: host-down before wrong-netmask, both named", () => {
    const found = standing(link("up", "gateway-answers", "netmask-doubtful"), ...missed);
    expect(found).toEqual(["host-down 10.0.20.12", "wrong-netmask me"]);
  });
  test("in the network of the gateway and all others: host-down alone", () => {
    const found = standing(link("up", "gateway-answers", "netmask-fits"), ...missed);
    expect(found).toEqual(["host-down 10.0.20.12"]);
  });
});
