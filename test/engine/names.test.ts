import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/engine/diagnose.js";
import { causes } from "../../src/model/causes/index.js";
import type { Result } from "../../src/model/result.js";
import { checks, step } from "./step.js";

/** Names that do not resolve, or wrongly: which of two causes stands first by what was seen of them. */
const shop = { "this-host": "me", gateway: "10.0.1.1", resolver: "10.0.9.53" };

const named = (subject: string, ...signals: readonly string[]): Result =>
  step(`dns:${subject}`, { ...shop, name: `${subject}.example.test` }, ...signals);
const standing = (...results: readonly Result[]): readonly string[] =>
  diagnose(results, { checks, causes, targets: [] })
    .causes.filter(({ standing }) => standing !== "ruled-out")
    .map(({ id }) => id);

describe("a resolver that leaves a name unanswered", () => {
  const alive = "resolver-alive";
  test("and says what it knows by itself: its recursion fails, not the way to it", () => {
    expect(standing(named("api", "name-unanswered", alive), named("db", "name-unanswered", alive))[0]).toBe(
      "dns-server-failure",
    );
  });
  test("and is the gateway: its line is down, or its recursion fails; not if it knows another name", () => {
    const ours = (subject: string, ...signals: readonly string[]): Result =>
      step(`dns:${subject}`, { ...shop, resolver: shop.gateway, name: `${subject}.example.test` }, ...signals);
    const silent = ours("api", "unanswered-by-gateway", alive);
    expect(standing(silent, ours("db", "unanswered-by-gateway", alive)).slice(0, 2)).toEqual([
      "upstream-outage",
      "dns-server-failure",
    ]);
    expect(standing(silent, ours("db", "resolves"))[0]).toBe("dns-server-failure");
  });
  test("and everything else, too: queries vanish", () => {
    expect(standing(named("api", "servers-silent", alive))[0]).toBe("dns-blocked");
  });
  test("and a filter on the way says so, while its host lives: no resolver is missing", () => {
    const found = standing(named("api", "servers-prohibited", alive), named("db", "servers-silent", alive));
    expect(found[0]).toBe("dns-blocked");
    expect(found).not.toContain("resolver-misconfigured");
  });
  test("and cannot be reached, as this program is told, by questions alone", () => {
    expect(standing(named("api", "servers-unreachable", alive))).toEqual(["dns-blocked"]);
  });
  test("until all have given up: it is slow", () => {
    expect(standing(named("api", "answered-too-late", alive))[0]).toBe("dns-slow");
  });
});

test("answers too long for UDP, and TCP is blocked for all names: that hurts this one, and is the cause", () => {
  const short = ["resolves", "tcp-silent"];
  expect(standing(named("long", "truncated-and-tcp-blocked"), named("db", ...short), named("web", ...short))).toEqual([
    "dns-tcp-blocked",
  ]);
});

/** What a database in use at the wrong machine is seen to do. */
const visited = (...signals: readonly string[]): Result =>
  step("db:books", { ...shop, name: "books.example.test", host: "10.0.0.7", endpoint: "10.0.0.7:3306" }, ...signals);

describe("nothing listens where the name of the database leads", () => {
  const resolved = named("books", "resolves", "other-answers", "not-listed");
  test("and somebody does at the address that another resolver gives: the answer is wrong, the database is not down", () => {
    expect(standing(resolved, visited("refused", "refused-by-host", "alive-elsewhere"))[0]).toBe("dns-wrong-answer");
  });
  test("nor elsewhere: it is down", () => {
    expect(standing(resolved, visited("refused", "refused-by-host", "dead-elsewhere"))[0]).toBe("db-down");
  });
});

describe("names that lead to our own gateway, where the services' ports refuse", () => {
  const gateway = shop.gateway;
  const refused = (subject: string, port: number): Result =>
    step(
      `port:${subject}/${port}`,
      { ...shop, name: `${subject}.example.test`, host: gateway, endpoint: `${gateway}:${port}` },
      "refused",
      "refused-by-host",
    );
  test("something answers in DNS's place; no port is closed", () => {
    const astray = ["resolves", "leads-to-gateway"];
    const found = standing(named("api", ...astray), named("pay", ...astray), refused("api", 8443), refused("pay", 443));
    expect(found.slice(0, 2)).toEqual(["dns-wrong-answer", "dns-wrong-answer"]);
  });
  test("that lead anywhere else: the port is closed", () => {
    expect(standing(named("api", "resolves", "leads-past-gateway"), refused("api", 8443))[0]).toBe("port-closed");
  });
  test("and are served there: nothing is wrong", () => {
    expect(standing(named("api", "resolves", "leads-to-gateway"))).toEqual([]);
  });
});

describe("nobody answers at the resolver's address, and it is all that is asked of the world", () => {
  const nobody = ["servers-unreachable", "resolver-lifeless"];
  const link = step("link:@site", { "this-host": "me", gateway: shop.gateway }, "gateway-answers");
  test("a router beyond our gateway says that it knows no way there: it lives, and the address is wrong", () => {
    expect(standing(link, named("api", ...nobody, "resolver-way-missing-beyond"))[0]).toBe("resolver-misconfigured");
  });
  test("nobody beyond our gateway says anything: the line is cut, or the address is wrong", () => {
    const silent = ["servers-silent", "resolver-lifeless", "resolver-way-ends-at-gateway"];
    expect(standing(link, named("api", ...silent))[0]).toBe("upstream-outage");
  });
});

describe("a hosts file that leads to a machine whose certificate has expired", () => {
  const place = { ...shop, name: "api.example.test", host: "10.0.0.9", "virtual-host": "api.example.test:443" };
  const tls = (...more: readonly string[]): Result =>
    step("tls:api", place, "completes", "expired", "out-of-date-by-others", "trusted", "name-matches", ...more);
  const listed = named("api", "listed", "hosts-differ");
  test("is hosts-file-override alone where TLS holds at what DNS says", () => {
    expect(standing(listed, tls("holds-elsewhere"))).toEqual(["hosts-file-override"]);
  });
  test("is cert-expired first where it holds nowhere", () => {
    expect(standing(listed, tls("nowhere-else"))[0]).toBe("cert-expired");
  });
});
